/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "mw-folder-change.h"

struct _MwFolderChange {
  MwChange parent_instance;

  char *path;         /* (owned) */
  GPtrArray *missing; /* (owned) (element-type filename) the innermost first */
};

G_DEFINE_FINAL_TYPE (MwFolderChange, mw_folder_change, MW_TYPE_CHANGE)

/* Only empty ones go, from the inside out. */
static void
remove_folders (MwFolderChange *self, guint first)
{
  for (guint i = first; i < self->missing->len; i++)
    if (g_rmdir (g_ptr_array_index (self->missing, i)) != 0 && errno != ENOENT)
      return;
}

static gboolean
create_folders (MwFolderChange *self, GError **error)
{
  for (guint i = self->missing->len; i > 0; i--) {
    const char *path = g_ptr_array_index (self->missing, i - 1);
    int number;

    if (g_mkdir (path, 0700) == 0 || (errno == EEXIST && g_file_test (path, G_FILE_TEST_IS_DIR)))
      continue;

    number = errno;
    remove_folders (self, i);
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_NOT_WRITABLE,
                 _ ("The folder “%s” cannot be created: %s."),
                 path,
                 g_strerror (number));
    return FALSE;
  }

  return TRUE;
}

static void
mw_folder_change_apply_async (MwChange *change,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (change, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, mw_folder_change_apply_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (create_folders (MW_FOLDER_CHANGE (change), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
mw_folder_change_revert_async (MwChange *change, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (change, NULL, callback, user_data);

  g_task_set_source_tag (task, mw_folder_change_revert_async);
  remove_folders (MW_FOLDER_CHANGE (change), 0);
  g_task_return_boolean (task, TRUE);
}

static MwExportStep
mw_folder_change_describe (MwChange *change)
{
  return (MwExportStep){ MW_EXPORT_CREATE, MW_FOLDER_CHANGE (change)->path };
}

static void
mw_folder_change_save (MwChange *change, GKeyFile *journal, const char *group)
{
  MwFolderChange *self = MW_FOLDER_CHANGE (change);
  g_autoptr (GPtrArray) uris = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->missing->len; i++)
    g_ptr_array_add (uris, g_filename_to_uri (g_ptr_array_index (self->missing, i), NULL, NULL));

  g_key_file_set_string (journal, group, "Kind", MW_FOLDER_CHANGE_KIND);
  g_key_file_set_string_list (journal,
                              group,
                              "Paths",
                              (const char *const *) uris->pdata,
                              uris->len);
}

static void
mw_folder_change_finalize (GObject *object)
{
  MwFolderChange *self = MW_FOLDER_CHANGE (object);

  g_free (self->path);
  g_ptr_array_unref (self->missing);

  G_OBJECT_CLASS (mw_folder_change_parent_class)->finalize (object);
}

static void
mw_folder_change_class_init (MwFolderChangeClass *klass)
{
  MwChangeClass *change_class = MW_CHANGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mw_folder_change_finalize;
  change_class->describe = mw_folder_change_describe;
  change_class->apply_async = mw_folder_change_apply_async;
  change_class->revert_async = mw_folder_change_revert_async;
  change_class->save = mw_folder_change_save;
}

static void
mw_folder_change_init (MwFolderChange *self)
{
  self->missing = g_ptr_array_new_with_free_func (g_free);
}

/**
 * mw_folder_change_new:
 * @path: an absolute path
 */
MwChange *
mw_folder_change_new (const char *path)
{
  MwFolderChange *self = g_object_new (MW_TYPE_FOLDER_CHANGE, NULL);
  g_autofree char *folder = g_canonicalize_filename (path, "/");

  self->path = g_strdup (folder);
  while (!g_file_test (folder, G_FILE_TEST_EXISTS)) {
    char *above = g_path_get_dirname (folder);

    g_ptr_array_add (self->missing, folder);
    folder = above;
  }

  return MW_CHANGE (self);
}

/**
 * mw_folder_change_new_for_journal:
 *
 * Returns: (transfer full): a change that can only be taken back, or %NULL with %MW_ERROR_FILE
 */
MwChange *
mw_folder_change_new_for_journal (GKeyFile *journal, const char *group, GError **error)
{
  g_autoptr (MwFolderChange) self = g_object_new (MW_TYPE_FOLDER_CHANGE, NULL);
  g_auto (GStrv) uris = g_key_file_get_string_list (journal, group, "Paths", NULL, NULL);

  for (gsize i = 0; uris != NULL && uris[i] != NULL; i++) {
    char *path = g_filename_from_uri (uris[i], NULL, NULL);

    if (path != NULL)
      g_ptr_array_add (self->missing, path);
  }
  if (self->missing->len > 0) {
    self->path = g_strdup (g_ptr_array_index (self->missing, 0));
    return MW_CHANGE (g_steal_pointer (&self));
  }

  g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("[%s] is not complete."), group);

  return NULL;
}
