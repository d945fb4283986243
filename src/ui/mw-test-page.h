/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-draft.h"
#include "mw-page.h"
#include "mw-store.h"

/**
 * MwTestPage:
 *
 * A test as it goes, and what to do where it fails. Leaving the page stops the test.
 */
#define MW_TYPE_TEST_PAGE (mw_test_page_get_type ())
G_DECLARE_FINAL_TYPE (MwTestPage, mw_test_page, MW, TEST_PAGE, MwPage)

void mw_test_page_set_sources (MwTestPage *self, MwPresets *presets, MwStore *store);
void mw_test_page_start (MwTestPage *self, MwDraft *draft);
void mw_test_page_ask_password (MwTestPage *self, MwDraft *draft, const char *reason);
void mw_test_page_forget (MwTestPage *self);
MwDraft *mw_test_page_get_draft (MwTestPage *self);
MwSetup *mw_test_page_get_setup (MwTestPage *self);
