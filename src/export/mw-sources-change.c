/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-sources-change.h"

#define BUS_NAME MW_SOURCES_BUS_NAME
#define MANAGER_PATH "/org/gnome/evolution/dataserver/SourceManager"
#define MANAGER_INTERFACE "org.gnome.evolution.dataserver.SourceManager"
#define SOURCE_INTERFACE "org.gnome.evolution.dataserver.Source"
#define REMOVABLE_INTERFACE "org.gnome.evolution.dataserver.Source.Removable"

#define CALL_TIMEOUT_MS (30 * 1000)

struct _MwSourcesChange {
  MwChange parent_instance;

  GHashTable *sources; /* (owned) (element-type utf8 utf8) key-file text by uid */
};

G_DEFINE_FINAL_TYPE (MwSourcesChange, mw_sources_change, MW_TYPE_CHANGE)

/* One task goes through the hops: bus, call, answer; with the error that it will end with. */
typedef struct {
  void (*go) (GTask *task); /* creates or removes, once there is a bus */
  GDBusConnection *bus;     /* (owned) (nullable) */
  GPtrArray *paths;         /* (owned) (nullable) (element-type utf8) to be removed */
  GError *error;            /* (owned) (nullable) why nothing was created */
} Call;

static void
call_free (Call *self)
{
  g_clear_object (&self->bus);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static GError *
explain (GError *cause)
{
  g_autoptr (GError) error = cause;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&error);
  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN))
    return g_error_new_literal (MW_ERROR,
                                MW_ERROR_NOT_FOUND,
                                _ ("Evolution is not on this computer."));

  g_dbus_error_strip_remote_error (error);

  return g_error_new (MW_ERROR,
                      MW_ERROR_NOT_WRITABLE,
                      _ ("Evolution did not take the account: %s"),
                      error->message);
}

static void
finish (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  if (call->error != NULL)
    g_task_return_error (task, explain (g_steal_pointer (&call->error)));
  else
    g_task_return_boolean (task, TRUE);
}

static void remove_next (GTask *task);

/* Removing an account may remove what belongs to it: then there is nothing left to call. */
static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (call->bus, result, &error);

  if (answer == NULL && call->error == NULL &&
      !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) &&
      !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) &&
      !g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE))
    call->error = g_steal_pointer (&error);

  remove_next (g_steal_pointer (&task));
}

static void
remove_next (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autofree char *path = NULL;

  if (call->paths->len == 0) {
    finish (task);
    g_object_unref (task);
    return;
  }

  path = g_ptr_array_steal_index (call->paths, call->paths->len - 1);
  g_dbus_connection_call (call->bus,
                          BUS_NAME,
                          path,
                          REMOVABLE_INTERFACE,
                          "Remove",
                          NULL,
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          CALL_TIMEOUT_MS,
                          NULL,
                          removed_cb,
                          task);
}

static void
collect_path (MwSourcesChange *self, GPtrArray *paths, const char *path, GVariant *interfaces)
{
  g_autoptr (GVariant) properties =
    g_variant_lookup_value (interfaces, SOURCE_INTERFACE, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) removable =
    g_variant_lookup_value (interfaces, REMOVABLE_INTERFACE, G_VARIANT_TYPE_VARDICT);
  const char *uid;

  if (properties != NULL && removable != NULL && g_variant_lookup (properties, "UID", "&s", &uid) &&
      g_hash_table_contains (self->sources, uid))
    g_ptr_array_add (paths, g_strdup (path));
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (call->bus, result, &error);
  g_autoptr (GVariantIter) objects = NULL;
  const char *path;
  GVariant *interfaces;

  if (answer == NULL) {
    if (call->error == NULL)
      call->error = g_steal_pointer (&error);
    finish (task);
    return;
  }

  call->paths = g_ptr_array_new_with_free_func (g_free);
  g_variant_get (answer, "(a{oa{sa{sv}}})", &objects);
  while (g_variant_iter_loop (objects, "{&o@a{sa{sv}}}", &path, &interfaces))
    collect_path (g_task_get_source_object (task), call->paths, path, interfaces);
  remove_next (g_steal_pointer (&task));
}

