/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <openssl/err.h>
#include <string.h>
#include <sys/socket.h>

#include "mw-error.h"
#include "mw-tls-stream.h"
#include "tls-server.h"

#define HOST "mail.test"

/* Made once; every test's own certificate is signed by it, or by nobody. */
static TestCertificate authority = { .subject = "Test Authority", .is_authority = TRUE };
static char *authority_file;

typedef struct {
  gboolean done;
  guint n_answers;
  gboolean ok;
  GError *error;
} Answer;

static void
echo (TestServer *self, int fd, SSL *ssl)
{
  char bytes[4096];
  int n;

  if (SSL_accept (ssl) != 1)
    return;
  while ((n = SSL_read (ssl, bytes, sizeof bytes)) > 0)
    test_write (fd, ssl, bytes, n);
  SSL_shutdown (ssl);
}

static void
shake_and_cut (TestServer *self, int fd, SSL *ssl)
{
  SSL_accept (ssl);
  test_write (fd, ssl, "half a li", -1);
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
shaken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  g_clear_error (&answer->error);
  answer->ok = mw_tls_stream_handshake_finish (MW_TLS_STREAM (source), result, &answer->error);
  answer->done = TRUE;
  answer->n_answers++;
}

static MwTlsStream *
shake_with (TestServer *server, const char *ca_file, const char *host, GError **error)
{
  g_autoptr(GSocketConnection) base = NULL;
  g_autoptr(MwTlsContext) context = mw_tls_context_new (ca_file, NULL);
  MwTlsStream *tls;
  Answer answer = { FALSE };

  test_server_start (server);
  base = test_server_connect (server);
  tls = mw_tls_stream_new (G_IO_STREAM (base), context, host);
  mw_tls_stream_handshake_async (tls, NULL, shaken_cb, &answer);
  test_await (&answer.done);
  g_assert_true (answer.ok == (answer.error == NULL));
  if (answer.error != NULL)
    g_propagate_error (error, answer.error);

  return tls;
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr(GError) error = NULL;

  g_io_stream_close_finish (G_IO_STREAM (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

/* Consumes @tls. */
static void
leave (MwTlsStream *tls, TestServer *server)
{
  gboolean done = FALSE;

  g_io_stream_close_async (G_IO_STREAM (tls), MW_NET_PRIORITY, NULL, closed_cb, &done);
  test_await (&done);
  test_server_stop (server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (tls);
}

/* What the handshake with a server that has @certificate finds wrong with it. */
static MwTlsFacts *
judge (TestCertificate *certificate, TestCertificate *extra, const char *ca_file, const char *host)
{
  TestServer server = { .serve = echo, .certificate = certificate, .extra = extra };
  g_autoptr(GError) error = NULL;
  MwTlsStream *tls;
  MwTlsFacts *facts;

  if (certificate->x509 == NULL)
    test_certificate_make (certificate);
  tls = shake_with (&server, ca_file, host, &error);
  g_assert_no_error (error);
  facts = mw_tls_facts_ref (mw_tls_stream_get_facts (tls));
  leave (tls, &server);

  return facts;
}

static void
assert_problems (TestCertificate *certificate, const char *ca_file, const char *host, int problems)
{
  g_autoptr(MwTlsFacts) facts = judge (certificate, NULL, ca_file, host);

  g_assert_cmphex (facts->problems, ==, problems);
  g_assert_false (facts->by_system);
  test_certificate_clear (certificate);
}

static void
test_good (void)
{
  TestCertificate certificate = { .subject = "某公司",
                                  .names = "DNS:" HOST ",DNS:*.test,IP:127.0.0.1",
                                  .issuer = &authority };
  g_autoptr(MwTlsFacts) facts = judge (&certificate, &authority, authority_file, HOST);
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  g_assert_cmphex (facts->problems, ==, 0);
  g_assert_cmpstr (facts->version, ==, "TLSv1.3");
  g_assert_cmpstr (facts->cipher, ==, "TLS_AES_256_GCM_SHA384");
  g_assert_cmpstr (facts->group, ==, "x25519");
  g_assert_cmpuint (facts->chain->len, ==, 2);
  g_assert_cmpuint (g_strv_length (facts->names), ==, 3);
  g_assert_cmpstr (facts->names[0], ==, HOST);
  g_assert_cmpstr (facts->names[2], ==, "127.0.0.1");
  g_assert_cmpstr (facts->subject, ==, "CN=某公司");
  g_assert_cmpstr (facts->issuer, ==, "CN=Test Authority");
  g_assert_cmpint (g_date_time_difference (now, facts->not_before) / G_TIME_SPAN_HOUR, ==, 24);
  g_assert_cmpint (g_date_time_difference (facts->not_after, now) / G_TIME_SPAN_DAY, ==, 29);
  g_assert_cmpuint (facts->key_bits, ==, 256);
  g_assert_false (facts->retried);
  g_assert_cmpint (facts->alert, ==, -1);
  test_certificate_clear (&certificate);
}

static void
test_fingerprint (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  g_autoptr(MwTlsFacts) facts = judge (&certificate, NULL, authority_file, HOST);
  guint8 digest[EVP_MAX_MD_SIZE];
  guint length;
  g_autoptr(GString) hex = g_string_new (NULL);

  X509_digest (certificate.x509, EVP_sha256 (), digest, &length);
  for (guint i = 0; i < length; i++)
    g_string_append_printf (hex, "%02x", digest[i]);
  g_assert_cmpstr (facts->fingerprint, ==, hex->str);
  test_certificate_clear (&certificate);
}

static void
test_unknown_issuer (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };

  assert_problems (&certificate, NULL, HOST, MW_TLS_PROBLEM_UNKNOWN_ISSUER);
}

static void
test_root_sent_but_unknown (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  g_autoptr(MwTlsFacts) facts = judge (&certificate, &authority, NULL, HOST);

  g_assert_cmphex (facts->problems, ==, MW_TLS_PROBLEM_UNKNOWN_ISSUER);
  test_certificate_clear (&certificate);
}

static void
test_self_signed (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST };

  assert_problems (&certificate, authority_file, HOST, MW_TLS_PROBLEM_SELF_SIGNED);
}

static void
test_self_signed_but_given (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST };
  g_autofree char *file = NULL;

  test_certificate_make (&certificate);
  file = test_certificate_write (&certificate);
  assert_problems (&certificate, file, HOST, 0);
  g_unlink (file);
}

static void
test_intermediate_as_anchor (void)
{
  TestCertificate between = { .subject = "Between", .is_authority = TRUE, .issuer = &authority };
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &between };
  g_autofree char *file = NULL;

  test_certificate_make (&between);
  file = test_certificate_write (&between);
  assert_problems (&certificate, file, HOST, 0);
  g_unlink (file);
  test_certificate_clear (&between);
}

