/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "mw-file-change.h"
#include "mw-file.h"
#include "mw-host.h"

#define MAX_LINKS 40

struct _MwFileChange {
  MwChange parent_instance;

  char *path;     /* (owned) the file itself, behind every link */
  char *backup;   /* (owned) (nullable) where the old file is kept */
  char *before;   /* (owned) (nullable) SHA-256 of the old file; NULL if there was none */
  char *after;    /* (owned) SHA-256 of the new one */
  char *added;    /* (owned) (nullable) our part, if it is in one piece at the end */
  char *contents; /* (owned) (nullable) gone once it is a matter of the journal */
  char *lock;     /* (owned) (nullable) the program holds it while it runs */
  char *program;  /* (owned) (nullable) name of that program */
};

G_DEFINE_FINAL_TYPE (MwFileChange, mw_file_change, MW_TYPE_CHANGE)

/* What has to be done to take a change back. */
typedef enum {
  WAY_BACK_NONE,
  WAY_BACK_NOTHING, /* the change was not made, or is taken back already */
  WAY_BACK_RESTORE, /* the file is as we left it */
  WAY_BACK_CUT,     /* it was changed since, but our part can be told from the rest */
} WayBack;

static gboolean
check_lock (MwFileChange *self, GError **error)
{
  if (self->lock == NULL || !mw_host_is_locked (self->lock))
    return TRUE;

  g_set_error (error,
               MW_ERROR,
               MW_ERROR_PROGRAM_RUNNING,
               _ ("%s is open. Close it, then try again."),
               self->program);

  return FALSE;
}

static char *
digest (const char *contents, gsize length)
{
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) contents, length);
}

static void
set_read_error (GError **error, const char *path, const GError *cause)
{
  g_set_error (error,
               MW_ERROR,
               MW_ERROR_FILE,
               _ ("“%s” cannot be read: %s."),
               path,
               cause->message);
}

/* NULL without an error: there is no file. */
static char *
read_current (const char *path, gsize *length, GError **error)
{
  g_autoptr (GError) cause = NULL;
  char *contents = mw_file_read (path, MW_FILE_CHANGE_MAX_BYTES, length, &cause);

  if (contents == NULL && !g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    set_read_error (error, path, cause);

  return contents;
}

/* A private file stays private, and a public one becomes so: nobody else needs these. */
static int
get_mode (const char *path, int mask)
{
  struct stat status;

  return g_stat (path, &status) == 0 ? (status.st_mode & mask) | 0600 : 0600;
}

static char *
name_backup (const char *path)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y%m%d-%H%M%S");
  char *backup = g_strdup_printf ("%s.bak-%s", path, when);

  for (int i = 2; g_file_test (backup, G_FILE_TEST_EXISTS) && i < 100; i++) {
    g_free (backup);
    backup = g_strdup_printf ("%s.bak-%s-%d", path, when, i);
  }

  return backup;
}

static gboolean
apply (MwFileChange *self, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gsize length = 0;
  g_autofree char *old = read_current (self->path, &length, &problem);
  g_autofree char *now = old ? digest (old, length) : NULL;

  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return FALSE;
  }
  if (g_strcmp0 (now, self->before) != 0) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_CONFLICT,
                 _ ("“%s” was just changed by another program. Try again."),
                 self->path);
    return FALSE;
  }

  if (old != NULL &&
      !mw_file_write (self->backup, old, length, get_mode (self->path, 07777), error))
    return FALSE;
  if (mw_file_write (self->path,
                     self->contents,
                     strlen (self->contents),
                     get_mode (self->path, 0700),
                     error))
    return TRUE;
  if (old != NULL)
    g_unlink (self->backup);

  return FALSE;
}

static gboolean
has_backup (MwFileChange *self)
{
  gsize length;
  g_autofree char *old = mw_file_read (self->backup, MW_FILE_CHANGE_MAX_BYTES, &length, NULL);
  g_autofree char *sum = old ? digest (old, length) : NULL;

  return g_strcmp0 (sum, self->before) == 0;
}

static gboolean
has_one (const char *text, const char *part)
{
  const char *first = strstr (text, part);

  return first != NULL && strstr (first + strlen (part), part) == NULL;
}

