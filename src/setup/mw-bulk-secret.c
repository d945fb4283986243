/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-bulk-secret.h"
#include "mw-keyring.h"
#include "mw-password-file.h"

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  MwSecret *secret = mw_keyring_lookup_finish (result, &error);

  if (secret != NULL)
    g_task_return_pointer (task, secret, (GDestroyNotify) mw_secret_unref);
  else
    g_task_return_error (task, error);
}

static void
look_up (const MwBulkRow *row, MwStore *store, GTask *task)
{
  g_autoptr (MwAccount) account = mw_store_find (store, row->address->text);

  if (account == NULL)
    g_task_return_new_error (task,
                             MW_ERROR,
                             MW_ERROR_NOT_FOUND,
                             _ ("There is no password: the row names no file, and the account is "
                                "not saved here."));
  else
    mw_keyring_lookup_async (account,
                             g_task_get_cancellable (task),
                             looked_up_cb,
                             g_object_ref (task));
}

/**
 * mw_bulk_secret_find_async:
 *
 * Blocks for the disk, if the password is in a file.
 */
void
mw_bulk_secret_find_async (const MwBulkRow *row,
                           MwStore *store,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  MwSecret *secret;

  g_return_if_fail (row != NULL && MW_IS_STORE (store));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_bulk_secret_find_async);
  if (row->password_path == NULL) {
    look_up (row, store, task);
    return;
  }

  secret = mw_password_file_read (row->password_path, &error);
  if (secret != NULL)
    g_task_return_pointer (task, secret, (GDestroyNotify) mw_secret_unref);
  else
    g_task_return_error (task, error);
}

/**
 * mw_bulk_secret_find_finish:
 *
 * Returns: (transfer full): the password, or %NULL with %MW_ERROR_FILE or an error of the keyring
 */
MwSecret *
mw_bulk_secret_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