static void
test_missing_intermediate (void)
{
  TestCertificate between = { .subject = "Between", .is_authority = TRUE, .issuer = &authority };
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &between };

  test_certificate_make (&between);
  assert_problems (&certificate, authority_file, HOST, MW_TLS_PROBLEM_UNKNOWN_ISSUER);
  test_certificate_clear (&between);
}

static void
test_forged_issuer (void)
{
  TestCertificate forger = { .subject = "Test Authority", .is_authority = TRUE };
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &forger };
  g_autoptr(MwTlsFacts) facts = NULL;

  test_certificate_make (&forger);
  facts = judge (&certificate, NULL, authority_file, HOST);
  g_assert_cmphex (facts->problems, !=, 0);
  g_assert_false (facts->by_system);
  test_certificate_clear (&forger);
  test_certificate_clear (&certificate);
}

static void
test_expired (void)
{
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" HOST,
                                  .issuer = &authority,
                                  .begins = -9 * DAY,
                                  .ends = -DAY };

  assert_problems (&certificate, authority_file, HOST, MW_TLS_PROBLEM_EXPIRED);
}

static void
test_not_yet_valid (void)
{
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" HOST,
                                  .issuer = &authority,
                                  .begins = DAY };

  assert_problems (&certificate, authority_file, HOST, MW_TLS_PROBLEM_NOT_YET_VALID);
}

