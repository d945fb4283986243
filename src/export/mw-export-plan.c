/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-export-journal.h"
#include "mw-export-plan.h"
#include "mw-file-change.h"
#include "mw-file.h"
#include "mw-folder-change.h"
#include "mw-item-change.h"
#include "mw-sources-change.h"

struct _MwExportPlan {
  GObject parent_instance;

  char *client;       /* (owned) */
  GPtrArray *changes; /* (owned) (element-type MwChange) */
  GPtrArray *notes;   /* (owned) (element-type utf8) and a NULL at the end */
  char *outcome;      /* (owned) (nullable) what can be said once it is applied */
  GHashTable *known;  /* (owned) (element-type filename utf8) files as they were read */
  char *id;           /* (owned) (nullable) of the journal, once it is applied */
  guint n_applied;
};

G_DEFINE_FINAL_TYPE (MwExportPlan, mw_export_plan, G_TYPE_OBJECT)

static void
mw_export_plan_finalize (GObject *object)
{
  MwExportPlan *self = MW_EXPORT_PLAN (object);

  g_free (self->client);
  g_free (self->outcome);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->notes);
  g_hash_table_unref (self->known);
  g_free (self->id);

  G_OBJECT_CLASS (mw_export_plan_parent_class)->finalize (object);
}

static void
mw_export_plan_class_init (MwExportPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_export_plan_finalize;
}

static void
mw_export_plan_init (MwExportPlan *self)
{
  self->changes = g_ptr_array_new_with_free_func (g_object_unref);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->notes, NULL);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * mw_export_plan_new:
 * @client: the id of a mail program
 *
 * Returns: (transfer full): a plan without steps
 */
MwExportPlan *
mw_export_plan_new (const char *client)
{
  MwExportPlan *self;

  g_return_val_if_fail (client != NULL, NULL);

  self = g_object_new (MW_TYPE_EXPORT_PLAN, NULL);
  self->client = g_strdup (client);

  return self;
}

/**
 * mw_export_plan_read_file:
 *
 * Reads a file that the plan is going to change: it will only be written if it still is the same.
 *
 * Returns: (transfer full): the text as it is, in no particular encoding; empty if there is no
 * such file; or %NULL with %MW_ERROR_FILE
 */
char *
mw_export_plan_read_file (MwExportPlan *self, const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  g_return_val_if_fail (MW_IS_EXPORT_PLAN (self), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  text = mw_file_read (path, MW_FILE_CHANGE_MAX_BYTES / 2, &length, &cause);
  if (text == NULL && g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_strdup ("");
  if (text != NULL && strlen (text) != length)
    cause = g_error_new_literal (MW_ERROR, MW_ERROR_FILE, _ ("it is not text"));
  if (cause != NULL) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_FILE,
                 _ ("“%s” cannot be read: %s."),
                 path,
                 cause->message);
    return NULL;
  }

  g_hash_table_insert (self->known, g_strdup (path), g_strdup (text));

  return g_steal_pointer (&text);
}

static MwChange *
add_file (MwExportPlan *self, const char *path, const char *contents)
{
  MwChange *change = mw_file_change_new (path, g_hash_table_lookup (self->known, path), contents);

  g_ptr_array_add (self->changes, change);

  return change;
}

/**
 * mw_export_plan_add_file:
 * @path: read with mw_export_plan_read_file() before, or taken not to exist
 * @contents: all of the new file
 */
void
mw_export_plan_add_file (MwExportPlan *self, const char *path, const char *contents)
{
  g_return_if_fail (MW_IS_EXPORT_PLAN (self));
  g_return_if_fail (path != NULL && contents != NULL);

  add_file (self, path, contents);
}

/**
 * mw_export_plan_add_locked_file:
 * @lock: a file that @program locks while it runs
 * @program: its name, for people
 *
 * As mw_export_plan_add_file(), for a file that @program writes at its end: it is neither changed
 * nor taken back before.
 */
void
mw_export_plan_add_locked_file (MwExportPlan *self,
                                const char *path,
                                const char *contents,
                                const char *lock,
                                const char *program)
{
  MwChange *change;

  g_return_if_fail (MW_IS_EXPORT_PLAN (self));
  g_return_if_fail (path != NULL && contents != NULL);
  g_return_if_fail (lock != NULL && program != NULL);

  change = add_file (self, path, contents);
  mw_file_change_set_lock (MW_FILE_CHANGE (change), lock, program);
}

/**
 * mw_export_plan_add_folder:
 * @path: with the folders above it, as far as they are missing; no step if it is there
 */
void
mw_export_plan_add_folder (MwExportPlan *self, const char *path)
{
  g_return_if_fail (MW_IS_EXPORT_PLAN (self));
  g_return_if_fail (path != NULL);

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    g_ptr_array_add (self->changes, mw_folder_change_new (path));
}

/**
 * mw_export_plan_add_item:
 * @schema: of the mail program
 * @label: what a keyring viewer shows
 * @attributes: (element-type utf8 utf8): what the mail program looks for; new in the keyring
 */
void
mw_export_plan_add_item (MwExportPlan *self,
                         const char *schema,
                         const char *label,
                         GHashTable *attributes,
                         MwSecret *secret)
{
  g_return_if_fail (MW_IS_EXPORT_PLAN (self));
  g_return_if_fail (schema != NULL && label != NULL && attributes != NULL && secret != NULL);

  g_ptr_array_add (self->changes, mw_item_change_new (schema, label, attributes, secret));
}

