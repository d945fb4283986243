/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "mw-file.h"
#include "mw-host.h"
#include "mw-thunderbird-profile.h"

#define LIST "profiles.ini"
#define LIST_MAX_BYTES (64 * 1024)

#define NATIVE_ROOT ".thunderbird"

/* Where profiles are, below the home folder. The id of the Flatpak was changed in 2026. */
static const char *const roots[] = {
  NATIVE_ROOT,
  ".var/app/org.mozilla.thunderbird/.thunderbird",
  ".var/app/org.mozilla.Thunderbird/.thunderbird",
  ".var/app/net.thunderbird.Thunderbird/.thunderbird",
  "snap/thunderbird/common/.thunderbird",
};

static MwThunderbirdProfile *
profile_new (const char *root, const char *folder)
{
  MwThunderbirdProfile *self = g_new0 (MwThunderbirdProfile, 1);

  self->folder = g_strdup (folder);
  self->list = g_build_filename (root, LIST, NULL);
  self->lock = g_build_filename (folder, ".parentlock", NULL);

  return self;
}

static GKeyFile *
read_key_file (const char *folder, const char *name)
{
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autofree char *path = g_build_filename (folder, name, NULL);
  gsize length;
  g_autofree char *text = mw_file_read (path, LIST_MAX_BYTES, &length, NULL);

  if (text == NULL || !g_key_file_load_from_data (keys, text, length, G_KEY_FILE_NONE, NULL))
    return NULL;

  return g_steal_pointer (&keys);
}

static char *
get_program_folder_of (const char *profile)
{
  g_autoptr (GKeyFile) keys = read_key_file (profile, "compatibility.ini");

  return keys ? g_key_file_get_string (keys, "Compatibility", "LastPlatformDir", NULL) : NULL;
}

