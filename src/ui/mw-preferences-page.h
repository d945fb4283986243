/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-page.h"

/**
 * MwPreferencesPage:
 *
 * What can be chosen once for all accounts. Most of it is for the IT helper.
 */
#define MW_TYPE_PREFERENCES_PAGE (mw_preferences_page_get_type ())
G_DECLARE_FINAL_TYPE (MwPreferencesPage, mw_preferences_page, MW, PREFERENCES_PAGE, MwPage)
