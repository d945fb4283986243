/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-error.h"

/**
 * MwThunderbirdProfile:
 * @folder: (owned): where the profile is, or will be
 * @list: (owned): the `profiles.ini` that names it
 * @program_folder: (owned) (nullable): where Thunderbird is installed; only if the profile is new
 * @lock: (owned): Thunderbird holds it while it runs
 *
 * The profile that Thunderbird uses when this person starts it.
 */
typedef struct {
  char *folder;
  char *list;
  char *program_folder;
  char *lock;
} MwThunderbirdProfile;

gboolean mw_thunderbird_is_installed (void);
MwThunderbirdProfile *mw_thunderbird_profile_find (const char *id, GError **error);
void mw_thunderbird_profile_free (MwThunderbirdProfile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwThunderbirdProfile, mw_thunderbird_profile_free)
