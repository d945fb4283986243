/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web-server.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define NAMES                                                                                      \
  "DNS:*.test,DNS:firma.test,DNS:*.firma.test,DNS:*.hosted.test,DNS:*.hoster.test,DNS:*.mail."     \
  "hoster.test,"                                                                                   \
  "DNS:*.thunderbird.net,DNS:*.qq.com,DNS:*.a.test,DNS:*.sub.a.test"

static TestCertificate authority = { .subject = "Test Authority", .is_authority = TRUE };
static TestCertificate good = { .subject = "Web", .names = NAMES, .issuer = &authority };
static TestCertificate bad = { .subject = "Web", .names = "DNS:other.test", .issuer = &authority };

static GSocketService *service;
static char *authority_file;
static GMutex lock;
static const TestPage *pages;
static gsize n_pages;
static GPtrArray *asked; /* addresses, without those that were only connected to */

/* ------ the proxy that leads there ------ */

static char *proxy_uri;

typedef GObject TestWebResolver;
typedef GObjectClass TestWebResolverClass;

static gboolean
is_supported (GProxyResolver *self)
{
  return TRUE;
}

static char **
lookup (GProxyResolver *self, const char *uri, GCancellable *cancellable, GError **error)
{
  return g_strsplit (proxy_uri, " ", -1);
}

static void
lookup_async (GProxyResolver *self,
              const char *uri,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_pointer (task, lookup (self, uri, NULL, NULL), (GDestroyNotify) g_strfreev);
}

static char **
lookup_finish (GProxyResolver *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = is_supported;
  iface->lookup = lookup;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

static GType test_web_resolver_get_type (void);
G_DEFINE_TYPE_WITH_CODE (TestWebResolver,
                         test_web_resolver,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, resolver_iface_init))

static void
test_web_resolver_class_init (TestWebResolverClass *klass)
{
}

static void
test_web_resolver_init (TestWebResolver *self)
{
}

/* ------ the server ------ */

static const TestPage *
find (const char *uri)
{
  const TestPage *page = NULL;

  g_mutex_lock (&lock);
  g_ptr_array_add (asked, g_strdup (uri));
  for (gsize i = 0; i < n_pages && page == NULL; i++)
    if (g_str_equal (pages[i].uri, uri))
      page = &pages[i];
  g_mutex_unlock (&lock);

  return page;
}

static gboolean
is_connected_to (const char *host)
{
  gboolean found = FALSE;
  g_autofree char *start = g_strdup_printf ("https://%s/", host);

  g_mutex_lock (&lock);
  for (gsize i = 0; i < n_pages; i++)
    found |= g_str_has_prefix (pages[i].uri, start);
  g_mutex_unlock (&lock);

  return found;
}

static void
keep_body (int fd, SSL *ssl, gsize length)
{
  g_autofree char *body = g_malloc0 (length + 1);
  gsize n = 0;
  gssize more = 1;

  for (; n < length && more > 0; n += (gsize) MAX (more, 0))
    more =
      ssl != NULL ? SSL_read (ssl, body + n, (int) (length - n)) : read (fd, body + n, length - n);
  g_mutex_lock (&lock);
  g_ptr_array_add (asked, g_steal_pointer (&body));
  g_mutex_unlock (&lock);
}

/* What was posted, and who says to have sent it, is kept with the addresses. */
static char *
read_request (int fd, SSL *ssl)
{
  char *request = test_read_line (fd, ssl);
  gsize length = 0;

  for (;;) {
    g_autofree char *line = test_read_line (fd, ssl);

    if (line == NULL || *line == '\0')
      break;
    if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
      length = (gsize) g_ascii_strtoull (line + 15, NULL, 10);
    if (g_ascii_strncasecmp (line, "Authorization:", 14) == 0) {
      g_mutex_lock (&lock);
      g_ptr_array_add (asked, g_strdup (line));
      g_mutex_unlock (&lock);
    }
  }
  if (length > 0)
    keep_body (fd, ssl, length);

  return request;
}

static void
answer (int fd, SSL *ssl, const char *uri)
{
  const TestPage *page = find (uri);
  const char *head = page != NULL ? page->head : "HTTP/1.1 404 Not Found\r\n";
  const char *body = page != NULL && page->body != NULL ? page->body : "";
  g_autofree char *reply = NULL;
  char byte;

  if (head == NULL) {
    while (read (fd, &byte, 1) > 0)
      ;
    return;
  }
  reply = g_strdup_printf ("%sContent-Length: %zu\r\nConnection: close\r\n\r\n%s",
                           head,
                           strlen (body),
                           body);
  test_write (fd, ssl, reply, -1);
}

