/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <unistd.h>

#include "await.h"
#include "channel-client.h"

static void
test_starttls (void)
{
  TestServer server = { .serve = test_client_serve_starttls,
                        .certificate = &test_client_certificate };
  TestClient client;

  test_client_enter (&client, &server);
  g_assert_null (mw_channel_get_tls (client.channel));
  g_assert_cmpstr (test_client_read (&client, 0), ==, "220 hello");
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 1);
  test_client_send (&client, "EHLO", NULL);
  test_client_read (&client, 0);
  test_client_read (&client, 0);
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 2);
  test_client_send (&client, "STARTTLS", NULL);
  test_client_read (&client, 0);
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 3);
  test_client_start_tls (&client);
  g_assert_no_error (client.error);
  g_assert_cmphex (mw_channel_get_tls (client.channel)->problems, ==, 0);
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 4);
  test_client_send (&client, "NOOP", NULL);
  g_assert_cmpstr (test_client_read (&client, 0), ==, "500 What is “NOOP”?");
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 5);
  test_client_leave (&client, &server);
}

/* A port that is TLS from the first byte: handshake and greeting. */
static void
serve_tls (TestServer *self, int fd, SSL *ssl)
{
  if (SSL_accept (ssl) != 1)
    return;
  test_write (fd, ssl, "* OK hello\r\n", -1);
  g_free (test_read_line (fd, ssl));
  test_write (fd, ssl, "* OK bye\r\n", -1);
}

static void
test_tls (void)
{
  TestServer server = { .serve = serve_tls, .certificate = &test_client_certificate };
  TestClient client;

  test_client_enter (&client, &server);
  test_client_start_tls (&client);
  g_assert_no_error (client.error);
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 1);
  g_assert_cmpstr (test_client_read (&client, 0), ==, "* OK hello");
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 2);
  test_client_send (&client, "a LOGOUT", NULL);
  g_assert_cmpstr (test_client_read (&client, 0), ==, "* OK bye");
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 3);
  test_client_leave (&client, &server);
}

static void
inject_at_once (TestServer *self, int fd, SSL *ssl)
{
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "220 go ahead\r\n250 injected\r\n", -1);
  g_free (test_read_line (fd, NULL));
}

static void
inject_a_moment_later (TestServer *self, int fd, SSL *ssl)
{
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "220 go ahead\r\n", -1);
  g_usleep (20000);
  test_write (fd, NULL, "250 injected\r\n", -1);
  g_free (test_read_line (fd, NULL));
}

/* Injected bytes may look like TLS, too. */
static void
inject_an_alert (TestServer *self, int fd, SSL *ssl)
{
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "220 go ahead\r\n", -1);
  g_usleep (20000);
  test_write (fd, NULL, "\x15\x03\x03\x00\x02\x02\x28", 7);
  g_free (test_read_line (fd, NULL));
}

static void
inject_for_a_hello (TestServer *self, int fd, SSL *ssl)
{
  char hello[100];

  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "220 go ahead\r\n", -1);
  g_assert_cmpint (read (fd, hello, sizeof hello), >, 0);
  test_write (fd, NULL, "250 injected\r\n", -1);
  g_free (test_read_line (fd, NULL));
}

static void
test_injection (gconstpointer serve)
{
  TestServer server = { .serve = (void (*) (TestServer *, int, SSL *)) serve };
  TestClient client;

  test_client_enter (&client, &server);
  test_client_send (&client, "STARTTLS", NULL);
  test_client_read (&client, 0);
  if (server.serve != inject_for_a_hello)
    g_usleep (50000);
  test_client_start_tls (&client);
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_INJECTION);
  test_client_leave (&client, &server);
}

static void
greet_in_clear (TestServer *self, int fd, SSL *ssl)
{
  test_write (fd, NULL, "220 hello\r\n", -1);
  g_free (test_read_line (fd, NULL));
}

/* Where nothing was promised, a greeting in the clear is no injection. */
static void
test_plain_text_on_tls_port (void)
{
  TestServer server = { .serve = greet_in_clear };
  TestClient client;

  test_client_enter (&client, &server);
  g_usleep (20000);
  test_client_start_tls (&client);
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_NOT_TLS);
  g_assert_cmpstr (mw_channel_get_tls (client.channel)->instead, ==, "220 hello");
  test_client_leave (&client, &server);
}

/* Until the client goes. */
static void
say_nothing (TestServer *self, int fd, SSL *ssl)
{
  char bytes[4096];

  while (read (fd, bytes, sizeof bytes) > 0)
    ;
}

static void
test_cancel_start_tls (void)
{
  TestServer server = { .serve = say_nothing };
  g_autoptr (MwTlsContext) context = mw_tls_context_new (NULL, NULL);
  GCancellable *cancellable = g_cancellable_new ();
  TestClient client;

  test_client_enter (&client, &server);
  test_cancel_after (cancellable, 5);
  test_client_begin_tls (&client, context, cancellable);
  test_await (&client.done);
  g_assert_error (client.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (client.n_answers, ==, 1);
  test_client_leave (&client, &server);
  g_assert_finalize_object (cancellable);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/channel-tls/starttls", test_starttls);
  g_test_add_func ("/channel-tls/tls", test_tls);
  g_test_add_data_func ("/channel-tls/injection/at-once", inject_at_once, test_injection);
  g_test_add_data_func ("/channel-tls/injection/a-moment-later",
                        inject_a_moment_later,
                        test_injection);
  g_test_add_data_func ("/channel-tls/injection/an-alert", inject_an_alert, test_injection);
  g_test_add_data_func ("/channel-tls/injection/for-a-hello", inject_for_a_hello, test_injection);
  g_test_add_func ("/channel-tls/plain-text-on-tls-port", test_plain_text_on_tls_port);
  g_test_add_func ("/channel-tls/cancel", test_cancel_start_tls);

  return test_client_run ();
}
