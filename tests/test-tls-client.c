/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <string.h>

#include "await.h"
#include "mw-error.h"
#include "mw-tls-identity.h"
#include "tls-server.h"

#define HOST "mail.test"
#define PASSPHRASE "öffne dich 门"

static TestCertificate authority = { .subject = "Test Authority", .is_authority = TRUE };
static TestCertificate stranger = { .subject = "Stranger", .is_authority = TRUE };
static TestCertificate of_server = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
static TestCertificate between = { .subject = "Between",
                                   .issuer = &authority,
                                   .is_authority = TRUE };
static TestCertificate alice = { .subject = "Alice", .issuer = &between };
static TestCertificate eve = { .subject = "Eve", .issuer = &stranger };
static char *authority_file;

static char *
write_bytes (const void *bytes, gssize length)
{
  char *path = test_write_file ("");
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);

  return path;
}

static char *
write_bio (BIO *bio)
{
  char *bytes;
  long length = BIO_get_mem_data (bio, &bytes);
  char *path = write_bytes (bytes, length);

  BIO_free (bio);

  return path;
}

/* The key at the end or at the start, locked or not. */
static char *
write_pem (TestCertificate *certificate, gboolean key_first, const char *passphrase)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  const EVP_CIPHER *cipher = passphrase != NULL ? EVP_aes_256_cbc () : NULL;

  for (guint i = 0; i < 2; i++) {
    if ((i == 0) == key_first) {
      PEM_write_bio_PKCS8PrivateKey (bio,
                                     certificate->key,
                                     cipher,
                                     passphrase,
                                     passphrase != NULL ? (int) strlen (passphrase) : 0,
                                     NULL,
                                     NULL);
    } else {
      PEM_write_bio_X509 (bio, between.x509);
      PEM_write_bio_X509 (bio, certificate->x509);
    }
  }

  return write_bio (bio);
}

static char *
write_pkcs12 (TestCertificate *certificate, const char *passphrase, int cipher)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  STACK_OF (X509) *chain = sk_X509_new_null ();
  PKCS12 *file;

  sk_X509_push (chain, between.x509);
  file = PKCS12_create (passphrase,
                        "mine",
                        certificate->key,
                        certificate->x509,
                        chain,
                        cipher,
                        cipher,
                        0,
                        0,
                        0);
  g_assert_nonnull (file);
  i2d_PKCS12_bio (bio, file);
  PKCS12_free (file);
  sk_X509_free (chain);

  return write_bio (bio);
}

/* Consumes @path. */
static MwTlsIdentity *
open_file (char *path, const char *passphrase, GError **error)
{
  g_autoptr (MwSecret) secret = passphrase != NULL ? mw_secret_new (passphrase) : NULL;
  MwTlsIdentity *identity = mw_tls_identity_new_for_file (path, secret, error);

  g_unlink (path);
  g_free (path);
  g_assert_cmpuint (ERR_peek_error (), ==, 0);

  return identity;
}

/* Tells whose certificate came, and behind which issuers. */
static void
tell_client (TestServer *self, int fd, SSL *ssl)
{
  X509 *certificate;
  char name[100] = "nobody";
  g_autofree char *line = NULL;

  if (SSL_accept (ssl) != 1)
    return;
  certificate = SSL_get0_peer_certificate (ssl);
  if (certificate != NULL)
    X509_NAME_oneline (X509_get_subject_name (certificate), name, sizeof name);
  line = g_strdup_printf ("%s %d", name, sk_X509_num (SSL_get_peer_cert_chain (ssl)));
  test_write (fd, ssl, line, -1);
  SSL_shutdown (ssl);
}

typedef struct {
  char text[100];
  gboolean done;
  GError *error;
} Said;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Said *said = user_data;

  g_input_stream_read_finish (G_INPUT_STREAM (source), result, &said->error);
  said->done = TRUE;
}

/* Shakes hands and reads once, showing @identity. Returns the facts as they are then. */
static MwTlsFacts *
visit (TestServer *server, MwTlsIdentity *identity, Said *said)
{
  g_autoptr (MwTlsContext) context = mw_tls_context_new (authority_file, NULL);
  g_autoptr (GSocketConnection) base = NULL;
  TestAnswer answer = { FALSE };
  MwTlsStream *tls;
  MwTlsFacts *facts;

  server->certificate = &of_server;
  test_server_start (server);
  base = test_server_connect (server);
  tls = mw_tls_stream_new (G_IO_STREAM (base), context, HOST);
  if (identity != NULL)
    mw_tls_stream_set_identity (tls, identity);
  mw_tls_stream_handshake_async (tls, NULL, test_shaken_cb, &answer);
  test_await (&answer.done);
  said->error = answer.error;
  if (answer.ok) {
    g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (tls)),
                               said->text,
                               sizeof said->text - 1,
                               MW_NET_PRIORITY,
                               NULL,
                               read_cb,
                               said);
    test_await (&said->done);
  }
  facts = mw_tls_facts_ref (mw_tls_stream_get_facts (tls));
  test_leave (tls, server);

  return facts;
}

