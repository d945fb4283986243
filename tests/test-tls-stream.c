/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>

#include "await.h"
#include "mw-tls-stream.h"
#include "tls-server.h"

#define HOST "mail.test"

/* Made once; every test's own certificate is signed by it, or by nobody. */
static TestCertificate authority = { .subject = "Test Authority", .is_authority = TRUE };
static char *authority_file;

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

static void
greet_in_clear (TestServer *self, int fd, SSL *ssl)
{
  g_autofree char *hello = NULL;

  test_write (fd, NULL, "220 mail.test ESMTP\r\n", -1);
  hello = test_read_line (fd, NULL);
}

static void
close_on_hello (TestServer *self, int fd, SSL *ssl)
{
  char hello[4096];

  recv (fd, hello, sizeof hello, 0);
}

static void
refuse_with_alert (TestServer *self, int fd, SSL *ssl)
{
  char hello[4096];

  recv (fd, hello, sizeof hello, 0);
  test_write (fd, NULL, "\x15\x03\x03\x00\x02\x02\x28", 7); /* handshake_failure */
  recv (fd, hello, sizeof hello, 0);
}

static void
assert_handshake_fails (TestServer *server, MwNetError code)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  if (server->version != 0)
    server->certificate = &certificate;
  tls = test_shake_hands (server, authority_file, HOST, &error);
  g_assert_error (error, MW_NET_ERROR, (int) code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL) && *error->message != '\0');
  test_leave (tls, server);
  test_certificate_clear (&certificate);
}

static void
test_old_versions (void)
{
  TestServer newer = { .serve = test_echo, .version = TLS1_1_VERSION };
  TestServer older = { .serve = test_echo, .version = TLS1_VERSION };

  assert_handshake_fails (&newer, MW_NET_ERROR_OLD_VERSION);
  assert_handshake_fails (&older, MW_NET_ERROR_OLD_VERSION);
}

static void
test_not_tls (void)
{
  TestServer server = { .serve = greet_in_clear };

  assert_handshake_fails (&server, MW_NET_ERROR_NOT_TLS);
}

static void
test_closed_in_handshake (void)
{
  TestServer server = { .serve = close_on_hello };

  assert_handshake_fails (&server, MW_NET_ERROR_CLOSED);
}

/* We have nobody left to complain to. */
static void
test_no_alert_after_the_end (void)
{
  TestServer server = { .serve = close_on_hello };
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls = test_shake_hands (&server, authority_file, HOST, &error);

  g_assert_error (error, MW_NET_ERROR, MW_NET_ERROR_CLOSED);
  g_assert_cmpint (mw_tls_stream_get_facts (tls)->alert_sent, ==, -1);
  test_leave (tls, &server);
}

static void
test_refused_with_alert (void)
{
  TestServer server = { .serve = refuse_with_alert };
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls = test_shake_hands (&server, authority_file, HOST, &error);

  g_assert_error (error, MW_NET_ERROR, MW_NET_ERROR_HANDSHAKE);
  g_assert_cmpint (mw_tls_stream_get_facts (tls)->alert, ==, SSL3_AD_HANDSHAKE_FAILURE);
  g_assert_null (mw_tls_stream_get_facts (tls)->version);
  test_leave (tls, &server);
}

static void
test_retried (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = test_echo, .certificate = &certificate, .groups = "P-384" };
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  tls = test_shake_hands (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  g_assert_true (mw_tls_stream_get_facts (tls)->retried);
  g_assert_cmpstr (mw_tls_stream_get_facts (tls)->group, ==, "secp384r1");
  g_assert_cmpuint (mw_tls_stream_get_round_trips (tls), ==, 2);
  test_leave (tls, &server);
  test_certificate_clear (&certificate);
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
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = test_echo, .certificate = &certificate };
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls;

  server.version = GPOINTER_TO_INT (data);
  if (server.version == TLS1_3_VERSION)
    server.serve = echo_with_new_keys;
  test_certificate_make (&certificate);
  tls = test_shake_hands (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  exchange (tls, 500000);
  test_leave (tls, &server);
  test_certificate_clear (&certificate);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestAnswer *answer = user_data;
  gssize n;

  g_clear_error (&answer->error);
  n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &answer->error);
  answer->ok = n > 0;
  answer->done = TRUE;
  answer->n_answers++;
}

