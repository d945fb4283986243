/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-keyring-operation.h"
#include "mw-keyring.h"

#define SCHEMA_NAME APPLICATION_ID

static GHashTable *
create_attributes (MwAccount *account, const MwServer *server)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (attributes, g_strdup ("account"), g_strdup (mw_account_get_id (account)));
  if (server != NULL)
    g_hash_table_insert (attributes,
                         g_strdup ("service"),
                         g_strdup (mw_protocol_to_string (server->protocol)));

  return attributes;
}

static void
add_account_item (MwKeyringOperation *self, MwAccount *account, const MwServer *server)
{
  const char *address = mw_account_get_address (account)->text;
  g_autoptr (GHashTable) attributes = create_attributes (account, server);
  g_autofree char *label = NULL;

  g_hash_table_insert (attributes, g_strdup ("address"), g_strdup (address));
  /* Translators: the name of a password in the system keyring; %s is an e-mail address. */
  label = g_strdup_printf (server->protocol == MW_PROTOCOL_SMTP ? _ ("Mailwright: %s (sending)")
                                                                : _ ("Mailwright: %s (receiving)"),
                           address);
  mw_keyring_operation_add_item (self, label, attributes);
}

static void store_next (GTask *task);

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MwKeyringOperation *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!secret_service_store_finish (SECRET_SERVICE (source), result, &error)) {
    mw_keyring_operation_fail (task, g_steal_pointer (&error));
    return;
  }

  self->position++;
  store_next (g_steal_pointer (&task));
}

/* libsecret opens the default collection, or makes it if there is none, and asks the person. */
static void
store_next (GTask *task)
{
  MwKeyringOperation *self = g_task_get_task_data (task);
  g_autoptr (SecretValue) value = NULL;
  MwKeyringItem *item;

  if (self->position == self->items->len) {
    mw_keyring_operation_end (task);
    g_task_return_boolean (task, TRUE);
    g_object_unref (task);
    return;
  }

  item = g_ptr_array_index (self->items, self->position);
  value = secret_value_new_full (g_strdup (mw_secret_peek (self->secret)),
                                 -1,
                                 "text/plain",
                                 (GDestroyNotify) mw_free_secret_string);
  secret_service_store (SECRET_SERVICE (self->service),
                        self->schema,
                        item->attributes,
                        SECRET_COLLECTION_DEFAULT,
                        item->label,
                        value,
                        self->limit,
                        stored_cb,
                        task);
}

/**
 * mw_keyring_store_async:
 * @secret: the password of @account, for receiving and for sending
 *
 * Puts the password into the keyring, or replaces it there: one item each for receiving and for
 * sending, which `secret-tool lookup account ID service imap` finds too. May ask the person to
 * open the keyring.
 */
void
mw_keyring_store_async (MwAccount *account,
                        MwSecret *secret,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  MwKeyringOperation *operation;
  GTask *task;

  g_return_if_fail (MW_IS_ACCOUNT (account));
  g_return_if_fail (secret != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_keyring_store_async);
  operation = mw_keyring_operation_new (SCHEMA_NAME, store_next);
  operation->secret = mw_secret_ref (secret);
  add_account_item (operation, account, mw_account_get_incoming (account));
  add_account_item (operation, account, mw_account_get_outgoing (account));
  mw_keyring_operation_start (task, operation);
}

/**
 * mw_keyring_store_finish:
 *
 * Returns: %FALSE with %MW_ERROR_KEYRING_LOCKED, %MW_ERROR_KEYRING_UNAVAILABLE or
 * %G_IO_ERROR_CANCELLED
 */
gboolean
mw_keyring_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autolist (SecretItem) items =
    secret_service_search_finish (SECRET_SERVICE (source), result, &error);
  g_autoptr (SecretValue) value = NULL;
  const char *bytes;
  gsize length;

  if (error == NULL && items != NULL) {
    value = secret_item_get_secret (items->data);
    if (value == NULL)
      error = g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "");
  }
  if (error != NULL) {
    mw_keyring_operation_fail (task, g_steal_pointer (&error));
    return;
  }

  mw_keyring_operation_end (task);
  if (value == NULL) {
    g_task_return_new_error (task,
                             MW_ERROR,
                             MW_ERROR_NOT_FOUND,
                             "%s",
                             _ ("The system keyring has no password for this account."));
    return;
  }
  bytes = secret_value_get (value, &length);
  g_task_return_pointer (task,
                         mw_secret_new_for_bytes (bytes, length),
                         (GDestroyNotify) mw_secret_unref);
}

static void
look_up (GTask *task)
{
  MwKeyringOperation *self = g_task_get_task_data (task);
  MwKeyringItem *item = g_ptr_array_index (self->items, 0);

  secret_service_search (SECRET_SERVICE (self->service),
                         self->schema,
                         item->attributes,
                         SECRET_SEARCH_UNLOCK | SECRET_SEARCH_LOAD_SECRETS,
                         self->limit,
                         found_cb,
                         task);
}

/**
 * mw_keyring_lookup_async:
 *
 * Looks for the password of @account. May ask the person to open the keyring.
 */
