/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "mw-export-journal.h"
#include "mw-export-plan.h"
#include "mw-file-change.h"
#include "mw-file.h"
#include "mw-folder-change.h"
#include "mw-item-change.h"
#include "mw-sources-change.h"

#define HEAD "Undo"
#define VERSION_OF_FORMAT 1
#define JOURNAL_MAX_BYTES (4 * MW_FILE_CHANGE_MAX_BYTES)
#define ID_LENGTH 8 /* hexadecimal digits */

static char *
get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "mailwright", "undo", NULL);
}

static char *
get_path (const char *id)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *name = g_strconcat (id, ".ini", NULL);

  return g_build_filename (folder, name, NULL);
}

/* An id comes from a command line: it must not lead out of the folder. */
static gboolean
is_id (const char *id)
{
  return strlen (id) == ID_LENGTH && strspn (id, "0123456789abcdef") == ID_LENGTH;
}

static char *
create_id (void)
{
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;

  do {
    g_free (id);
    g_free (path);
    id = g_strdup_printf ("%08x", g_random_int ());
    path = get_path (id);
  } while (g_file_test (path, G_FILE_TEST_EXISTS));

  return g_steal_pointer (&id);
}

static gboolean
write_text (const char *id, GKeyFile *journal, GError **error)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *path = get_path (id);
  g_autofree char *text = g_key_file_to_data (journal, NULL, NULL);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return mw_file_write (path, text, -1, 0600, error);

  g_set_error (error,
               MW_ERROR,
               MW_ERROR_NOT_WRITABLE,
               _ ("The folder “%s” cannot be written: %s."),
               folder,
               g_strerror (errno));

  return FALSE;
}

/**
 * mw_export_journal_write:
 * @client: the id of the mail program
 *
 * Written before anything is applied, so that also a hand-over cut short can be taken back.
 *
 * Returns: (transfer full): the id of the new journal, or %NULL with %MW_ERROR_NOT_WRITABLE
 */
char *
mw_export_journal_write (const char *client, GPtrArray *changes, GError **error)
{
  g_autoptr (GKeyFile) journal = g_key_file_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *when = g_date_time_format_iso8601 (now);
  g_autofree char *id = create_id ();

  g_key_file_set_integer (journal, HEAD, "Version", VERSION_OF_FORMAT);
  g_key_file_set_string (journal, HEAD, "Client", client);
  g_key_file_set_string (journal, HEAD, "Created", when);
  for (guint i = 0; i < changes->len; i++) {
    g_autofree char *group = g_strdup_printf ("Change %u", i + 1);

    mw_change_save (g_ptr_array_index (changes, i), journal, group);
  }

  return write_text (id, journal, error) ? g_steal_pointer (&id) : NULL;
}

static MwChange *
read_change (GKeyFile *journal, const char *group, GError **error)
{
  static const struct {
    const char *kind;
    MwChange *(*create) (GKeyFile *journal, const char *group, GError **error);
  } kinds[] = {
    { MW_FILE_CHANGE_KIND, mw_file_change_new_for_journal },       /* */
    { MW_FOLDER_CHANGE_KIND, mw_folder_change_new_for_journal },   /* */
    { MW_ITEM_CHANGE_KIND, mw_item_change_new_for_journal },       /* of the keyring */
    { MW_SOURCES_CHANGE_KIND, mw_sources_change_new_for_journal }, /* of Evolution */
  };
  g_autofree char *kind = g_key_file_get_string (journal, group, "Kind", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, kind) == 0)
      return kinds[i].create (journal, group, error);

  g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("[%s] is of an unknown kind."), group);

  return NULL;
}

static GPtrArray *
read_changes (GKeyFile *journal, GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) groups = g_key_file_get_groups (journal, NULL);

  if (g_key_file_get_integer (journal, HEAD, "Version", NULL) != VERSION_OF_FORMAT) {
    g_set_error_literal (error,
                         MW_ERROR,
                         MW_ERROR_FILE,
                         _ ("it was written by another version of Mailwright."));
    return NULL;
  }
  for (gsize i = 0; groups[i] != NULL; i++) {
    MwChange *change;

    if (strcmp (groups[i], HEAD) == 0)
      continue;
    change = read_change (journal, groups[i], error);
    if (change == NULL)
      return NULL;
    g_ptr_array_add (changes, change);
  }

  return g_steal_pointer (&changes);
}

