/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* In `sources-off`, beside the sources: whoever is asked after a test that failed. */
#define MW_PREFERENCES_OTHERS "second-opinion"

GSettings *mw_preferences_get (void);
guint mw_preferences_get_timeout (void);
GStrv mw_preferences_dup_sources_off (void);
gboolean mw_preferences_asks_others (void);
char *mw_preferences_dup_last_client (void);
void mw_preferences_set_last_client (const char *id);
