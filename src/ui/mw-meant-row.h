/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mw-address.h"
#include "mw-presets.h"

/**
 * MwMeantRow:
 *
 * Asks whether a well-known domain was meant instead of the one that was typed: an offer, which the
 * person may leave. Out of sight where there is none.
 */
#define MW_TYPE_MEANT_ROW (mw_meant_row_get_type ())
G_DECLARE_FINAL_TYPE (MwMeantRow, mw_meant_row, MW, MEANT_ROW, AdwPreferencesRow)

void mw_meant_row_offer (MwMeantRow *self, const MwAddress *address, MwPresets *presets);
const char *mw_meant_row_get_address (MwMeantRow *self);
void mw_meant_row_focus (MwMeantRow *self);
