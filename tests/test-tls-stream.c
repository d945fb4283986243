/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "await.h"
#include "tls-peer.h"

static void
shake_and_cut (TestServer *self, int fd, SSL *ssl)
{
  SSL_accept (ssl);
  test_write (fd, ssl, "half a li", -1);
}

static void
say_and_idle (TestServer *self, int fd, SSL *ssl)
{
  SSL_accept (ssl);
  test_write (fd, ssl, "hello", -1);
  g_usleep (100000);
}

typedef struct {
  guint8 *sent;
  guint8 *got;
  gsize total;
  gsize received;
  gboolean done;
  GError *error;
} Echo;

static void
echoed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Echo *self = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &self->error);

  self->received += MAX (n, 0);
  self->done = n <= 0 || self->received == self->total;
  if (!self->done)
    g_input_stream_read_async (G_INPUT_STREAM (source),
                               self->got + self->received,
                               MIN (1000, self->total - self->received),
                               MW_NET_PRIORITY,
                               NULL,
                               echoed_cb,
                               self);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
exchange (MwTlsStream *tls, gsize total)
{
  Echo echo_op = { g_malloc (total), g_malloc0 (total), total, 0, FALSE, NULL };
  gboolean written = FALSE;

  for (gsize i = 0; i < total; i++)
    echo_op.sent[i] = (guint8) g_test_rand_int ();
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (tls)),
                             echo_op.got,
                             MIN (1000, total),
                             MW_NET_PRIORITY,
                             NULL,
                             echoed_cb,
                             &echo_op);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (tls)),
                                   echo_op.sent,
                                   total,
                                   MW_NET_PRIORITY,
                                   NULL,
                                   written_cb,
                                   &written);
  test_await (&echo_op.done);
  test_await (&written);
  g_assert_no_error (echo_op.error);
  g_assert_cmpmem (echo_op.got, echo_op.received, echo_op.sent, total);
  g_free (echo_op.sent);
  g_free (echo_op.got);
}

/* Both directions at once, with a change of keys asked for in the middle. */
static void
echo_with_new_keys (TestServer *self, int fd, SSL *ssl)
{
  char bytes[4096];
  gsize total = 0;
  int n;

  if (SSL_accept (ssl) != 1)
    return;
  while ((n = SSL_read (ssl, bytes, sizeof bytes)) > 0) {
    if (total < 300000 && total + n >= 300000)
      SSL_key_update (ssl, SSL_KEY_UPDATE_REQUESTED);
    total += n;
    test_write (fd, ssl, bytes, n);
  }
}

static void
test_duplex (gconstpointer data)
{
  TestPeer peer = { .server.serve = test_echo };

  peer.server.version = GPOINTER_TO_INT (data);
  if (peer.server.version == TLS1_3_VERSION)
    peer.server.serve = echo_with_new_keys;
  test_peer_meet (&peer);
  exchange (peer.tls, 500000);
  test_peer_part (&peer);
}

static void
write_once (MwTlsStream *tls, const char *text)
{
  gboolean written = FALSE;

  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (tls)),
                                   text,
                                   strlen (text),
                                   MW_NET_PRIORITY,
                                   NULL,
                                   written_cb,
                                   &written);
  test_await (&written);
}

