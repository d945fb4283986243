/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <string.h>

#include "await.h"
#include "mw-tls-issuer.h"
#include "tls-server.h"

#define HOST "mail.test"
#define LIMIT_MS 5000

/* leaf < low < high < authority; each names where its issuer is to be had. */
static TestCertificate authority = { .subject = "Test Authority", .is_authority = TRUE };
static TestCertificate high = { .subject = "High", .issuer = &authority, .is_authority = TRUE };
static TestCertificate low = { .subject = "Low", .issuer = &high, .is_authority = TRUE };
static TestCertificate lower = { .subject = "Lower", .issuer = &low, .is_authority = TRUE };
static TestCertificate lowest = { .subject = "Lowest", .issuer = &lower, .is_authority = TRUE };
static TestCertificate forged = { .subject = "Low", .issuer = &authority, .is_authority = TRUE };
static char *authority_file;

static SoupServer *web;
static int web_port;
static guint n_asked;

typedef enum {
  DER,
  PEM,
  PKCS7_DER,
  PKCS7_PEM
} Form;

static void
write_pkcs7 (BIO *bio, X509 *certificate, gboolean as_pem)
{
  PKCS7 *message = PKCS7_new ();

  PKCS7_set_type (message, NID_pkcs7_signed);
  PKCS7_content_new (message, NID_pkcs7_data);
  PKCS7_add_certificate (message, authority.x509); /* the wanted one is not the first */
  PKCS7_add_certificate (message, forged.x509);    /* nor the first of its name */
  PKCS7_add_certificate (message, certificate);
  if (as_pem)
    PEM_write_bio_PKCS7 (bio, message);
  else
    i2d_PKCS7_bio (bio, message);
  PKCS7_free (message);
}

static void
respond (SoupServerMessage *message, X509 *certificate, Form form)
{
  BIO *bio = BIO_new (BIO_s_mem ());
  char *bytes;
  long length;

  if (form == DER)
    i2d_X509_bio (bio, certificate);
  else if (form == PEM)
    PEM_write_bio_X509 (bio, certificate);
  else
    write_pkcs7 (bio, certificate, form == PKCS7_PEM);
  length = BIO_get_mem_data (bio, &bytes);
  soup_server_message_set_response (message, "a/b", SOUP_MEMORY_COPY, bytes, (gsize) length);
  soup_server_message_set_status (message, 200, NULL);
  BIO_free (bio);
}

static void
serve_cb (SoupServer *server,
          SoupServerMessage *message,
          const char *path,
          GHashTable *query,
          gpointer user_data)
{
  static const struct {
    const char *path;
    TestCertificate *certificate;
    Form form;
  } rows[] = {
    { "/low.der", &low, DER },        /* */
    { "/low.pem", &low, PEM },        /* */
    { "/low.p7c", &low, PKCS7_DER },  /* */
    { "/low.p7b", &low, PKCS7_PEM },  /* */
    { "/lower.der", &lower, DER },    /* */
    { "/lowest.der", &lowest, DER },  /* */
    { "/high.der", &high, DER },      /* */
    { "/forged.der", &forged, DER },  /* */
    { "/root.der", &authority, DER }, /* */
  };

  n_asked++;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (path, rows[i].path)) {
      respond (message, rows[i].certificate->x509, rows[i].form);
      return;
    }
  if (g_str_equal (path, "/nonsense")) {
    soup_server_message_set_response (message, "a/b", SOUP_MEMORY_STATIC, "\x30\x82\1\1hello", 9);
    soup_server_message_set_status (message, 200, NULL);
  } else {
    soup_server_message_set_status (message, 404, NULL);
  }
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestAnswer *answer = user_data;

  answer->ok = mw_tls_fetch_issuer_finish (result, &answer->error);
  answer->done = TRUE;
}

/* What is found out about a server that has @leaf and sends @extra with it. */
static MwTlsFacts *
search (TestCertificate *leaf, TestCertificate *extra, const char *ca_file)
{
  TestServer server = { .serve = test_echo, .certificate = leaf, .extra = extra };
  g_autoptr (GError) error = NULL;
  g_autoptr (MwTlsContext) context = mw_tls_context_new (ca_file, NULL);
  MwTlsStream *tls = test_shake_hands (&server, ca_file, HOST, &error);
  MwTlsFacts *facts = mw_tls_facts_ref (mw_tls_stream_get_facts (tls));
  MwTlsProblems problems = facts->problems;
  TestAnswer answer = { FALSE };

  g_assert_no_error (error);
  test_leave (tls, &server);
  n_asked = 0;
  mw_tls_fetch_issuer_async (facts, context, LIMIT_MS, NULL, fetched_cb, &answer);
  test_await (&answer.done);
  g_assert_no_error (answer.error);
  g_assert_cmphex (facts->problems, ==, problems); /* nothing gets better by that */
  g_assert_cmpuint (ERR_peek_error (), ==, 0);

  return facts;
}

