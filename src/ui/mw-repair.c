/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-mended.h"
#include "mw-repair.h"

/* Of an address, or of a server. */
static char *
describe_repair (const char *before, const char *after)
{
  g_autoptr (MwMended) address = mw_mended_new_address (before);
  g_autoptr (MwMended) host = mw_mended_new_host (before);

  if (address != NULL && strcmp (address->text, after) == 0)
    return mw_mended_describe (address);
  if (host != NULL && strcmp (host->text, after) == 0)
    return mw_mended_describe (host);

  return g_strdup (_ ("Spaces or characters that cannot be seen were removed."));
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
  g_autofree char *words = NULL;

  g_return_if_fail (GTK_IS_EDITABLE (field));
  g_return_if_fail (MW_IS_FIELD_MESSAGE (message));

  if (mended == NULL)
    return;

  words = describe_repair (gtk_editable_get_text (field), mended);
  gtk_editable_set_text (field, mended);
  mw_field_message_set_note (message, words);
}