static void
test_round_trips (gconstpointer data)
{
  TestPeer peer = { .server.serve = test_echo };
  guint of_handshake;
  TestAnswer answer = { FALSE };

  peer.server.version = GPOINTER_TO_INT (data);
  of_handshake = peer.server.version == TLS1_3_VERSION ? 1 : 2;
  test_peer_meet (&peer);
  g_assert_cmpuint (mw_tls_stream_get_round_trips (peer.tls), ==, of_handshake);
  write_once (peer.tls, "a");
  test_read_once (peer.tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_cmpuint (mw_tls_stream_get_round_trips (peer.tls), ==, of_handshake + 1);
  test_peer_part (&peer);
}

static gboolean
ready_cb (GObject *half, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Bytes that are decrypted already are seen by no poll(). */
static void
test_pending (void)
{
  TestPeer peer = { .server.serve = say_and_idle };
  g_autoptr (GSource) source = NULL;
  GPollableInputStream *input;
  gboolean ready = FALSE;
  TestAnswer answer = { FALSE };

  test_peer_meet (&peer);
  input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (peer.tls)));
  test_begin_read (G_INPUT_STREAM (input), 1, NULL, &answer);
  test_await (&answer.done);

  g_assert_true (g_pollable_input_stream_is_readable (input));
  source = g_pollable_input_stream_create_source (input, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (ready_cb), &ready, NULL);
  g_source_attach (source, NULL);
  for (guint i = 0; i < 10 && !ready; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (ready);
  test_peer_part (&peer);
}

static void
test_cut (void)
{
  TestPeer peer = { .server.serve = shake_and_cut };
  TestAnswer answer = { FALSE };

  test_peer_meet (&peer);
  test_read_once (peer.tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_true (answer.ok);
  g_assert_false (mw_tls_stream_get_facts (peer.tls)->truncated);

  test_read_once (peer.tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_false (answer.ok);
  g_assert_no_error (answer.error);
  g_assert_true (mw_tls_stream_get_facts (peer.tls)->truncated);
  test_peer_part (&peer);
}

static void
shake_and_end (TestServer *self, int fd, SSL *ssl)
{
  SSL_accept (ssl);
  SSL_shutdown (ssl);
}

static void
test_end (void)
{
  TestPeer peer = { .server.serve = shake_and_end };
  TestAnswer answer = { FALSE };

  test_peer_meet (&peer);
  test_read_once (peer.tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_false (answer.ok);
  g_assert_no_error (answer.error);
  g_assert_false (mw_tls_stream_get_facts (peer.tls)->truncated);
  test_peer_part (&peer);
}

/* RFC 8446, section 4.4.2.4: the refusal comes after a handshake that was fine for us. */
static void
test_client_certificate_wanted (void)
{
  TestPeer peer = { .server.serve = test_echo, .server.wants_client_certificate = TRUE };
  TestAnswer answer = { FALSE };

  test_peer_meet (&peer);
  test_read_once (peer.tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_error (answer.error, MW_NET_ERROR, MW_NET_ERROR_HANDSHAKE);
  g_assert_cmpint (mw_tls_stream_get_facts (peer.tls)->alert, ==, 116);
  g_clear_error (&answer.error);
  test_peer_part (&peer);
}

static void
shake_and_idle (TestServer *self, int fd, SSL *ssl)
{
  SSL_accept (ssl);
  g_usleep (100000);
}

static void
test_cancel_read (void)
{
  TestPeer peer = { .server.serve = test_echo };
  GCancellable *cancellable = g_cancellable_new ();
  TestAnswer answer = { FALSE };

  test_peer_meet (&peer);
  test_cancel_after (cancellable, 5);
  test_read_once (peer.tls, cancellable, &answer);
  test_await (&answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (answer.n_answers, ==, 1);
  g_clear_error (&answer.error);
  test_peer_part (&peer);
  g_assert_finalize_object (cancellable);
}

static void
write_cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestAnswer *answer = user_data;

  answer->ok =
    g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &answer->error);
  answer->done = TRUE;
  answer->n_answers++;
}

/* More than the kernel takes, so that the write is under way. */
static void
test_cancel_write (void)
{
  TestPeer peer = { .server.serve = shake_and_idle };
  GCancellable *cancellable = g_cancellable_new ();
  g_autofree char *text = g_strnfill (16 * 1024 * 1024, 'x');
  TestAnswer answer = { FALSE };

  test_peer_meet (&peer);
  test_cancel_after (cancellable, 5);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (peer.tls)),
                                   text,
                                   strlen (text),
                                   MW_NET_PRIORITY,
                                   cancellable,
                                   write_cancelled_cb,
                                   &answer);
  test_await (&answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (answer.n_answers, ==, 1);
  g_clear_error (&answer.error);
  test_peer_part (&peer);
  g_assert_finalize_object (cancellable);
}

static void
test_half_outlives_the_stream (void)
{
  TestPeer peer = { .server.serve = test_echo };
  g_autoptr (GInputStream) input = NULL;
  TestAnswer answer = { FALSE };

  test_peer_meet (&peer);
  input = g_object_ref (g_io_stream_get_input_stream (G_IO_STREAM (peer.tls)));
  test_peer_part (&peer);
  test_begin_read (input, 1, NULL, &answer);
  test_await (&answer.done);
  g_assert_false (answer.ok);
  g_clear_error (&answer.error);
}

static gboolean
count_cb (gpointer user_data)
{
  (*(guint *) user_data)++;

  return G_SOURCE_REMOVE;
}

/* What is ready at once is served in as many rounds, so that the window is drawn between. */
static void
test_turns (void)
{
  guint n_served = 0;

  for (guint i = 0; i < 3; i++)
    g_idle_add_full (mw_net_take_turn (), count_cb, &n_served, NULL);
  for (guint i = 1; i <= 3; i++) {
    g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (n_served, ==, i);
  }
  for (guint i = 0; i < 1000; i++) {
    int turn = mw_net_take_turn ();

    g_assert_cmpint (turn, >=, MW_NET_PRIORITY);
    g_assert_cmpint (turn, <, G_PRIORITY_LOW);
  }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_peers_open ();

  g_test_add_data_func ("/tls-stream/duplex/1.2", GINT_TO_POINTER (TLS1_2_VERSION), test_duplex);
  g_test_add_data_func ("/tls-stream/duplex/1.3", GINT_TO_POINTER (TLS1_3_VERSION), test_duplex);
  g_test_add_data_func ("/tls-stream/round-trips/1.2",
                        GINT_TO_POINTER (TLS1_2_VERSION),
                        test_round_trips);
  g_test_add_data_func ("/tls-stream/round-trips/1.3",
                        GINT_TO_POINTER (TLS1_3_VERSION),
                        test_round_trips);
  g_test_add_func ("/tls-stream/pending", test_pending);
  g_test_add_func ("/tls-stream/cut", test_cut);
  g_test_add_func ("/tls-stream/end", test_end);
  g_test_add_func ("/tls-stream/client-certificate-wanted", test_client_certificate_wanted);
  g_test_add_func ("/tls-stream/cancel-read", test_cancel_read);
  g_test_add_func ("/tls-stream/cancel-write", test_cancel_write);
  g_test_add_func ("/tls-stream/half-outlives-the-stream", test_half_outlives_the_stream);
  g_test_add_func ("/tls-stream/turns", test_turns);
  status = g_test_run ();
  test_peers_close ();

  return status;
}
