/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <idn2.h>
#include <string.h>

#include "mw-address.h"
#include "mw-mended.h"

/* RFC 5321, section 4.5.3.1, in octets */
#define LOCAL_PART_MAX 64
#define DOMAIN_MAX 255
#define LABEL_MAX 63

G_DEFINE_BOXED_TYPE (MwAddress, mw_address, mw_address_copy, mw_address_free)

/* RFC 1123, section 2.1: letters, digits and hyphens, none of these at an end of a label */
static gboolean
is_label (const char *text, gsize length)
{
  if (length == 0 || length > LABEL_MAX || text[0] == '-' || text[length - 1] == '-')
    return FALSE;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-')
      return FALSE;

  return TRUE;
}

static gboolean
is_host_name (const char *ascii)
{
  g_auto (GStrv) labels = g_strsplit (ascii, ".", -1);

  for (guint i = 0; labels[i]; i++)
    if (!is_label (labels[i], strlen (labels[i])))
      return FALSE;

  return labels[0] != NULL && strlen (ascii) <= DOMAIN_MAX;
}

/**
 * mw_domain_to_ascii:
 * @domain: a domain or host name in any script
 *
 * Returns: (transfer full): @domain in A-labels and lower case, without a dot at its end (IDNA2008,
 *   RFC 5891, after the mapping of UTS 46), or %NULL with %MW_ERROR_INPUT
 */
char *
mw_domain_to_ascii (const char *domain, GError **error)
{
  char *mapped = NULL;
  g_autofree char *ascii = NULL;

  g_return_val_if_fail (domain != NULL, NULL);

  if (idn2_to_ascii_8z (domain, &mapped, IDN2_NONTRANSITIONAL) == IDN2_OK)
    ascii = g_strdup (mapped);
  idn2_free (mapped);
  if (ascii != NULL && g_str_has_suffix (ascii, "."))
    ascii[strlen (ascii) - 1] = '\0';

  if (ascii == NULL || !is_host_name (ascii)) {
    g_set_error (error, MW_ERROR, MW_ERROR_INPUT, _ ("“%s” is not a name of a computer."), domain);
    return NULL;
  }

  return g_steal_pointer (&ascii);
}

/**
 * mw_domain_is_ip_address:
 *
 * GLib takes anything for the zone of an address (RFC 4007, section 11); here it is the name of an
 * interface.
 *
 * Returns: whether @text is an IP address and no domain, such as `192.0.2.1` or `fe80::1%eth0`
 */
gboolean
mw_domain_is_ip_address (const char *text)
{
  const char *zone;

  g_return_val_if_fail (text != NULL, FALSE);

  zone = strchr (text, '%');
  for (const char *c = zone ? zone + 1 : ""; *c; c++)
    if (!g_ascii_isalnum (*c) && strchr ("-._", *c) == NULL)
      return FALSE;

  return g_hostname_is_ip_address (text);
}

/* atom = 1*atext (RFC 5322, section 3.2.3); anything beyond ASCII by RFC 6531, section 3.3 */
static gboolean
is_atext (gunichar c)
{
  return c >= 0x80 || g_ascii_isalnum (c) || strchr ("!#$%&'*+-/=?^_`{|}~", c) != NULL;
}

/* Dot-string = Atom *("." Atom); a quoted local part is left to those who really have one. */
static gboolean
is_dot_string (const char *text)
{
  gboolean after_dot = TRUE;

  for (const char *c = text; *c; c = g_utf8_next_char (c)) {
    gboolean dot = *c == '.';

    if (dot ? after_dot : !is_atext (g_utf8_get_char (c)))
      return FALSE;
    after_dot = dot;
  }

  return !after_dot;
}

static gboolean
check_parts (const char *local_part, const char *domain, GError **error)
{
  const char *problem = NULL;

  if (*local_part == '\0')
    problem = _ ("Something is missing before the @.");
  else if (strlen (local_part) > LOCAL_PART_MAX)
    problem = _ ("The part before the @ is too long.");
  else if (!is_dot_string (local_part))
    problem = _ ("The part before the @ has a character that an address cannot have.");
  else if (*domain == '\0')
    problem = _ ("Something is missing behind the @, such as company.com.");
  else if (strchr (domain, '.') == NULL || domain[0] == '.')
    problem = _ ("The part behind the @ needs a dot, as in company.com.");

  if (problem != NULL)
    g_set_error_literal (error, MW_ERROR, MW_ERROR_INPUT, problem);

  return problem == NULL;
}

