/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/socket.h>

#include "await.h"
#include "mw-http.h"
#include "mw-net-error.h"
#include "mw-shared-trust.h"
#include "tls-server.h"

#define LIMIT_MS 5000

static TestCertificate authority = { .subject = "Test Authority", .is_authority = TRUE };
static TestCertificate stranger = { .subject = "Stranger", .is_authority = TRUE };

typedef struct {
  MwHttpAnswer *answer;
  GError *error;
  gboolean done;
} Got;

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Got *got = user_data;

  got->answer = mw_http_get_finish (result, &got->error);
  got->done = TRUE;
}

static Got
get (const char *uri, guint limit_ms)
{
  Got got = { NULL };

  mw_http_get_async (uri, limit_ms, NULL, got_cb, &got);
  test_await (&got.done);
  g_assert_true ((got.answer == NULL) == (got.error != NULL));

  return got;
}

static void
clear_got (Got *got)
{
  g_clear_pointer (&got->answer, mw_http_answer_free);
  g_clear_error (&got->error);
}

/* What the last request looked like. */
static char *headers_seen;

static char *posted;

static void
note_header (const char *name, const char *value, gpointer user_data)
{
  g_string_append_printf (user_data, "%s\n", name);
}

static void
note_request (SoupServerMessage *message)
{
  g_autoptr (GString) seen = g_string_new (NULL);

  soup_message_headers_foreach (soup_server_message_get_request_headers (message),
                                note_header,
                                seen);
  g_free (headers_seen);
  headers_seen = g_strdup (seen->str);
  g_free (posted);
  posted = g_strdup_printf ("%s %.*s",
                            soup_server_message_get_method (message),
                            (int) soup_server_message_get_request_body (message)->length,
                            soup_server_message_get_request_body (message)->data);
}

static void
serve_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *next = NULL;
  gsize size;
  int hops;

  note_request (message);
  soup_message_headers_append (headers, "Set-Cookie", "a=b");
  if (sscanf (path, "/hop/%d", &hops) == 1 && hops > 0) {
    next = g_strdup_printf ("/hop/%d", hops - 1);
    soup_server_message_set_redirect (message, 302, next);
  } else if (sscanf (path, "/size/%zu", &size) == 1) {
    g_autofree char *body = g_strnfill (size, 'x');

    soup_server_message_set_response (message,
                                      "Text/XML; charset=utf-8",
                                      SOUP_MEMORY_COPY,
                                      body,
                                      size);
    soup_server_message_set_status (message, 200, NULL);
  } else if (g_str_has_prefix (path, "/to/")) {
    soup_server_message_set_status (message, 301, NULL);
    soup_message_headers_replace (headers,
                                  "Location",
                                  path + (strstr (path, ":/") != NULL ? 4 : 3));
  } else if (g_str_equal (path, "/locked")) {
    soup_message_headers_append (headers, "WWW-Authenticate", "Basic realm=\"a\"");
    soup_server_message_set_status (message, 401, NULL);
  } else if (g_str_equal (path, "/nowhere")) {
    soup_server_message_set_status (message, 302, NULL);
  } else if (g_str_equal (path, "/hop/0")) {
    soup_server_message_set_response (message, "a/b", SOUP_MEMORY_STATIC, "done", 4);
    soup_server_message_set_status (message, 200, NULL);
  } else {
    soup_server_message_set_response (message, "a/b", SOUP_MEMORY_STATIC, "no such", 7);
    soup_server_message_set_status (message, 404, NULL);
  }
}

static SoupServer *
start_server (char **base)
{
  SoupServer *server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  soup_server_add_handler (server, NULL, serve_cb, NULL, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  *base = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return server;
}

static void
test_documents (void)
{
  static const struct {
    const char *path;
    guint status;
    const char *type;
    gsize size;
    const char *end;
  } rows[] = {
    { "/size/0", 200, "text/xml", 0, "/size/0" },
    { "/size/5", 200, "text/xml", 5, "/size/5" },
    { "/size/1048576", 200, "text/xml", 1048576, "/size/1048576" },
    { "/hop/5", 200, "a/b", 4, "/hop/0" },
    { "/to/hop/1", 200, "a/b", 4, "/hop/0" },
    { "/other", 404, NULL, 0, "/other" },
  };
  g_autofree char *base = NULL;
  g_autoptr (SoupServer) server G_GNUC_UNUSED = start_server (&base);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *uri = g_strconcat (base, rows[i].path, NULL);
    g_autofree char *end = g_strconcat (base, rows[i].end, NULL);
    Got got = get (uri, LIMIT_MS);

    g_test_message ("%s", rows[i].path);
    g_assert_no_error (got.error);
    g_assert_cmpuint (got.answer->status, ==, rows[i].status);
    g_assert_cmpstr (got.answer->type, ==, rows[i].type);
    g_assert_cmpuint (g_bytes_get_size (got.answer->body), ==, rows[i].size);
    g_assert_cmpstr (got.answer->uri, ==, end);
    clear_got (&got);
  }
}

