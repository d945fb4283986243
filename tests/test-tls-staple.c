/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <openssl/ocsp.h>

#include "tls-server.h"

#define HOST "mail.test"
#define HOUR (60 * 60)

static TestCertificate authority = { .subject = "Test Authority", .is_authority = TRUE };
static TestCertificate stranger = { .subject = "Test Authority", .is_authority = TRUE };
static TestCertificate delegate = { .subject = "Responder",
                                    .issuer = &authority,
                                    .purpose = "OCSPSigning" };
static TestCertificate upstart = { .subject = "Upstart", .issuer = &authority };
static char *authority_file;

/* A response that is made wrong in at most one way. */
typedef struct {
  const char *name;
  int status; /* V_OCSP_CERTSTATUS_… */
  TestCertificate *signer;
  const char *digest; /* of the issuer's names */
  long begins;        /* seconds from now */
  long ends;
  gboolean about_another;
  gboolean is_cut;
  int no_answer; /* OCSP_RESPONSE_STATUS_… */
  MwTlsStaple staple;
  MwTlsProblems problems;
} Case;

static const Case cases[] = {
  { "good", V_OCSP_CERTSTATUS_GOOD, &authority, "SHA1", -HOUR, DAY, .staple = MW_TLS_STAPLE_GOOD },
  { "sha-256", V_OCSP_CERTSTATUS_GOOD, &authority, "SHA256", -1, 9, .staple = MW_TLS_STAPLE_GOOD },
  { "delegate", V_OCSP_CERTSTATUS_GOOD, &delegate, "SHA1", -1, DAY, .staple = MW_TLS_STAPLE_GOOD },
  { "revoked",
    V_OCSP_CERTSTATUS_REVOKED,
    &authority,
    "SHA1",
    -HOUR,
    DAY,
    .staple = MW_TLS_STAPLE_REVOKED,
    .problems = MW_TLS_PROBLEM_REVOKED },
  { "unknown", V_OCSP_CERTSTATUS_UNKNOWN, &authority, "SHA1", -HOUR, DAY },
  { "stale", V_OCSP_CERTSTATUS_GOOD, &authority, "SHA1", -2 * DAY, -DAY },
  { "of-tomorrow", V_OCSP_CERTSTATUS_GOOD, &authority, "SHA1", DAY, 2 * DAY },
  { "stranger", V_OCSP_CERTSTATUS_GOOD, &stranger, "SHA1", -HOUR, DAY },
  { "upstart", V_OCSP_CERTSTATUS_GOOD, &upstart, "SHA1", -HOUR, DAY },
  { "another", V_OCSP_CERTSTATUS_GOOD, &authority, "SHA1", -HOUR, DAY, .about_another = TRUE },
  { "cut", V_OCSP_CERTSTATUS_GOOD, &authority, "SHA1", -HOUR, DAY, .is_cut = TRUE },
  { "try-later", .signer = &authority, .no_answer = OCSP_RESPONSE_STATUS_TRYLATER },
};

static OCSP_RESPONSE *
respond (const Case *test, X509 *leaf)
{
  OCSP_BASICRESP *basic = OCSP_BASICRESP_new ();
  X509 *about = test->about_another ? delegate.x509 : leaf;
  OCSP_CERTID *id = OCSP_cert_to_id (EVP_get_digestbyname (test->digest), about, authority.x509);
  ASN1_TIME *begins = X509_gmtime_adj (NULL, test->begins);
  ASN1_TIME *ends = X509_gmtime_adj (NULL, test->ends);
  ASN1_TIME *revoked = test->status == V_OCSP_CERTSTATUS_REVOKED ? begins : NULL;
  OCSP_RESPONSE *response;

  OCSP_basic_add1_status (basic, id, test->status, 1, revoked, begins, ends);
  OCSP_basic_sign (basic, test->signer->x509, test->signer->key, EVP_sha256 (), NULL, 0);
  response = OCSP_response_create (OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
  ASN1_TIME_free (begins);
  ASN1_TIME_free (ends);
  OCSP_CERTID_free (id);
  OCSP_BASICRESP_free (basic);

  return response;
}

static GBytes *
make_staple (const Case *test, X509 *leaf)
{
  OCSP_RESPONSE *response =
    test->no_answer != 0 ? OCSP_response_create (test->no_answer, NULL) : respond (test, leaf);
  unsigned char *der = NULL;
  int length = i2d_OCSP_RESPONSE (response, &der);
  GBytes *bytes = g_bytes_new (der, length - (test->is_cut ? 20 : 0));

  OPENSSL_free (der);
  OCSP_RESPONSE_free (response);

  return bytes;
}

static MwTlsFacts *
judge (TestServer *server, const char *ca_file)
{
  g_autoptr (GError) error = NULL;
  MwTlsStream *tls = test_shake_hands (server, ca_file, HOST, &error);
  MwTlsFacts *facts = mw_tls_facts_ref (mw_tls_stream_get_facts (tls));

  g_assert_no_error (error);
  test_leave (tls, server);

  return facts;
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  static const int versions[] = { TLS1_2_VERSION, TLS1_3_VERSION };
  gboolean is_bad = test->staple == MW_TLS_STAPLE_NONE;

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++) {
    TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
    g_autoptr (GBytes) staple = NULL;
    g_autoptr (MwTlsFacts) facts = NULL;
    TestServer server = { .serve = test_echo, .certificate = &certificate };

    test_certificate_make (&certificate);
    server.version = versions[i];
    server.staple = staple = make_staple (test, certificate.x509);
    facts = judge (&server, authority_file);
    g_assert_cmpint (facts->staple, ==, is_bad ? MW_TLS_STAPLE_BAD : test->staple);
    g_assert_cmphex (facts->problems, ==, is_bad ? MW_TLS_PROBLEM_STAPLE : test->problems);
    g_assert_true (is_bad == (facts->other != NULL));
    test_certificate_clear (&certificate);
  }
}

