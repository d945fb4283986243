/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "mw-shared-resolver.h"
#include "scripted-resolver.h"

typedef struct {
  TestResolver *base;
  GResolver *shared;
  GCancellable *cancellable;
  GString *heard; /* a word for each answer */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->base = test_resolver_new ();
  self->shared = mw_shared_resolver_new (G_RESOLVER (self->base));
  self->cancellable = g_cancellable_new ();
  self->heard = g_string_new (NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  test_settle ();
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
  test_resolver_answer (self->base, n_addresses, G_RESOLVER_ERROR_NOT_FOUND);
  test_settle ();
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
  test_settle ();
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
  test_settle ();
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