static void
test_refusals (void)
{
  static const struct {
    const char *uri; /* or, with a slash, the path */
    int code;
    gboolean is_ours;
  } rows[] = {
    { "/size/1048577", MW_NET_ERROR_FLOOD, TRUE },
    { "/hop/6", MW_NET_ERROR_REDIRECT, TRUE },
    { "/nowhere", MW_NET_ERROR_REDIRECT, TRUE },
    { "/to/ftp://127.0.0.1/", MW_NET_ERROR_REDIRECT, TRUE },
    { "/to/file:///etc/passwd", MW_NET_ERROR_REDIRECT, TRUE },
    { "/to/http://", MW_NET_ERROR_REDIRECT, TRUE },
    { "file:///etc/passwd", G_IO_ERROR_INVALID_ARGUMENT, FALSE },
    { "http://", G_IO_ERROR_INVALID_ARGUMENT, FALSE },
    { "mail.test", G_IO_ERROR_INVALID_ARGUMENT, FALSE },
    { "", G_IO_ERROR_INVALID_ARGUMENT, FALSE },
  };
  g_autofree char *base = NULL;
  g_autoptr (SoupServer) server G_GNUC_UNUSED = start_server (&base);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *uri = g_strconcat (*rows[i].uri == '/' ? base : "", rows[i].uri, NULL);
    Got got = get (uri, LIMIT_MS);

    g_test_message ("%s", rows[i].uri);
    g_assert_error (got.error, (rows[i].is_ours ? MW_NET_ERROR : G_IO_ERROR), rows[i].code);
    clear_got (&got);
  }
}

/* No cookie comes back, and nothing tells about the person. */
static void
test_headers (void)
{
  g_autofree char *base = NULL;
  g_autoptr (SoupServer) server G_GNUC_UNUSED = start_server (&base);
  g_autofree char *uri = g_strconcat (base, "/hop/2", NULL);
  g_autofree char *with_name = g_strconcat ("http://user:secret@", base + 7, "/locked", NULL);

  for (guint i = 0; i < 2; i++) {
    Got got = get (i == 0 ? uri : with_name, LIMIT_MS);

    g_assert_no_error (got.error);
    g_assert_null (strstr (got.answer->uri, "secret"));
    g_assert_null (strstr (headers_seen, "Cookie"));
    g_assert_null (strstr (headers_seen, "Accept-Language"));
    g_assert_null (strstr (headers_seen, "Accept-Encoding"));
    g_assert_null (strstr (headers_seen, "Authorization"));
    g_assert_null (strstr (headers_seen, "Referer"));
    clear_got (&got);
  }
}

static Got
post (const char *uri, const MwHttpPost *question)
{
  Got got = { NULL };

  mw_http_post_async (uri, question, LIMIT_MS, NULL, got_cb, &got);
  test_await (&got.done);
  g_assert_true ((got.answer == NULL) == (got.error != NULL));

  return got;
}

