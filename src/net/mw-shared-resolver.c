/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-shared-resolver.h"

#include "mw-loop.h"
#include "mw-net-error.h"

/* GIO's resolver has ten threads for everybody, and asks for IPv4 and for IPv6 in one each (seen in
 * 2.74). A search for settings asks for the same few names from many sides: without this the last
 * of them wait for a whole round trip before they are asked for at all, and a name service that is
 * silent about one domain keeps all others waiting. */

struct _MwSharedResolver {
  GResolver parent_instance;

  GResolver *base;     /* (owned) */
  GThread *home;       /* (transfer none) whose questions are shared */
  GHashTable *queries; /* (element-type utf8 Query) what is being asked now */
};

G_DEFINE_FINAL_TYPE (MwSharedResolver, mw_shared_resolver, G_TYPE_RESOLVER)

/* One question to the base. */
typedef struct {
  MwSharedResolver *resolver; /* (owned) */
  char *key;                  /* (owned) the name, and of which family */
  GCancellable *cancellable;  /* (owned) */
  GPtrArray *waiting;         /* (element-type GTask) (transfer none) */
} Query;

/* Who waits for it; lives as long as its task. */
typedef struct {
  Query *query;        /* (nullable) none once answered */
  GSource *cancelling; /* (owned) (nullable) */
} Waiter;

static void
free_waiter (gpointer data)
{
  Waiter *self = data;

  mw_loop_clear (&self->cancelling);
  g_free (self);
}

static void
free_query (Query *self)
{
  g_object_unref (self->resolver);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->waiting);
  g_free (self->key);
  g_free (self);
}

static void
forget (Query *self)
{
  if (g_hash_table_lookup (self->resolver->queries, self->key) == self)
    g_hash_table_remove (self->resolver->queries, self->key);
}

/* Once nobody is left, the question is taken back. */
static void
leave (GTask *task)
{
  Waiter *waiter = g_task_get_task_data (task);
  Query *query = g_steal_pointer (&waiter->query);

  mw_loop_clear (&waiter->cancelling);
  g_ptr_array_remove (query->waiting, task);
  if (query->waiting->len == 0) {
    forget (query);
    g_cancellable_cancel (query->cancellable);
  }
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  leave (task);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static gpointer
copy_address (gconstpointer address, gpointer user_data)
{
  return g_object_ref ((gpointer) address);
}

/* Nobody else may join from here on. */
static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Query *query = user_data;
  g_autoptr (GError) error = NULL;
  GList *addresses =
    g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source), result, &error);

  forget (query);
  while (query->waiting->len > 0) {
    g_autoptr (GTask) task = g_ptr_array_index (query->waiting, 0);

    leave (task);
    if (addresses != NULL)
      g_task_return_pointer (task,
                             g_list_copy_deep (addresses, copy_address, NULL),
                             free_addresses);
    else
      g_task_return_error (task, g_error_copy (error));
  }
  g_resolver_free_addresses (addresses);
  free_query (query);
}

/* (transfer none) */
static Query *
ask (MwSharedResolver *self, const char *name, GResolverNameLookupFlags flags)
{
  g_autofree char *key = g_strdup_printf ("%u %s", flags, name);
  Query *query = g_hash_table_lookup (self->queries, key);

  if (query != NULL)
    return query;

  query = g_new0 (Query, 1);
  query->resolver = g_object_ref (self);
  query->key = g_steal_pointer (&key);
  query->cancellable = g_cancellable_new ();
  query->waiting = g_ptr_array_new ();
  g_hash_table_insert (self->queries, query->key, query);
  g_resolver_lookup_by_name_with_flags_async (self->base,
                                              name,
                                              flags,
                                              query->cancellable,
                                              answered_cb,
                                              query);

  return query;
}

static void
mw_shared_resolver_lookup_with_flags_async (GResolver *resolver,
                                            const char *name,
                                            GResolverNameLookupFlags flags,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data)
{
  MwSharedResolver *self = MW_SHARED_RESOLVER (resolver);
  Waiter *waiter;
  GTask *task;

  if (g_thread_self () != self->home) {
    g_resolver_lookup_by_name_with_flags_async (self->base,
                                                name,
                                                flags,
                                                cancellable,
                                                callback,
                                                user_data);
    return;
  }

  task = g_task_new (resolver, cancellable, callback, user_data);
  waiter = g_new0 (Waiter, 1);
  g_task_set_source_tag (task, mw_shared_resolver_lookup_with_flags_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, waiter, free_waiter);
  waiter->query = ask (self, name, flags);
  g_ptr_array_add (waiter->query->waiting, task);
  if (cancellable != NULL)
    waiter->cancelling = mw_loop_attach (g_cancellable_source_new (cancellable),
                                         G_SOURCE_FUNC (cancelled_cb),
                                         task,
                                         NULL);
}

