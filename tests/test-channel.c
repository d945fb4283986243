/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "await.h"
#include "mw-channel.h"
#include "tls-server.h"

#define HOST "mail.test"

static TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST };
static char *certificate_file;

/* What a client does in these tests: one thing after the other, and waits for each. */
typedef struct {
  MwChannel *channel;
  gboolean done;
  guint n_answers;
  GError *error;
  GBytes *bytes;
} Client;

static void
enter (Client *self, TestServer *server)
{
  g_autoptr (GSocketConnection) connection = NULL;

  *self = (Client){ NULL };
  test_server_start (server);
  connection = test_server_connect (server);
  self->channel = mw_channel_new (G_IO_STREAM (connection));
}

static void
forget (Client *self)
{
  g_clear_error (&self->error);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->done = FALSE;
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Client *self = user_data;

  mw_channel_close_finish (MW_CHANNEL (source), result, &self->error);
  g_assert_no_error (self->error);
  self->done = TRUE;
}

static void
leave (Client *self, TestServer *server)
{
  forget (self);
  mw_channel_close_async (self->channel, closed_cb, self);
  test_await (&self->done);
  test_server_stop (server);
  test_settle ();
  g_assert_finalize_object (self->channel);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Client *self = user_data;

  self->bytes = mw_channel_read_finish (MW_CHANNEL (source), result, &self->error);
  g_assert_true ((self->bytes == NULL) == (self->error != NULL));
  self->done = TRUE;
  self->n_answers++;
}

/* Returns what was read, until the next call. */
static const char *
read_bytes (Client *self, gsize length)
{
  static char *text;
  gsize n;
  const char *bytes;

  g_clear_pointer (&text, g_free);
  forget (self);
  mw_channel_read_async (self->channel, length, NULL, read_cb, self);
  test_await (&self->done);
  if (self->bytes == NULL)
    return NULL;

  bytes = g_bytes_get_data (self->bytes, &n);
  text = g_strndup (bytes, n);

  return text;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Client *self = user_data;

  mw_channel_send_finish (MW_CHANNEL (source), result, &self->error);
  self->done = TRUE;
  self->n_answers++;
}

static void
send_line (Client *self, const char *text, const char *secret)
{
  MwLine *line = mw_line_new ();

  forget (self);
  mw_line_add (line, "%s", text);
  if (secret != NULL)
    mw_line_add_secret (line, secret);
  mw_line_add (line, "\r\n");
  mw_channel_send_async (self->channel, line, NULL, sent_cb, self);
  test_await (&self->done);
  g_assert_no_error (self->error);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Client *self = user_data;

  mw_channel_start_tls_finish (MW_CHANNEL (source), result, &self->error);
  self->done = TRUE;
  self->n_answers++;
}

static void
start_tls (Client *self)
{
  g_autoptr (MwTlsContext) context = mw_tls_context_new (certificate_file, NULL);

  forget (self);
  mw_channel_start_tls_async (self->channel, context, HOST, NULL, started_cb, self);
  test_await (&self->done);
}

static char *
print_record (Client *self)
{
  return mw_record_to_string (mw_channel_get_record (self->channel));
}

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
  Client client;

  enter (&client, &server);
  g_assert_cmpstr (read_bytes (&client, 0), ==, "one");
  g_assert_cmpstr (read_bytes (&client, 0), ==, "two");
  g_assert_cmpstr (read_bytes (&client, 0), ==, "");
  g_assert_nonnull (g_bytes_get_data (client.bytes, NULL));
  g_assert_cmpstr (read_bytes (&client, 0), ==, "");
  g_assert_cmpstr (read_bytes (&client, 0), ==, "three");
  g_assert_cmpstr (read_bytes (&client, 0), ==, "four\rfive");
  leave (&client, &server);
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
  Client client;

  enter (&client, &server);
  g_assert_cmpstr (read_bytes (&client, 0), ==, "* {100000}");
  g_assert_cmpuint (strlen (read_bytes (&client, 100000)), ==, 100000);
  g_assert_cmpstr (read_bytes (&client, 0), ==, ")");
  leave (&client, &server);
}

static void
test_literal_too_long (void)
{
  TestServer server = { .serve = say_literal };
  Client client;

  enter (&client, &server);
  read_bytes (&client, 0);
  g_assert_null (read_bytes (&client, 1024 * 1024 + 1));
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_FLOOD);
  leave (&client, &server);
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
  Client client;

  enter (&client, &server);
  g_assert_cmpuint (strlen (read_bytes (&client, 0)), ==, 64 * 1024 - 1);
  read_bytes (&client, 0);
  g_assert_null (read_bytes (&client, 0));
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_LINE_TOO_LONG);
  leave (&client, &server);
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
  Client client;
  gsize total = 0;

  enter (&client, &server);
  while (read_bytes (&client, 0) != NULL)
    total += g_bytes_get_size (client.bytes) + 1;
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_FLOOD);
  g_assert_cmpuint (total, <=, 4 * 1024 * 1024 + 2048);
  g_assert_cmpuint (total, >, 4 * 1024 * 1024 - 2048);
  leave (&client, &server);
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
  Client client;

  enter (&client, &server);
  g_assert_null (read_bytes (&client, 0));
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_CLOSED);
  record = print_record (&client);
  g_assert_nonnull (strstr (record, " S: HTTP/1.1 400\n"));
  leave (&client, &server);
}