static void
test_all_at_once (void)
{
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:b.test",
                                  .rsa_bits = 1024,
                                  .begins = -9 * DAY,
                                  .ends = -DAY };

  assert_problems (&certificate,
                   NULL,
                   HOST,
                   MW_TLS_PROBLEM_SELF_SIGNED | MW_TLS_PROBLEM_WRONG_NAME | MW_TLS_PROBLEM_EXPIRED |
                     MW_TLS_PROBLEM_WEAK_KEY);
}

static void
test_names (void)
{
  static const struct {
    const char *subject;
    const char *names;
    const char *host;
    gboolean fits;
  } cases[] = {
    { "a", "DNS:mail.test", "mail.test", TRUE },        /* */
    { "a", "DNS:mail.test", "MAIL.test", TRUE },        /* case does not count */
    { "a", "DNS:mail.test", "mail.test.", TRUE },       /* nor does the root's dot */
    { "a", "DNS:other.test", "mail.test", FALSE },      /* */
    { "mail.test", NULL, "mail.test", FALSE },          /* a name in the CN alone is none */
    { "mail.test", "DNS:b.test", "mail.test", FALSE },  /* */
    { "a", "DNS:*.corp.test", "mx.corp.test", TRUE },   /* */
    { "a", "DNS:*.corp.test", "a.b.corp.test", FALSE }, /* one label only */
    { "a", "DNS:m*.corp.test", "mx.corp.test", FALSE }, /* no part of a label */
    { "a", "DNS:*.test", "test", FALSE },               /* */
    { "a", "IP:127.0.0.1", "127.0.0.1", TRUE },         /* */
    { "a", "DNS:127.0.0.1", "127.0.0.1", FALSE },       /* an address is no DNS name */
    { "a", "IP:127.0.0.1", "127.0.0.2", FALSE },        /* */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    TestCertificate certificate = { .subject = cases[i].subject,
                                    .names = cases[i].names,
                                    .issuer = &authority };

    g_test_message ("%s, %s for %s", cases[i].subject, cases[i].names, cases[i].host);
    assert_problems (&certificate,
                     authority_file,
                     cases[i].host,
                     cases[i].fits ? 0 : MW_TLS_PROBLEM_WRONG_NAME);
  }
}

static void
test_weak_key (void)
{
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" HOST,
                                  .issuer = &authority,
                                  .rsa_bits = 1024 };

  assert_problems (&certificate, authority_file, HOST, MW_TLS_PROBLEM_WEAK_KEY);
}

static void
test_weak_key_of_an_issuer (void)
{
  TestCertificate between = { .subject = "Between",
                              .is_authority = TRUE,
                              .issuer = &authority,
                              .rsa_bits = 1024 };
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &between };
  g_autoptr(MwTlsFacts) facts = NULL;

  test_certificate_make (&between);
  facts = judge (&certificate, &between, authority_file, HOST);
  g_assert_cmphex (facts->problems, ==, MW_TLS_PROBLEM_WEAK_KEY);
  test_certificate_clear (&certificate);
  test_certificate_clear (&between);
}

static void
test_weak_signature (void)
{
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" HOST,
                                  .issuer = &authority,
                                  .digest = "SHA1" };

  assert_problems (&certificate, authority_file, HOST, MW_TLS_PROBLEM_WEAK_SIGNATURE);
}

static void
test_weak_signature_of_the_anchor (void)
{
  TestCertificate old = { .subject = "Old", .is_authority = TRUE, .digest = "SHA1" };
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &old };
  g_autofree char *file = NULL;

  test_certificate_make (&old);
  file = test_certificate_write (&old);
  assert_problems (&certificate, file, HOST, 0);
  g_unlink (file);
  test_certificate_clear (&old);
}

static void
test_not_for_servers (void)
{
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" HOST,
                                  .issuer = &authority,
                                  .purpose = "clientAuth" };
  g_autoptr(MwTlsFacts) facts = judge (&certificate, NULL, authority_file, HOST);

  g_assert_cmphex (facts->problems, ==, MW_TLS_PROBLEM_OTHER);
  g_assert_nonnull (strstr (facts->other, "purpose"));
  test_certificate_clear (&certificate);
}

