/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-change.h"

#define MW_ITEM_CHANGE_KIND "item"

/**
 * MwItemChange:
 *
 * A password where one mail program looks for it in the system keyring.
 */
#define MW_TYPE_ITEM_CHANGE (mw_item_change_get_type ())
G_DECLARE_FINAL_TYPE (MwItemChange, mw_item_change, MW, ITEM_CHANGE, MwChange)

MwChange *mw_item_change_new (const char *schema,
                              const char *label,
                              GHashTable *attributes,
                              MwSecret *secret);
MwChange *mw_item_change_new_for_journal (GKeyFile *journal, const char *group, GError **error);