static void
remove_sources (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_dbus_connection_call (call->bus,
                          BUS_NAME,
                          MANAGER_PATH,
                          "org.freedesktop.DBus.ObjectManager",
                          "GetManagedObjects",
                          NULL,
                          G_VARIANT_TYPE ("(a{oa{sa{sv}}})"),
                          G_DBUS_CALL_FLAGS_NONE,
                          CALL_TIMEOUT_MS,
                          NULL,
                          listed_cb,
                          task);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (call->bus, result, &call->error);

  /* One of the three may be there in spite of the error, or come after we stopped waiting. */
  if (answer == NULL &&
      !g_error_matches (call->error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)) {
    remove_sources (g_steal_pointer (&task));
    return;
  }

  finish (task);
}

static void
create_sources (GTask *task)
{
  MwSourcesChange *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer uid;
  gpointer text;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("(a{ss})"));
  g_variant_builder_open (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, self->sources);
  while (g_hash_table_iter_next (&iter, &uid, &text))
    g_variant_builder_add (&builder, "{ss}", uid, text);
  g_variant_builder_close (&builder);

  g_dbus_connection_call (call->bus,
                          BUS_NAME,
                          MANAGER_PATH,
                          MANAGER_INTERFACE,
                          "CreateSources",
                          g_variant_builder_end (&builder),
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          CALL_TIMEOUT_MS,
                          g_task_get_cancellable (task),
                          created_cb,
                          task);
}

static void
bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);

  call->bus = g_bus_get_finish (result, &call->error);
  if (call->bus != NULL)
    call->go (g_steal_pointer (&task));
  else
    finish (task);
}

/* Consumes @task. */
static void
start (GTask *task, void (*go) (GTask *task))
{
  Call *call = g_new0 (Call, 1);

  call->go = go;
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_cb, task);
}

static void
mw_sources_change_apply_async (MwChange *change,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (change, cancellable, callback, user_data);

  g_task_set_source_tag (task, mw_sources_change_apply_async);
  start (task, create_sources);
}

static void
mw_sources_change_revert_async (MwChange *change, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (change, NULL, callback, user_data);

  g_task_set_source_tag (task, mw_sources_change_revert_async);
  start (task, remove_sources);
}

static MwExportStep
mw_sources_change_describe (MwChange *change)
{
  return (MwExportStep){ MW_EXPORT_DBUS, MANAGER_INTERFACE ".CreateSources" };
}

static void
mw_sources_change_save (MwChange *change, GKeyFile *journal, const char *group)
{
  MwSourcesChange *self = MW_SOURCES_CHANGE (change);
  guint length;
  g_autofree gpointer *uids = g_hash_table_get_keys_as_array (self->sources, &length);

  g_key_file_set_string (journal, group, "Kind", MW_SOURCES_CHANGE_KIND);
  g_key_file_set_string_list (journal, group, "Uids", (const char *const *) uids, length);
}

static void
mw_sources_change_finalize (GObject *object)
{
  g_hash_table_unref (MW_SOURCES_CHANGE (object)->sources);

  G_OBJECT_CLASS (mw_sources_change_parent_class)->finalize (object);
}

static void
mw_sources_change_class_init (MwSourcesChangeClass *klass)
{
  MwChangeClass *change_class = MW_CHANGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mw_sources_change_finalize;
  change_class->describe = mw_sources_change_describe;
  change_class->apply_async = mw_sources_change_apply_async;
  change_class->revert_async = mw_sources_change_revert_async;
  change_class->save = mw_sources_change_save;
}

static void
mw_sources_change_init (MwSourcesChange *self)
{
}

/**
 * mw_sources_change_new:
 * @sources: (element-type utf8 utf8): the text of a key file for each new uid
 */
MwChange *
mw_sources_change_new (GHashTable *sources)
{
  MwSourcesChange *self = g_object_new (MW_TYPE_SOURCES_CHANGE, NULL);

  self->sources = g_hash_table_ref (sources);

  return MW_CHANGE (self);
}

/**
 * mw_sources_change_new_for_journal:
 *
 * Returns: (transfer full): a change that can only be taken back, or %NULL with %MW_ERROR_FILE
 */
MwChange *
mw_sources_change_new_for_journal (GKeyFile *journal, const char *group, GError **error)
{
  g_autoptr (GHashTable) sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) uids = g_key_file_get_string_list (journal, group, "Uids", NULL, NULL);

  for (gsize i = 0; uids != NULL && uids[i] != NULL; i++)
    g_hash_table_add (sources, g_strdup (uids[i]));
  if (g_hash_table_size (sources) > 0)
    return mw_sources_change_new (sources);

  g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("[%s] is not complete."), group);

  return NULL;
}