static char *
name_place (const char *path)
{
  return g_strdup_printf ("caIssuers;URI:http://127.0.0.1:%d%s", web_port, path);
}

static gboolean
is_incomplete (const char *path, TestCertificate *issuer, TestCertificate *extra)
{
  g_autofree char *place = name_place (path);
  TestCertificate leaf = { .subject = "a",
                           .names = "DNS:" HOST,
                           .issuer = issuer,
                           .issuer_uri = place };
  g_autoptr (MwTlsFacts) facts = NULL;

  test_certificate_make (&leaf);
  facts = search (&leaf, extra, authority_file);
  test_certificate_clear (&leaf);

  return facts->chain_incomplete;
}

static void
test_forms (void)
{
  static const char *const paths[] = { "/low.der", "/low.pem", "/low.p7c", "/low.p7b" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_test_message ("%s", paths[i]);
    g_assert_true (is_incomplete (paths[i], &low, NULL));
    g_assert_cmpuint (n_asked, ==, 2); /* low, then high */
  }
}

/* One is sent, but not the next. */
static void
test_second_missing (void)
{
  g_assert_true (is_incomplete ("/nonsense", &low, &low));
  g_assert_cmpuint (n_asked, ==, 1);
}

static void
test_no_help (void)
{
  static const char *const paths[] = { "/none", "/nonsense", "/forged.der", "/high.der" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_test_message ("%s", paths[i]);
    g_assert_false (is_incomplete (paths[i], &low, NULL));
    g_assert_cmpuint (n_asked, ==, 1);
  }
}

/* A whole chain, which ends where nobody knows it. */
static void
test_unknown_authority (void)
{
  g_autofree char *place = name_place ("/low.der");
  TestCertificate leaf = { .subject = "a",
                           .names = "DNS:" HOST,
                           .issuer = &low,
                           .issuer_uri = place };
  g_autoptr (MwTlsFacts) facts = NULL;

  test_certificate_make (&leaf);
  facts = search (&leaf, NULL, NULL);
  g_assert_cmphex (facts->problems, ==, MW_TLS_PROBLEM_UNKNOWN_ISSUER);
  g_assert_false (facts->chain_incomplete);
  g_assert_cmpuint (n_asked, ==, 3); /* low, high, and the authority itself */
  test_certificate_clear (&leaf);
}

