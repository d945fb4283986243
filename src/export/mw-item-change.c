/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-item-change.h"
#include "mw-keyring.h"

struct _MwItemChange {
  MwChange parent_instance;

  char *schema;           /* (owned) */
  char *label;            /* (owned) (nullable) */
  GHashTable *attributes; /* (owned) (element-type utf8 utf8) */
  MwSecret *secret;       /* (owned) (nullable) */
  char *target;           /* (owned) for people */
};

G_DEFINE_FINAL_TYPE (MwItemChange, mw_item_change, MW_TYPE_CHANGE)

static void
withdrawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  mw_keyring_clear_item_finish (result, NULL);
  g_task_return_error (task, g_error_copy (g_task_get_task_data (task)));
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  MwItemChange *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (mw_keyring_store_item_finish (result, &error)) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  /* It may be there in spite of the error, or come after we stopped waiting. */
  g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  mw_keyring_clear_item_async (self->schema,
                               self->attributes,
                               NULL,
                               withdrawn_cb,
                               g_steal_pointer (&task));
}

static void
mw_item_change_apply_async (MwChange *change,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  MwItemChange *self = MW_ITEM_CHANGE (change);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mw_item_change_apply_async);
  g_task_set_check_cancellable (task, FALSE);
  mw_keyring_store_item_async (self->schema,
                               self->label,
                               self->attributes,
                               self->secret,
                               cancellable,
                               stored_cb,
                               task);
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (mw_keyring_clear_item_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
mw_item_change_revert_async (MwChange *change, GAsyncReadyCallback callback, gpointer user_data)
{
  MwItemChange *self = MW_ITEM_CHANGE (change);
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, mw_item_change_revert_async);
  mw_keyring_clear_item_async (self->schema, self->attributes, NULL, cleared_cb, task);
}

static MwExportStep
mw_item_change_describe (MwChange *change)
{
  return (MwExportStep){ MW_EXPORT_KEYRING, MW_ITEM_CHANGE (change)->target };
}

static void
mw_item_change_save (MwChange *change, GKeyFile *journal, const char *group)
{
  MwItemChange *self = MW_ITEM_CHANGE (change);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, self->attributes);
  while (g_hash_table_iter_next (&iter, &name, &value)) {
    g_ptr_array_add (pairs, name);
    g_ptr_array_add (pairs, value);
  }

  g_key_file_set_string (journal, group, "Kind", MW_ITEM_CHANGE_KIND);
  g_key_file_set_string (journal, group, "Schema", self->schema);
  g_key_file_set_string_list (journal,
                              group,
                              "Attributes",
                              (const char *const *) pairs->pdata,
                              pairs->len);
}

static void
mw_item_change_finalize (GObject *object)
{
  MwItemChange *self = MW_ITEM_CHANGE (object);

  g_free (self->schema);
  g_free (self->label);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_free (self->target);

  G_OBJECT_CLASS (mw_item_change_parent_class)->finalize (object);
}

static void
mw_item_change_class_init (MwItemChangeClass *klass)
{
  MwChangeClass *change_class = MW_CHANGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mw_item_change_finalize;
  change_class->describe = mw_item_change_describe;
  change_class->apply_async = mw_item_change_apply_async;
  change_class->revert_async = mw_item_change_revert_async;
  change_class->save = mw_item_change_save;
}

static void
mw_item_change_init (MwItemChange *self)
{
}

static char *
format_target (GHashTable *attributes)
{
  g_autoptr (GList) names =
    g_list_sort (g_hash_table_get_keys (attributes), (GCompareFunc) g_strcmp0);
  g_autoptr (GString) target = g_string_new (NULL);

  for (GList *name = names; name != NULL; name = name->next)
    g_string_append_printf (target,
                            "%s%s=%s",
                            target->len ? " " : "",
                            (const char *) name->data,
                            (const char *) g_hash_table_lookup (attributes, name->data));

  return g_string_free (g_steal_pointer (&target), FALSE);
}

/**
 * mw_item_change_new:
 * @schema: the mail program's
 * @attributes: (element-type utf8 utf8): of nothing that is in the keyring already
 */
MwChange *
mw_item_change_new (const char *schema, const char *label, GHashTable *attributes, MwSecret *secret)
{
  MwItemChange *self = g_object_new (MW_TYPE_ITEM_CHANGE, NULL);

  self->schema = g_strdup (schema);
  self->label = g_strdup (label);
  self->attributes = g_hash_table_ref (attributes);
  self->secret = mw_secret_ref (secret);
  self->target = format_target (attributes);

  return MW_CHANGE (self);
}

/**
 * mw_item_change_new_for_journal:
 *
 * Returns: (transfer full): a change that can only be taken back, or %NULL with %MW_ERROR_FILE
 */
MwChange *
mw_item_change_new_for_journal (GKeyFile *journal, const char *group, GError **error)
{
  g_autoptr (MwItemChange) self = g_object_new (MW_TYPE_ITEM_CHANGE, NULL);
  gsize length = 0;
  g_auto (GStrv) pairs = g_key_file_get_string_list (journal, group, "Attributes", &length, NULL);

  self->schema = g_key_file_get_string (journal, group, "Schema", NULL);
  self->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (gsize i = 0; i + 1 < length; i += 2)
    g_hash_table_insert (self->attributes, g_strdup (pairs[i]), g_strdup (pairs[i + 1]));
  self->target = format_target (self->attributes);

  /* No attributes would mean: every item of that program. */
  if (self->schema != NULL && length > 0 && length % 2 == 0)
    return MW_CHANGE (g_steal_pointer (&self));

  g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("[%s] is not complete."), group);

  return NULL;
}
