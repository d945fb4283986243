/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* What was changed, and how to take it back: one key file for each hand-over, under
 * `mailwright/undo/` of the user's data directory. @changes are [class@Mw.Change]s in the order in
 * which they are applied. */

char *mw_export_journal_write (const char *client, GPtrArray *changes, GError **error);
void mw_export_journal_delete (const char *id);

void mw_changes_revert_async (GPtrArray *changes,
                              guint n_changes,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean mw_changes_revert_finish (GAsyncResult *result, GError **error);
