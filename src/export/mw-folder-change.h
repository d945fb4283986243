/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-change.h"

#define MW_FOLDER_CHANGE_KIND "folder"

/**
 * MwFolderChange:
 *
 * A new folder, with the folders above it that are missing. Taken back where it is still empty.
 */
#define MW_TYPE_FOLDER_CHANGE (mw_folder_change_get_type ())
G_DECLARE_FINAL_TYPE (MwFolderChange, mw_folder_change, MW, FOLDER_CHANGE, MwChange)

MwChange *mw_folder_change_new (const char *path);
MwChange *mw_folder_change_new_for_journal (GKeyFile *journal, const char *group, GError **error);