static void
trust_by_system (const char *file)
{
  g_autoptr(GTlsDatabase) database = NULL;
  g_autoptr(GError) error = NULL;

  if (file != NULL) {
    database = g_tls_file_database_new (file, &error);
    g_assert_no_error (error);
  }
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
test_system_vouches (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  g_autoptr(MwTlsFacts) facts = NULL;

  trust_by_system (authority_file);
  facts = judge (&certificate, NULL, NULL, HOST);
  trust_by_system (NULL);

  g_assert_cmphex (facts->problems, ==, 0);
  g_assert_true (facts->by_system);
  test_certificate_clear (&certificate);
}

static void
test_system_vouches_for_the_issuer_only (void)
{
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:b.test",
                                  .issuer = &authority,
                                  .begins = -9 * DAY,
                                  .ends = -DAY };
  g_autoptr(MwTlsFacts) facts = NULL;

  trust_by_system (authority_file);
  facts = judge (&certificate, NULL, NULL, HOST);
  trust_by_system (NULL);

  g_assert_cmphex (facts->problems, ==, MW_TLS_PROBLEM_WRONG_NAME | MW_TLS_PROBLEM_EXPIRED);
  g_assert_true (facts->by_system);
  test_certificate_clear (&certificate);
}

static void
test_system_does_not_vouch (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST };

  trust_by_system (authority_file);
  assert_problems (&certificate, NULL, HOST, MW_TLS_PROBLEM_SELF_SIGNED);
  trust_by_system (NULL);
}

static void
test_bad_ca_files (void)
{
  g_autofree char *empty = test_write_file ("");
  g_autofree char *nonsense = test_write_file ("-----BEGIN CERTIFICATE-----\nAAAA\n");
  const char *files[] = { "/no/such/file.pem", empty, nonsense };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr(GError) error = NULL;

    g_assert_null (mw_tls_context_new (files[i], &error));
    g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
    g_assert_nonnull (strstr (error->message, files[i]));
    g_assert_cmpuint (ERR_peek_error (), ==, 0);
  }
  g_unlink (empty);
  g_unlink (nonsense);
}

static void
assert_handshake_fails (TestServer *server, MwNetError code)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  g_autoptr(GError) error = NULL;
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  if (server->version != 0)
    server->certificate = &certificate;
  tls = shake_with (server, authority_file, HOST, &error);
  g_assert_error (error, MW_NET_ERROR, (int) code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL) && *error->message != '\0');
  leave (tls, server);
  test_certificate_clear (&certificate);
}

