/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-repair.h"

static const char *
describe_repair (const char *before, const char *after)
{
  gboolean removed = g_utf8_strlen (before, -1) != g_utf8_strlen (after, -1);
  gboolean changed = FALSE;

  for (const char *c = after; *c; c = g_utf8_next_char (c))
    if (g_utf8_strchr (before, -1, g_utf8_get_char (c)) == NULL)
      changed = TRUE;

  if (removed && changed)
    return _ ("Full-width characters were made plain, and what cannot be seen was removed.");
  if (changed)
    return _ ("Full-width characters were made plain.");

  return _ ("Spaces or characters that cannot be seen were removed.");
}

/**
 * mw_repair_field:
 * @mended: (nullable): what @field should say instead; nothing is done if %NULL
 *
 * Repairs a field in sight: the line below says what was done.
 */
void
mw_repair_field (GtkEditable *field, MwFieldMessage *message, const char *mended)
{
  const char *words;

  g_return_if_fail (GTK_IS_EDITABLE (field));
  g_return_if_fail (MW_IS_FIELD_MESSAGE (message));

  if (mended == NULL)
    return;

  words = describe_repair (gtk_editable_get_text (field), mended);
  gtk_editable_set_text (field, mended);
  mw_field_message_set_note (message, words);
}
