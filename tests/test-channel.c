/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "await.h"
#include "channel-client.h"

static void
say_lines (TestServer *self, int fd, SSL *ssl)
{
  test_write (fd, ssl, "one\r\ntwo\n\r\n\nth", -1);
  g_usleep (20000);
  test_write (fd, ssl, "ree\r", -1);
  g_usleep (20000);
  test_write (fd, ssl, "\nfour\rfive\r\n", -1);
  g_free (test_read_line (fd, ssl));
}

static void
test_lines (void)
{
  TestServer server = { .serve = say_lines };
  TestClient client;

  test_client_enter (&client, &server);
  g_assert_cmpstr (test_client_read (&client, 0), ==, "one");
  g_assert_cmpstr (test_client_read (&client, 0), ==, "two");
  g_assert_cmpstr (test_client_read (&client, 0), ==, "");
  g_assert_nonnull (g_bytes_get_data (client.bytes, NULL));
  g_assert_cmpstr (test_client_read (&client, 0), ==, "");
  g_assert_cmpstr (test_client_read (&client, 0), ==, "three");
  g_assert_cmpstr (test_client_read (&client, 0), ==, "four\rfive");
  test_client_leave (&client, &server);
}

static void
say_literal (TestServer *self, int fd, SSL *ssl)
{
  g_autofree char *body = g_strnfill (100000, 'b');

  test_write (fd, ssl, "* {100000}\r\n", -1);
  test_write (fd, ssl, body, -1);
  test_write (fd, ssl, ")\r\n", -1);
  g_free (test_read_line (fd, ssl));
}

static void
test_literal (void)
{
  TestServer server = { .serve = say_literal };
  TestClient client;

  test_client_enter (&client, &server);
  g_assert_cmpstr (test_client_read (&client, 0), ==, "* {100000}");
  g_assert_cmpuint (strlen (test_client_read (&client, 100000)), ==, 100000);
  g_assert_cmpstr (test_client_read (&client, 0), ==, ")");
  test_client_leave (&client, &server);
}

static void
test_literal_too_long (void)
{
  TestServer server = { .serve = say_literal };
  TestClient client;

  test_client_enter (&client, &server);
  test_client_read (&client, 0);
  g_assert_null (test_client_read (&client, 1024 * 1024 + 1));
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_FLOOD);
  test_client_leave (&client, &server);
}

static void
say_long_lines (TestServer *self, int fd, SSL *ssl)
{
  g_autofree char *longest = g_strnfill (64 * 1024 - 1, 'x');

  test_write (fd, ssl, longest, -1);
  test_write (fd, ssl, "\nan end that comes with the bytes before it\nxx", -1);
  test_write (fd, ssl, longest, -1);
  test_write (fd, ssl, "\n", -1);
  g_free (test_read_line (fd, ssl));
}

static void
test_line_too_long (void)
{
  TestServer server = { .serve = say_long_lines };
  TestClient client;

  test_client_enter (&client, &server);
  g_assert_cmpuint (strlen (test_client_read (&client, 0)), ==, 64 * 1024 - 1);
  test_client_read (&client, 0);
  g_assert_null (test_client_read (&client, 0));
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_LINE_TOO_LONG);
  test_client_leave (&client, &server);
}

static void
flood (TestServer *self, int fd, SSL *ssl)
{
  g_autofree char *line = g_strnfill (999, 'x');

  line[998] = '\n';
  for (guint i = 0; i < 5 * 1024 * 1024 / 999; i++)
    test_write (fd, ssl, line, -1);
}

static void
test_flood (void)
{
  TestServer server = { .serve = flood };
  TestClient client;
  gsize total = 0;

  test_client_enter (&client, &server);
  while (test_client_read (&client, 0) != NULL)
    total += g_bytes_get_size (client.bytes) + 1;
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_FLOOD);
  g_assert_cmpuint (total, <=, 4 * 1024 * 1024 + 2048);
  g_assert_cmpuint (total, >, 4 * 1024 * 1024 - 2048);
  test_client_leave (&client, &server);
}

static void
say_half_a_line (TestServer *self, int fd, SSL *ssl)
{
  test_write (fd, ssl, "HTTP/1.1 400", -1);
}

static void
test_closed (void)
{
  TestServer server = { .serve = say_half_a_line };
  g_autofree char *record = NULL;
  TestClient client;

  test_client_enter (&client, &server);
  g_assert_null (test_client_read (&client, 0));
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_CLOSED);
  record = test_client_dup_record (&client);
  g_assert_nonnull (strstr (record, " S: HTTP/1.1 400\n"));
  test_client_leave (&client, &server);
}

static void
drip (TestServer *self, int fd, SSL *ssl)
{
  g_usleep (4000);
  test_write (fd, NULL, "220 hel", -1);
  g_usleep (4000);
  test_write (fd, NULL, "lo\r\n", -1);
  g_usleep (4000);
}

static void
test_cancel_read (void)
{
  guint n_cancelled = 0;

  for (guint ms = 0; ms < 15; ms++) {
    TestServer server = { .serve = drip };
    GCancellable *cancellable = g_cancellable_new ();
    TestClient client;

    test_client_enter (&client, &server);
    test_cancel_after (cancellable, ms);
    test_client_begin_read (&client, 0, cancellable);
    test_await (&client.done);
    n_cancelled += g_error_matches (client.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    while (!g_cancellable_is_cancelled (cancellable))
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (client.n_answers, ==, 1);
    test_client_leave (&client, &server);
    g_assert_finalize_object (cancellable);
  }
  g_assert_cmpuint (n_cancelled, >, 3);
}

static void
do_not_read (TestServer *self, int fd, SSL *ssl)
{
  g_usleep (100000);
}

/* More than the kernel takes, so that the write is under way. */
static void
test_cancel_send (void)
{
  TestServer server = { .serve = do_not_read };
  GCancellable *cancellable = g_cancellable_new ();
  g_autofree char *text = g_strnfill (16 * 1024 * 1024, 'x');
  MwLine *line = mw_line_new ();
  TestClient client;

  mw_line_add_secret (line, text);
  test_client_enter (&client, &server);
  test_cancel_after (cancellable, 5);
  test_client_begin_send (&client, line, cancellable);
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

  g_test_add_func ("/channel/lines", test_lines);
  g_test_add_func ("/channel/literal", test_literal);
  g_test_add_func ("/channel/literal-too-long", test_literal_too_long);
  g_test_add_func ("/channel/line-too-long", test_line_too_long);
  g_test_add_func ("/channel/flood", test_flood);
  g_test_add_func ("/channel/closed", test_closed);
  g_test_add_func ("/channel/cancel/read", test_cancel_read);
  g_test_add_func ("/channel/cancel/send", test_cancel_send);

  return test_client_run ();
}