static void
assert_shown (MwTlsIdentity *identity, const char *expected)
{
  static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++) {
    TestServer server = { .serve = tell_client,
                          .version = versions[i],
                          .wants_client_certificate = TRUE,
                          .client_authority = &authority };
    Said said = { { 0 } };
    g_autoptr (MwTlsFacts) facts = visit (&server, identity, &said);

    g_assert_no_error (said.error);
    g_assert_cmpstr (said.text, ==, expected);
    g_assert_true (facts->asked_for_certificate);
    g_assert_true (facts->sent_certificate);
    g_assert_cmpuint (g_strv_length (facts->authorities), ==, 1);
    g_assert_cmpstr (facts->authorities[0], ==, "CN=Test Authority");
    g_assert_cmpint (mw_tls_facts_get_client (facts), ==, MW_TLS_CLIENT_ACCEPTED);
  }
}

static void
test_files (void)
{
  char *paths[] = {
    write_pem (&alice, TRUE, NULL),
    write_pem (&alice, FALSE, NULL),
    write_pem (&alice, FALSE, PASSPHRASE),
    write_pkcs12 (&alice, PASSPHRASE, NID_aes_256_cbc),
    write_pkcs12 (&alice, "", NID_aes_256_cbc),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (GError) error = NULL;
    gboolean is_open = i < 2 || i == 4;
    g_autoptr (MwTlsIdentity) identity = open_file (paths[i], is_open ? NULL : PASSPHRASE, &error);

    g_assert_no_error (error);
    assert_shown (identity, "/CN=Alice 1");
  }
}

/* RC2 with 40 bits: what Windows wrote. */
static void
test_old_pkcs12 (void)
{
  OSSL_PROVIDER *legacy = OSSL_PROVIDER_try_load (NULL, "legacy", 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwTlsIdentity) identity = NULL;
  char *path;

  if (legacy == NULL) {
    g_test_skip ("This OpenSSL has no old ciphers");
    return;
  }
  path = write_pkcs12 (&alice, PASSPHRASE, NID_pbe_WithSHA1And40BitRC2_CBC);
  OSSL_PROVIDER_unload (legacy);
  g_assert_null (EVP_CIPHER_fetch (NULL, "RC2-40-CBC", NULL));
  ERR_clear_error ();

  identity = open_file (path, PASSPHRASE, &error);
  g_assert_no_error (error);
  assert_shown (identity, "/CN=Alice 1");
  g_assert_null (EVP_CIPHER_fetch (NULL, "RC2-40-CBC", NULL));
  ERR_clear_error ();
}

static void
test_locked (void)
{
  for (guint i = 0; i < 4; i++) {
    char *path = i < 2 ? write_pem (&alice, TRUE, PASSPHRASE)
                       : write_pkcs12 (&alice, PASSPHRASE, NID_aes_256_cbc);
    g_autoptr (GError) error = NULL;

    g_assert_null (open_file (path, i % 2 == 0 ? NULL : "sesame", &error));
    g_assert_error (error, MW_NET_ERROR, MW_NET_ERROR_PASSPHRASE);
    g_assert_null (strstr (error->message, "sesame"));
  }
}

static char *
write_key_only (void)
{
  BIO *bio = BIO_new (BIO_s_mem ());

  PEM_write_bio_PKCS8PrivateKey (bio, alice.key, NULL, NULL, 0, NULL, NULL);

  return write_bio (bio);
}

static char *
write_mixed_up (void)
{
  BIO *bio = BIO_new (BIO_s_mem ());

  PEM_write_bio_PKCS8PrivateKey (bio, alice.key, NULL, NULL, 0, NULL, NULL);
  PEM_write_bio_X509 (bio, eve.x509);

  return write_bio (bio);
}

