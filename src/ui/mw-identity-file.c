/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-identity-file.h"

/* What a thread of its own works on: nobody else holds it. */
typedef struct {
  char *path;           /* (owned) */
  MwSecret *passphrase; /* (owned) (nullable) */
} Reading;

static void
free_reading (gpointer data)
{
  Reading *reading = data;

  g_free (reading->path);
  g_clear_pointer (&reading->passphrase, mw_secret_unref);
  g_free (reading);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;
  GError *error = NULL;
  MwTlsIdentity *identity =
    mw_tls_identity_new_for_file (reading->path, reading->passphrase, &error);

  if (identity != NULL)
    g_task_return_pointer (task, identity, (GDestroyNotify) mw_tls_identity_unref);
  else
    g_task_return_error (task, error);
}

/**
 * mw_identity_file_read_async:
 * @passphrase: (nullable): what opens the file
 *
 * Reads a certificate of the person's own. The arithmetic that slows down who guesses passphrases
 * would hold the window for as long: a thread does it.
 */
void
mw_identity_file_read_async (const char *path,
                             MwSecret *passphrase,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_return_if_fail (path != NULL);

  task = g_task_new (NULL, NULL, callback, user_data);
  reading = g_new0 (Reading, 1);
  reading->path = g_strdup (path);
  reading->passphrase = passphrase ? mw_secret_ref (passphrase) : NULL;
  g_task_set_source_tag (task, mw_identity_file_read_async);
  g_task_set_task_data (task, reading, free_reading);
  g_task_run_in_thread (task, read_in_thread);
}

/**
 * mw_identity_file_read_finish:
 *
 * Returns: (transfer full): as mw_tls_identity_new_for_file()
 */
MwTlsIdentity *
mw_identity_file_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mw_identity_file_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mw_identity_file_get_path:
 *
 * Returns: which file was read
 */
const char *
mw_identity_file_get_path (GAsyncResult *result)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, mw_identity_file_read_async), NULL);

  return ((Reading *) g_task_get_task_data (G_TASK (result)))->path;
}
