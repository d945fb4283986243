/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <openssl/err.h>
#include <string.h>

#include "mw-error.h"
#include "tls-server.h"

#define HOST "mail.test"

/* Made once; every test's own certificate is signed by it, or by nobody. */
static TestCertificate authority = { .subject = "Test Authority", .is_authority = TRUE };
static char *authority_file;

/* What the handshake with a server that has @certificate finds wrong with it. */
static MwTlsFacts *
judge (TestCertificate *certificate, TestCertificate *extra, const char *ca_file, const char *host)
{
  TestServer server = { .serve = test_echo, .certificate = certificate, .extra = extra };
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls;
  MwTlsFacts *facts;

  if (certificate->x509 == NULL)
    test_certificate_make (certificate);
  tls = test_shake_hands (&server, ca_file, host, &error);
  g_assert_no_error (error);
  facts = mw_tls_facts_ref (mw_tls_stream_get_facts (tls));
  test_leave (tls, &server);

  return facts;
}

static void
assert_problems (TestCertificate *certificate, const char *ca_file, const char *host, int problems)
{
  g_autoptr (MwTlsFacts) facts = judge (certificate, NULL, ca_file, host);

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
  g_autoptr (MwTlsFacts) facts = judge (&certificate, &authority, authority_file, HOST);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

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
  g_assert_cmpstr (facts->key_type, ==, "EC");
  g_assert_cmpstr (facts->signature, ==, "ecdsa-with-SHA256");
  g_assert_nonnull (facts->proof);
  g_assert_cmpstr (mw_tls_facts_describe_staple (facts), ==, "not-applicable");
  g_assert_true (facts->has_forward_secrecy && facts->is_aead);
  g_assert_false (facts->retried);
  g_assert_cmpint (facts->alert, ==, -1);
  test_certificate_clear (&certificate);
}

/* RFC 9325, section 4. */
static void
test_strength (void)
{
  static const struct {
    const char *suites;
    gboolean has_forward_secrecy, is_aead;
    guint exchange_bits;
  } rows[] = {
    { "AES128-SHA", FALSE, FALSE, 0 },                  /* */
    { "AES128-GCM-SHA256", FALSE, TRUE, 0 },            /* */
    { "DHE-RSA-AES128-GCM-SHA256", TRUE, TRUE, 2048 },  /* */
    { "ECDHE-RSA-AES256-SHA", TRUE, FALSE, 253 },       /* */
    { "ECDHE-RSA-AES256-GCM-SHA384", TRUE, TRUE, 253 }, /* */
  };
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" HOST,
                                  .issuer = &authority,
                                  .rsa_bits = 2048 };

  test_certificate_make (&certificate);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestServer server = { .serve = test_echo,
                          .certificate = &certificate,
                          .version = TLS1_2_VERSION,
                          .suites = rows[i].suites };
    MwTlsStream *tls = test_shake_hands (&server, authority_file, HOST, NULL);
    const MwTlsFacts *facts = mw_tls_stream_get_facts (tls);

    g_test_message ("%s", rows[i].suites);
    g_assert_cmpstr (facts->cipher, ==, rows[i].suites);
    g_assert_true (facts->has_forward_secrecy == rows[i].has_forward_secrecy);
    g_assert_true (facts->is_aead == rows[i].is_aead);
    g_assert_cmpuint (facts->exchange_bits, ==, rows[i].exchange_bits);
    g_assert_true (facts->has_extended_master_secret && facts->has_secure_renegotiation);
    g_assert_true (facts->gave_ticket);
    g_assert_cmpuint (facts->early_data, ==, 0);
    g_assert_cmpstr (facts->key_type, ==, "RSA");
    g_assert_cmpuint (facts->key_bits, ==, 2048);
    test_leave (tls, &server);
  }
  test_certificate_clear (&certificate);
}