static void
test_useless_files (void)
{
  char *paths[] = {
    test_certificate_write (&alice),
    write_key_only (),
    write_mixed_up (),
    test_write_file ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
    test_write_file ("hello"),
    test_write_file (""),
    write_bytes ("\x30\x82\xff\xff\x02\x01\x03", 7),
    g_strdup ("/no/such/file"),
    g_strdup ("/dev/zero"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *path = g_strdup (paths[i]);
    g_autoptr (GError) error = NULL;

    g_test_message ("%u", (guint) i);
    if (i == G_N_ELEMENTS (paths) - 1) {
      g_assert_null (mw_tls_identity_new_for_file (path, NULL, &error));
      g_free (paths[i]);
    } else {
      g_assert_null (open_file (paths[i], NULL, &error));
    }
    g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
    g_assert_nonnull (strstr (error->message, path));
  }
}

static void
assert_turned_away (MwTlsIdentity *identity, MwTlsClient expected)
{
  static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++) {
    TestServer server = { .serve = tell_client,
                          .version = versions[i],
                          .wants_client_certificate = TRUE,
                          .client_authority = &authority };
    Said said = { { 0 } };
    g_autoptr (MwTlsFacts) facts = visit (&server, identity, &said);

    g_assert_error (said.error, MW_NET_ERROR, MW_NET_ERROR_HANDSHAKE);
    g_assert_true (facts->asked_for_certificate);
    g_assert_true (facts->sent_certificate == (identity != NULL));
    g_assert_cmpint (mw_tls_facts_get_client (facts), ==, expected);
    g_clear_error (&said.error);
  }
}

static void
test_refused (void)
{
  g_autoptr (MwTlsIdentity) identity = open_file (write_pem (&eve, TRUE, NULL), NULL, NULL);

  assert_turned_away (identity, MW_TLS_CLIENT_REFUSED);
}

static void
test_needed (void)
{
  assert_turned_away (NULL, MW_TLS_CLIENT_NEEDED);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Said *said = user_data;

  g_clear_error (&said->error);
  g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &said->error);
  said->done = TRUE;
}

/* Who speaks first meets a closed door, but the refusal lies before it. */
static void
test_needed_but_spoke (void)
{
  TestServer server = { .serve = tell_client,
                        .certificate = &of_server,
                        .wants_client_certificate = TRUE };
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls = test_shake_hands (&server, authority_file, HOST, &error);
  Said said = { { 0 } };

  g_assert_no_error (error);
  for (guint i = 0; i < 20 && said.error == NULL; i++) {
    said.done = FALSE;
    g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (tls)),
                                     "EHLO a\r\n",
                                     8,
                                     MW_NET_PRIORITY,
                                     NULL,
                                     written_cb,
                                     &said);
    test_await (&said.done);
    g_usleep (5000);
  }
  g_assert_error (said.error, MW_NET_ERROR, MW_NET_ERROR_HANDSHAKE);
  g_assert_cmpint (mw_tls_facts_get_client (mw_tls_stream_get_facts (tls)),
                   ==,
                   MW_TLS_CLIENT_NEEDED);
  g_clear_error (&said.error);
  test_leave (tls, &server);
}

/* Not asked, not shown. */
static void
test_not_asked (void)
{
  g_autoptr (MwTlsIdentity) identity = open_file (write_pem (&alice, TRUE, NULL), NULL, NULL);
  TestServer server = { .serve = tell_client };
  Said said = { { 0 } };
  g_autoptr (MwTlsFacts) facts = visit (&server, identity, &said);

  g_assert_cmpstr (said.text, ==, "nobody -1");
  g_assert_false (facts->asked_for_certificate);
  g_assert_false (facts->sent_certificate);
  g_assert_null (facts->authorities);
}

/* An alert that has nothing to do with it. */
static void
test_other_alerts (void)
{
  static const struct {
    gboolean asked;
    gboolean sent;
    int alert;
    MwTlsClient client;
  } rows[] = {
    { FALSE, FALSE, 40, MW_TLS_CLIENT_ACCEPTED }, /* never asked */
    { TRUE, FALSE, -1, MW_TLS_CLIENT_ACCEPTED },  /* no complaint */
    { TRUE, TRUE, 80, MW_TLS_CLIENT_ACCEPTED },   /* internal_error */
    { TRUE, FALSE, 116, MW_TLS_CLIENT_NEEDED },   /* certificate_required */
    { TRUE, FALSE, 42, MW_TLS_CLIENT_NEEDED },    /* bad_certificate, said of none */
    { TRUE, TRUE, 45, MW_TLS_CLIENT_REFUSED },    /* certificate_expired */
    { TRUE, TRUE, 49, MW_TLS_CLIENT_REFUSED },    /* access_denied */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    MwTlsFacts facts = { .asked_for_certificate = rows[i].asked,
                         .sent_certificate = rows[i].sent,
                         .alert = rows[i].alert };

    g_assert_cmpint (mw_tls_facts_get_client (&facts), ==, rows[i].client);
  }
}

