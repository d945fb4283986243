/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "dns-server.h"
#include "mw-resolve.h"
#include "scripted-resolver.h"

typedef struct {
  TestResolver *resolver;
  GResolver *before;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->before = g_resolver_get_default ();
  self->resolver = test_resolver_new ();
  g_resolver_set_default (G_RESOLVER (self->resolver));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_resolver_set_default (self->before);
  g_object_unref (self->before);
  while (self->resolver->tasks->len > 0) {
    g_autoptr (GTask) task = g_ptr_array_steal_index (self->resolver->tasks, 0);

    g_task_return_error_if_cancelled (task);
  }
  test_settle ();
  g_assert_finalize_object (self->resolver);
}

typedef struct {
  guint n_answers;
  guint n_addresses;
  char *first;
  GError *error;
} Answer;

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *self = user_data;
  GList *addresses = mw_resolve_finish (result, &self->error);

  self->n_answers++;
  self->n_addresses = g_list_length (addresses);
  g_assert_true ((addresses == NULL) == (self->error != NULL));
  if (addresses != NULL)
    self->first = g_inet_address_to_string (addresses->data);
  g_resolver_free_addresses (addresses);
}

static void
clear_answer (Answer *self)
{
  g_clear_pointer (&self->first, g_free);
  g_clear_error (&self->error);
}