static void
test_fingerprint (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  g_autoptr (MwTlsFacts) facts = judge (&certificate, NULL, authority_file, HOST);
  guint8 digest[EVP_MAX_MD_SIZE];
  guint length;
  g_autoptr (GString) hex = g_string_new (NULL);

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
  g_autoptr (MwTlsFacts) facts = judge (&certificate, &authority, NULL, HOST);

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
  g_autoptr (MwTlsFacts) facts = NULL;

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
test_expiry (void)
{
  static const struct {
    double lifetime; /* in days, like what follows */
    double left;
    MwTlsExpiry expiry;
  } rows[] = {
    { 398, 31, MW_TLS_EXPIRY_FINE },    /* */
    { 398, 29, MW_TLS_EXPIRY_SOON },    /* */
    { 398, 6.9, MW_TLS_EXPIRY_URGENT }, /* */
    { 398, 0, MW_TLS_EXPIRY_URGENT },   /* */
    { 398, -0.1, MW_TLS_EXPIRY_OVER },  /* */
    { 3650, 31, MW_TLS_EXPIRY_FINE },   /* */
    { 101, 30.1, MW_TLS_EXPIRY_FINE },  /* */
    { 101, 29, MW_TLS_EXPIRY_SOON },    /* */
    { 90, 90, MW_TLS_EXPIRY_FINE },     /* */
    { 90, 30, MW_TLS_EXPIRY_FINE },     /* renewed now */
    { 90, 23, MW_TLS_EXPIRY_FINE },     /* or within a week */
    { 90, 22, MW_TLS_EXPIRY_SOON },     /* but it was not */
    { 90, 6.9, MW_TLS_EXPIRY_URGENT },  /* */
    { 47, 15.6, MW_TLS_EXPIRY_FINE },   /* */
    { 47, 11.7, MW_TLS_EXPIRY_SOON },   /* */
    { 47, 4.6, MW_TLS_EXPIRY_URGENT },  /* */
    { 6, 6, MW_TLS_EXPIRY_FINE },       /* a week is more than it ever has */
    { 6, 2, MW_TLS_EXPIRY_FINE },       /* */
    { 6, 1.4, MW_TLS_EXPIRY_SOON },     /* */
    { 6, 0.5, MW_TLS_EXPIRY_URGENT },   /* */
    { 90, 100, MW_TLS_EXPIRY_FINE },    /* not yet valid, which is another matter */
    { -1, 10, MW_TLS_EXPIRY_FINE },     /* ends before it begins */
  };
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 24, 0, 0, 0);
  MwTlsFacts nothing = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GDateTime) after = g_date_time_add_seconds (now, rows[i].left * DAY);
    g_autoptr (GDateTime) before = g_date_time_add_seconds (after, -rows[i].lifetime * DAY);
    MwTlsFacts facts = { .not_before = before, .not_after = after };

    g_test_message ("%g of %g", rows[i].left, rows[i].lifetime);
    g_assert_cmpint (mw_tls_facts_get_expiry (&facts, now), ==, rows[i].expiry);
  }
  g_assert_cmpint (mw_tls_facts_get_expiry (&nothing, now), ==, MW_TLS_EXPIRY_FINE);
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
  g_autoptr (MwTlsFacts) facts = NULL;

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
assert_issuer_uri (const char *place, const char *uri)
{
  TestCertificate between = { .subject = "Between", .is_authority = TRUE, .issuer = &authority };
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" HOST,
                                  .issuer = &between,
                                  .issuer_uri = place };
  g_autoptr (MwTlsFacts) alone = NULL;
  g_autoptr (MwTlsFacts) behind = NULL;

  test_certificate_make (&between);
  alone = judge (&certificate, NULL, authority_file, HOST);
  g_assert_cmpstr (alone->issuer_uri, ==, uri);
  behind = judge (&certificate, &between, authority_file, HOST);
  g_assert_cmphex (behind->problems, ==, 0);
  g_assert_null (behind->issuer_uri); /* the end of the chain has none */
  test_certificate_clear (&certificate);
  test_certificate_clear (&between);
}

static void
test_issuer_uri (void)
{
  assert_issuer_uri (NULL, NULL);
  assert_issuer_uri ("caIssuers;URI:http://ca.test/a.cer", "http://ca.test/a.cer");
  assert_issuer_uri ("OCSP;URI:http://ocsp.test/", NULL);
  assert_issuer_uri ("caIssuers;URI:ldap://ca.test/,caIssuers;URI:HTTP://b.test/",
                     "HTTP://b.test/");
  assert_issuer_uri ("caIssuers;URI:file:///etc/passwd", NULL);
  assert_issuer_uri ("caIssuers;DNS:ca.test", NULL);
}

