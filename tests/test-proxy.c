/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>
#include <sys/socket.h>

#include "await.h"
#include "mw-proxy.h"
#include "tls-server.h"

#define HOST "mail.test"
#define PORT 993

/* What the proxy was asked for. */
static char *asked;

static gboolean
receive (int fd, guint8 *bytes, gsize length)
{
  return recv (fd, bytes, length, MSG_WAITALL) == (gssize) length;
}

/* RFC 1928, sections 3 and 4 */
static gboolean
hear_socks (int fd)
{
  guint8 bytes[300];

  if (!receive (fd, bytes, 2) || !receive (fd, bytes + 2, bytes[1]))
    return FALSE;
  test_write (fd, NULL, "\5\0", 2);
  if (!receive (fd, bytes, 5) || bytes[3] != 3 || !receive (fd, bytes + 5, bytes[4] + 2u))
    return FALSE;
  g_free (asked);
  asked = g_strdup_printf ("%.*s:%u",
                           bytes[4],
                           (char *) bytes + 5,
                           bytes[5 + bytes[4]] << 8 | bytes[6 + bytes[4]]);

  return TRUE;
}

static void
answer_socks (int fd, char code)
{
  char answer[] = { 5, code, 0, 1, 127, 0, 0, 1, 0, 80 };

  test_write (fd, NULL, answer, sizeof answer);
}

static void
lead_through (TestServer *self, int fd, SSL *ssl)
{
  if (hear_socks (fd)) {
    answer_socks (fd, 0);
    test_write (fd, NULL, "* OK hello", -1);
  }
}

static void
say_refused (TestServer *self, int fd, SSL *ssl)
{
  if (hear_socks (fd))
    answer_socks (fd, 5);
}

static void
say_unreachable (TestServer *self, int fd, SSL *ssl)
{
  if (hear_socks (fd))
    answer_socks (fd, 4);
}

static void
forbid (TestServer *self, int fd, SSL *ssl)
{
  if (hear_socks (fd))
    answer_socks (fd, 2);
}

static void
want_password (TestServer *self, int fd, SSL *ssl)
{
  guint8 bytes[10];

  receive (fd, bytes, 3);
  test_write (fd, NULL, "\5\2", 2);
  recv (fd, bytes, sizeof bytes, 0);
}

static void
speak_nonsense (TestServer *self, int fd, SSL *ssl)
{
  test_write (fd, NULL, "220 mail.test ESMTP\r\n", -1);
}

/* GIO's own client waits for the rest for ever. */
static void
say_half (TestServer *self, int fd, SSL *ssl)
{
  if (hear_socks (fd))
    test_write (fd, NULL, "\5\0\0\1\177\0", 6);
}

static void
hang_up (TestServer *self, int fd, SSL *ssl)
{
}

static void
hear_http (int fd)
{
  char *line;

  g_free (asked);
  asked = test_read_line (fd, NULL);
  while ((line = test_read_line (fd, NULL)) != NULL && *line != '\0')
    g_free (line);
  g_free (line);
}

static void
lead_through_http (TestServer *self, int fd, SSL *ssl)
{
  hear_http (fd);
  test_write (fd, NULL, "HTTP/1.0 200 OK\r\n\r\n* OK hello", -1);
}

static void
forbid_http (TestServer *self, int fd, SSL *ssl)
{
  hear_http (fd);
  test_write (fd, NULL, "HTTP/1.0 403 No\r\n\r\n", -1);
}

static void
stay_silent (TestServer *self, int fd, SSL *ssl)
{
  char bytes[100];

  while (recv (fd, bytes, sizeof bytes, 0) > 0)
    ;
}

typedef struct {
  GIOStream *stream;
  GError *error;
  gboolean done;
} Reached;

static void
reached_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reached *reached = user_data;

  reached->stream = mw_proxy_connect_finish (result, &reached->error);
  reached->done = TRUE;
}

static Reached
reach (TestServer *server, const char *scheme)
{
  g_autofree char *proxy = NULL;
  Reached reached = { NULL };

  g_clear_pointer (&asked, g_free);
  test_server_start (server);
  proxy = g_strdup_printf ("%s://127.0.0.1:%u", scheme, server->port);
  mw_proxy_connect_async (proxy, HOST, PORT, NULL, reached_cb, &reached);
  test_await (&reached.done);
  g_assert_true ((reached.stream == NULL) == (reached.error != NULL));

  return reached;
}

static void
assert_reached (void (*serve) (TestServer *, int, SSL *), const char *scheme, const char *wanted)
{
  TestServer server = { .serve = serve };
  Reached reached = reach (&server, scheme);
  GInputStream *input;
  char text[20] = "";
  gsize length;

  g_assert_no_error (reached.error);
  input = g_io_stream_get_input_stream (reached.stream);
  g_assert_true (G_IS_POLLABLE_INPUT_STREAM (input));
  g_input_stream_read_all (input, text, 10, &length, NULL, NULL);
  g_assert_cmpstr (text, ==, "* OK hello");
  test_server_stop (&server);
  g_assert_cmpstr (asked, ==, wanted);
  g_object_unref (reached.stream);
}

static void
test_reached (void)
{
  assert_reached (lead_through, "socks5", HOST ":993");
  assert_reached (lead_through_http, "http", "CONNECT " HOST ":993 HTTP/1.0");
}

