/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-change.h"

#define MW_SOURCES_CHANGE_KIND "sources"
#define MW_SOURCES_BUS_NAME "org.gnome.evolution.dataserver.Sources5"

/**
 * MwSourcesChange:
 *
 * Data sources of Evolution, handed to the service that keeps them. It may run, or is started.
 */
#define MW_TYPE_SOURCES_CHANGE (mw_sources_change_get_type ())
G_DECLARE_FINAL_TYPE (MwSourcesChange, mw_sources_change, MW, SOURCES_CHANGE, MwChange)

MwChange *mw_sources_change_new (GHashTable *sources);
MwChange *mw_sources_change_new_for_journal (GKeyFile *journal, const char *group, GError **error);
