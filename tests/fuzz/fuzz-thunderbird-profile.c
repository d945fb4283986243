/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "fuzz.h"
#include "mw-thunderbird-profile.h"

/* The profiles.ini of Thunderbird. */

static void
make_folders (void)
{
  static const char *const names[] = { ".thunderbird/a.default", ".thunderbird/b.default-release" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path G_GNUC_UNUSED = g_build_filename (fuzz_get_home (), names[i], NULL);

    g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path G_GNUC_UNUSED =
    fuzz_write_file (".thunderbird/profiles.ini", (const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwThunderbirdProfile) profile = NULL;

  make_folders ();
  profile = mw_thunderbird_profile_find ("0b1c2d3e", &error);
  g_assert_true ((profile == NULL) == (error != NULL));
  if (profile != NULL)
    g_assert_true (g_path_is_absolute (profile->folder));

  return 0;
}