static void
read_once (MwTlsStream *tls, GCancellable *cancellable, TestAnswer *answer)
{
  static char bytes[100];

  answer->done = FALSE;
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (tls)),
                             bytes,
                             sizeof bytes,
                             MW_NET_PRIORITY,
                             cancellable,
                             read_cb,
                             answer);
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
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = test_echo, .certificate = &certificate };
  guint of_handshake;
  g_autoptr (GError) error = NULL;
  TestAnswer answer = { FALSE };
  MwTlsStream *tls;

  server.version = GPOINTER_TO_INT (data);
  of_handshake = server.version == TLS1_3_VERSION ? 1 : 2;
  test_certificate_make (&certificate);
  tls = test_shake_hands (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mw_tls_stream_get_round_trips (tls), ==, of_handshake);
  write_once (tls, "a");
  read_once (tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_cmpuint (mw_tls_stream_get_round_trips (tls), ==, of_handshake + 1);
  test_leave (tls, &server);
  test_certificate_clear (&certificate);
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
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = say_and_idle, .certificate = &certificate };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSource) source = NULL;
  GPollableInputStream *input;
  gboolean ready = FALSE;
  TestAnswer answer = { FALSE };
  MwTlsStream *tls;
  char byte;

  test_certificate_make (&certificate);
  tls = test_shake_hands (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (G_IO_STREAM (tls)));
  g_input_stream_read_async (G_INPUT_STREAM (input),
                             &byte,
                             1,
                             MW_NET_PRIORITY,
                             NULL,
                             read_cb,
                             &answer);
  test_await (&answer.done);

  g_assert_true (g_pollable_input_stream_is_readable (input));
  source = g_pollable_input_stream_create_source (input, NULL);
  g_source_set_callback (source, G_SOURCE_FUNC (ready_cb), &ready, NULL);
  g_source_attach (source, NULL);
  for (guint i = 0; i < 10 && !ready; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (ready);
  test_leave (tls, &server);
  test_certificate_clear (&certificate);
}