static void
test_not_for_servers (void)
{
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" HOST,
                                  .issuer = &authority,
                                  .purpose = "clientAuth" };
  g_autoptr (MwTlsFacts) facts = judge (&certificate, NULL, authority_file, HOST);

  g_assert_cmphex (facts->problems, ==, MW_TLS_PROBLEM_OTHER);
  g_assert_nonnull (strstr (facts->other, "purpose"));
  test_certificate_clear (&certificate);
}

static void
trust_by_system (const char *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (file, &error);

  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
test_system_vouches (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  g_autoptr (MwTlsFacts) facts = NULL;

  trust_by_system (authority_file);
  facts = judge (&certificate, NULL, NULL, HOST);
  test_trust_nobody ();

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
  g_autoptr (MwTlsFacts) facts = NULL;

  trust_by_system (authority_file);
  facts = judge (&certificate, NULL, NULL, HOST);
  test_trust_nobody ();

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
  test_trust_nobody ();
}

static void
test_bad_ca_files (void)
{
  g_autofree char *empty = test_write_file ("");
  g_autofree char *nonsense = test_write_file ("-----BEGIN CERTIFICATE-----\nAAAA\n");
  const char *files[] = { "/no/such/file.pem", empty, nonsense };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (mw_tls_context_new (files[i], &error));
    g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
    g_assert_nonnull (strstr (error->message, files[i]));
    g_assert_cmpuint (ERR_peek_error (), ==, 0);
  }
  g_unlink (empty);
  g_unlink (nonsense);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_trust_nobody ();
  test_certificate_make (&authority);
  authority_file = test_certificate_write (&authority);

  g_test_add_func ("/tls-facts/good", test_good);
  g_test_add_func ("/tls-facts/strength", test_strength);
  g_test_add_func ("/tls-facts/fingerprint", test_fingerprint);
  g_test_add_func ("/tls-facts/unknown-issuer", test_unknown_issuer);
  g_test_add_func ("/tls-facts/root-sent-but-unknown", test_root_sent_but_unknown);
  g_test_add_func ("/tls-facts/self-signed", test_self_signed);
  g_test_add_func ("/tls-facts/self-signed-but-given", test_self_signed_but_given);
  g_test_add_func ("/tls-facts/intermediate-as-anchor", test_intermediate_as_anchor);
  g_test_add_func ("/tls-facts/missing-intermediate", test_missing_intermediate);
  g_test_add_func ("/tls-facts/forged-issuer", test_forged_issuer);
  g_test_add_func ("/tls-facts/expired", test_expired);
  g_test_add_func ("/tls-facts/expiry", test_expiry);
  g_test_add_func ("/tls-facts/not-yet-valid", test_not_yet_valid);
  g_test_add_func ("/tls-facts/all-at-once", test_all_at_once);
  g_test_add_func ("/tls-facts/names", test_names);
  g_test_add_func ("/tls-facts/weak-key", test_weak_key);
  g_test_add_func ("/tls-facts/weak-key-of-an-issuer", test_weak_key_of_an_issuer);
  g_test_add_func ("/tls-facts/weak-signature", test_weak_signature);
  g_test_add_func ("/tls-facts/weak-signature-of-the-anchor", test_weak_signature_of_the_anchor);
  g_test_add_func ("/tls-facts/issuer-uri", test_issuer_uri);
  g_test_add_func ("/tls-facts/not-for-servers", test_not_for_servers);
  g_test_add_func ("/tls-facts/system-vouches", test_system_vouches);
  g_test_add_func ("/tls-facts/system-vouches-for-the-issuer-only",
                   test_system_vouches_for_the_issuer_only);
  g_test_add_func ("/tls-facts/system-does-not-vouch", test_system_does_not_vouch);
  g_test_add_func ("/tls-facts/bad-ca-files", test_bad_ca_files);
  status = g_test_run ();

  g_unlink (authority_file);
  g_free (authority_file);
  test_certificate_clear (&authority);

  return status;
}
