/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-trust.h"

#define OTHER "bb0000000000000000000000000000000000000000000000000000000000000b"
#define SHOWN "aa0000000000000000000000000000000000000000000000000000000000000a"

/* Judges a certificate at imap.example.com:993, with one exception. */
static gboolean
accept (MwTlsProblems problems, MwException *taken, GPtrArray **findings)
{
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "imap.example.com", 993, NULL);
  g_autoptr (GPtrArray) exceptions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_exception_free);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  MwTlsFacts *facts = mw_tls_facts_new ();
  MwTerms terms = { .exceptions = exceptions };
  gboolean accepted;

  if (taken != NULL)
    g_ptr_array_add (exceptions, taken);
  facts->fingerprint = g_strdup (SHOWN);
  facts->problems = problems;
  accepted = mw_trust_accepts (facts, server, &terms, found);
  mw_tls_facts_unref (facts);
  if (findings != NULL)
    *findings = g_steal_pointer (&found);

  return accepted;
}

static void
test_takes_nothing_by_itself (void)
{
  g_assert_true (accept (0, NULL, NULL));
  for (guint bit = 0; bit <= 8; bit++)
    g_assert_false (accept (1 << bit, NULL, NULL));
}

/* Of everything that may be wrong, an exception excuses only that nobody vouches for it. */
static void
test_excuses_strangers_alone (void)
{
  const MwTlsProblems excused = MW_TLS_PROBLEM_SELF_SIGNED | MW_TLS_PROBLEM_UNKNOWN_ISSUER;

  for (guint bit = 0; bit <= 8; bit++) {
    MwTlsProblems problem = 1 << bit;
    gboolean excuses = (problem & excused) != 0;

    g_assert_cmpint (accept (problem, mw_exception_new ("imap.example.com", 993, SHOWN), NULL),
                     ==,
                     excuses);
    if (!excuses)
      g_assert_false (accept (problem | MW_TLS_PROBLEM_SELF_SIGNED,
                              mw_exception_new ("imap.example.com", 993, SHOWN),
                              NULL));
  }
}

static void
test_tells_of_what_it_excuses (void)
{
  g_autoptr (GPtrArray) findings = NULL;
  const MwFinding *finding;

  g_assert_true (accept (MW_TLS_PROBLEM_SELF_SIGNED,
                         mw_exception_new ("imap.example.com", 993, SHOWN),
                         &findings));
  g_assert_cmpuint (findings->len, ==, 1);
  finding = g_ptr_array_index (findings, 0);
  g_assert_cmpstr (finding->cause, ==, "tls.self-signed");
  g_assert_cmpint (finding->severity, ==, MW_SEVERITY_WARNING);
}

/* RFC 9325: not broken, and not what a server should choose. */
static void
test_notes_weakness (void)
{
  static const struct {
    const char *cipher;
    gboolean has_forward_secrecy, is_aead;
    guint exchange_bits, n_notes;
  } rows[] = {
    { "TLS_AES_128_GCM_SHA256", TRUE, TRUE, 253, 0 },      /* */
    { "ECDHE-RSA-AES128-GCM-SHA256", TRUE, TRUE, 253, 0 }, /* */
    { "ECDHE-RSA-AES128-SHA", TRUE, FALSE, 253, 1 },       /* */
    { "AES128-SHA", FALSE, FALSE, 0, 2 },                  /* */
    { "DHE-RSA-AES128-GCM-SHA256", TRUE, TRUE, 2048, 0 },  /* */
    { "DHE-RSA-AES128-SHA", TRUE, FALSE, 1024, 2 },        /* */
  };
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "imap.example.com", 993, NULL);
  MwTerms terms = { .exceptions = NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
    g_autoptr (MwTlsFacts) facts = mw_tls_facts_new ();
    guint n = 0;

    facts->cipher = rows[i].cipher;
    facts->has_forward_secrecy = rows[i].has_forward_secrecy;
    facts->is_aead = rows[i].is_aead;
    facts->exchange_bits = rows[i].exchange_bits;
    g_assert_true (mw_trust_accepts (facts, server, &terms, found));
    for (guint j = 0; j < found->len; j++)
      n += ((MwFinding *) g_ptr_array_index (found, j))->severity == MW_SEVERITY_INFO;
    g_test_message ("%s", rows[i].cipher);
    g_assert_cmpuint (n, ==, rows[i].n_notes);
  }
}

static void
test_is_for_one_server_and_certificate (void)
{
  const struct {
    const char *host;
    guint16 port;
    const char *fingerprint;
    gboolean accepted;
  } cases[] = {
    { "imap.example.com", 993, SHOWN, TRUE },
    { "IMAP.Example.com", 993, SHOWN, TRUE },
    { "imap.example.com", 143, SHOWN, FALSE },
    { "mail.example.com", 993, SHOWN, FALSE },
    { "example.com", 993, SHOWN, FALSE },
    { "imap.example.com", 993, OTHER, FALSE },
    { NULL, 0, SHOWN, TRUE },
    { NULL, 0, OTHER, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (accept (MW_TLS_PROBLEM_UNKNOWN_ISSUER,
                             mw_exception_new (cases[i].host, cases[i].port, cases[i].fingerprint),
                             NULL),
                     ==,
                     cases[i].accepted);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trust/takes-nothing-by-itself", test_takes_nothing_by_itself);
  g_test_add_func ("/trust/excuses-strangers-alone", test_excuses_strangers_alone);
  g_test_add_func ("/trust/tells-of-what-it-excuses", test_tells_of_what_it_excuses);
  g_test_add_func ("/trust/is-for-one-server-and-certificate",
                   test_is_for_one_server_and_certificate);
  g_test_add_func ("/trust/notes-weakness", test_notes_weakness);

  return g_test_run ();
}
