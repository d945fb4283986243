/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-resolver.h"

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
test_resolver_lookup_async (GResolver *resolver,
                            const char *host,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TestResolver *self = TEST_RESOLVER (resolver);

  self->n_asked++;
  g_ptr_array_add (self->tasks, g_task_new (self, cancellable, callback, user_data));
}

static void
test_resolver_lookup_with_flags_async (GResolver *resolver,
                                       const char *host,
                                       GResolverNameLookupFlags flags,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  test_resolver_lookup_async (resolver, host, cancellable, callback, user_data);
}

static GList *
test_resolver_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_finalize (GObject *object)
{
  g_ptr_array_unref (TEST_RESOLVER (object)->tasks);

  G_OBJECT_CLASS (test_resolver_parent_class)->finalize (object);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_resolver_finalize;
  G_RESOLVER_CLASS (klass)->lookup_by_name_async = test_resolver_lookup_async;
  G_RESOLVER_CLASS (klass)->lookup_by_name_finish = test_resolver_lookup_finish;
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags_async = test_resolver_lookup_with_flags_async;
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags_finish = test_resolver_lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
}

TestResolver *
test_resolver_new (void)
{
  return g_object_new (TEST_TYPE_RESOLVER, NULL);
}

/**
 * test_resolver_answer:
 * @n_addresses: 192.0.2.0 and those that follow; none for an error
 *
 * Answers the oldest question.
 */
void
test_resolver_answer (TestResolver *self, guint n_addresses, GResolverError error_code)
{
  g_autoptr (GTask) task = g_ptr_array_steal_index (self->tasks, 0);
  GList *addresses = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (n_addresses == 0) {
    g_task_return_new_error (task, G_RESOLVER_ERROR, (int) error_code, "no");
    return;
  }
  for (guint i = 0; i < n_addresses; i++) {
    g_autofree char *text = g_strdup_printf ("192.0.2.%u", i);

    addresses = g_list_append (addresses, g_inet_address_new_from_string (text));
  }
  g_task_return_pointer (task, addresses, (GDestroyNotify) g_resolver_free_addresses);
}