static void
test_failures (void)
{
  static const struct {
    void (*serve) (TestServer *self, int fd, SSL *ssl);
    const char *scheme;
    int code; /* or -1: the proxy's own fault */
  } rows[] = {
    { say_refused, "socks5", G_IO_ERROR_CONNECTION_REFUSED },   /* */
    { say_unreachable, "socks5", G_IO_ERROR_HOST_UNREACHABLE }, /* */
    { forbid, "socks5", -1 },                                   /* */
    { want_password, "socks5", -1 },                            /* */
    { speak_nonsense, "socks5", -1 },                           /* */
    { say_half, "socks5", -1 },                                 /* */
    { hang_up, "socks5", -1 },                                  /* */
    { forbid_http, "http", -1 },                                /* */
    { speak_nonsense, "http", -1 },                             /* */
    { hang_up, "gopher", -1 },                                  /* nobody speaks that */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestServer server = { .serve = rows[i].serve };
    Reached reached = reach (&server, rows[i].scheme);

    g_test_message ("%u", (guint) i);
    if (rows[i].code >= 0) {
      g_assert_error (reached.error, G_IO_ERROR, rows[i].code);
    } else {
      g_assert_error (reached.error, MW_NET_ERROR, MW_NET_ERROR_PROXY);
      g_assert_nonnull (strstr (reached.error->message, "127.0.0.1"));
    }
    g_clear_error (&reached.error);
    test_server_stop (&server);
  }
}

static void
assert_unreachable (const char *proxy)
{
  Reached reached = { NULL };

  mw_proxy_connect_async (proxy, HOST, PORT, NULL, reached_cb, &reached);
  test_await (&reached.done);
  g_assert_error (reached.error, MW_NET_ERROR, MW_NET_ERROR_PROXY);
  g_clear_error (&reached.error);
}

static void
test_no_proxy_there (void)
{
  TestServer server = { .serve = hang_up };
  g_autofree char *proxy = NULL;

  test_server_start (&server);
  test_server_stop (&server);
  proxy = g_strdup_printf ("socks5://127.0.0.1:%u", server.port);
  assert_unreachable (proxy); /* refused, but not by the server */
  assert_unreachable ("socks5://");
  assert_unreachable ("nonsense");
}

static void
test_cancel (void)
{
  for (guint ms = 0; ms < 5; ms++) {
    TestServer server = { .serve = stay_silent };
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autofree char *proxy = NULL;
    Reached reached = { NULL };

    test_server_start (&server);
    proxy = g_strdup_printf ("socks5://127.0.0.1:%u", server.port);
    test_cancel_after (cancellable, ms);
    mw_proxy_connect_async (proxy, HOST, PORT, cancellable, reached_cb, &reached);
    test_await (&reached.done);
    g_assert_error (reached.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_clear_error (&reached.error);
    test_settle ();
    test_server_stop (&server);
  }
}

typedef struct {
  char *proxy;
  gboolean ok;
  gboolean done;
} Found;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Found *found = user_data;

  found->ok = mw_proxy_find_finish (result, &found->proxy, NULL);
  found->done = TRUE;
}

static void
assert_found (GProxyResolver *resolver, const char *host, const char *proxy)
{
  Found found = { NULL };

  mw_proxy_find_async (resolver, "imap", host, PORT, NULL, found_cb, &found);
  test_await (&found.done);
  g_assert_true (found.ok);
  g_assert_cmpstr (found.proxy, ==, proxy);
  g_free (found.proxy);
}

static void
test_find (void)
{
  char *excepted[] = { (char *) "local.test", (char *) "fd00::/8", NULL };
  g_autoptr (GProxyResolver) resolver = g_simple_proxy_resolver_new ("socks5://p.test:1", excepted);
  g_autoptr (GProxyResolver) any = g_simple_proxy_resolver_new ("socks://p.test:1", NULL);
  g_autoptr (GProxyResolver) odd = g_simple_proxy_resolver_new ("gopher://p.test:1", NULL);

  assert_found (resolver, HOST, "socks5://p.test:1");
  assert_found (resolver, "local.test", NULL);
  assert_found (resolver, "fd00::1", NULL);
  assert_found (resolver, "2001:db8::1", "socks5://p.test:1");
  assert_found (any, HOST, "socks5://p.test:1");
  assert_found (odd, HOST, "gopher://p.test:1"); /* better no connection than another way */
  assert_found (NULL, HOST, NULL);
}

static void
test_words (void)
{
  static const struct {
    const char *uri;
    const char *text;
    guint round_trips;
  } rows[] = {
    { "socks5://p.test:1", "socks5://p.test:1", 3 },
    { "socks5://me:pass%40word@p.test:1", "socks5://p.test:1", 4 },
    { "socks5://p.test", "socks5://p.test:1080", 3 },
    { "http://me:secret@[fd00::1]:3128", "http://[fd00::1]:3128", 2 },
    { "me:secret@nonsense", "nonsense", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = mw_proxy_to_string (rows[i].uri);

    g_assert_cmpstr (text, ==, rows[i].text);
    g_assert_cmpuint (mw_proxy_count_round_trips (rows[i].uri), ==, rows[i].round_trips);
  }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/proxy/reached", test_reached);
  g_test_add_func ("/proxy/failures", test_failures);
  g_test_add_func ("/proxy/no-proxy-there", test_no_proxy_there);
  g_test_add_func ("/proxy/cancel", test_cancel);
  g_test_add_func ("/proxy/find", test_find);
  g_test_add_func ("/proxy/words", test_words);
  status = g_test_run ();
  g_free (asked);

  return status;
}
