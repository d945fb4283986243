/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mw-setup.h"

/**
 * MwLetterView:
 *
 * Offers to send one message to oneself, says how far it is, and what became of it. Emits `ended`
 * when it has added to the findings of the run.
 */
#define MW_TYPE_LETTER_VIEW (mw_letter_view_get_type ())
G_DECLARE_FINAL_TYPE (MwLetterView, mw_letter_view, MW, LETTER_VIEW, GtkBox)

void mw_letter_view_offer (MwLetterView *self, MwSetup *setup);
gboolean mw_letter_view_offers_report (MwLetterView *self);
void mw_letter_view_forget (MwLetterView *self);