static void
test_old_versions (void)
{
  TestServer newer = { .serve = echo, .version = TLS1_1_VERSION };
  TestServer older = { .serve = echo, .version = TLS1_VERSION };

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

static void
test_refused_with_alert (void)
{
  TestServer server = { .serve = refuse_with_alert };
  g_autoptr(GError) error = NULL;
  MwTlsStream *tls = shake_with (&server, authority_file, HOST, &error);

  g_assert_error (error, MW_NET_ERROR, MW_NET_ERROR_HANDSHAKE);
  g_assert_cmpint (mw_tls_stream_get_facts (tls)->alert, ==, SSL3_AD_HANDSHAKE_FAILURE);
  g_assert_null (mw_tls_stream_get_facts (tls)->version);
  leave (tls, &server);
}

static void
test_retried (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = echo, .certificate = &certificate, .groups = "P-384" };
  g_autoptr(GError) error = NULL;
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  tls = shake_with (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  g_assert_true (mw_tls_stream_get_facts (tls)->retried);
  g_assert_cmpstr (mw_tls_stream_get_facts (tls)->group, ==, "secp384r1");
  g_assert_cmpuint (mw_tls_stream_get_round_trips (tls), ==, 2);
  leave (tls, &server);
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
  g_autoptr(GError) error = NULL;

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
  TestServer server = { .serve = echo, .certificate = &certificate };
  g_autoptr(GError) error = NULL;
  MwTlsStream *tls;

  server.version = GPOINTER_TO_INT (data);
  if (server.version == TLS1_3_VERSION)
    server.serve = echo_with_new_keys;
  test_certificate_make (&certificate);
  tls = shake_with (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  exchange (tls, 1000000);
  leave (tls, &server);
  test_certificate_clear (&certificate);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;
  gssize n;

  g_clear_error (&answer->error);
  n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &answer->error);
  answer->ok = n > 0;
  answer->done = TRUE;
  answer->n_answers++;
}

static void
read_once (MwTlsStream *tls, GCancellable *cancellable, Answer *answer)
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
  TestServer server = { .serve = echo, .certificate = &certificate };
  guint of_handshake;
  g_autoptr(GError) error = NULL;
  Answer answer = { FALSE };
  MwTlsStream *tls;

  server.version = GPOINTER_TO_INT (data);
  of_handshake = server.version == TLS1_3_VERSION ? 1 : 2;
  test_certificate_make (&certificate);
  tls = shake_with (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mw_tls_stream_get_round_trips (tls), ==, of_handshake);
  write_once (tls, "a");
  read_once (tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_cmpuint (mw_tls_stream_get_round_trips (tls), ==, of_handshake + 1);
  leave (tls, &server);
  test_certificate_clear (&certificate);
}

static void
test_cut (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = shake_and_cut, .certificate = &certificate };
  g_autoptr(GError) error = NULL;
  Answer answer = { FALSE };
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  tls = shake_with (&server, authority_file, HOST, &error);
  read_once (tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_true (answer.ok);
  g_assert_false (mw_tls_stream_get_facts (tls)->truncated);

  read_once (tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_false (answer.ok);
  g_assert_no_error (answer.error);
  g_assert_true (mw_tls_stream_get_facts (tls)->truncated);
  leave (tls, &server);
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
  g_autoptr(GError) error = NULL;
  Answer answer = { FALSE };
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  tls = shake_with (&server, authority_file, HOST, &error);
  read_once (tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_false (answer.ok);
  g_assert_no_error (answer.error);
  g_assert_false (mw_tls_stream_get_facts (tls)->truncated);
  leave (tls, &server);
  test_certificate_clear (&certificate);
}

/* RFC 8446, section 4.4.2.4: the refusal comes after a handshake that was fine for us. */
static void
test_client_certificate_wanted (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = echo,
                        .certificate = &certificate,
                        .wants_client_certificate = TRUE };
  g_autoptr(GError) error = NULL;
  Answer answer = { FALSE };
  MwTlsStream *tls;

  test_certificate_make (&certificate);
  tls = shake_with (&server, authority_file, HOST, &error);
  g_assert_no_error (error);
  read_once (tls, NULL, &answer);
  test_await (&answer.done);
  g_assert_error (answer.error, MW_NET_ERROR, MW_NET_ERROR_HANDSHAKE);
  g_assert_cmpint (mw_tls_stream_get_facts (tls)->alert, ==, 116);
  g_clear_error (&answer.error);
  leave (tls, &server);
  test_certificate_clear (&certificate);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));

  return G_SOURCE_REMOVE;
}

static void
drip_handshake (TestServer *self, int fd, SSL *ssl)
{
  g_usleep (5000);
  if (SSL_accept (ssl) == 1)
    g_usleep (5000);
}

static void
test_cancel (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  g_autoptr(MwTlsContext) context = mw_tls_context_new (NULL, NULL);
  guint n_cancelled = 0;

  test_certificate_make (&certificate);
  for (guint ms = 0; ms < 20; ms++) {
    TestServer server = { .serve = drip_handshake, .certificate = &certificate };
    GCancellable *cancellable = g_cancellable_new ();
    GSocketConnection *base;
    MwTlsStream *tls;
    Answer answer = { FALSE };

    test_server_start (&server);
    base = test_server_connect (&server);
    tls = mw_tls_stream_new (G_IO_STREAM (base), context, HOST);
    g_timeout_add (ms, cancel_cb, cancellable);
    mw_tls_stream_handshake_async (tls, cancellable, shaken_cb, &answer);
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
    leave (tls, &server);
    g_assert_finalize_object (base);
    g_assert_finalize_object (cancellable);
  }
  g_assert_cmpuint (n_cancelled, >, 5);
  test_certificate_clear (&certificate);
}

