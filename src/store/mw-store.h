/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-account.h"

/**
 * MwStore:
 *
 * The accounts of this person, one key file each under `mailwright/accounts/` of the user's data
 * directory: a #GListModel of [class@Mw.Account], oldest first. Files are written whole or not at
 * all; one that cannot be read is left alone and reported.
 *
 * For one main context. What is found is a reference of the caller's.
 */
#define MW_TYPE_STORE (mw_store_get_type ())
G_DECLARE_FINAL_TYPE (MwStore, mw_store, MW, STORE, GObject)

MwStore *mw_store_new (const char *directory);
gboolean mw_store_save (MwStore *self, MwAccount *account, GError **error);
gboolean mw_store_remove (MwStore *self, MwAccount *account, GError **error);
MwAccount *mw_store_find (MwStore *self, const char *id_or_address);
GPtrArray *mw_store_get_problems (MwStore *self);
