/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-page.h"
#include "mw-presets.h"
#include "mw-store.h"

/**
 * MwHomePage:
 *
 * The accounts, how they are, and the way to another one. A removed account is gone from sight at
 * once, and from the disk and the keyring when the offer to undo it has ended.
 */
#define MW_TYPE_HOME_PAGE (mw_home_page_get_type ())
G_DECLARE_FINAL_TYPE (MwHomePage, mw_home_page, MW, HOME_PAGE, MwPage)

void mw_home_page_set_sources (MwHomePage *self, MwPresets *presets, MwStore *store);
void mw_home_page_finish_removals (MwHomePage *self);