/* One request to one server, whatever it answers; and no password in the clear. */
static void
test_post (void)
{
  g_autofree char *base = NULL;
  g_autoptr (SoupServer) server G_GNUC_UNUSED = start_server (&base);
  g_autofree char *hop = g_strconcat (base, "/hop/2", NULL);
  g_autofree char *next = g_strconcat (base, "/hop/1", NULL);
  g_autofree char *locked = g_strconcat (base, "/locked", NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("question", 8);
  g_autoptr (MwSecret) secret = mw_secret_new ("wonderland");
  MwHttpPost question = { .type = "text/xml", .body = body };
  Got got = post (hop, &question);

  g_assert_no_error (got.error);
  g_assert_cmpuint (got.answer->status, ==, 302);
  g_assert_cmpstr (got.answer->location, ==, next);
  g_assert_false (got.answer->wants_password);
  g_assert_cmpstr (posted, ==, "POST question");
  clear_got (&got);

  got = post (locked, &question);
  g_assert_no_error (got.error);
  g_assert_cmpuint (got.answer->status, ==, 401);
  g_assert_true (got.answer->wants_password);
  clear_got (&got);

  g_clear_pointer (&posted, g_free);
  question.user = "alice";
  question.secret = secret;
  got = post (locked, &question);
  g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_null (posted);
  clear_got (&got);
}

static void
drip (TestServer *self, int fd, SSL *ssl)
{
  test_write (fd, NULL, "HTTP/1.1 200 OK\r\n\r\n", -1);
  while (send (fd, "x", 1, 0) == 1)
    g_usleep (5000);
}

static void
stay_silent (TestServer *self, int fd, SSL *ssl)
{
  char bytes[4096];

  while (recv (fd, bytes, sizeof bytes, 0) > 0)
    ;
}

/* It does not say how much. */
static void
flood (TestServer *self, int fd, SSL *ssl)
{
  g_autofree char *bytes = g_strnfill (65536, 'x');

  test_write (fd, NULL, "HTTP/1.1 200 OK\r\n\r\n", -1);
  for (guint i = 0; i < 1000; i++)
    if (send (fd, bytes, 65536, 0) < 0)
      return;
}

static void
speak_nonsense (TestServer *self, int fd, SSL *ssl)
{
  test_write (fd, NULL, "220 mail.test\r\n", -1);
}

static void
send_away (TestServer *self, int fd, SSL *ssl)
{
  char request[4096];

  if (ssl != NULL && SSL_accept (ssl) == 1 && SSL_read (ssl, request, sizeof request) > 0)
    test_write (fd,
                ssl,
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
                -1);
}

static void
test_bad_servers (void)
{
  static const struct {
    void (*serve) (TestServer *self, int fd, SSL *ssl);
    int code;
    gboolean is_ours;
  } rows[] = {
    { drip, G_IO_ERROR_TIMED_OUT, FALSE },
    { stay_silent, G_IO_ERROR_TIMED_OUT, FALSE },
    { flood, MW_NET_ERROR_FLOOD, TRUE },
    { speak_nonsense, -1, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestServer server = { .serve = rows[i].serve };
    g_autofree char *uri = NULL;
    Got got;

    test_server_start (&server);
    uri = g_strdup_printf ("http://127.0.0.1:%u/", server.port);
    got = get (uri, rows[i].code == G_IO_ERROR_TIMED_OUT ? 60 : LIMIT_MS);
    g_test_message ("%u", (guint) i);
    if (rows[i].code >= 0)
      g_assert_error (got.error, (rows[i].is_ours ? MW_NET_ERROR : G_IO_ERROR), rows[i].code);
    g_assert_nonnull (got.error);
    clear_got (&got);
    test_settle ();
    test_server_stop (&server);
  }
}

/* Its file is read when it is needed. */
static void
trust (const char *file)
{
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (file, NULL);

  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

/* Encryption is not taken off on the way; and whom nobody vouches for is not listened to. */
static void
test_https (void)
{
  static const struct {
    const TestCertificate *trusted;
    TestCertificate certificate;
    gboolean is_good;
  } rows[] = {
    { &stranger, { .names = "IP:127.0.0.1" }, FALSE },
    { &authority, { .names = "IP:127.0.0.1" }, TRUE },
    { &authority, { .names = "IP:127.0.0.1", .purpose = "serverAuth" }, TRUE },
    { &authority, { .names = "IP:127.0.0.1", .purpose = "clientAuth" }, FALSE },
    { &authority, { .names = "IP:127.0.0.2" }, FALSE },
    { &authority, { .names = "IP:127.0.0.1", .begins = -2 * DAY, .ends = -DAY }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestCertificate certificate = rows[i].certificate;
    g_autofree char *file = test_certificate_write ((TestCertificate *) rows[i].trusted);
    TestServer server = { .serve = send_away, .certificate = &certificate };
    g_autofree char *uri = NULL;
    Got got;

    certificate.subject = "a";
    certificate.issuer = &authority;
    test_certificate_make (&certificate);
    trust (file);
    test_server_start (&server);
    uri = g_strdup_printf ("https://127.0.0.1:%u/", server.port);
    got = get (uri, LIMIT_MS);
    g_test_message ("%u", (guint) i);
    if (rows[i].is_good)
      g_assert_error (got.error, MW_NET_ERROR, MW_NET_ERROR_REDIRECT);
    else
      g_assert_error (got.error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
    clear_got (&got);
    test_server_stop (&server);
    g_unlink (file);
    test_certificate_clear (&certificate);
  }
}

/* What the system trusts is read once, not for each connection. */
static void
test_trust_is_shared (void)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (GTlsDatabase) first = NULL;
  g_autoptr (GTlsDatabase) second = NULL;

  mw_shared_trust_register ();
  first = g_tls_backend_get_default_database (backend);
  mw_shared_trust_register ();
  second = g_tls_backend_get_default_database (backend);
  g_assert_true (MW_IS_SHARED_TRUST (first));
  g_assert_true (first == second);
}

static void
test_cancel (void)
{
  for (guint ms = 0; ms < 5; ms++) {
    TestServer server = { .serve = stay_silent };
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autofree char *uri = NULL;
    Got got = { NULL };

    test_server_start (&server);
    uri = g_strdup_printf ("http://127.0.0.1:%u/", server.port);
    test_cancel_after (cancellable, ms);
    mw_http_get_async (uri, LIMIT_MS, cancellable, got_cb, &got);
    test_await (&got.done);
    g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    clear_got (&got);
    test_settle ();
    test_server_stop (&server);
  }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_trust_nobody ();
  test_certificate_make (&authority);
  test_certificate_make (&stranger);

  g_test_add_func ("/http/documents", test_documents);
  g_test_add_func ("/http/refusals", test_refusals);
  g_test_add_func ("/http/headers", test_headers);
  g_test_add_func ("/http/post", test_post);
  g_test_add_func ("/http/bad-servers", test_bad_servers);
  g_test_add_func ("/http/https", test_https);
  g_test_add_func ("/http/trust-is-shared", test_trust_is_shared);
  g_test_add_func ("/http/cancel", test_cancel);
  status = g_test_run ();

  test_certificate_clear (&authority);
  test_certificate_clear (&stranger);
  g_free (headers_seen);
  g_free (posted);

  return status;
}
