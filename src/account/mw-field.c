/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-address.h"
#include "mw-field.h"

#define FIELD_MAX_BYTES 1024

static gboolean
has_control_character (const char *text)
{
  for (const char *c = text; *c; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return TRUE;

  return FALSE;
}

static gboolean
check_text (const char *text, const char *missing, GError **error)
{
  const char *problem = NULL;

  if (*text == '\0')
    problem = missing;
  else if (strlen (text) > FIELD_MAX_BYTES)
    problem = _ ("This is too long.");
  else if (!g_utf8_validate (text, -1, NULL) || has_control_character (text))
    problem = _ ("This has a character that cannot be used here.");

  if (problem != NULL)
    g_set_error_literal (error, MW_ERROR, MW_ERROR_INPUT, problem);

  return problem == NULL;
}

/**
 * mw_field_check_name:
 * @text: the name that others see, in any script
 *
 * Like all of these: %TRUE if the field is in order, else %MW_ERROR_INPUT with the sentence that
 * stands beside it.
 */
gboolean
mw_field_check_name (const char *text, GError **error)
{
  return check_text (text, _ ("Type your name as others should see it."), error);
}

/**
 * mw_field_check_address:
 *
 * See mw_address_new() for what an address may be.
 */
gboolean
mw_field_check_address (const char *text, GError **error)
{
  g_autoptr (MwAddress) address = NULL;

  if (!check_text (text, _ ("Type your e-mail address."), error))
    return FALSE;
  address = mw_address_new (text, error);

  return address != NULL;
}

/**
 * mw_field_check_password:
 * @text: in UTF-8; spaces are part of it
 *
 * NUL, CR and LF cannot be sent by any of the three protocols (RFC 4616, section 2).
 */
gboolean
mw_field_check_password (const char *text, GError **error)
{
  return check_text (text, _ ("Type your password."), error);
}

/**
 * mw_field_warn_password:
 * @text: a password that mw_field_check_password() lets pass
 *
 * Returns: (transfer none) (nullable): what looks odd about it, in the person's language
 */
const char *
mw_field_warn_password (const char *text)
{
  gsize length = strlen (text);

  if (length > 0 && (text[0] == ' ' || text[length - 1] == ' '))
    return _ ("There is a space at the beginning or the end of the password.");

  return NULL;
}

/**
 * mw_field_check_host:
 * @text: a name in any script, or an IP address; without a port
 */
gboolean
mw_field_check_host (const char *text, GError **error)
{
  g_autofree char *ascii = NULL;

  if (!check_text (text, _ ("Type the name of the server, such as imap.company.com."), error))
    return FALSE;
  if (mw_domain_is_ip_address (text))
    return TRUE;
  ascii = mw_domain_to_ascii (text, error);

  return ascii != NULL;
}

/**
 * mw_field_check_port:
 * @port: (out) (optional): the number
 */
gboolean
mw_field_check_port (const char *text, guint16 *port, GError **error)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &number, NULL)) {
    g_set_error_literal (error,
                         MW_ERROR,
                         MW_ERROR_INPUT,
                         _ ("A port is a number from 1 to 65535."));
    return FALSE;
  }
  if (port != NULL)
    *port = number;

  return TRUE;
}

/**
 * mw_field_check_user:
 * @text: not empty, and without line ends
 */
gboolean
mw_field_check_user (const char *text, GError **error)
{
  return check_text (text, _ ("Type the name that you sign in with."), error);
}