void
mw_keyring_lookup_async (MwAccount *account,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GHashTable) attributes = NULL;
  MwKeyringOperation *operation;
  GTask *task;

  g_return_if_fail (MW_IS_ACCOUNT (account));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_keyring_lookup_async);
  attributes = create_attributes (account, mw_account_get_incoming (account));
  operation = mw_keyring_operation_new (SCHEMA_NAME, look_up);
  mw_keyring_operation_add_item (operation, NULL, attributes);
  mw_keyring_operation_start (task, operation);
}

/**
 * mw_keyring_lookup_finish:
 *
 * Returns: (transfer full): the password, or %NULL with %MW_ERROR_NOT_FOUND,
 * %MW_ERROR_KEYRING_LOCKED, %MW_ERROR_KEYRING_UNAVAILABLE or %G_IO_ERROR_CANCELLED
 */
MwSecret *
mw_keyring_lookup_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  /* FALSE without an error: there was nothing. */
  secret_service_clear_finish (SECRET_SERVICE (source), result, &error);
  if (error != NULL) {
    mw_keyring_operation_fail (task, g_steal_pointer (&error));
    return;
  }

  mw_keyring_operation_end (task);
  g_task_return_boolean (task, TRUE);
}

static gboolean
is_any_locked (GList *items)
{
  for (GList *item = items; item != NULL; item = item->next)
    if (secret_item_get_locked (item->data))
      return TRUE;

  return FALSE;
}

static void
opened_for_clearing_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MwKeyringOperation *self = g_task_get_task_data (task);
  MwKeyringItem *item = g_ptr_array_index (self->items, 0);
  g_autoptr (GError) error = NULL;
  g_autolist (SecretItem) items =
    secret_service_search_finish (SECRET_SERVICE (source), result, &error);

  if (error == NULL && is_any_locked (items))
    error = g_error_new_literal (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "");
  if (error != NULL) {
    mw_keyring_operation_fail (task, g_steal_pointer (&error));
    return;
  }

  secret_service_clear (SECRET_SERVICE (source),
                        self->schema,
                        item->attributes,
                        self->limit,
                        cleared_cb,
                        g_steal_pointer (&task));
}

/* secret_service_clear() skips what is locked and says nothing. */
static void
clear (GTask *task)
{
  MwKeyringOperation *self = g_task_get_task_data (task);
  MwKeyringItem *item = g_ptr_array_index (self->items, 0);

  secret_service_search (SECRET_SERVICE (self->service),
                         self->schema,
                         item->attributes,
                         SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK,
                         self->limit,
                         opened_for_clearing_cb,
                         task);
}

/**
 * mw_keyring_clear_async:
 *
 * Deletes every password of @account. That there was none is no error.
 */
void
mw_keyring_clear_async (MwAccount *account,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GHashTable) attributes = NULL;

  g_return_if_fail (MW_IS_ACCOUNT (account));

  attributes = create_attributes (account, NULL);
  mw_keyring_clear_item_async (SCHEMA_NAME, attributes, cancellable, callback, user_data);
}

/**
 * mw_keyring_clear_finish:
 *
 * Returns: %FALSE with the errors of mw_keyring_store_finish(); there having been no password is
 * none
 */
gboolean
mw_keyring_clear_finish (GAsyncResult *result, GError **error)
{
  return mw_keyring_clear_item_finish (result, error);
}

/**
 * mw_keyring_store_item_async:
 * @schema_name: of the mail program, such as `org.gnome.Evolution.Data.Source`
 * @label: what a keyring viewer shows
 * @attributes: (element-type utf8 utf8): what the mail program looks for; not changed later
 *
 * Puts @secret where a mail program looks for it.
 */
void
mw_keyring_store_item_async (const char *schema_name,
                             const char *label,
                             GHashTable *attributes,
                             MwSecret *secret,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  MwKeyringOperation *operation;
  GTask *task;

  g_return_if_fail (schema_name != NULL && label != NULL && attributes != NULL && secret != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_keyring_store_item_async);
  operation = mw_keyring_operation_new (schema_name, store_next);
  operation->secret = mw_secret_ref (secret);
  mw_keyring_operation_add_item (operation, label, attributes);
  mw_keyring_operation_start (task, operation);
}

/**
 * mw_keyring_store_item_finish:
 *
 * Returns: %FALSE with the errors of mw_keyring_store_finish()
 */
gboolean
mw_keyring_store_item_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_keyring_clear_item_async:
 * @attributes: (element-type utf8 utf8): of the items; not changed later
 *
 * Deletes every item with @attributes. That there was none is no error.
 */
void
mw_keyring_clear_item_async (const char *schema_name,
                             GHashTable *attributes,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  MwKeyringOperation *operation;
  GTask *task;

  g_return_if_fail (schema_name != NULL && attributes != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_keyring_clear_item_async);
  operation = mw_keyring_operation_new (schema_name, clear);
  mw_keyring_operation_add_item (operation, NULL, attributes);
  mw_keyring_operation_start (task, operation);
}

/**
 * mw_keyring_clear_item_finish:
 *
 * Returns: %FALSE with the errors of mw_keyring_store_finish(); there having been no item is none
 */
gboolean
mw_keyring_clear_item_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
