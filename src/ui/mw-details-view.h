/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mw-setup.h"

/**
 * MwDetailsView:
 *
 * What IT wants to know about a test, one click below: the facts, the report for a chat, and the
 * record of every word. `open` tells whether it is in sight.
 */
#define MW_TYPE_DETAILS_VIEW (mw_details_view_get_type ())
G_DECLARE_FINAL_TYPE (MwDetailsView, mw_details_view, MW, DETAILS_VIEW, GtkBox)

void mw_details_view_show_findings (MwDetailsView *self, MwSetup *setup, GPtrArray *findings);
void mw_details_view_show_setup (MwDetailsView *self, MwSetup *setup);
void mw_details_view_offer_report (MwDetailsView *self, gboolean offer);
void mw_details_view_forget (MwDetailsView *self);