static WayBack
find_way_back (MwFileChange *self, char **current, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gsize length = 0;
  g_autofree char *text = read_current (self->path, &length, &problem);
  g_autofree char *now = text ? digest (text, length) : NULL;

  if (problem != NULL) {
    g_propagate_error (error, g_steal_pointer (&problem));
    return WAY_BACK_NONE;
  }
  if (g_strcmp0 (now, self->before) == 0)
    return WAY_BACK_NOTHING;
  if (g_strcmp0 (now, self->after) == 0 && (self->before == NULL || has_backup (self)))
    return WAY_BACK_RESTORE;
  if (text != NULL && strlen (text) == length && self->added != NULL &&
      has_one (text, self->added)) {
    *current = g_steal_pointer (&text);
    return WAY_BACK_CUT;
  }

  g_set_error (error,
               MW_ERROR,
               MW_ERROR_CONFLICT,
               _ ("“%s” was changed since, so it is left as it is. Take the account out in the "
                  "mail program itself."),
               self->path);

  return WAY_BACK_NONE;
}

static gboolean
restore (MwFileChange *self, GError **error)
{
  int failed = self->before ? g_rename (self->backup, self->path) : g_unlink (self->path);

  if (failed == 0)
    return TRUE;

  g_set_error (error,
               MW_ERROR,
               MW_ERROR_NOT_WRITABLE,
               _ ("“%s” cannot be written: %s."),
               self->path,
               g_strerror (errno));

  return FALSE;
}

static gboolean
cut (MwFileChange *self, const char *current, GError **error)
{
  const char *part = strstr (current, self->added);
  g_autoptr (GString) rest = g_string_new_len (current, part - current);

  g_string_append (rest, part + strlen (self->added));

  return mw_file_write (self->path, rest->str, rest->len, get_mode (self->path, 07777), error);
}

static gboolean
revert (MwFileChange *self, GError **error)
{
  g_autofree char *current = NULL;

  switch (find_way_back (self, &current, error)) {
  case WAY_BACK_NOTHING:
    return TRUE;
  case WAY_BACK_RESTORE:
    return restore (self, error);
  case WAY_BACK_CUT:
    return cut (self, current, error);
  case WAY_BACK_NONE:
  default:
    return FALSE;
  }
}