static void
trust_by_system (const char *file)
{
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (file, NULL);

  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
test_known_to_the_system (void)
{
  g_autofree char *place = name_place ("/low.der");
  TestCertificate leaf = { .subject = "a",
                           .names = "DNS:" HOST,
                           .issuer = &low,
                           .issuer_uri = place };
  g_autoptr (MwTlsFacts) facts = NULL;

  test_certificate_make (&leaf);
  trust_by_system (authority_file);
  facts = search (&leaf, NULL, NULL);
  test_trust_nobody ();
  g_assert_true (facts->chain_incomplete);
  test_certificate_clear (&leaf);
}

/* Where nothing can be fetched, the name of the issuer tells whether it is a root. */
static void
test_by_name (void)
{
  static const struct {
    const char *issuer;
    gboolean is_missing;
  } rows[] = {
    { "Acme Issuing CA 1", TRUE },
    { "Acme INTERMEDIATE", TRUE },
    { "某公司二级证书", TRUE },
    { "Acme Root CA", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestCertificate issuer = { .subject = rows[i].issuer,
                               .issuer = &authority,
                               .is_authority = TRUE };
    TestCertificate leaf = { .subject = "a", .names = "DNS:" HOST, .issuer = &issuer };
    g_autoptr (MwTlsFacts) facts = NULL;

    g_test_message ("%s", rows[i].issuer);
    test_certificate_make (&issuer);
    test_certificate_make (&leaf);
    facts = search (&leaf, NULL, authority_file);
    g_assert_cmpint (facts->issuer_is_missing, ==, rows[i].is_missing);
    test_certificate_clear (&leaf);
    test_certificate_clear (&issuer);
  }
}

/* Nobody is asked where that is not the question. */
static void
test_nothing_to_ask (void)
{
  g_autofree char *place = name_place ("/low.der");
  TestCertificate cases[] = {
    { .subject = "fine", .names = "DNS:" HOST, .issuer = &authority, .issuer_uri = place },
    { .subject = "wrong name", .names = "DNS:b.test", .issuer = &low, .issuer_uri = place },
    { .subject = "self-signed", .names = "DNS:" HOST, .issuer_uri = place },
    { .subject = "no place", .names = "DNS:" HOST, .issuer = &low },
    { .subject = "expired",
      .names = "DNS:" HOST,
      .issuer = &low,
      .issuer_uri = place,
      .begins = -2 * DAY,
      .ends = -DAY },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwTlsFacts) facts = NULL;

    g_test_message ("%s", cases[i].subject);
    test_certificate_make (&cases[i]);
    facts = search (&cases[i], NULL, authority_file);
    g_assert_false (facts->chain_incomplete);
    g_assert_cmpuint (n_asked, ==, 0);
    test_certificate_clear (&cases[i]);
  }
}

/* Four are missing. */
static void
test_too_many_steps (void)
{
  g_assert_false (is_incomplete ("/lowest.der", &lowest, NULL));
  g_assert_cmpuint (n_asked, ==, 3);
}

/* Found, but it is no better for that: the missing one is out of date. */
static void
test_bad_even_if_complete (void)
{
  TestCertificate old = { .subject = "Old",
                          .issuer = &authority,
                          .is_authority = TRUE,
                          .begins = -2 * DAY,
                          .ends = -DAY };
  TestCertificate kept = low;

  test_certificate_make (&old);
  low = old; /* what the web server has there */
  g_assert_false (is_incomplete ("/low.der", &old, NULL));
  g_assert_cmpuint (n_asked, ==, 1);
  low = kept;
  test_certificate_clear (&old);
}

static void
test_cancel (void)
{
  g_autofree char *place = name_place ("/low.der");
  TestCertificate leaf = { .subject = "a",
                           .names = "DNS:" HOST,
                           .issuer = &low,
                           .issuer_uri = place };
  g_autoptr (MwTlsContext) context = mw_tls_context_new (authority_file, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (MwTlsFacts) facts = NULL;
  TestAnswer answer = { FALSE };

  test_certificate_make (&leaf);
  facts = search (&leaf, NULL, authority_file);
  facts->chain_incomplete = FALSE;
  mw_tls_fetch_issuer_async (facts, context, LIMIT_MS, cancellable, fetched_cb, &answer);
  g_cancellable_cancel (cancellable);
  test_await (&answer.done);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (facts->chain_incomplete);
  g_clear_error (&answer.error);
  test_certificate_clear (&leaf);
}

static void
start_web (void)
{
  g_autoptr (GError) error = NULL;
  GSList *uris;

  web = soup_server_new (NULL, NULL);
  soup_server_add_handler (web, NULL, serve_cb, NULL, NULL);
  soup_server_listen_local (web, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (web);
  web_port = g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

int
main (int argc, char *argv[])
{
  TestCertificate *certificates[] = { &authority, &high, &low, &lower, &lowest, &forged };
  g_autofree char *to_high = NULL;
  g_autofree char *to_low = NULL;
  g_autofree char *to_lower = NULL;
  g_autofree char *to_root = NULL;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_trust_nobody ();
  start_web ();
  low.issuer_uri = to_high = name_place ("/high.der");
  lower.issuer_uri = to_low = name_place ("/low.der");
  lowest.issuer_uri = to_lower = name_place ("/lower.der");
  high.issuer_uri = to_root = name_place ("/root.der");
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    test_certificate_make (certificates[i]);
  authority_file = test_certificate_write (&authority);

  g_test_add_func ("/tls-issuer/forms", test_forms);
  g_test_add_func ("/tls-issuer/second-missing", test_second_missing);
  g_test_add_func ("/tls-issuer/no-help", test_no_help);
  g_test_add_func ("/tls-issuer/unknown-authority", test_unknown_authority);
  g_test_add_func ("/tls-issuer/known-to-the-system", test_known_to_the_system);
  g_test_add_func ("/tls-issuer/by-name", test_by_name);
  g_test_add_func ("/tls-issuer/nothing-to-ask", test_nothing_to_ask);
  g_test_add_func ("/tls-issuer/too-many-steps", test_too_many_steps);
  g_test_add_func ("/tls-issuer/bad-even-if-complete", test_bad_even_if_complete);
  g_test_add_func ("/tls-issuer/cancel", test_cancel);
  status = g_test_run ();

  g_object_unref (web);
  g_unlink (authority_file);
  g_free (authority_file);
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    test_certificate_clear (certificates[i]);

  return status;
}
