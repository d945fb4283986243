/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwThunderbirdPrefs:
 *
 * A `prefs.js`: lines of `user_pref("key", value);`. Setting a key changes its line or adds one at
 * the end; every other byte stays.
 */
typedef struct _MwThunderbirdPrefs MwThunderbirdPrefs;

MwThunderbirdPrefs *mw_thunderbird_prefs_new (const char *text);
void mw_thunderbird_prefs_free (MwThunderbirdPrefs *self);
char *mw_thunderbird_prefs_get_string (MwThunderbirdPrefs *self, const char *key);
gint64 mw_thunderbird_prefs_get_number (MwThunderbirdPrefs *self, const char *key);
guint mw_thunderbird_prefs_find_free_number (MwThunderbirdPrefs *self, const char *prefix);
void mw_thunderbird_prefs_set_string (MwThunderbirdPrefs *self, const char *key, const char *value);
void mw_thunderbird_prefs_set_number (MwThunderbirdPrefs *self, const char *key, gint64 value);
void mw_thunderbird_prefs_set_boolean (MwThunderbirdPrefs *self, const char *key, gboolean value);
char *mw_thunderbird_prefs_to_text (MwThunderbirdPrefs *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwThunderbirdPrefs, mw_thunderbird_prefs_free)
