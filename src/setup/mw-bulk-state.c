/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "mw-bulk-state.h"
#include "mw-file.h"

#define FILE_MAX_BYTES (64 * 1024 * 1024)

struct _MwBulkState {
  int fd;
  GHashTable *outcomes; /* (owned) (element-type utf8 MwBulkOutcome), by the row's key */
};

static void
free_outcome (gpointer data)
{
  MwBulkOutcome *outcome = data;

  g_free (outcome->cause);
  g_free (outcome->title);
  g_free (outcome);
}

static gboolean
parse_verdict (const char *text, MwVerdict *verdict)
{
  for (*verdict = MW_VERDICT_WORKS; *verdict <= MW_VERDICT_FAILS; (*verdict)++)
    if (strcmp (text, mw_verdict_to_string (*verdict)) == 0)
      return TRUE;

  return FALSE;
}

/* KEY VERDICT CAUSE TITLE; what a crash left half written is no such line. */
static void
take_line (MwBulkState *self, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  MwBulkOutcome *outcome;
  MwVerdict verdict;

  if (g_strv_length (words) != 4 || strlen (words[0]) != 64 || !parse_verdict (words[1], &verdict))
    return;

  outcome = g_new0 (MwBulkOutcome, 1);
  outcome->verdict = verdict;
  outcome->cause = strcmp (words[2], "-") != 0 ? g_strdup (words[2]) : NULL;
  outcome->title = g_strdup (words[3]);
  g_hash_table_replace (self->outcomes, g_strdup (words[0]), outcome);
}

static gboolean
read_lines (MwBulkState *self, const char *path, GError **error)
{
  gsize length = 0;
  g_autofree char *text = mw_file_read (path, FILE_MAX_BYTES, &length, error);
  g_auto (GStrv) lines = NULL;

  if (text == NULL) {
    g_prefix_error (error, "%s: ", path);
    return FALSE;
  }

  /* A crash may leave a gap of NUL in the file, which must not hide what was added behind it. */
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\0')
      text[i] = ' ';
  lines = g_strsplit (text, "\n", -1);

  /* Behind the last end of line is nothing, or half of a line. */
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    take_line (self, lines[i]);
  if (lines[0] == NULL || lines[1] == NULL || g_hash_table_size (self->outcomes) > 0)
    return TRUE;

  g_set_error (error,
               MW_ERROR,
               MW_ERROR_FILE,
               _ ("%s is not what an earlier run has written. Run without --resume to test every "
                  "account again."),
               path);

  return FALSE;
}

/* One table, wherever it is called from, has one file. */
static char *
make_path (const char *table)
{
  g_autofree char *absolute = g_canonicalize_filename (table, NULL);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, absolute, -1);
  g_autofree char *name = g_strdup_printf ("%.32s.state", sum);

  return g_build_filename (g_get_user_state_dir (), "mailwright", "bulk", name, NULL);
}

static gboolean
open_file (MwBulkState *self, const char *path, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (path);

  if (g_mkdir_with_parents (directory, 0700) == 0)
    self->fd = g_open (path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd < 0) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", path, g_strerror (errno));
    return FALSE;
  }
  if (flock (self->fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  g_set_error_literal (error,
                       MW_ERROR,
                       MW_ERROR_CONFLICT,
                       _ ("This file is being worked through already."));

  return FALSE;
}

/* A half line at the end would spoil the one that comes next. */
static void
begin_new_line (MwBulkState *self)
{
  char last = '\n';

  if (lseek (self->fd, -1, SEEK_END) >= 0 && read (self->fd, &last, 1) == 1 && last != '\n' &&
      write (self->fd, "\n", 1) != 1)
    g_info ("The state of the run cannot be written: %s", g_strerror (errno));
}

/**
 * mw_bulk_state_open:
 * @table: the table's file
 * @resume: begin with what an earlier run left; else forget that
 *
 * Returns: (transfer full): the state, or %NULL with %MW_ERROR_FILE, or with %MW_ERROR_CONFLICT if
 *   another process works on the same table
 */
MwBulkState *
mw_bulk_state_open (const char *table, gboolean resume, GError **error)
{
  g_autoptr (MwBulkState) self = g_new0 (MwBulkState, 1);
  g_autofree char *path = NULL;

  g_return_val_if_fail (table != NULL, NULL);

  self->fd = -1;
  self->outcomes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_outcome);
  path = make_path (table);
  if (!open_file (self, path, error))
    return NULL;

  if (resume) {
    if (!read_lines (self, path, error))
      return NULL;
    begin_new_line (self);
  } else if (ftruncate (self->fd, 0) != 0) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", path, g_strerror (errno));
    return NULL;
  }

  return g_steal_pointer (&self);
}

void
mw_bulk_state_free (MwBulkState *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_hash_table_unref (self->outcomes);
  g_free (self);
}

/**
 * mw_bulk_state_find:
 *
 * Returns: (nullable) (transfer none): how an earlier run found this account
 */
const MwBulkOutcome *
mw_bulk_state_find (MwBulkState *self, const char *key)
{
  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  return g_hash_table_lookup (self->outcomes, key);
}

/**
 * mw_bulk_state_add:
 *
 * Writes it down at once, so that the account is not tested again after a crash.
 */
void
mw_bulk_state_add (MwBulkState *self, const char *key, const MwBulkOutcome *outcome)
{
  g_autofree char *line = NULL;

  g_return_if_fail (self != NULL && key != NULL && outcome != NULL);

  line = g_strdup_printf ("%s %s %s %s\n",
                          key,
                          mw_verdict_to_string (outcome->verdict),
                          outcome->cause ? outcome->cause : "-",
                          outcome->title ? outcome->title : "");
  g_strdelimit (line, "\n\r", ' ');
  line[strlen (line) - 1] = '\n';
  if (write (self->fd, line, strlen (line)) != (gssize) strlen (line))
    g_info ("The state of the run cannot be written: %s", g_strerror (errno));
}
