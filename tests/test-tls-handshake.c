/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sys/socket.h>

#include "await.h"
#include "tls-peer.h"

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
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" TEST_PEER_HOST,
                                  .issuer = &test_peer_authority };
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  if (server->version != 0)
    server->certificate = &certificate;
  tls = test_shake_hands (server, test_peer_authority_file, TEST_PEER_HOST, &error);
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
  MwTlsStream *tls = test_shake_hands (&server, test_peer_authority_file, TEST_PEER_HOST, &error);

  g_assert_error (error, MW_NET_ERROR, MW_NET_ERROR_CLOSED);
  g_assert_cmpint (mw_tls_stream_get_facts (tls)->alert_sent, ==, -1);
  test_leave (tls, &server);
}

static void
test_refused_with_alert (void)
{
  TestServer server = { .serve = refuse_with_alert };
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls = test_shake_hands (&server, test_peer_authority_file, TEST_PEER_HOST, &error);

  g_assert_error (error, MW_NET_ERROR, MW_NET_ERROR_HANDSHAKE);
  g_assert_cmpint (mw_tls_stream_get_facts (tls)->alert, ==, SSL3_AD_HANDSHAKE_FAILURE);
  g_assert_null (mw_tls_stream_get_facts (tls)->version);
  test_leave (tls, &server);
}

static void
test_retried (void)
{
  TestPeer peer = { .server.serve = test_echo, .server.groups = "P-384" };

  test_peer_meet (&peer);
  g_assert_true (mw_tls_stream_get_facts (peer.tls)->retried);
  g_assert_cmpstr (mw_tls_stream_get_facts (peer.tls)->group, ==, "secp384r1");
  g_assert_cmpuint (mw_tls_stream_get_round_trips (peer.tls), ==, 2);
  test_peer_part (&peer);
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
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" TEST_PEER_HOST,
                                  .issuer = &test_peer_authority };
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
    tls = mw_tls_stream_new (G_IO_STREAM (base), context, TEST_PEER_HOST);
    test_cancel_after (cancellable, ms);
    mw_tls_stream_handshake_async (tls, cancellable, test_shaken_cb, &answer);
    test_await (&answer.done);
    if (answer.ok) {
      test_read_once (tls, cancellable, &answer);
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

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_peers_open ();

  g_test_add_func ("/tls-handshake/old-versions", test_old_versions);
  g_test_add_func ("/tls-handshake/not-tls", test_not_tls);
  g_test_add_func ("/tls-handshake/closed-in-handshake", test_closed_in_handshake);
  g_test_add_func ("/tls-handshake/no-alert-after-the-end", test_no_alert_after_the_end);
  g_test_add_func ("/tls-handshake/refused-with-alert", test_refused_with_alert);
  g_test_add_func ("/tls-handshake/retried", test_retried);
  g_test_add_func ("/tls-handshake/cancel", test_cancel);
  status = g_test_run ();
  test_peers_close ();

  return status;
}
