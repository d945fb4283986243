/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-candidate.h"
#include "mw-draft.h"
#include "mw-page.h"
#include "mw-presets.h"

/**
 * MwSettingsPage:
 *
 * The form, for those whose settings nobody knows and for those who want others.
 */
#define MW_TYPE_SETTINGS_PAGE (mw_settings_page_get_type ())
G_DECLARE_FINAL_TYPE (MwSettingsPage, mw_settings_page, MW, SETTINGS_PAGE, MwPage)

void mw_settings_page_fill (MwSettingsPage *self,
                            const MwAddress *address,
                            const MwCandidate *candidate);
void mw_settings_page_fill_tested (MwSettingsPage *self,
                                   const MwAddress *address,
                                   const MwServer *incoming,
                                   const MwServer *outgoing);
void mw_settings_page_show_certificate (MwSettingsPage *self, const char *path);
void mw_settings_page_say_nothing (MwSettingsPage *self, const MwAddress *address);
void
mw_settings_page_offer_meant (MwSettingsPage *self, const MwAddress *address, MwPresets *presets);
void mw_settings_page_forget (MwSettingsPage *self);
gboolean mw_settings_page_is_touched (MwSettingsPage *self);
void mw_settings_page_apply (MwSettingsPage *self, MwDraft *draft);
