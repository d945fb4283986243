/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-change.h"

#define MW_FILE_CHANGE_KIND "file"
#define MW_FILE_CHANGE_MAX_BYTES (8 * 1024 * 1024)

/**
 * MwFileChange:
 *
 * New contents for one file, which is written whole or not at all, and only if it still is what the
 * contents were made from. A copy of the old file stays beside it.
 */
#define MW_TYPE_FILE_CHANGE (mw_file_change_get_type ())
G_DECLARE_FINAL_TYPE (MwFileChange, mw_file_change, MW, FILE_CHANGE, MwChange)

MwChange *mw_file_change_new (const char *path, const char *old_contents, const char *contents);
MwChange *mw_file_change_new_for_journal (GKeyFile *journal, const char *group, GError **error);
void mw_file_change_set_lock (MwFileChange *self, const char *lock, const char *program);
