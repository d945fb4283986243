/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-provider.h"

/**
 * MwPresets:
 *
 * The providers that are known without asking anybody: those built in, and those that a company put
 * into `mailwright/providers/` of a data directory, which win. Read once, then only looked at.
 */
#define MW_TYPE_PRESETS (mw_presets_get_type ())
G_DECLARE_FINAL_TYPE (MwPresets, mw_presets, MW, PRESETS, GObject)

MwPresets *mw_presets_new (void);
MwPresets *mw_presets_new_for_file (const char *path, GError **error);
const MwProvider *mw_presets_find (MwPresets *self, const char *domain);
const MwProvider *mw_presets_find_by_mx (MwPresets *self, const char *host);
gboolean mw_presets_is_company (MwPresets *self, const MwProvider *provider);
GPtrArray *mw_presets_get_providers (MwPresets *self);
const char *mw_presets_suggest (MwPresets *self, const char *domain);
GPtrArray *mw_presets_get_problems (MwPresets *self);

GPtrArray *mw_presets_lint (const char *path, GPtrArray *remarks, GError **error);