static void
apply_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  MwFileChange *self = source;
  GError *error = NULL;

  if (check_lock (self, &error) && apply (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
revert_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  MwFileChange *self = source;
  GError *error = NULL;

  if (check_lock (self, &error) && revert (self, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* In a thread, since a disk may take a second over fsync(); half a change is of no use, so it does
 * not stop in the middle. */
static void
mw_file_change_apply_async (MwChange *change,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (change, cancellable, callback, user_data);

  g_task_set_source_tag (task, mw_file_change_apply_async);
  g_task_set_check_cancellable (task, FALSE);
  if (g_task_return_error_if_cancelled (task))
    return;
  g_task_run_in_thread (task, apply_in_thread);
}

static gboolean
mw_file_change_check_revert (MwChange *change, GError **error)
{
  MwFileChange *self = MW_FILE_CHANGE (change);
  g_autofree char *current = NULL;

  return check_lock (self, error) && find_way_back (self, &current, error) != WAY_BACK_NONE;
}

static void
mw_file_change_revert_async (MwChange *change, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (change, NULL, callback, user_data);

  g_task_set_source_tag (task, mw_file_change_revert_async);
  g_task_run_in_thread (task, revert_in_thread);
}

static MwExportStep
mw_file_change_describe (MwChange *change)
{
  MwFileChange *self = MW_FILE_CHANGE (change);

  return (MwExportStep){ self->before ? MW_EXPORT_APPEND : MW_EXPORT_CREATE, self->path };
}

/* A path need not be UTF-8, a key file must. */
static void
save_path (GKeyFile *journal, const char *group, const char *key, const char *path)
{
  g_autofree char *uri = path ? g_filename_to_uri (path, NULL, NULL) : NULL;

  if (uri != NULL)
    g_key_file_set_string (journal, group, key, uri);
}

static void
save_text (GKeyFile *journal, const char *group, const char *key, const char *text)
{
  if (text != NULL && g_utf8_validate (text, -1, NULL))
    g_key_file_set_string (journal, group, key, text);
}

static void
mw_file_change_save (MwChange *change, GKeyFile *journal, const char *group)
{
  MwFileChange *self = MW_FILE_CHANGE (change);

  g_key_file_set_string (journal, group, "Kind", MW_FILE_CHANGE_KIND);
  save_path (journal, group, "Path", self->path);
  save_path (journal, group, "Backup", self->backup);
  save_path (journal, group, "Lock", self->lock);
  save_text (journal, group, "Program", self->program);
  save_text (journal, group, "Before", self->before);
  save_text (journal, group, "After", self->after);
  save_text (journal, group, "Added", self->added);
}

static void
mw_file_change_finalize (GObject *object)
{
  MwFileChange *self = MW_FILE_CHANGE (object);

  g_free (self->path);
  g_free (self->backup);
  g_free (self->before);
  g_free (self->after);
  g_free (self->added);
  g_free (self->contents);
  g_free (self->lock);
  g_free (self->program);

  G_OBJECT_CLASS (mw_file_change_parent_class)->finalize (object);
}

static void
mw_file_change_class_init (MwFileChangeClass *klass)
{
  MwChangeClass *change_class = MW_CHANGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mw_file_change_finalize;
  change_class->describe = mw_file_change_describe;
  change_class->apply_async = mw_file_change_apply_async;
  change_class->check_revert = mw_file_change_check_revert;
  change_class->revert_async = mw_file_change_revert_async;
  change_class->save = mw_file_change_save;
}

static void
mw_file_change_init (MwFileChange *self)
{
}

/* Who keeps dot-files in a folder of their own and links to them wants the link to stay. */
static char *
follow_links (const char *path)
{
  g_autofree char *real = g_strdup (path);

  for (int i = 0; i < MAX_LINKS; i++) {
    g_autofree char *target = g_file_read_link (real, NULL);
    g_autofree char *folder = g_path_get_dirname (real);

    if (target == NULL)
      return g_steal_pointer (&real);
    g_free (real);
    real = g_canonicalize_filename (target, folder);
  }

  return g_strdup (path);
}

/**
 * mw_file_change_new:
 * @path: of the file, or of a link to it
 * @old_contents: (nullable): what @contents was made from; %NULL if there was no file
 * @contents: all of the new file
 */
MwChange *
mw_file_change_new (const char *path, const char *old_contents, const char *contents)
{
  MwFileChange *self = g_object_new (MW_TYPE_FILE_CHANGE, NULL);
  const char *old = old_contents ? old_contents : "";

  self->path = follow_links (path);
  self->contents = g_strdup (contents);
  self->after = digest (contents, strlen (contents));
  if (g_str_has_prefix (contents, old) && strlen (contents) > strlen (old))
    self->added = g_strdup (contents + strlen (old));
  if (old_contents != NULL) {
    self->before = digest (old_contents, strlen (old_contents));
    self->backup = name_backup (self->path);
  }

  return MW_CHANGE (self);
}

static char *
load_path (GKeyFile *journal, const char *group, const char *key)
{
  g_autofree char *uri = g_key_file_get_string (journal, group, key, NULL);

  return uri ? g_filename_from_uri (uri, NULL, NULL) : NULL;
}

/**
 * mw_file_change_new_for_journal:
 *
 * Returns: (transfer full): a change that can only be taken back, or %NULL with %MW_ERROR_FILE
 */
MwChange *
mw_file_change_new_for_journal (GKeyFile *journal, const char *group, GError **error)
{
  g_autoptr (MwFileChange) self = g_object_new (MW_TYPE_FILE_CHANGE, NULL);

  self->path = load_path (journal, group, "Path");
  self->backup = load_path (journal, group, "Backup");
  self->lock = load_path (journal, group, "Lock");
  self->program = g_key_file_get_string (journal, group, "Program", NULL);
  self->before = g_key_file_get_string (journal, group, "Before", NULL);
  self->after = g_key_file_get_string (journal, group, "After", NULL);
  self->added = g_key_file_get_string (journal, group, "Added", NULL);

  if (self->path != NULL && self->after != NULL && !self->before == !self->backup &&
      !self->lock == !self->program)
    return MW_CHANGE (g_steal_pointer (&self));

  g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("[%s] is not complete."), group);

  return NULL;
}

/**
 * mw_file_change_set_lock:
 * @lock: a file that @program locks while it runs
 * @program: its name
 *
 * A file that a program writes at its end is left alone until then.
 */
void
mw_file_change_set_lock (MwFileChange *self, const char *lock, const char *program)
{
  self->lock = g_strdup (lock);
  self->program = g_strdup (program);
}
