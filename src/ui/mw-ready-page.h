/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-page.h"
#include "mw-setup.h"

/**
 * MwReadyPage:
 *
 * Mail works: where the password is, and which mail program is to have the account.
 */
#define MW_TYPE_READY_PAGE (mw_ready_page_get_type ())
G_DECLARE_FINAL_TYPE (MwReadyPage, mw_ready_page, MW, READY_PAGE, MwPage)

void mw_ready_page_show_account (MwReadyPage *self, MwAccount *account, MwSecret *secret);
void mw_ready_page_show_remarks (MwReadyPage *self, MwSetup *setup);
void mw_ready_page_show_keeping (MwReadyPage *self, const char *text, gboolean again);
void mw_ready_page_forget (MwReadyPage *self);
