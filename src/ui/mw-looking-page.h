/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-draft.h"
#include "mw-page.h"

/**
 * MwLookingPage:
 *
 * The search for settings as it goes: who is asked, and who has answered. Where what is found may
 * not be right, it asks one question. Leaving the page stops the search.
 *
 * Emits `found` when there is something to test, and `settings-wanted` when the person has to say,
 * or wants to.
 */
#define MW_TYPE_LOOKING_PAGE (mw_looking_page_get_type ())
G_DECLARE_FINAL_TYPE (MwLookingPage, mw_looking_page, MW, LOOKING_PAGE, MwPage)

void mw_looking_page_start (MwLookingPage *self, MwDraft *draft);
void mw_looking_page_forget (MwLookingPage *self);
MwDraft *mw_looking_page_take_draft (MwLookingPage *self);
const MwDraft *mw_looking_page_get_draft (MwLookingPage *self);
gboolean mw_looking_page_has_nothing (MwLookingPage *self);