/* Talks in the clear, then over TLS, for as long as there is someone. */
static void
serve_starttls (TestServer *self, int fd, SSL *ssl)
{
  gboolean talks = TRUE;

  test_write (fd, NULL, "220 hello\r\n", -1);
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "250-a\r\n250 b\r\n", -1);
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "220 go ahead\r\n", -1);
  if (SSL_accept (ssl) != 1)
    return;

  while (talks) {
    g_autofree char *line = test_read_line (fd, ssl);
    g_autofree char *answer = g_strdup_printf ("500 What is “%s”?\r\n", line);

    talks = line != NULL;
    if (talks)
      test_write (fd, ssl, answer, -1);
  }
}

static void
test_starttls (void)
{
  TestServer server = { .serve = serve_starttls, .certificate = &certificate };
  Client client;

  enter (&client, &server);
  g_assert_null (mw_channel_get_tls (client.channel));
  g_assert_cmpstr (read_bytes (&client, 0), ==, "220 hello");
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 1);
  send_line (&client, "EHLO", NULL);
  read_bytes (&client, 0);
  read_bytes (&client, 0);
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 2);
  send_line (&client, "STARTTLS", NULL);
  read_bytes (&client, 0);
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 3);
  start_tls (&client);
  g_assert_no_error (client.error);
  g_assert_cmphex (mw_channel_get_tls (client.channel)->problems, ==, 0);
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 4);
  send_line (&client, "NOOP", NULL);
  g_assert_cmpstr (read_bytes (&client, 0), ==, "500 What is “NOOP”?");
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 5);
  leave (&client, &server);
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
  TestServer server = { .serve = serve_tls, .certificate = &certificate };
  Client client;

  enter (&client, &server);
  start_tls (&client);
  g_assert_no_error (client.error);
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 1);
  g_assert_cmpstr (read_bytes (&client, 0), ==, "* OK hello");
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 2);
  send_line (&client, "a LOGOUT", NULL);
  g_assert_cmpstr (read_bytes (&client, 0), ==, "* OK bye");
  g_assert_cmpuint (mw_channel_get_round_trips (client.channel), ==, 3);
  leave (&client, &server);
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
  Client client;

  enter (&client, &server);
  send_line (&client, "STARTTLS", NULL);
  read_bytes (&client, 0);
  if (server.serve != inject_for_a_hello)
    g_usleep (50000);
  start_tls (&client);
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_INJECTION);
  leave (&client, &server);
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
  Client client;

  enter (&client, &server);
  g_usleep (20000);
  start_tls (&client);
  g_assert_error (client.error, MW_NET_ERROR, MW_NET_ERROR_NOT_TLS);
  g_assert_cmpstr (mw_channel_get_tls (client.channel)->instead, ==, "220 hello");
  leave (&client, &server);
}

static void
test_record (void)
{
  TestServer server = { .serve = serve_starttls, .certificate = &certificate };
  g_autoptr (MwSecret) secret = mw_secret_new ("open sesame");
  g_autofree char *record = NULL;
  Client client;

  enter (&client, &server);
  read_bytes (&client, 0);
  send_line (&client, "EHLO", NULL);
  read_bytes (&client, 0);
  read_bytes (&client, 0);
  send_line (&client, "STARTTLS", NULL);
  read_bytes (&client, 0);
  start_tls (&client);
  mw_channel_set_secret (client.channel, secret);
  send_line (&client, "PASS ", "open sesame");
  g_assert_cmpstr (read_bytes (&client, 0), ==, "500 What is “PASS open sesame”?");

  record = print_record (&client);
  g_assert_true (g_regex_match_simple ("S: 220 hello\n.* C: EHLO\n.* S: 250-a\n.* S: 250 b\n"
                                       ".* C: STARTTLS\n.* S: 220 go ahead\n.* - TLSv1\\.3 .*\n"
                                       ".* C: PASS \\*\\*\\*\n.* S: 500 What is “PASS \\*\\*\\*”",
                                       record,
                                       0,
                                       0));
  g_assert_null (strstr (record, "sesame"));
  leave (&client, &server);
}

static void
serve_mail (TestServer *self, int fd, SSL *ssl)
{
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "+OK header follows\r\nFrom: secretary\r\nTo: nobody\r\n.\r\n", -1);
  test_write (fd, NULL, "+OK bye\r\nFrom: half", -1);
}

