/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-placeholder.h"

#include <string.h>

/* draft-ietf-mailmaint-autoconfig-06; the person's name is not known while settings are looked for.
 */
static const char *const names[] = { "EMAILADDRESS", "EMAILLOCALPART", "EMAILDOMAIN", "REALNAME" };

static char *
get_value (gsize row, const MwAddress *address)
{
  switch (row) {
  case 0:
    return g_strdup (address->text);
  case 1:
    return g_strdup (address->local_part);
  case 2:
    return g_strdup (strrchr (address->text, '@') + 1);
  default:
    return NULL;
  }
}

/* How long the placeholder at @text is, with the one or two percent signs that it has; 0 if there
 * is none. Documents with only one of them are in use. */
static gsize
measure (const char *text, gsize *row)
{
  gsize opening = *text == '%';

  for (*row = 0; *row < G_N_ELEMENTS (names); (*row)++) {
    gsize length = strlen (names[*row]);
    gboolean closed;

    if (g_ascii_strncasecmp (text + opening, names[*row], length) != 0)
      continue;
    closed = text[opening + length] == '%';
    if (opening || closed)
      return opening + length + closed;
  }

  return 0;
}

/* What somebody may have meant as one: %MAIL%, and any percent sign before a capital letter. */
static gboolean
is_unknown (const char *text)
{
  gsize length;

  if (*text != '%')
    return FALSE;
  length = strspn (text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");

  return g_ascii_isupper (text[1]) || (length > 0 && text[1 + length] == '%');
}

/**
 * mw_placeholder_fill:
 * @text: a host or user name of an autoconfig document, such as `%EMAILLOCALPART%@example.com`
 *
 * Returns: (transfer full) (nullable): it for one person, or %NULL where it has a placeholder that
 * is not known
 */
char *
mw_placeholder_fill (const char *text, const MwAddress *address)
{
  g_autoptr (GString) filled = g_string_new (NULL);

  g_return_val_if_fail (text != NULL && address != NULL, NULL);

  while (*text != '\0') {
    gsize row;
    gsize length = measure (text, &row);
    g_autofree char *value = length > 0 ? get_value (row, address) : NULL;

    if (length > 0 ? value == NULL : is_unknown (text))
      return NULL;
    if (length > 0)
      g_string_append (filled, value);
    else
      g_string_append_c (filled, *text);
    text += MAX (length, 1);
  }

  return g_string_free (g_steal_pointer (&filled), FALSE);
}
