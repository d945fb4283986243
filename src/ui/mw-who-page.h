/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-draft.h"
#include "mw-page.h"
#include "mw-presets.h"
#include "mw-store.h"

/**
 * MwWhoPage:
 *
 * Name, address and password: all that a person is asked for. The provider is recognised while the
 * address is typed, and says what it wants before the password is.
 */
#define MW_TYPE_WHO_PAGE (mw_who_page_get_type ())
G_DECLARE_FINAL_TYPE (MwWhoPage, mw_who_page, MW, WHO_PAGE, MwPage)

void mw_who_page_set_sources (MwWhoPage *self, MwPresets *presets, MwStore *store);
void mw_who_page_begin (MwWhoPage *self, const char *address);
void mw_who_page_change_address (MwWhoPage *self, const char *address);
void mw_who_page_set_password (MwWhoPage *self, MwSecret *secret);
void mw_who_page_forget_password (MwWhoPage *self);
MwDraft *mw_who_page_make_draft (MwWhoPage *self);