static gboolean
is_program_folder (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "application.ini", NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A program in the path is often a script or a link to another place. */
static char *
find_program_folder (void)
{
  static const char *const usual[] = { "/usr/lib/thunderbird",
                                       "/usr/lib64/thunderbird",
                                       "/opt/thunderbird",
                                       "/usr/local/lib/thunderbird" };
  g_autofree char *program = g_find_program_in_path ("thunderbird");
  g_autofree char *real = program ? realpath (program, NULL) : NULL;
  g_autofree char *folder = real ? g_path_get_dirname (real) : NULL;

  if (mw_host_is_sandboxed ())
    return NULL;
  if (folder != NULL && is_program_folder (folder))
    return g_steal_pointer (&folder);
  for (gsize i = 0; i < G_N_ELEMENTS (usual); i++)
    if (is_program_folder (usual[i]))
      return g_strdup (usual[i]);

  return NULL;
}

static char *
resolve (const char *root, const char *path)
{
  g_autofree char *folder = path ? g_canonicalize_filename (path, root) : NULL;

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    return NULL;

  return g_steal_pointer (&folder);
}

/* Each installed Thunderbird has its own default; of several, the one that used it last. */
static char *
find_by_installation (GKeyFile *list, const char *root, const char *program_folder)
{
  g_auto (GStrv) groups = g_key_file_get_groups (list, NULL);
  g_autofree char *first = NULL;

  for (gsize i = 0; groups[i] != NULL; i++) {
    g_autofree char *path = g_key_file_get_string (list, groups[i], "Default", NULL);
    g_autofree char *folder = NULL;
    g_autofree char *used_by = NULL;

    if (!g_str_has_prefix (groups[i], "Install"))
      continue;
    folder = resolve (root, path);
    used_by = folder ? get_program_folder_of (folder) : NULL;
    if (used_by != NULL && g_strcmp0 (used_by, program_folder) == 0)
      return g_steal_pointer (&folder);
    if (first == NULL)
      first = g_steal_pointer (&folder);
  }

  return g_steal_pointer (&first);
}

static char *
find_by_mark (GKeyFile *list, const char *root)
{
  g_auto (GStrv) groups = g_key_file_get_groups (list, NULL);
  g_autofree char *only = NULL;
  guint n = 0;

  for (gsize i = 0; groups[i] != NULL; i++) {
    g_autofree char *path = g_key_file_get_string (list, groups[i], "Path", NULL);
    g_autofree char *folder = NULL;

    if (!g_str_has_prefix (groups[i], "Profile"))
      continue;
    folder = resolve (root, path);
    if (folder != NULL && g_key_file_get_boolean (list, groups[i], "Default", NULL))
      return g_steal_pointer (&folder);
    n++;
    g_free (only);
    only = g_steal_pointer (&folder);
  }

  return n == 1 ? g_steal_pointer (&only) : NULL;
}

static MwThunderbirdProfile *
find_in_root (const char *root, const char *program_folder)
{
  g_autoptr (GKeyFile) list = read_key_file (root, LIST);
  g_autofree char *folder = list ? find_by_installation (list, root, program_folder) : NULL;

  if (list != NULL && folder == NULL)
    folder = find_by_mark (list, root);

  return folder ? profile_new (root, folder) : NULL;
}

/* What an uninstalled Thunderbird left behind does not count, where that can be seen. */
static gboolean
is_installed_for (const char *root, MwThunderbirdProfile *profile, const char *program_folder)
{
  g_autofree char *used_by = get_program_folder_of (profile->folder);

  return strcmp (root, NATIVE_ROOT) != 0 || mw_host_is_sandboxed () || program_folder != NULL ||
         mw_host_has_program ("thunderbird") || (used_by != NULL && is_program_folder (used_by));
}

/* The same folder each time it is asked for, until there is one: what is shown is what is made. */
static char *
find_free_folder (const char *root, const char *id)
{
  g_autofree char *name = g_strdup_printf ("%.8s.default", id);
  char *folder = g_build_filename (root, name, NULL);

  for (int i = 2; g_file_test (folder, G_FILE_TEST_EXISTS); i++) {
    g_autofree char *next = g_strdup_printf ("%.8s-%d.default", id, i);

    g_free (folder);
    folder = g_build_filename (root, next, NULL);
  }

  return folder;
}

static MwThunderbirdProfile *
create_profile (const char *program_folder, const char *id)
{
  g_autofree char *root = g_build_filename (g_get_home_dir (), NATIVE_ROOT, NULL);
  g_autofree char *folder = find_free_folder (root, id);
  MwThunderbirdProfile *self = profile_new (root, folder);

  self->program_folder = g_strdup (program_folder);

  return self;
}

/**
 * mw_thunderbird_is_installed:
 *
 * Returns: %TRUE if there is a Thunderbird, be it one that was never started
 */
gboolean
mw_thunderbird_is_installed (void)
{
  g_autofree char *program_folder = find_program_folder ();

  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++) {
    g_autofree char *parent = g_path_get_dirname (roots[i]);

    if (strcmp (parent, ".") != 0 && mw_host_has_home_file (parent))
      return TRUE;
  }

  return program_folder != NULL || mw_host_has_program ("thunderbird");
}

/**
 * mw_thunderbird_profile_find:
 * @id: of the account, a random UUID: a new profile is named after it
 *
 * Returns: (transfer full): the profile; a new one, not made yet, where Thunderbird was never
 * started; or %NULL with %MW_ERROR_NOT_FOUND: there is no Thunderbird, or it has to be started once
 */
MwThunderbirdProfile *
mw_thunderbird_profile_find (const char *id, GError **error)
{
  g_autofree char *program_folder = find_program_folder ();
  g_autofree char *native_list = g_build_filename (NATIVE_ROOT, LIST, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (roots); i++) {
    g_autofree char *root = g_build_filename (g_get_home_dir (), roots[i], NULL);
    g_autoptr (MwThunderbirdProfile) profile = find_in_root (root, program_folder);

    if (profile != NULL && is_installed_for (roots[i], profile, program_folder))
      return g_steal_pointer (&profile);
  }
  if (program_folder != NULL && !mw_host_has_home_file (native_list))
    return create_profile (program_folder, id);

  g_set_error_literal (error,
                       MW_ERROR,
                       MW_ERROR_NOT_FOUND,
                       mw_thunderbird_is_installed ()
                         ? _ ("Start Thunderbird once and close it, then try again.")
                         : _ ("Thunderbird is not on this computer."));

  return NULL;
}

void
mw_thunderbird_profile_free (MwThunderbirdProfile *self)
{
  if (self == NULL)
    return;

  g_free (self->folder);
  g_free (self->list);
  g_free (self->program_folder);
  g_free (self->lock);
  g_free (self);
}
