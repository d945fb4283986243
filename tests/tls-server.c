/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "tls-server.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "mw-connect.h"

static void
add_extension (TestCertificate *self, int nid, const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;

  if (value == NULL)
    return;

  X509V3_set_ctx_nodb (&context);
  X509V3_set_ctx (&context,
                  self->issuer != NULL ? self->issuer->x509 : self->x509,
                  self->x509,
                  NULL,
                  NULL,
                  0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  X509_add_ext (self->x509, extension, -1);
  X509_EXTENSION_free (extension);
}

void
test_certificate_make (TestCertificate *self)
{
  TestCertificate *signer = self->issuer != NULL ? self->issuer : self;
  const EVP_MD *digest = EVP_get_digestbyname (self->digest != NULL ? self->digest : "SHA256");
  static long serial;
  X509_NAME *name;

  if (self->key_type != NULL)
    self->key = EVP_PKEY_Q_keygen (NULL, NULL, self->key_type);
  else
    self->key = self->rsa_bits > 0 ? EVP_PKEY_Q_keygen (NULL, NULL, "RSA", (size_t) self->rsa_bits)
                                   : EVP_PKEY_Q_keygen (NULL, NULL, "EC", "P-256");
  self->x509 = X509_new ();
  X509_set_version (self->x509, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (self->x509), ++serial);
  X509_gmtime_adj (X509_getm_notBefore (self->x509), self->begins != 0 ? self->begins : -DAY);
  X509_gmtime_adj (X509_getm_notAfter (self->x509), self->ends != 0 ? self->ends : 30 * DAY);
  X509_set_pubkey (self->x509, self->key);

  name = X509_get_subject_name (self->x509);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_UTF8, (const guchar *) self->subject, -1, -1, 0);
  X509_set_issuer_name (self->x509, X509_get_subject_name (signer->x509));

  add_extension (self, NID_basic_constraints, self->is_authority ? "critical,CA:TRUE" : "CA:FALSE");
  add_extension (self, NID_subject_alt_name, self->names);
  add_extension (self, NID_ext_key_usage, self->purpose);
  add_extension (self, NID_info_access, self->issuer_uri);
  add_extension (self, NID_tlsfeature, self->must_staple ? "status_request" : NULL);
  if (signer->key_type != NULL)
    digest = NULL; /* it has its own */
  g_assert_cmpint (X509_sign (self->x509, signer->key, digest), >, 0);
}

void
test_certificate_clear (TestCertificate *self)
{
  g_clear_pointer (&self->x509, X509_free);
  g_clear_pointer (&self->key, EVP_PKEY_free);
}

char *
test_write_file (const char *contents)
{
  g_autoptr (GError) error = NULL;
  char *path;
  int fd = g_file_open_tmp ("mw-test-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, contents, -1, &error);
  g_assert_no_error (error);

  return path;
}

/* Returns the path of a PEM file; to be deleted by the caller. */
char *
test_certificate_write (TestCertificate *self)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  g_autofree char *pem = NULL;
  char *bytes;
  long length;

  PEM_write_bio_X509 (bio, self->x509);
  length = BIO_get_mem_data (bio, &bytes);
  pem = g_strndup (bytes, length);
  BIO_free (bio);

  return test_write_file (pem);
}

static int
accept_any (int ok, X509_STORE_CTX *store)
{
  return 1;
}

static int
staple_cb (SSL *ssl, void *user_data)
{
  TestServer *self = user_data;
  gsize length;
  const void *bytes = g_bytes_get_data (self->staple, &length);

  /* OpenSSL's to free */
  SSL_set_tlsext_status_ocsp_resp (ssl, OPENSSL_memdup (bytes, length), (long) length);

  return SSL_TLSEXT_ERR_OK;
}

static void
set_up_client_authority (TestServer *self)
{
  X509_STORE_add_cert (SSL_CTX_get_cert_store (self->context), self->client_authority->x509);
  SSL_CTX_add_client_CA (self->context, self->client_authority->x509);
}