/* Changes that can be taken back, or NULL with MW_ERROR_NOT_FOUND or MW_ERROR_FILE. */
static GPtrArray *
read_journal (const char *id, GError **error)
{
  g_autoptr (GKeyFile) journal = g_key_file_new ();
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  if (is_id (id)) {
    path = get_path (id);
    text = mw_file_read (path, JOURNAL_MAX_BYTES, &length, &cause);
  }
  if (!is_id (id) || g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_NOT_FOUND,
                 _ ("There is nothing to undo under “%s”."),
                 id);
    return NULL;
  }

  if (text != NULL && g_key_file_load_from_data (journal, text, length, G_KEY_FILE_NONE, &cause))
    changes = read_changes (journal, &cause);
  if (changes == NULL)
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_FILE,
                 _ ("“%s” cannot be used: %s"),
                 path,
                 cause->message);

  return g_steal_pointer (&changes);
}

/**
 * mw_export_journal_delete:
 * @id: of a journal; that there is none is no error
 */
void
mw_export_journal_delete (const char *id)
{
  g_autofree char *path = get_path (id);

  g_unlink (path);
}

typedef struct {
  GPtrArray *changes; /* (owned) */
  guint n_left;
} Reversal;

static void
reversal_free (Reversal *self)
{
  g_ptr_array_unref (self->changes);
  g_free (self);
}

static void revert_next (GTask *task);

static void
reverted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mw_change_revert_finish (MW_CHANGE (source), result, &error))
    revert_next (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
revert_next (GTask *task)
{
  Reversal *self = g_task_get_task_data (task);

  if (self->n_left == 0) {
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }

  self->n_left--;
  mw_change_revert_async (g_ptr_array_index (self->changes, self->n_left), reverted_cb, task);
}

/**
 * mw_changes_revert_async:
 * @changes: (element-type MwChange)
 * @n_changes: so many from the front, the last one first
 *
 * Takes changes back, and stops only at one that cannot be.
 */
void
mw_changes_revert_async (GPtrArray *changes,
                         guint n_changes,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Reversal *self = g_new0 (Reversal, 1);

  g_task_set_source_tag (task, mw_changes_revert_async);
  self->changes = g_ptr_array_ref (changes);
  self->n_left = n_changes;
  g_task_set_task_data (task, self, (GDestroyNotify) reversal_free);
  revert_next (task);
}

/**
 * mw_changes_revert_finish:
 *
 * Returns: %TRUE if all was taken back, or %FALSE with the error of the change that could not be
 */
gboolean
mw_changes_revert_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mw_changes_revert_finish (result, &error)) {
    mw_export_journal_delete (g_task_get_task_data (task));
    g_task_return_boolean (task, TRUE);
  } else {
    g_task_return_error (task, error);
  }
}

/* All or nothing, as far as it can be known before. */
static gboolean
check_changes (GPtrArray *changes, GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    if (!mw_change_check_revert (g_ptr_array_index (changes, i), error))
      return FALSE;

  return TRUE;
}

/**
 * mw_export_undo_async:
 * @id: what mw_export_plan_apply_finish() returned, in this run of the program or in another
 *
 * Takes a hand-over back, once. A file that was changed since keeps those changes: our part is
 * taken out of it or, where it cannot be told from the rest, nothing is done. Once it has begun, it
 * goes on to its end, cancelled or not.
 */
void
mw_export_undo_async (const char *id,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  GError *error = NULL;

  g_return_if_fail (id != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_export_undo_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_strdup (id), g_free);
  if (g_task_return_error_if_cancelled (task))
    return;

  changes = read_journal (id, &error);
  if (changes != NULL && check_changes (changes, &error))
    mw_changes_revert_async (changes, changes->len, undone_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * mw_export_undo_finish:
 *
 * Returns: %TRUE, or %FALSE with %MW_ERROR_NOT_FOUND (no such id, or undone before),
 * %MW_ERROR_CONFLICT, %MW_ERROR_PROGRAM_RUNNING, %MW_ERROR_FILE, %MW_ERROR_NOT_WRITABLE, an error
 * of the keyring, or %G_IO_ERROR_CANCELLED with nothing done
 */
gboolean
mw_export_undo_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
