/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

GSettings *mw_preferences_get (void);
guint mw_preferences_get_timeout (void);
GStrv mw_preferences_dup_sources_off (void);
char *mw_preferences_dup_last_client (void);
void mw_preferences_set_last_client (const char *id);