/* GLib's takes halves of surrogate pairs for characters. */
static char *
normalize (const char *text, GNormalizeMode mode)
{
  return g_utf8_validate (text, -1, NULL) ? g_utf8_normalize (text, -1, mode) : NULL;
}

/**
 * mw_address_new:
 * @text: an address and nothing else; see mw_address_repair() for what people paste
 *
 * Returns: (transfer full): the address, or %NULL with an error whose message stands at the field
 */
MwAddress *
mw_address_new (const char *text, GError **error)
{
  g_autoptr (MwAddress) self = g_new0 (MwAddress, 1);
  const char *at;

  g_return_val_if_fail (text != NULL, NULL);

  self->text = normalize (text, G_NORMALIZE_NFC);
  at = self->text ? strchr (self->text, '@') : NULL;
  if (at == NULL || strchr (at + 1, '@') != NULL) {
    g_set_error_literal (error,
                         MW_ERROR,
                         MW_ERROR_INPUT,
                         _ ("An e-mail address has one @, as in name@company.com."));
    return NULL;
  }

  self->local_part = g_strndup (self->text, at - self->text);
  if (!check_parts (self->local_part, at + 1, error))
    return NULL;
  self->domain = mw_domain_to_ascii (at + 1, NULL);
  if (self->domain == NULL || strchr (self->domain, '.') == NULL) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_INPUT,
                 _ ("“%s” cannot be the part behind the @ of an address."),
                 at + 1);
    return NULL;
  }

  return g_steal_pointer (&self);
}

/**
 * mw_address_get_domain_text:
 *
 * Returns: what stands behind the @, as the person writes it
 */
const char *
mw_address_get_domain_text (const MwAddress *self)
{
  const char *at;

  g_return_val_if_fail (self != NULL, NULL);

  at = strrchr (self->text, '@');

  return at ? at + 1 : self->domain;
}

MwAddress *
mw_address_copy (const MwAddress *self)
{
  MwAddress *copy = g_new0 (MwAddress, 1);

  g_return_val_if_fail (self != NULL, copy);

  copy->text = g_strdup (self->text);
  copy->local_part = g_strdup (self->local_part);
  copy->domain = g_strdup (self->domain);

  return copy;
}

void
mw_address_free (MwAddress *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_free (self->local_part);
  g_free (self->domain);
  g_free (self);
}

/**
 * mw_address_repair:
 * @text: what an input method or a copied line left in the field
 *
 * The same as mw_mended_new_address(), where nobody wants to know what was changed.
 *
 * Returns: (transfer full) (nullable): the text mended, or %NULL if there is nothing to mend
 */
char *
mw_address_repair (const char *text)
{
  g_autoptr (MwMended) mended = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  mended = mw_mended_new_address (text);

  return mended ? g_steal_pointer (&mended->text) : NULL;
}

/**
 * mw_address_dup_other_form:
 *
 * A domain in another alphabet than ours has two forms (RFC 5890, section 2.3.2.1), and no rule
 * says in which of them a server keeps its users.
 *
 * Returns: (transfer full) (nullable): the same address with its domain in A-labels where it was
 *   written in its own letters, and the other way round; %NULL where both are the same
 */
char *
mw_address_dup_other_form (const MwAddress *self)
{
  char *native = NULL;
  g_autofree char *domain = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (idn2_to_unicode_8z8z (self->domain, &native, 0) == IDN2_OK)
    domain = g_strdup (native);
  idn2_free (native);
  if (domain == NULL || g_str_equal (domain, self->domain))
    return NULL;

  return g_strdup_printf ("%s@%s",
                          self->local_part,
                          g_str_is_ascii (strchr (self->text, '@')) ? domain : self->domain);
}
