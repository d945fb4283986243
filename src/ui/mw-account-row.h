/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mw-account.h"

/**
 * MwAccountRow:
 *
 * One account: how it is in words, and what can be done with it.
 */
#define MW_TYPE_ACCOUNT_ROW (mw_account_row_get_type ())
G_DECLARE_FINAL_TYPE (MwAccountRow, mw_account_row, MW, ACCOUNT_ROW, AdwActionRow)

GtkWidget *mw_account_row_new (MwAccount *account);
const char *mw_account_row_get_id (MwAccountRow *self);
void mw_account_row_set_busy (MwAccountRow *self, gboolean busy);