/**
 * mw_export_plan_add_sources:
 * @sources: (element-type utf8 utf8): Evolution's: the text of a key file for each new uid
 */
void
mw_export_plan_add_sources (MwExportPlan *self, GHashTable *sources)
{
  g_return_if_fail (MW_IS_EXPORT_PLAN (self));
  g_return_if_fail (sources != NULL);

  g_ptr_array_add (self->changes, mw_sources_change_new (sources));
}

/**
 * mw_export_plan_add_note:
 * @note: a sentence that the person should read
 */
void
mw_export_plan_add_note (MwExportPlan *self, const char *note)
{
  g_return_if_fail (MW_IS_EXPORT_PLAN (self));
  g_return_if_fail (note != NULL);

  g_ptr_array_insert (self->notes, self->notes->len - 1, g_strdup (note));
}

/**
 * mw_export_plan_set_outcome:
 * @outcome: what the person should read, instead of the notes, once the plan is applied: what the
 *   mail program has now, and what is left to do
 */
void
mw_export_plan_set_outcome (MwExportPlan *self, const char *outcome)
{
  g_return_if_fail (MW_IS_EXPORT_PLAN (self));
  g_return_if_fail (outcome != NULL);

  g_free (self->outcome);
  self->outcome = g_strdup (outcome);
}

/**
 * mw_export_plan_get_n_steps:
 *
 * Returns: how many changes there are, done or not
 */
guint
mw_export_plan_get_n_steps (MwExportPlan *self)
{
  g_return_val_if_fail (MW_IS_EXPORT_PLAN (self), 0);

  return self->changes->len;
}

/**
 * mw_export_plan_get_step:
 * @position: less than mw_export_plan_get_n_steps()
 *
 * Returns: what is done there; its texts are owned by the plan
 */
MwExportStep
mw_export_plan_get_step (MwExportPlan *self, guint position)
{
  g_return_val_if_fail (MW_IS_EXPORT_PLAN (self), (MwExportStep){ 0 });
  g_return_val_if_fail (position < self->changes->len, (MwExportStep){ 0 });

  return mw_change_describe (g_ptr_array_index (self->changes, position));
}

/**
 * mw_export_plan_get_notes:
 *
 * Returns: (transfer none) (array zero-terminated=1): sentences that the person should read
 */
const char *const *
mw_export_plan_get_notes (MwExportPlan *self)
{
  g_return_val_if_fail (MW_IS_EXPORT_PLAN (self), NULL);

  return (const char *const *) self->notes->pdata;
}

/**
 * mw_export_plan_get_outcome:
 *
 * Returns: (transfer none) (nullable): what the person should read once the plan is applied; %NULL
 *   if the notes are all there is to say
 */
const char *
mw_export_plan_get_outcome (MwExportPlan *self)
{
  g_return_val_if_fail (MW_IS_EXPORT_PLAN (self), NULL);

  return self->outcome;
}

/* Says both what went wrong and that not all of it could be mended. */
static GError *
join_errors (const GError *first, const GError *second)
{
  return g_error_new (first->domain,
                      first->code,
                      _ ("%s Not everything could be taken back: %s"),
                      first->message,
                      second->message);
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MwExportPlan *self = g_task_get_source_object (task);
  const GError *cause = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (mw_changes_revert_finish (result, &error)) {
    mw_export_journal_delete (self->id);
    g_task_return_error (task, g_error_copy (cause));
  } else {
    g_task_return_error (task, join_errors (cause, error));
  }
}

static void apply_next (GTask *task);

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MwExportPlan *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (mw_change_apply_finish (MW_CHANGE (source), result, &error)) {
    self->n_applied++;
    apply_next (g_steal_pointer (&task));
    return;
  }

  /* Also when it was cancelled: half a hand-over is worse than none. */
  g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  mw_changes_revert_async (self->changes, self->n_applied, taken_back_cb, g_steal_pointer (&task));
}

static void
apply_next (GTask *task)
{
  MwExportPlan *self = g_task_get_source_object (task);

  if (self->n_applied == self->changes->len) {
    g_task_return_pointer (task, g_strdup (self->id), g_free);
    g_object_unref (task);
    return;
  }

  mw_change_apply_async (g_ptr_array_index (self->changes, self->n_applied),
                         g_task_get_cancellable (task),
                         applied_cb,
                         task);
}

/**
 * mw_export_plan_apply_async:
 *
 * Carries the plan out, once, or takes everything back.
 */
void
mw_export_plan_apply_async (MwExportPlan *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (MW_IS_EXPORT_PLAN (self));
  g_return_if_fail (self->id == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_export_plan_apply_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;

  self->id = mw_export_journal_write (self->client, self->changes, &error);
  if (self->id != NULL)
    apply_next (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * mw_export_plan_apply_finish:
 *
 * Returns: (transfer full): the id by which mw_export_undo_async() takes it back; or %NULL with
 * %MW_ERROR_CONFLICT (a file was changed after the plan was made), %MW_ERROR_PROGRAM_RUNNING,
 * %MW_ERROR_NOT_WRITABLE, %MW_ERROR_FILE, %MW_ERROR_NOT_FOUND, an error of the keyring or
 * %G_IO_ERROR_CANCELLED
 */
char *
mw_export_plan_apply_finish (MwExportPlan *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
