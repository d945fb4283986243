/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-shared-resolver.h"

/* One that answers when it is told to. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)

struct _TestResolver {
  GResolver parent_instance;

  GPtrArray *tasks; /* (element-type GTask) whose data is what was asked */
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
test_resolver_lookup_async (GResolver *resolver,
                            const char *name,
                            GResolverNameLookupFlags flags,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  TestResolver *self = TEST_RESOLVER (resolver);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup_printf ("%s %u", name, flags), g_free);
  g_ptr_array_add (self->tasks, task);
}

static void
test_resolver_lookup_all_async (GResolver *resolver,
                                const char *name,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  test_resolver_lookup_async (resolver,
                              name,
                              G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT,
                              cancellable,
                              callback,
                              user_data);
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
  G_RESOLVER_CLASS (klass)->lookup_by_name_async = test_resolver_lookup_all_async;
  G_RESOLVER_CLASS (klass)->lookup_by_name_finish = test_resolver_lookup_finish;
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags_async = test_resolver_lookup_async;
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags_finish = test_resolver_lookup_finish;
}

static void
test_resolver_init (TestResolver *self)
{
  self->tasks = g_ptr_array_new_with_free_func (g_object_unref);
}

typedef struct {
  TestResolver *base;
  GResolver *shared;
  GCancellable *cancellable;
  GString *heard; /* a word for each answer */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->base = g_object_new (TEST_TYPE_RESOLVER, NULL);
  self->shared = mw_shared_resolver_new (G_RESOLVER (self->base));
  self->cancellable = g_cancellable_new ();
  self->heard = g_string_new (NULL);
}

static void
drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  drain ();
  g_string_free (self->heard, TRUE);
  g_object_unref (self->cancellable);
  g_assert_finalize_object (self->shared);
  g_assert_finalize_object (self->base);
}

static void
heard_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *self = user_data;
  g_autoptr (GError) error = NULL;
  GList *addresses =
    g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source), result, &error);

  if (addresses != NULL)
    g_string_append_printf (self->heard, "%u ", g_list_length (addresses));
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_string_append (self->heard, "cancelled ");
  else
    g_string_append_printf (self->heard, "%s ", error->message);
  g_resolver_free_addresses (addresses);
}

static void
ask (Fixture *self, const char *name, GResolverNameLookupFlags flags, GCancellable *cancellable)
{
  g_resolver_lookup_by_name_with_flags_async (self->shared,
                                              name,
                                              flags,
                                              cancellable,
                                              heard_cb,
                                              self);
}

/* The oldest question. Without addresses the answer is no. */
static void
answer (Fixture *self, guint n_addresses)
{
  g_autoptr (GTask) task = g_ptr_array_steal_index (self->base->tasks, 0);
  GList *addresses = NULL;

  for (guint i = 0; i < n_addresses; i++) {
    g_autofree char *text = g_strdup_printf ("192.0.2.%u", i);

    addresses = g_list_prepend (addresses, g_inet_address_new_from_string (text));
  }
  if (addresses != NULL)
    g_task_return_pointer (task, addresses, (GDestroyNotify) g_resolver_free_addresses);
  else if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no");
  drain ();
}

static void
test_once (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, NULL);
  g_assert_cmpuint (self->base->tasks->len, ==, 1);
  answer (self, 2);
  g_assert_cmpstr (self->heard->str, ==, "2 2 2 2 2 ");
}

static void
test_apart (Fixture *self, gconstpointer data)
{
  ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, NULL);
  ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY, NULL);
  ask (self, "smtp.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY, NULL);
  g_assert_cmpuint (self->base->tasks->len, ==, 3);
  answer (self, 1);
  answer (self, 0);
  answer (self, 3);
  g_assert_cmpstr (self->heard->str, ==, "1 no 3 ");
}

/* Nothing is kept: the network may be another one the next time. */
static void
test_again (Fixture *self, gconstpointer data)
{
  ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, NULL);
  answer (self, 0);
  ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, NULL);
  g_assert_cmpuint (self->base->tasks->len, ==, 1);
  answer (self, 1);
  g_assert_cmpstr (self->heard->str, ==, "no 1 ");
}

static void
test_one_leaves (Fixture *self, gconstpointer data)
{
  ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, self->cancellable);
  ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, NULL);
  g_cancellable_cancel (self->cancellable);
  drain ();
  g_assert_cmpstr (self->heard->str, ==, "cancelled ");
  answer (self, 1);
  g_assert_cmpstr (self->heard->str, ==, "cancelled 1 ");
}

static void
test_all_leave (Fixture *self, gconstpointer data)
{
  ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, self->cancellable);
  ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, self->cancellable);
  g_cancellable_cancel (self->cancellable);
  drain ();
  g_assert_cmpstr (self->heard->str, ==, "cancelled cancelled ");
  g_assert_true (g_cancellable_is_cancelled (g_task_get_cancellable (self->base->tasks->pdata[0])));

  /* Who asks now does not join them, and is not told their end. */
  ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, NULL);
  g_assert_cmpuint (self->base->tasks->len, ==, 2);
  answer (self, 0);
  answer (self, 1);
  g_assert_cmpstr (self->heard->str, ==, "cancelled cancelled 1 ");
}

static gpointer
ask_elsewhere (gpointer data)
{
  Fixture *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  ask (self, "imap.example.com", G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, NULL);
  answer (self, 4);
  while (self->heard->len == 0)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);

  return NULL;
}

/* What another thread asks has nothing to do with ours. */
static void
test_other_thread (Fixture *self, gconstpointer data)
{
  g_thread_join (g_thread_new ("elsewhere", ask_elsewhere, self));
  g_assert_cmpstr (self->heard->str, ==, "4 ");
}

static void
test_system (void)
{
  g_autoptr (GResolver) resolver = NULL;
  g_autoptr (GError) error = NULL;
  GList *addresses;

  mw_shared_resolver_register ();
  mw_shared_resolver_register ();
  resolver = g_resolver_get_default ();
  g_assert_true (MW_IS_SHARED_RESOLVER (resolver));
  addresses = g_resolver_lookup_by_name (resolver, "127.0.0.1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_length (addresses), ==, 1);
  g_resolver_free_addresses (addresses);
}

#define add(path, test)                                                                            \
  g_test_add ("/shared-resolver/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("once", test_once);
  add ("apart", test_apart);
  add ("again", test_again);
  add ("one-leaves", test_one_leaves);
  add ("all-leave", test_all_leave);
  add ("other-thread", test_other_thread);
  g_test_add_func ("/shared-resolver/system", test_system);

  return g_test_run ();
}