/* Nobody vouches for the issuer, but it is the issuer who says so. */
static void
test_revoked_by_unknown_issuer (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = test_echo, .certificate = &certificate, .extra = &authority };
  g_autoptr (GBytes) staple = NULL;
  g_autoptr (MwTlsFacts) facts = NULL;

  test_certificate_make (&certificate);
  server.staple = staple = make_staple (&cases[3], certificate.x509);
  facts = judge (&server, NULL);
  g_assert_cmphex (facts->problems, ==, MW_TLS_PROBLEM_UNKNOWN_ISSUER | MW_TLS_PROBLEM_REVOKED);
  test_certificate_clear (&certificate);
}

/* Whoever is not known cannot be asked whether it was them. */
static void
test_issuer_out_of_sight (void)
{
  TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST, .issuer = &authority };
  TestServer server = { .serve = test_echo, .certificate = &certificate };
  g_autoptr (GBytes) staple = NULL;
  g_autoptr (MwTlsFacts) facts = NULL;

  test_certificate_make (&certificate);
  server.staple = staple = make_staple (&cases[3], certificate.x509);
  facts = judge (&server, NULL);
  g_assert_cmpint (facts->staple, ==, MW_TLS_STAPLE_NONE);
  g_assert_cmphex (facts->problems, ==, MW_TLS_PROBLEM_UNKNOWN_ISSUER);
  test_certificate_clear (&certificate);
}

static void
test_must_staple (void)
{
  TestCertificate certificate = { .subject = "a",
                                  .names = "DNS:" HOST,
                                  .issuer = &authority,
                                  .must_staple = TRUE };
  TestServer server = { .serve = test_echo, .certificate = &certificate };
  g_autoptr (GBytes) staple = NULL;
  g_autoptr (MwTlsFacts) without = NULL;
  g_autoptr (MwTlsFacts) with = NULL;

  test_certificate_make (&certificate);
  without = judge (&server, authority_file);
  g_assert_cmpint (without->staple, ==, MW_TLS_STAPLE_NONE);
  g_assert_cmphex (without->problems, ==, MW_TLS_PROBLEM_STAPLE);
  g_assert_nonnull (without->other);

  server.staple = staple = make_staple (&cases[0], certificate.x509);
  with = judge (&server, authority_file);
  g_assert_cmpint (with->staple, ==, MW_TLS_STAPLE_GOOD);
  g_assert_cmphex (with->problems, ==, 0);
  test_certificate_clear (&certificate);
}

int
main (int argc, char *argv[])
{
  TestCertificate *certificates[] = { &authority, &stranger, &delegate, &upstart };
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_trust_nobody ();
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    test_certificate_make (certificates[i]);
  authority_file = test_certificate_write (&authority);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/tls-staple/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/tls-staple/revoked-by-unknown-issuer", test_revoked_by_unknown_issuer);
  g_test_add_func ("/tls-staple/issuer-out-of-sight", test_issuer_out_of_sight);
  g_test_add_func ("/tls-staple/must-staple", test_must_staple);
  status = g_test_run ();

  g_unlink (authority_file);
  g_free (authority_file);
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    test_certificate_clear (certificates[i]);

  return status;
}