/* Somebody's mail is read, but not to be seen. */
static void
test_record_of_mail (void)
{
  TestServer server = { .serve = serve_mail };
  g_autofree char *record = NULL;
  Client client;

  enter (&client, &server);
  send_line (&client, "TOP 1 0", NULL);
  g_assert_cmpstr (read_bytes (&client, 0), ==, "+OK header follows");
  mw_channel_set_hides (client.channel, TRUE);
  g_assert_cmpstr (read_bytes (&client, 0), ==, "From: secretary");
  g_assert_cmpstr (read_bytes (&client, 0), ==, "To: nobody");
  g_assert_cmpstr (read_bytes (&client, 0), ==, ".");
  mw_channel_set_hides (client.channel, FALSE);
  g_assert_cmpstr (read_bytes (&client, 0), ==, "+OK bye");
  mw_channel_set_hides (client.channel, TRUE);
  g_assert_null (read_bytes (&client, 0));

  record = print_record (&client);
  g_assert_true (g_regex_match_simple ("S: \\+OK header follows\n.* S: \\[26 bytes\\]\n.* S: "
                                       "\\+OK bye\n.* S: \\[10 bytes\\]\n",
                                       record,
                                       0,
                                       0));
  g_assert_null (strstr (record, "secretary"));
  g_assert_null (strstr (record, "half"));
  leave (&client, &server);
}

/* The connection ends in the middle of a password: the piece is not recognised as one. */
static void
repeat_half (TestServer *self, int fd, SSL *ssl)
{
  g_free (test_read_line (fd, NULL));
  test_write (fd, NULL, "500 PASS open ses", -1);
}

static void
test_record_of_a_piece (void)
{
  TestServer server = { .serve = repeat_half };
  g_autoptr (MwSecret) secret = mw_secret_new ("open sesame");
  g_autofree char *record = NULL;
  Client client;

  enter (&client, &server);
  mw_channel_set_secret (client.channel, secret);
  send_line (&client, "PASS ", "open sesame");
  g_assert_null (read_bytes (&client, 0));
  record = print_record (&client);
  g_assert_null (strstr (record, "open"));
  leave (&client, &server);
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
    Client client;

    enter (&client, &server);
    test_cancel_after (cancellable, ms);
    mw_channel_read_async (client.channel, 0, cancellable, read_cb, &client);
    test_await (&client.done);
    n_cancelled += g_error_matches (client.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    while (!g_cancellable_is_cancelled (cancellable))
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (client.n_answers, ==, 1);
    leave (&client, &server);
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
  Client client;

  mw_line_add_secret (line, text);
  enter (&client, &server);
  test_cancel_after (cancellable, 5);
  mw_channel_send_async (client.channel, line, cancellable, sent_cb, &client);
  test_await (&client.done);
  g_assert_error (client.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (client.n_answers, ==, 1);
  leave (&client, &server);
  g_assert_finalize_object (cancellable);
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
  Client client;

  enter (&client, &server);
  test_cancel_after (cancellable, 5);
  mw_channel_start_tls_async (client.channel, context, HOST, cancellable, started_cb, &client);
  test_await (&client.done);
  g_assert_error (client.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (client.n_answers, ==, 1);
  leave (&client, &server);
  g_assert_finalize_object (cancellable);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_trust_nobody ();
  test_certificate_make (&certificate);
  certificate_file = test_certificate_write (&certificate);

  g_test_add_func ("/channel/lines", test_lines);
  g_test_add_func ("/channel/literal", test_literal);
  g_test_add_func ("/channel/literal-too-long", test_literal_too_long);
  g_test_add_func ("/channel/line-too-long", test_line_too_long);
  g_test_add_func ("/channel/flood", test_flood);
  g_test_add_func ("/channel/closed", test_closed);
  g_test_add_func ("/channel/starttls", test_starttls);
  g_test_add_func ("/channel/tls", test_tls);
  g_test_add_data_func ("/channel/injection/at-once", inject_at_once, test_injection);
  g_test_add_data_func ("/channel/injection/a-moment-later", inject_a_moment_later, test_injection);
  g_test_add_data_func ("/channel/injection/an-alert", inject_an_alert, test_injection);
  g_test_add_data_func ("/channel/injection/for-a-hello", inject_for_a_hello, test_injection);
  g_test_add_func ("/channel/plain-text-on-tls-port", test_plain_text_on_tls_port);
  g_test_add_func ("/channel/record", test_record);
  g_test_add_func ("/channel/record-of-a-piece", test_record_of_a_piece);
  g_test_add_func ("/channel/record-of-mail", test_record_of_mail);
  g_test_add_func ("/channel/cancel/read", test_cancel_read);
  g_test_add_func ("/channel/cancel/send", test_cancel_send);
  g_test_add_func ("/channel/cancel/start-tls", test_cancel_start_tls);
  status = g_test_run ();

  g_unlink (certificate_file);
  g_free (certificate_file);
  test_certificate_clear (&certificate);

  return status;
}
