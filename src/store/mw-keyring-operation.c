/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-error.h"
#include "mw-keyring-operation.h"

/* A keyring that says nothing for so long is taken for dead. While it asks the person something,
 * the clock stands still: they may be looking for the password. */
#define PATIENCE_SECONDS 30

static void
item_free (MwKeyringItem *self)
{
  g_free (self->label);
  g_hash_table_unref (self->attributes);
  g_free (self);
}

static void
operation_free (MwKeyringOperation *self)
{
  g_clear_pointer (&self->schema, secret_schema_unref);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_clear_object (&self->service);
  g_clear_object (&self->bus);
  g_object_unref (self->limit);
  g_source_destroy (self->clock);
  g_source_unref (self->clock);
  g_free (self);
}

static gboolean
second_passed_cb (gpointer user_data)
{
  MwKeyringOperation *self = user_data;

  if (self->service != NULL && mw_keyring_service_is_asking (self->service))
    self->silence = 0;
  else if (++self->silence == PATIENCE_SECONDS)
    g_cancellable_cancel (self->limit);

  return G_SOURCE_CONTINUE;
}

static void
caller_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * mw_keyring_operation_end:
 *
 * Before @task returns anything: nobody waits any more.
 */
void
mw_keyring_operation_end (GTask *task)
{
  MwKeyringOperation *self = g_task_get_task_data (task);

  g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  self->cancelled_id = 0;
  g_source_destroy (self->clock);
}

/**
 * mw_keyring_operation_fail:
 * @error: (transfer full): what the Secret Service said
 *
 * Ends @task with what that means for the person.
 */
void
mw_keyring_operation_fail (GTask *task, GError *error)
{
  MwKeyringOperation *self = g_task_get_task_data (task);
  g_autoptr (GError) cause = error;

  mw_keyring_operation_end (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (self->silence >= PATIENCE_SECONDS)
    g_task_return_new_error (task,
                             MW_ERROR,
                             MW_ERROR_KEYRING_UNAVAILABLE,
                             "%s",
                             _ ("The system keyring does not answer."));
  else if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
           (self->service != NULL && mw_keyring_service_was_refused (self->service)))
    g_task_return_new_error (task,
                             MW_ERROR,
                             MW_ERROR_KEYRING_LOCKED,
                             "%s",
                             _ ("The system keyring is locked."));
  else
    g_task_return_new_error (task,
                             MW_ERROR,
                             MW_ERROR_KEYRING_UNAVAILABLE,
                             _ ("There is no system keyring to keep the password in (%s)."),
                             cause->message);
}

static void
service_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MwKeyringOperation *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  SecretService *service = secret_service_open_finish (result, &error);

  if (service == NULL) {
    mw_keyring_operation_fail (task, g_steal_pointer (&error));
    return;
  }

  self->service = MW_KEYRING_SERVICE (service);
  self->run (g_steal_pointer (&task));
}

static void
bus_reached_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MwKeyringOperation *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->bus = g_bus_get_finish (result, &error);
  if (self->bus == NULL || g_cancellable_set_error_if_cancelled (self->limit, &error)) {
    mw_keyring_operation_fail (task, error);
    return;
  }

  secret_service_open (MW_TYPE_KEYRING_SERVICE,
                       NULL,
                       SECRET_SERVICE_OPEN_SESSION,
                       self->limit,
                       service_opened_cb,
                       g_steal_pointer (&task));
}

/**
 * mw_keyring_operation_start:
 * @task: (transfer full)
 * @self: (transfer full)
 *
 * Opens a service of its own, so that the questions it asks belong to this operation.
 */
void
mw_keyring_operation_start (GTask *task, MwKeyringOperation *self)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->limit = g_cancellable_new ();
  self->clock = g_timeout_source_new_seconds (1);
  g_source_set_static_name (self->clock, "[mailwright] keyring");
  g_source_set_callback (self->clock, second_passed_cb, self, NULL);
  g_source_attach (self->clock, g_task_get_context (task));
  g_task_set_task_data (task, self, (GDestroyNotify) operation_free);
  if (cancellable != NULL)
    self->cancelled_id = g_cancellable_connect (cancellable,
                                                G_CALLBACK (caller_cancelled_cb),
                                                g_object_ref (self->limit),
                                                g_object_unref);

  /* Not to be cancelled: all of a program share one connection, and who cancels while it is being
   * made, cancels for everybody. */
  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_reached_cb, task);
}

/**
 * mw_keyring_operation_new:
 * @run: goes on once the service is open; takes the reference to the task
 */
MwKeyringOperation *
mw_keyring_operation_new (const char *schema_name, void (*run) (GTask *task))
{
  MwKeyringOperation *self = g_new0 (MwKeyringOperation, 1);

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) item_free);
  self->run = run;
  self->schema = secret_schema_new (schema_name, SECRET_SCHEMA_NONE, NULL);

  return self;
}

/**
 * mw_keyring_operation_add_item:
 * @label: (nullable): for an item to be stored
 *
 * The schema says which attributes there are; here that is always just those of the item.
 */
void
mw_keyring_operation_add_item (MwKeyringOperation *self, const char *label, GHashTable *attributes)
{
  MwKeyringItem *item = g_new0 (MwKeyringItem, 1);
  g_autoptr (GHashTable) types = g_hash_table_new (g_str_hash, g_str_equal);
  SecretSchema *schema;
  GHashTableIter iter;
  gpointer name;

  item->label = g_strdup (label);
  item->attributes = g_hash_table_ref (attributes);
  g_ptr_array_add (self->items, item);

  g_hash_table_iter_init (&iter, attributes);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_hash_table_insert (types, name, GINT_TO_POINTER (SECRET_SCHEMA_ATTRIBUTE_STRING));
  schema = secret_schema_newv (self->schema->name, SECRET_SCHEMA_NONE, types);
  secret_schema_unref (self->schema);
  self->schema = schema;
}