static void
test_half_outlives_the_stream (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = echo, .certificate = &certificate };
  g_autoptr(GError) error = NULL;
  g_autoptr(GInputStream) input = NULL;
  Answer answer = { FALSE };
  MwTlsStream *tls;
  char byte;

  test_certificate_make (&certificate);
  tls = shake_with (&server, authority_file, HOST, &error);
  input = g_object_ref (g_io_stream_get_input_stream (G_IO_STREAM (tls)));
  leave (tls, &server);
  g_input_stream_read_async (input, &byte, 1, MW_NET_PRIORITY, NULL, read_cb, &answer);
  test_await (&answer.done);
  g_assert_false (answer.ok);
  g_clear_error (&answer.error);
  test_certificate_clear (&certificate);
}

static gboolean
dawdle_cb (gpointer user_data)
{
  gboolean *was_long = user_data;

  was_long[0] = mw_net_is_long_round ();
  g_usleep (10000);
  was_long[1] = mw_net_is_long_round ();

  return G_SOURCE_REMOVE;
}

static void
test_long_round (void)
{
  gboolean was_long[] = { TRUE, FALSE };

  g_idle_add (dawdle_cb, was_long);
  g_main_context_iteration (NULL, TRUE);
  g_assert_false (was_long[0]);
  g_assert_true (was_long[1]);
  g_assert_false (mw_net_is_long_round ());
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_certificate_make (&authority);
  authority_file = test_certificate_write (&authority);

  g_test_add_func ("/tls-stream/good", test_good);
  g_test_add_func ("/tls-stream/fingerprint", test_fingerprint);
  g_test_add_func ("/tls-stream/unknown-issuer", test_unknown_issuer);
  g_test_add_func ("/tls-stream/root-sent-but-unknown", test_root_sent_but_unknown);
  g_test_add_func ("/tls-stream/self-signed", test_self_signed);
  g_test_add_func ("/tls-stream/self-signed-but-given", test_self_signed_but_given);
  g_test_add_func ("/tls-stream/intermediate-as-anchor", test_intermediate_as_anchor);
  g_test_add_func ("/tls-stream/missing-intermediate", test_missing_intermediate);
  g_test_add_func ("/tls-stream/forged-issuer", test_forged_issuer);
  g_test_add_func ("/tls-stream/expired", test_expired);
  g_test_add_func ("/tls-stream/not-yet-valid", test_not_yet_valid);
  g_test_add_func ("/tls-stream/all-at-once", test_all_at_once);
  g_test_add_func ("/tls-stream/names", test_names);
  g_test_add_func ("/tls-stream/weak-key", test_weak_key);
  g_test_add_func ("/tls-stream/weak-key-of-an-issuer", test_weak_key_of_an_issuer);
  g_test_add_func ("/tls-stream/weak-signature", test_weak_signature);
  g_test_add_func ("/tls-stream/weak-signature-of-the-anchor", test_weak_signature_of_the_anchor);
  g_test_add_func ("/tls-stream/not-for-servers", test_not_for_servers);
  g_test_add_func ("/tls-stream/system-vouches", test_system_vouches);
  g_test_add_func ("/tls-stream/system-vouches-for-the-issuer-only",
                   test_system_vouches_for_the_issuer_only);
  g_test_add_func ("/tls-stream/system-does-not-vouch", test_system_does_not_vouch);
  g_test_add_func ("/tls-stream/bad-ca-files", test_bad_ca_files);
  g_test_add_func ("/tls-stream/old-versions", test_old_versions);
  g_test_add_func ("/tls-stream/not-tls", test_not_tls);
  g_test_add_func ("/tls-stream/closed-in-handshake", test_closed_in_handshake);
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
  g_test_add_func ("/tls-stream/cut", test_cut);
  g_test_add_func ("/tls-stream/end", test_end);
  g_test_add_func ("/tls-stream/client-certificate-wanted", test_client_certificate_wanted);
  g_test_add_func ("/tls-stream/cancel", test_cancel);
  g_test_add_func ("/tls-stream/half-outlives-the-stream", test_half_outlives_the_stream);
  g_test_add_func ("/tls-stream/long-round", test_long_round);
  status = g_test_run ();

  g_unlink (authority_file);
  g_free (authority_file);
  test_certificate_clear (&authority);

  return status;
}
