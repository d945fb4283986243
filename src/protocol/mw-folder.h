/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwFolder:
 * @role: (nullable) (static): what it is for, in lower case: `sent`, `drafts`, `trash`, `junk`,
 *   `archive`, `all`, `flagged`; RFC 6154, section 2
 * @wire_name: as the server writes it, between quotes, with the escapes
 * @name: fit to be shown
 *
 * A mailbox of an IMAP account.
 */
typedef struct {
  const char *role;
  char *wire_name;
  char *name;
} MwFolder;

MwFolder *mw_folder_new_for_list (const char *line);
void mw_folder_free (MwFolder *self);
char *mw_folder_decode_name (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwFolder, mw_folder_free)