static void
await (Answer *self)
{
  while (self->n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_shared (Fixture *self, gconstpointer data)
{
  Answer answers[3] = { { 0 } };

  mw_resolve_async ("mail.test", 5, NULL, resolved_cb, &answers[0]);
  mw_resolve_async ("mail.test", 5, NULL, resolved_cb, &answers[1]);
  mw_resolve_async ("smtp.test", 5, NULL, resolved_cb, &answers[2]);
  g_assert_cmpuint (self->resolver->n_asked, ==, 2);

  test_resolver_answer (self->resolver, 2, 0);
  test_settle ();
  g_assert_cmpuint (answers[0].n_addresses, ==, 2);
  g_assert_cmpuint (answers[1].n_addresses, ==, 2);
  g_assert_cmpstr (answers[1].first, ==, "192.0.2.0");
  g_assert_cmpuint (answers[2].n_answers, ==, 0);

  test_resolver_answer (self->resolver, 1, 0);
  test_settle ();
  g_assert_cmpuint (answers[2].n_addresses, ==, 1);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpuint (answers[i].n_answers, ==, 1);
    clear_answer (&answers[i]);
  }
}

static void
test_asked_again_later (Fixture *self, gconstpointer data)
{
  Answer first = { 0 };
  Answer second = { 0 };

  mw_resolve_async ("mail.test", 5, NULL, resolved_cb, &first);
  test_resolver_answer (self->resolver, 1, 0);
  test_settle ();
  mw_resolve_async ("mail.test", 5, NULL, resolved_cb, &second);
  g_assert_cmpuint (self->resolver->n_asked, ==, 2);
  test_resolver_answer (self->resolver, 1, 0);
  test_settle ();
  g_assert_cmpuint (second.n_answers, ==, 1);
  clear_answer (&first);
  clear_answer (&second);
}

static void
test_bounded (Fixture *self, gconstpointer data)
{
  Answer many = { 0 };

  mw_resolve_async ("mail.test", 5, NULL, resolved_cb, &many);
  test_resolver_answer (self->resolver, 100, 0);
  test_settle ();
  g_assert_cmpuint (many.n_addresses, ==, 64);
  clear_answer (&many);
}

/* What the system says, and what the name service knows of that. */
static void
test_reasons (Fixture *self, gconstpointer data)
{
  static const struct {
    const char *host;
    GResolverError said;
    MwNetError code;
  } rows[] = {
    { "none.test", G_RESOLVER_ERROR_NOT_FOUND, MW_NET_ERROR_NO_SUCH_HOST },
    { "odd.test", G_RESOLVER_ERROR_NOT_FOUND, MW_NET_ERROR_NO_ADDRESS },
    { "broken.test", G_RESOLVER_ERROR_NOT_FOUND, MW_NET_ERROR_NO_SUCH_HOST },
    { "silent.test", G_RESOLVER_ERROR_NOT_FOUND, MW_NET_ERROR_NO_SUCH_HOST },
    { "none.test", G_RESOLVER_ERROR_TEMPORARY_FAILURE, MW_NET_ERROR_NO_SUCH_HOST },
    { "odd.test", G_RESOLVER_ERROR_TEMPORARY_FAILURE, MW_NET_ERROR_NO_ADDRESS },
    { "broken.test", G_RESOLVER_ERROR_TEMPORARY_FAILURE, MW_NET_ERROR_RESOLVER_FAILED },
    { "silent.test", G_RESOLVER_ERROR_TEMPORARY_FAILURE, MW_NET_ERROR_RESOLVER_TIMEOUT },
    { "a.test", G_RESOLVER_ERROR_TEMPORARY_FAILURE, MW_NET_ERROR_RESOLVER_FAILED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Answer none = { 0 };

    g_test_message ("%s %d", rows[i].host, (int) rows[i].said);
    mw_resolve_async (rows[i].host, 10, NULL, resolved_cb, &none);
    test_resolver_answer (self->resolver, 0, rows[i].said);
    await (&none);
    g_assert_error (none.error, MW_NET_ERROR, (int) rows[i].code);
    g_assert_cmpstr (none.error->message, ==, "no");
    clear_answer (&none);
  }
}

/* Nobody waits longer for the reason than for the answer. */
static void
test_reason_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer leaves = { 0 };
  Answer comes = { 0 };

  mw_resolve_async ("mute.test", 10, cancellable, resolved_cb, &leaves);
  test_resolver_answer (self->resolver, 0, G_RESOLVER_ERROR_TEMPORARY_FAILURE);
  test_settle ();
  g_assert_cmpuint (leaves.n_answers, ==, 0);
  g_cancellable_cancel (cancellable);
  await (&leaves);
  g_assert_error (leaves.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  mw_resolve_async ("mute.test", 10, NULL, resolved_cb, &comes);
  test_resolver_answer (self->resolver, 1, 0);
  await (&comes);
  g_assert_cmpuint (comes.n_addresses, ==, 1);
  clear_answer (&leaves);
  clear_answer (&comes);
}

/* The limit of one is not the limit of the other. */
static void
test_timeout (Fixture *self, gconstpointer data)
{
  Answer hasty = { 0 };
  Answer patient = { 0 };
  gint64 began = g_get_monotonic_time ();

  mw_resolve_async ("mail.test", 1, NULL, resolved_cb, &hasty);
  mw_resolve_async ("mail.test", 5, NULL, resolved_cb, &patient);
  await (&hasty);
  g_assert_error (hasty.error, MW_NET_ERROR, MW_NET_ERROR_RESOLVER_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 3 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (patient.n_answers, ==, 0);

  test_resolver_answer (self->resolver, 1, 0);
  test_settle ();
  g_assert_cmpuint (patient.n_addresses, ==, 1);
  g_assert_cmpuint (hasty.n_answers, ==, 1);
  clear_answer (&hasty);
  clear_answer (&patient);
}

static void
test_cancel_one (Fixture *self, gconstpointer data)
{
  GCancellable *cancellable = g_cancellable_new ();
  Answer leaves = { 0 };
  Answer stays = { 0 };

  mw_resolve_async ("mail.test", 5, cancellable, resolved_cb, &leaves);
  mw_resolve_async ("mail.test", 5, NULL, resolved_cb, &stays);
  g_cancellable_cancel (cancellable);
  test_settle ();
  g_assert_error (leaves.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (stays.n_answers, ==, 0);

  test_resolver_answer (self->resolver, 1, 0);
  test_settle ();
  g_assert_cmpuint (leaves.n_answers, ==, 1);
  g_assert_cmpuint (stays.n_addresses, ==, 1);
  clear_answer (&leaves);
  clear_answer (&stays);
  g_assert_finalize_object (cancellable);
}

/* Once the last has left, the question is taken back, and a new one does not wait for it. */
static void
test_cancel_last (Fixture *self, gconstpointer data)
{
  GCancellable *cancellable = g_cancellable_new ();
  Answer leaves = { 0 };
  Answer comes = { 0 };

  mw_resolve_async ("mail.test", 5, cancellable, resolved_cb, &leaves);
  g_cancellable_cancel (cancellable);
  test_settle ();
  g_assert_error (leaves.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (
    g_cancellable_is_cancelled (g_task_get_cancellable (self->resolver->tasks->pdata[0])));

  mw_resolve_async ("mail.test", 5, NULL, resolved_cb, &comes);
  g_assert_cmpuint (self->resolver->n_asked, ==, 2);
  test_resolver_answer (self->resolver, 1, 0); /* the first, too late */
  test_resolver_answer (self->resolver, 3, 0);
  test_settle ();
  g_assert_cmpuint (comes.n_addresses, ==, 3);
  g_assert_cmpuint (leaves.n_answers, ==, 1);
  clear_answer (&leaves);
  clear_answer (&comes);
  g_assert_finalize_object (cancellable);
}

static void
test_cancelled_before (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer never = { 0 };

  g_cancellable_cancel (cancellable);
  mw_resolve_async ("mail.test", 5, cancellable, resolved_cb, &never);
  g_assert_cmpuint (never.n_answers, ==, 0);
  await (&never);
  g_assert_error (never.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  clear_answer (&never);
}

static void
test_literals (void)
{
  const char *literals[] = { "192.0.2.7", "2001:db8::7" };

  for (gsize i = 0; i < G_N_ELEMENTS (literals); i++) {
    Answer literal = { 0 };

    mw_resolve_async (literals[i], 5, NULL, resolved_cb, &literal);
    await (&literal);
    g_assert_no_error (literal.error);
    g_assert_cmpstr (literal.first, ==, literals[i]);
    g_assert_cmpuint (literal.n_addresses, ==, 1);
    clear_answer (&literal);
  }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/resolve/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  TestDns server = { 0 };
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_dns_share (&server);

  ADD ("shared", test_shared);
  ADD ("asked-again-later", test_asked_again_later);
  ADD ("bounded", test_bounded);
  ADD ("reasons", test_reasons);
  ADD ("reason-cancelled", test_reason_cancelled);
  ADD ("timeout", test_timeout);
  ADD ("cancel-one", test_cancel_one);
  ADD ("cancel-last", test_cancel_last);
  ADD ("cancelled-before", test_cancelled_before);
  g_test_add_func ("/resolve/literals", test_literals);

  status = g_test_run ();

  test_dns_unshare (&server);

  return status;
}