static char *
to_hex (const guint8 *bytes, gsize length)
{
  g_autoptr (GString) hex = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", bytes[i]);

  return g_strdup (hex->str);
}

/* What the server's end has. */
static void
tell_binding (TestServer *self, int fd, SSL *ssl)
{
  static const char label[] = "EXPORTER-Channel-Binding";
  guint8 bytes[64];
  gsize length = 32;
  g_autofree char *hex = NULL;

  if (SSL_accept (ssl) != 1)
    return;
  if (SSL_version (ssl) == TLS1_3_VERSION)
    SSL_export_keying_material (ssl, bytes, length, label, strlen (label), (guint8 *) "", 0, 1);
  else
    length = SSL_get_peer_finished (ssl, bytes, sizeof bytes);
  hex = to_hex (bytes, length);
  test_write (fd, ssl, hex, -1);
  SSL_shutdown (ssl);
}

static void
test_bindings (void)
{
  static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++) {
    TestServer server = { .serve = tell_binding, .version = versions[i] };
    Said said = { { 0 } };
    g_autoptr (MwTlsFacts) facts = visit (&server, NULL, &said);
    GBytes *bytes = versions[i] == TLS1_3_VERSION ? facts->tls_exporter : facts->tls_unique;
    GBytes *none = versions[i] == TLS1_3_VERSION ? facts->tls_unique : facts->tls_exporter;
    g_autofree char *hex = NULL;

    g_assert_null (none);
    g_assert_nonnull (bytes);
    hex = to_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    g_assert_cmpuint (strlen (hex), ==, versions[i] == TLS1_3_VERSION ? 64 : 24);
    g_assert_cmpstr (hex, ==, said.text);
  }
}

static MwTlsFacts *
visit_server_of (TestCertificate *certificate)
{
  TestServer server = { .serve = test_echo, .certificate = certificate };
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls = test_shake_hands (&server, NULL, HOST, &error);
  MwTlsFacts *facts = mw_tls_facts_ref (mw_tls_stream_get_facts (tls));

  g_assert_no_error (error);
  test_leave (tls, &server);

  return facts;
}

static void
test_server_end_point (void)
{
  static const struct {
    const char *signed_with;
    const char *key_type;
    const char *digest;
  } rows[] = {
    { "SHA256", NULL, "SHA256" }, /* */
    { "SHA384", NULL, "SHA384" }, /* */
    { "SHA1", NULL, "SHA256" },   /* raised */
    { NULL, "ED25519", NULL },    /* undefined */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestCertificate certificate = { .subject = "a",
                                    .names = "DNS:" HOST,
                                    .digest = rows[i].signed_with,
                                    .key_type = rows[i].key_type };
    g_autoptr (MwTlsFacts) facts = NULL;
    guint8 digest[EVP_MAX_MD_SIZE];
    guint length;

    test_certificate_make (&certificate);
    facts = visit_server_of (&certificate);
    if (rows[i].digest == NULL) {
      g_assert_null (facts->server_end_point);
    } else {
      g_assert_nonnull (facts->server_end_point);
      X509_digest (certificate.x509, EVP_get_digestbyname (rows[i].digest), digest, &length);
      g_assert_cmpmem (g_bytes_get_data (facts->server_end_point, NULL),
                       g_bytes_get_size (facts->server_end_point),
                       digest,
                       length);
    }
    test_certificate_clear (&certificate);
  }
}

int
main (int argc, char *argv[])
{
  TestCertificate *certificates[] = { &authority, &stranger, &of_server, &between, &alice, &eve };
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_trust_nobody ();
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    test_certificate_make (certificates[i]);
  authority_file = test_certificate_write (&authority);

  g_test_add_func ("/tls-client/files", test_files);
  g_test_add_func ("/tls-client/old-pkcs12", test_old_pkcs12);
  g_test_add_func ("/tls-client/locked", test_locked);
  g_test_add_func ("/tls-client/useless-files", test_useless_files);
  g_test_add_func ("/tls-client/refused", test_refused);
  g_test_add_func ("/tls-client/needed", test_needed);
  g_test_add_func ("/tls-client/needed-but-spoke", test_needed_but_spoke);
  g_test_add_func ("/tls-client/not-asked", test_not_asked);
  g_test_add_func ("/tls-client/other-alerts", test_other_alerts);
  g_test_add_func ("/tls-client/bindings", test_bindings);
  g_test_add_func ("/tls-client/server-end-point", test_server_end_point);
  status = g_test_run ();

  g_unlink (authority_file);
  g_free (authority_file);
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    test_certificate_clear (certificates[i]);

  return status;
}