static void
test_cut (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = shake_and_cut, .certificate = &certificate };
  g_autoptr (GError) error = NULL;
  TestAnswer answer = { FALSE };
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  tls = test_shake_hands (&server, authority_file, HOST, &error);
  read_once (tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_true (answer.ok);
  g_assert_false (mw_tls_stream_get_facts (tls)->truncated);

  read_once (tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_false (answer.ok);
  g_assert_no_error (answer.error);
  g_assert_true (mw_tls_stream_get_facts (tls)->truncated);
  test_leave (tls, &server);
  test_certificate_clear (&certificate);
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
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = shake_and_end, .certificate = &certificate };
  g_autoptr (GError) error = NULL;
  TestAnswer answer = { FALSE };
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  tls = test_shake_hands (&server, authority_file, HOST, &error);
  read_once (tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_false (answer.ok);
  g_assert_no_error (answer.error);
  g_assert_false (mw_tls_stream_get_facts (tls)->truncated);
  test_leave (tls, &server);
  test_certificate_clear (&certificate);
}

/* RFC 8446, section 4.4.2.4: the refusal comes after a handshake that was fine for us. */
static void
test_client_certificate_wanted (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = test_echo,
                        .certificate = &certificate,
                        .wants_client_certificate = TRUE };
  g_autoptr (GError) error = NULL;
  TestAnswer answer = { FALSE };
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  tls = test_shake_hands (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  read_once (tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_error (answer.error, MW_NET_ERROR, MW_NET_ERROR_HANDSHAKE);
  g_assert_cmpint (mw_tls_stream_get_facts (tls)->alert, ==, 116);
  g_clear_error (&answer.error);
  test_leave (tls, &server);
  test_certificate_clear (&certificate);
}

static void
drip_handshake (TestServer *self, int fd, SSL *ssl)
{
  g_usleep (5000);
  if (SSL_accept (ssl) == 1)
    g_usleep (5000);
}

/* The system's answer on trust comes from a thread of GLib, which lets go a moment later. */
static void
assert_gone_soon (gpointer object)
{
  g_object_add_weak_pointer (object, &object);
  g_object_unref (object);
  for (guint ms = 0; object != NULL && ms < 1000; ms++)
    g_usleep (1000);
  g_assert_null (object);
}

static void
test_cancel (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  g_autoptr (MwTlsContext) context = mw_tls_context_new (NULL, NULL);
  guint n_cancelled = 0;

  test_certificate_make (&certificate);
  for (guint ms = 0; ms < 20; ms++) {
    TestServer server = { .serve = drip_handshake, .certificate = &certificate };
    GCancellable *cancellable = g_cancellable_new ();
    GSocketConnection *base;
    MwTlsStream *tls;
    TestAnswer answer = { FALSE };

    test_server_start (&server);
    base = test_server_connect (&server);
    tls = mw_tls_stream_new (G_IO_STREAM (base), context, HOST);
    test_cancel_after (cancellable, ms);
    mw_tls_stream_handshake_async (tls, cancellable, test_shaken_cb, &answer);
    test_await (&answer.done);
    if (answer.ok) {
      read_once (tls, cancellable, &answer);
      test_await (&answer.done);
      answer.n_answers--;
    }
    n_cancelled += g_error_matches (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&answer.error);
    while (!g_cancellable_is_cancelled (cancellable))
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (answer.n_answers, ==, 1);
    test_leave (tls, &server);
    g_assert_finalize_object (base);
    assert_gone_soon (cancellable);
  }
  g_assert_cmpuint (n_cancelled, >, 5);
  test_certificate_clear (&certificate);
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
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = test_echo, .certificate = &certificate };
  GCancellable *cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TestAnswer answer = { FALSE };
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  tls = test_shake_hands (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  test_cancel_after (cancellable, 5);
  read_once (tls, cancellable, &answer);
  test_await (&answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (answer.n_answers, ==, 1);
  g_clear_error (&answer.error);
  test_leave (tls, &server);
  g_assert_finalize_object (cancellable);
  test_certificate_clear (&certificate);
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
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = shake_and_idle, .certificate = &certificate };
  GCancellable *cancellable = g_cancellable_new ();
  g_autofree char *text = g_strnfill (16 * 1024 * 1024, 'x');
  g_autoptr (GError) error = NULL;
  TestAnswer answer = { FALSE };
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  tls = test_shake_hands (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  test_cancel_after (cancellable, 5);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (tls)),
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
  test_leave (tls, &server);
  g_assert_finalize_object (cancellable);
  test_certificate_clear (&certificate);
}

static void
test_half_outlives_the_stream (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = test_echo, .certificate = &certificate };
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) input = NULL;
  TestAnswer answer = { FALSE };
  MwTlsStream *tls;
  char byte;

  test_certificate_make (&certificate);
  tls = test_shake_hands (&server, authority_file, HOST, &error);
  input = g_object_ref (g_io_stream_get_input_stream (G_IO_STREAM (tls)));
  test_leave (tls, &server);
  g_input_stream_read_async (input, &byte, 1, MW_NET_PRIORITY, NULL, read_cb, &answer);
  test_await (&answer.done);
  g_assert_false (answer.ok);
  g_clear_error (&answer.error);
  test_certificate_clear (&certificate);
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
  test_trust_nobody ();
  test_certificate_make (&authority);
  authority_file = test_certificate_write (&authority);

  g_test_add_func ("/tls-stream/old-versions", test_old_versions);
  g_test_add_func ("/tls-stream/not-tls", test_not_tls);
  g_test_add_func ("/tls-stream/closed-in-handshake", test_closed_in_handshake);
  g_test_add_func ("/tls-stream/no-alert-after-the-end", test_no_alert_after_the_end);
  g_test_add_func ("/tls-stream/refused-with-alert", test_refused_with_alert);
  g_test_add_func ("/tls-stream/retried", test_retried);
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
  g_test_add_func ("/tls-stream/cancel", test_cancel);
  g_test_add_func ("/tls-stream/cancel-read", test_cancel_read);
  g_test_add_func ("/tls-stream/cancel-write", test_cancel_write);
  g_test_add_func ("/tls-stream/half-outlives-the-stream", test_half_outlives_the_stream);
  g_test_add_func ("/tls-stream/turns", test_turns);
  status = g_test_run ();

  g_unlink (authority_file);
  g_free (authority_file);
  test_certificate_clear (&authority);

  return status;
}