static void
set_up_tls (TestServer *self)
{
  self->context = SSL_CTX_new (TLS_server_method ());
  /* What no server of today would do any more. */
  SSL_CTX_set_cipher_list (self->context, "ALL:@SECLEVEL=0");
  SSL_CTX_set_min_proto_version (self->context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version (self->context, self->version);
  SSL_CTX_use_certificate (self->context, self->certificate->x509);
  SSL_CTX_use_PrivateKey (self->context, self->certificate->key);
  if (self->extra != NULL)
    SSL_CTX_add1_chain_cert (self->context, self->extra->x509);
  if (self->groups != NULL)
    g_assert_true (SSL_CTX_set1_groups_list (self->context, self->groups));
  if (self->suites != NULL) {
    g_assert_true (SSL_CTX_set_cipher_list (self->context, self->suites));
    SSL_CTX_set_dh_auto (self->context, 1);
  }
  if (self->wants_client_certificate)
    SSL_CTX_set_verify (self->context,
                        SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
                        self->client_authority != NULL ? NULL : accept_any);
  if (self->client_authority != NULL)
    set_up_client_authority (self);
  if (self->staple != NULL) {
    SSL_CTX_set_tlsext_status_cb (self->context, staple_cb);
    SSL_CTX_set_tlsext_status_arg (self->context, self);
  }
}

static gpointer
serve_cb (gpointer user_data)
{
  TestServer *self = user_data;
  int fd = accept (self->listener, NULL, NULL);
  SSL *ssl = NULL;

  if (fd < 0)
    return NULL;

  if (self->context != NULL) {
    ssl = SSL_new (self->context);
    SSL_set_fd (ssl, fd);
  }
  self->serve (self, fd, ssl);
  SSL_free (ssl);
  ERR_clear_error ();
  close (fd);

  return NULL;
}

void
test_server_start (TestServer *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  socklen_t length = sizeof address;

  signal (SIGPIPE, SIG_IGN);
  if (self->certificate != NULL)
    set_up_tls (self);
  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (self->listener, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (listen (self->listener, 5), ==, 0);
  getsockname (self->listener, (struct sockaddr *) &address, &length);
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("server", serve_cb, self);
}

void
test_server_stop (TestServer *self)
{
  shutdown (self->listener, SHUT_RDWR); /* nobody may have come */
  g_thread_join (self->thread);
  close (self->listener);
  g_clear_pointer (&self->context, SSL_CTX_free);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  GSocketConnection **connection = user_data;

  *connection = mw_connect_finish (result, &error);
  g_assert_no_error (error);
}

GSocketConnection *
test_server_connect (TestServer *self)
{
  g_autoptr (GSocketAddress) address =
    g_inet_socket_address_new_from_string ("127.0.0.1", self->port);
  GSocketConnection *connection = NULL;

  mw_connect_async (address, NULL, connected_cb, &connection);
  while (connection == NULL)
    g_main_context_iteration (NULL, TRUE);

  return connection;
}

/* Over TLS if there is an @ssl, which has shaken hands, else in the clear. */
void
test_write (int fd, SSL *ssl, const char *bytes, gssize length)
{
  if (length < 0)
    length = (gssize) strlen (bytes);

  while (length > 0) {
    gssize n =
      ssl != NULL ? SSL_write (ssl, bytes, (int) length) : write (fd, bytes, (gsize) length);

    if (n <= 0)
      return;
    bytes += n;
    length -= n;
  }
}

/* Without its end; %NULL at the end of the connection. */
char *
test_read_line (int fd, SSL *ssl)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char c;

  while ((ssl != NULL ? SSL_read (ssl, &c, 1) : (int) read (fd, &c, 1)) == 1) {
    if (c == '\n')
      return g_strndup (line->str, line->len - (g_str_has_suffix (line->str, "\r") ? 1 : 0));
    g_string_append_c (line, c);
  }

  return NULL;
}

/* What this machine trusts must not matter, and takes long to read. */
void
test_trust_nobody (void)
{
  static TestCertificate nobody = { .subject = "Nobody", .is_authority = TRUE };
  g_autofree char *file = NULL;
  g_autoptr (GTlsDatabase) database = NULL;

  g_setenv ("SSL_CERT_FILE", "/dev/null", TRUE);
  g_setenv ("SSL_CERT_DIR", "/dev/null", TRUE);

  test_certificate_make (&nobody);
  file = test_certificate_write (&nobody);
  database = g_tls_file_database_new (file, NULL);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
  g_unlink (file);
  test_certificate_clear (&nobody);
}

/* Says back whatever it is told. */
void
test_echo (TestServer *self, int fd, SSL *ssl)
{
  char bytes[4096];
  int n;

  if (SSL_accept (ssl) != 1)
    return;
  while ((n = SSL_read (ssl, bytes, sizeof bytes)) > 0)
    test_write (fd, ssl, bytes, n);
  SSL_shutdown (ssl);
}

void
test_shaken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestAnswer *answer = user_data;

  g_clear_error (&answer->error);
  answer->ok = mw_tls_stream_handshake_finish (MW_TLS_STREAM (source), result, &answer->error);
  answer->done = TRUE;
  answer->n_answers++;
}

MwTlsStream *
test_shake_hands (TestServer *server, const char *ca_file, const char *host, GError **error)
{
  g_autoptr (GSocketConnection) base = NULL;
  g_autoptr (MwTlsContext) context = mw_tls_context_new (ca_file, NULL);
  MwTlsStream *tls;
  TestAnswer answer = { FALSE };

  test_server_start (server);
  base = test_server_connect (server);
  tls = mw_tls_stream_new (G_IO_STREAM (base), context, host);
  mw_tls_stream_handshake_async (tls, NULL, test_shaken_cb, &answer);
  test_await (&answer.done);
  g_assert_true (answer.ok == (answer.error == NULL));
  if (answer.error != NULL)
    g_propagate_error (error, answer.error);

  return tls;
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_io_stream_close_finish (G_IO_STREAM (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* Consumes @tls. */
void
test_leave (MwTlsStream *tls, TestServer *server)
{
  gboolean done = FALSE;

  g_io_stream_close_async (G_IO_STREAM (tls), MW_NET_PRIORITY, NULL, closed_cb, &done);
  test_await (&done);
  test_server_stop (server);
  test_settle ();
  g_assert_finalize_object (tls);
}
