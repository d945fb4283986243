/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <unistd.h>

#include "await.h"
#include "mw-connect.h"
#include "mw-loop.h"

#define REDRAW (G_PRIORITY_HIGH_IDLE + 20) /* GDK_PRIORITY_REDRAW */

typedef struct {
  guint n_answers;
  GSocketConnection *connection;
  GError *error;
} Answer;

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *self = user_data;

  self->connection = mw_connect_finish (result, &self->error);
  self->n_answers++;
}

static void
connect_to (GSocketAddress *address, GCancellable *cancellable, Answer *answer)
{
  mw_connect_async (address, cancellable, connected_cb, answer);
  while (answer->n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true ((answer->connection == NULL) == (answer->error != NULL));
}

/* To be stopped by the caller. */
static GSocketListener *
listen_somewhere (GSocketAddress **address)
{
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  GSocketListener *listener = g_socket_listener_new ();

  g_assert_true (g_socket_listener_add_address (listener,
                                                wanted,
                                                G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_TCP,
                                                NULL,
                                                address,
                                                NULL));

  return listener;
}

static void
test_no_nagle (void)
{
  g_autoptr (GSocketAddress) address = NULL;
  GSocketListener *listener = listen_somewhere (&address);
  Answer answer = { 0 };
  int value = 0;

  connect_to (address, NULL, &answer);
  g_assert_no_error (answer.error);
  g_socket_get_option (g_socket_connection_get_socket (answer.connection),
                       IPPROTO_TCP,
                       TCP_NODELAY,
                       &value,
                       NULL);
  g_assert_cmpint (value, !=, 0);
  g_assert_finalize_object (answer.connection);
  g_object_unref (listener);
}

static void
test_refused (void)
{
  g_autoptr (GSocketAddress) address = NULL;
  GSocketListener *listener = listen_somewhere (&address);
  Answer answer = { 0 };

  g_object_unref (listener);
  connect_to (address, NULL, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_clear_error (&answer.error);
}

static void
test_cancelled (void)
{
  g_autoptr (GSocketAddress) address = NULL;
  GSocketListener *listener = listen_somewhere (&address);
  GCancellable *cancellable = g_cancellable_new ();
  Answer answer = { 0 };

  g_cancellable_cancel (cancellable);
  connect_to (address, cancellable, &answer);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (answer.n_answers, ==, 1);
  g_clear_error (&answer.error);
  g_assert_finalize_object (cancellable);
  g_object_unref (listener);
}

/* Says nothing about the server. */
static void
test_too_many_files (void)
{
  g_autoptr (GSocketAddress) address = NULL;
  GSocketListener *listener = listen_somewhere (&address);
  struct rlimit before, none;
  Answer answer = { 0 };

  test_settle ();
  getrlimit (RLIMIT_NOFILE, &before);
  none = before;
  none.rlim_cur = 3;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  connect_to (address, NULL, &answer);
  setrlimit (RLIMIT_NOFILE, &before);

  g_assert_error (answer.error, MW_NET_ERROR, MW_NET_ERROR_TOO_MANY_FILES);
  g_clear_error (&answer.error);
  g_object_unref (listener);
}

static void
test_raise_file_limit (void)
{
  struct rlimit before, low, after;

  getrlimit (RLIMIT_NOFILE, &before);
  low = before;
  low.rlim_cur = 100;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &low), ==, 0);

  mw_net_raise_file_limit ();
  getrlimit (RLIMIT_NOFILE, &after);
  setrlimit (RLIMIT_NOFILE, &before);
  g_assert_cmpuint (after.rlim_cur, ==, MIN (before.rlim_max, 65536));
}

static void
hand_over (GTask *task, GAsyncResult *result)
{
  g_task_return_boolean (task, TRUE);
}

static gboolean
drawn_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* The window comes first, then the answer: also one that nobody waits for any more, for each task
 * has to end. */
static void
test_answer_takes_turn (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GAsyncResult *result = NULL;
  GTask *task = g_task_new (NULL, cancellable, test_result_cb, &result);
  gboolean drawn = FALSE;

  mw_loop_take_turn (task, G_ASYNC_RESULT (task), hand_over);
  g_cancellable_cancel (cancellable);
  g_idle_add_full (REDRAW, drawn_cb, &drawn, NULL);
  g_main_context_iteration (NULL, TRUE);
  g_assert_true (drawn);
  g_assert_null (result);

  test_await_result (&result);
  g_assert_true (g_task_had_error (G_TASK (result)));
  g_assert_finalize_object (G_TASK (result));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/connect/no-nagle", test_no_nagle);
  g_test_add_func ("/connect/refused", test_refused);
  g_test_add_func ("/connect/cancelled", test_cancelled);
  g_test_add_func ("/connect/too-many-files", test_too_many_files);
  g_test_add_func ("/connect/raise-file-limit", test_raise_file_limit);
  g_test_add_func ("/connect/answer-takes-turn", test_answer_takes_turn);

  return g_test_run ();
}