static GList *
mw_shared_resolver_lookup_with_flags_finish (GResolver *resolver,
                                             GAsyncResult *result,
                                             GError **error)
{
  if (!g_task_is_valid (result, resolver))
    return g_resolver_lookup_by_name_with_flags_finish (MW_SHARED_RESOLVER (resolver)->base,
                                                        result,
                                                        error);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
mw_shared_resolver_lookup_async (GResolver *resolver,
                                 const char *name,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  mw_shared_resolver_lookup_with_flags_async (resolver,
                                              name,
                                              G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                                              cancellable,
                                              callback,
                                              user_data);
}

/* ------ what is handed on as it is ------ */

static GResolver *
get_base (GResolver *resolver)
{
  return MW_SHARED_RESOLVER (resolver)->base;
}

static GList *
hand_lookup_by_name (GResolver *resolver,
                     const char *name,
                     GCancellable *cancellable,
                     GError **error)
{
  return g_resolver_lookup_by_name (get_base (resolver), name, cancellable, error);
}

static GList *
hand_lookup_by_name_with_flags (GResolver *resolver,
                                const char *name,
                                GResolverNameLookupFlags flags,
                                GCancellable *cancellable,
                                GError **error)
{
  return g_resolver_lookup_by_name_with_flags (get_base (resolver),
                                               name,
                                               flags,
                                               cancellable,
                                               error);
}

static char *
hand_lookup_by_address (GResolver *resolver,
                        GInetAddress *address,
                        GCancellable *cancellable,
                        GError **error)
{
  return g_resolver_lookup_by_address (get_base (resolver), address, cancellable, error);
}

static void
hand_lookup_by_address_async (GResolver *resolver,
                              GInetAddress *address,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_resolver_lookup_by_address_async (get_base (resolver),
                                      address,
                                      cancellable,
                                      callback,
                                      user_data);
}

static char *
hand_lookup_by_address_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_resolver_lookup_by_address_finish (get_base (resolver), result, error);
}

static GList *
hand_lookup_records (GResolver *resolver,
                     const char *name,
                     GResolverRecordType type,
                     GCancellable *cancellable,
                     GError **error)
{
  return g_resolver_lookup_records (get_base (resolver), name, type, cancellable, error);
}

static void
hand_lookup_records_async (GResolver *resolver,
                           const char *name,
                           GResolverRecordType type,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_resolver_lookup_records_async (get_base (resolver),
                                   name,
                                   type,
                                   cancellable,
                                   callback,
                                   user_data);
}

static GList *
hand_lookup_records_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_resolver_lookup_records_finish (get_base (resolver), result, error);
}

/* GIO hands on the whole name of a service, and takes it in parts. */
static GList *
hand_lookup_service (GResolver *resolver,
                     const char *name,
                     GCancellable *cancellable,
                     GError **error)
{
  GResolver *base = get_base (resolver);

  return G_RESOLVER_GET_CLASS (base)->lookup_service (base, name, cancellable, error);
}

static void
hand_lookup_service_async (GResolver *resolver,
                           const char *name,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GResolver *base = get_base (resolver);

  G_RESOLVER_GET_CLASS (base)->lookup_service_async (base, name, cancellable, callback, user_data);
}

static GList *
hand_lookup_service_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_resolver_lookup_service_finish (get_base (resolver), result, error);
}

/* ------ the object ------ */

static void
mw_shared_resolver_finalize (GObject *object)
{
  MwSharedResolver *self = MW_SHARED_RESOLVER (object);

  g_hash_table_unref (self->queries); /* empty: each query holds a reference to us */
  g_object_unref (self->base);

  G_OBJECT_CLASS (mw_shared_resolver_parent_class)->finalize (object);
}

static void
mw_shared_resolver_class_init (MwSharedResolverClass *klass)
{
  GResolverClass *resolver = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mw_shared_resolver_finalize;
  resolver->lookup_by_name = hand_lookup_by_name;
  resolver->lookup_by_name_async = mw_shared_resolver_lookup_async;
  resolver->lookup_by_name_finish = mw_shared_resolver_lookup_with_flags_finish;
  resolver->lookup_by_name_with_flags = hand_lookup_by_name_with_flags;
  resolver->lookup_by_name_with_flags_async = mw_shared_resolver_lookup_with_flags_async;
  resolver->lookup_by_name_with_flags_finish = mw_shared_resolver_lookup_with_flags_finish;
  resolver->lookup_by_address = hand_lookup_by_address;
  resolver->lookup_by_address_async = hand_lookup_by_address_async;
  resolver->lookup_by_address_finish = hand_lookup_by_address_finish;
  resolver->lookup_records = hand_lookup_records;
  resolver->lookup_records_async = hand_lookup_records_async;
  resolver->lookup_records_finish = hand_lookup_records_finish;
  resolver->lookup_service = hand_lookup_service;
  resolver->lookup_service_async = hand_lookup_service_async;
  resolver->lookup_service_finish = hand_lookup_service_finish;
}

static void
mw_shared_resolver_init (MwSharedResolver *self)
{
  self->home = g_thread_self ();
  self->queries = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * mw_shared_resolver_new:
 * @base: answers
 *
 * Returns: (transfer full): one that shares the questions of the thread that made it; those of
 *   others are handed on
 */
GResolver *
mw_shared_resolver_new (GResolver *base)
{
  MwSharedResolver *self;

  g_return_val_if_fail (G_IS_RESOLVER (base), NULL);

  self = g_object_new (MW_TYPE_SHARED_RESOLVER, NULL);
  self->base = g_object_ref (base);

  return G_RESOLVER (self);
}

/**
 * mw_shared_resolver_register:
 *
 * From now on whoever asks for an address in this program shares its questions, libsoup too; again
 * does nothing.
 */
void
mw_shared_resolver_register (void)
{
  g_autoptr (GResolver) base = g_resolver_get_default ();
  g_autoptr (GResolver) shared = NULL;

  if (MW_IS_SHARED_RESOLVER (base))
    return;

  shared = mw_shared_resolver_new (base);
  g_resolver_set_default (shared);
}
