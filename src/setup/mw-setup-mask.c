/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-mask.h"

#include <string.h>

static const MwPart parts[] = { MW_PART_INCOMING, MW_PART_OUTGOING };

static char *
mask_local_part (MwSetup *self)
{
  g_autofree char *first = g_utf8_substring (mw_setup_get_address (self)->local_part, 0, 1);

  return g_strconcat (first, "***", NULL);
}

/**
 * mw_setup_mask_address:
 *
 * Returns: (transfer full): `l***@example.com`: enough for a colleague to know which mailbox, too
 *   little for a list
 */
char *
mw_setup_mask_address (MwSetup *self)
{
  g_autofree char *local_part = NULL;

  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  local_part = mask_local_part (self);

  return g_strconcat (local_part, "@", mw_setup_get_address (self)->domain, NULL);
}

static gboolean
is_letter (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80;
}

/* Whatever the case of its letters, and never in the middle of a word. */
static void
replace_each (GString *text, const char *wanted, const char *with)
{
  gsize length = strlen (wanted);

  for (gsize i = 0; length > 1 && i + length <= text->len; i++)
    if (g_ascii_strncasecmp (text->str + i, wanted, length) == 0 &&
        (i == 0 || !is_letter (text->str[i - 1])) && !is_letter (text->str[i + length])) {
      g_string_erase (text, i, length);
      g_string_insert (text, i, with);
      i += strlen (with) - 1;
    }
}

/**
 * mw_setup_mask_text:
 *
 * Servers like to repeat the address, or the name that signed in.
 *
 * Returns: (transfer full): @text without them
 */
char *
mw_setup_mask_text (MwSetup *self, const char *text)
{
  const MwAddress *address;
  g_autofree char *masked = NULL;
  g_autofree char *local_part = NULL;
  g_autofree char *mailbox = NULL;
  GString *shown;

  g_return_val_if_fail (MW_IS_SETUP (self) && text != NULL, NULL);

  address = mw_setup_get_address (self);
  masked = mw_setup_mask_address (self);
  local_part = mask_local_part (self);
  mailbox = g_strdup_printf ("%s@%s", address->local_part, address->domain);
  shown = g_string_new (text);

  /* The longest first: else half of it would be left. */
  replace_each (shown, address->text, masked);
  replace_each (shown, mailbox, masked);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    const MwServer *server = mw_setup_get_server (self, parts[i]);

    if (server != NULL && server->user != NULL)
      replace_each (shown, server->user, masked);
  }
  replace_each (shown, address->local_part, local_part);

  return g_string_free (shown, FALSE);
}
