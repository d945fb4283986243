/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/* A switch for each source of settings that lies outside this computer. */
void mw_sources_group_fill (AdwPreferencesGroup *group, GSettings *settings);