static void
answer_encrypted (int fd, const char *host)
{
  TestCertificate *certificate = g_str_has_prefix (host, "bad.") ? &bad : &good;
  SSL_CTX *context = SSL_CTX_new (TLS_server_method ());
  SSL *ssl;

  SSL_CTX_use_certificate (context, certificate->x509);
  SSL_CTX_use_PrivateKey (context, certificate->key);
  ssl = SSL_new (context);
  SSL_set_fd (ssl, fd);
  test_write (fd, NULL, "HTTP/1.1 200 Connected\r\n\r\n", -1);
  if (SSL_accept (ssl) == 1) {
    g_autofree char *request = read_request (fd, ssl);
    g_auto (GStrv) words = g_strsplit (request != NULL ? request : "", " ", 3);
    g_autofree char *uri = words[0] ? g_strconcat ("https://", host, words[1], NULL) : NULL;

    if (uri != NULL)
      answer (fd, ssl, uri);
    SSL_shutdown (ssl);
  }
  SSL_free (ssl);
  SSL_CTX_free (context);
}

static gboolean
run_cb (GThreadedSocketService *source,
        GSocketConnection *connection,
        GObject *object,
        gpointer user_data)
{
  int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  g_autofree char *request = NULL;
  g_auto (GStrv) words = NULL;

  g_unix_set_fd_nonblocking (fd, FALSE, NULL);
  request = read_request (fd, NULL);
  words = g_strsplit (request != NULL ? request : "", " ", 3);
  if (g_strv_length (words) < 3)
    return TRUE;
  if (!g_str_equal (words[0], "CONNECT")) {
    answer (fd, NULL, words[1]);
    return TRUE;
  }

  *strchr (words[1], ':') = '\0';
  if (is_connected_to (words[1]))
    answer_encrypted (fd, words[1]);
  else
    test_write (fd, NULL, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", -1);

  return TRUE;
}

static void
trust_authority (void)
{
  g_autoptr (GTlsDatabase) database = NULL;

  authority_file = test_certificate_write (&authority);
  database = g_tls_file_database_new (authority_file, NULL);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

/* To be called before anything asks for a proxy. */
void
test_web_open (void)
{
  guint16 port;

  signal (SIGPIPE, SIG_IGN);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "test-web", TRUE);
  g_vfs_get_default (); /* GIO knows its extension points */
  g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME,
                                  test_web_resolver_get_type (),
                                  "test-web",
                                  0);
  test_certificate_make (&authority);
  test_certificate_make (&good);
  test_certificate_make (&bad);
  trust_authority ();
  asked = g_ptr_array_new_with_free_func (g_free);

  service = g_threaded_socket_service_new (20);
  g_signal_connect (service, "run", G_CALLBACK (run_cb), NULL);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_assert_cmpuint (port, >, 0);
  proxy_uri = g_strdup_printf ("http://127.0.0.1:%u", port);
}

void
test_web_close (void)
{
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  g_clear_object (&service);
  g_unlink (authority_file);
  g_clear_pointer (&authority_file, g_free);
  g_clear_pointer (&proxy_uri, g_free);
  g_clear_pointer (&asked, g_ptr_array_unref);
  test_certificate_clear (&authority);
  test_certificate_clear (&good);
  test_certificate_clear (&bad);
}

/* Other pages; nothing was asked yet. */
void
test_web_set (const TestPage *new_pages, gsize n_new_pages)
{
  g_mutex_lock (&lock);
  pages = new_pages;
  n_pages = n_new_pages;
  g_ptr_array_set_size (asked, 0);
  g_mutex_unlock (&lock);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What was asked for, sorted, one a line. */
char *
test_web_dup_asked (void)
{
  GString *text = g_string_new (NULL);

  g_mutex_lock (&lock);
  g_ptr_array_sort (asked, compare_texts);
  for (guint i = 0; i < asked->len; i++)
    g_string_append_printf (text, "%s\n", (char *) g_ptr_array_index (asked, i));
  g_mutex_unlock (&lock);

  return g_string_free (text, FALSE);
}
