/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-interceptors.h"
#include "mw-trust.h"

static void
test_interceptors (void)
{
  static const struct {
    const char *issuer;
    const char *maker;
  } rows[] = {
    { "CN=Kaspersky Anti-Virus Personal Root Certificate,O=AO Kaspersky Lab", "Kaspersky" },
    { "CN=avast! web/mail shield root,O=avast! Web/Mail Shield", "Avast and AVG" },
    { "CN=ZSCALER Intermediate Root CA (zscaler.net)", "Zscaler" },
    { "CN=R11,O=Let's Encrypt,C=US", NULL },
    { "CN=DigiCert Global G2 TLS RSA SHA256 2020 CA1,O=DigiCert Inc,C=US", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (mw_interceptors_find (rows[i].issuer), ==, rows[i].maker);
}

static MwTlsFacts *
new_facts (MwTlsProblems problems, const char *issuer)
{
  MwTlsFacts *facts = mw_tls_facts_new ();
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  facts->problems = problems;
  facts->issuer = g_strdup (issuer);
  facts->fingerprint = g_strdup ("abc");
  facts->not_before = g_date_time_add_days (now, -10);
  facts->not_after = g_date_time_add_days (now, 80);

  return facts;
}

typedef struct {
  MwTlsProblems problems;
  const char *issuer;
  gboolean accepted;
  MwSeverity severity;
  const char *cause; /* (nullable) */
  gboolean incomplete;
  gboolean missing;
  gboolean excepted;
} Row;

static void
check_row (const Row *row)
{
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "a.example", 0, NULL);
  g_autoptr (MwTlsFacts) facts = new_facts (row->problems, row->issuer);
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  g_autoptr (GPtrArray) exceptions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_exception_free);
  MwTerms terms = { .exceptions = row->excepted ? exceptions : NULL };
  const MwFinding *last;

  g_ptr_array_add (exceptions, mw_exception_new ("a.example", 993, "abc"));
  facts->chain_incomplete = row->incomplete;
  facts->issuer_is_missing = row->missing;
  g_assert_cmpint (mw_trust_accepts (facts, server, &terms, findings), ==, row->accepted);
  last = g_ptr_array_index (findings, findings->len - 1);
  g_assert_cmpstr (last->cause, ==, row->cause);
  g_assert_cmpint (last->severity, ==, row->severity);
}

static void
test_causes (void)
{
  static const Row rows[] = {
    { MW_TLS_PROBLEM_UNKNOWN_ISSUER, "CN=x", FALSE, MW_SEVERITY_ERROR, "tls.unknown-issuer" },
    { MW_TLS_PROBLEM_UNKNOWN_ISSUER,
      "CN=x",
      FALSE,
      MW_SEVERITY_ERROR,
      "tls.incomplete-chain",
      .incomplete = TRUE },
    { MW_TLS_PROBLEM_UNKNOWN_ISSUER,
      "CN=x",
      FALSE,
      MW_SEVERITY_ERROR,
      "tls.incomplete-chain",
      .missing = TRUE },
    { MW_TLS_PROBLEM_UNKNOWN_ISSUER, "CN=Fortinet", FALSE, MW_SEVERITY_ERROR, "tls.intercepted" },
    { 0, "CN=Fortinet", TRUE, MW_SEVERITY_WARNING, "tls.intercepted" },
    { 0, "CN=x", TRUE, MW_SEVERITY_PASS, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (&rows[i]);
}

/* Only for who signed it, never for a name, a date or weakness. */
static void
test_exceptions (void)
{
  static const Row rows[] = {
    { MW_TLS_PROBLEM_SELF_SIGNED, "CN=x", TRUE, MW_SEVERITY_WARNING, "tls.self-signed" },
    { MW_TLS_PROBLEM_EXPIRED, "CN=x", FALSE, MW_SEVERITY_ERROR, "tls.expired" },
    { MW_TLS_PROBLEM_WRONG_NAME, "CN=x", FALSE, MW_SEVERITY_ERROR, "tls.wrong-name" },
    { MW_TLS_PROBLEM_REVOKED, "CN=x", FALSE, MW_SEVERITY_ERROR, "tls.revoked" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Row row = rows[i];

    row.excepted = TRUE;
    check_row (&row);
  }
}

static const char *
warns (int age, int left)
{
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "a.example", 0, NULL);
  g_autoptr (MwTlsFacts) facts = new_facts (0, "CN=x");
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  MwTerms terms = { NULL };

  g_date_time_unref (facts->not_before);
  g_date_time_unref (facts->not_after);
  facts->not_before = g_date_time_add_days (now, -age);
  facts->not_after = g_date_time_add_days (now, left);
  g_assert_true (mw_trust_accepts (facts, server, &terms, findings));

  return ((MwFinding *) g_ptr_array_index (findings, findings->len - 1))->cause;
}

static void
test_ends_soon (void)
{
  g_assert_null (warns (0, 398));
  g_assert_null (warns (300, 98));
  g_assert_cmpstr (warns (370, 28), ==, "tls.expires-soon");
  g_assert_null (warns (60, 30));
  g_assert_cmpstr (warns (70, 20), ==, "tls.expires-soon");
  g_assert_cmpstr (warns (0, 5), ==, "tls.expires-soon");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trust-causes/ends-soon", test_ends_soon);
  g_test_add_func ("/trust-causes/interceptors", test_interceptors);
  g_test_add_func ("/trust-causes/causes", test_causes);
  g_test_add_func ("/trust-causes/exceptions", test_exceptions);

  return g_test_run ();
}
