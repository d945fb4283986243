/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosed.h"
#include "mw-advice.h"

static void
test_both_parts (void)
{
  static const struct {
    TestOutcome incoming;
    TestOutcome outgoing;
    const char *cause;
    const char *told;
  } cases[] = {
    { TEST_ACCEPTED, TEST_REFUSED, "auth.wrong-password", "auth.smtp-auth-disabled" },
    { TEST_ACCEPTED, TEST_REFUSED, "auth.unknown", "auth.smtp-auth-disabled" },
    { TEST_ACCEPTED, TEST_REFUSED, "auth.app-password-needed", "auth.smtp-auth-disabled" },
    { TEST_ACCEPTED, TEST_REFUSED, "auth.temporary-failure", "auth.temporary-failure" },
    { TEST_ACCEPTED, TEST_REFUSED, "auth.oauth2-only", "auth.oauth2-only" },
    { TEST_REFUSED, TEST_ACCEPTED, "auth.wrong-password", "auth.imap-disabled-for-account" },
    { TEST_REFUSED,
      TEST_ACCEPTED,
      "auth.authorization-code-needed",
      "auth.imap-disabled-for-account" },
    { TEST_REFUSED, TEST_ACCEPTED, "auth.account-locked", "auth.account-locked" },
    { TEST_REFUSED, TEST_NOT_TRIED, "auth.wrong-password", "auth.wrong-password" },
    { TEST_NOT_TRIED, TEST_REFUSED, "auth.wrong-password", "auth.wrong-password" },
    { TEST_REFUSED, TEST_REFUSED, "auth.wrong-password", "auth.wrong-password" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) findings = test_new_findings ();
    g_autoptr (GPtrArray) refined = NULL;
    gboolean known = FALSE;

    test_add_outcome (findings, MW_PART_INCOMING, cases[i].incoming, cases[i].cause);
    test_add_outcome (findings, MW_PART_OUTGOING, cases[i].outgoing, cases[i].cause);
    refined = mw_diagnosis_refine (findings, &test_nobody);
    g_assert_cmpuint (refined->len, ==, findings->len);
    for (guint j = 0; j < refined->len; j++)
      if (test_cause_at (refined, j) != NULL) {
        g_assert_cmpstr (test_cause_at (refined, j), ==, cases[i].told);
        known = TRUE;
      }
    g_assert_true (known);
  }
}

/* Postfix tells of Dovecot's own trouble as of a wrong password. */
static void
test_trouble_of_the_other_part (void)
{
  static const struct {
    const char *incoming;
    const char *outgoing;
    const char *told;
  } cases[] = {
    { "auth.temporary-failure", "auth.wrong-password", "auth.temporary-failure" },
    { "auth.temporary-failure", "auth.smtp-auth-disabled", "auth.smtp-auth-disabled" },
    { "auth.too-many-connections", "auth.wrong-password", "auth.wrong-password" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) findings = test_new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    test_add_outcome (findings, MW_PART_INCOMING, TEST_REFUSED, cases[i].incoming);
    test_add_outcome (findings, MW_PART_OUTGOING, TEST_REFUSED, cases[i].outgoing);
    refined = mw_diagnosis_refine (findings, &test_nobody);
    g_assert_cmpstr (test_cause_at (refined, 0), ==, cases[i].incoming);
    g_assert_cmpstr (test_cause_at (refined, 1), ==, cases[i].told);
  }
}

/* Whoever uses the mailbox has signed in. */
static void
test_use_counts_as_signed_in (void)
{
  g_autoptr (GPtrArray) findings = test_new_findings ();
  g_autoptr (GPtrArray) refined = NULL;
  g_autoptr (MwAdvice) advice = NULL;

  g_ptr_array_add (
    findings,
    test_find (MW_PART_INCOMING, MW_STAGE_USE, MW_SEVERITY_ERROR, "mailbox.cannot-open", "NO No."));
  test_add_outcome (findings, MW_PART_OUTGOING, TEST_REFUSED, "auth.wrong-password");
  refined = mw_diagnosis_refine (findings, &test_nobody);
  advice = mw_advice_new (g_ptr_array_index (refined, 1), &test_nobody);

  g_assert_cmpstr (test_cause_at (refined, 0), ==, "mailbox.cannot-open");
  g_assert_cmpstr (test_cause_at (refined, 1), ==, "auth.smtp-auth-disabled");
  g_assert_cmpstr (advice->explanation, ==, "Receiving works, so the password is right.");
}

static void
test_evidence_is_kept (void)
{
  g_autoptr (GPtrArray) findings = test_new_findings ();
  g_autoptr (GPtrArray) refined = NULL;
  const MwFinding *finding;

  test_add_outcome (findings, MW_PART_INCOMING, TEST_ACCEPTED, NULL);
  g_ptr_array_add (findings,
                   test_find (MW_PART_OUTGOING,
                              MW_STAGE_SIGN_IN,
                              MW_SEVERITY_ERROR,
                              "auth.wrong-password",
                              "535 5.7.8 No"));
  refined = mw_diagnosis_refine (findings, &test_nobody);
  finding = g_ptr_array_index (refined, 1);

  g_assert_cmpstr (finding->evidence, ==, "535 5.7.8 No");
  g_assert_true (mw_finding_get_flag (finding, "other-part-works"));
  g_assert_cmpstr (finding->subject, ==, "smtp.company.example:465 [192.0.2.1]");
  g_assert_cmpint (finding->part, ==, MW_PART_OUTGOING);
  g_assert_cmpint (finding->stage, ==, MW_STAGE_SIGN_IN);
  g_assert_cmpint (finding->severity, ==, MW_SEVERITY_ERROR);
}

/* Where neither part gets through, it is not the servers. */
static void
test_nothing_answers (void)
{
  static const struct {
    const char *incoming;
    const char *outgoing;
    gboolean alike;
  } cases[] = {
    { "net.timeout", "net.timeout", TRUE },
    { "net.unreachable", "net.unreachable", TRUE },
    { "net.timeout", "net.refused", FALSE },
    { "net.refused", "net.refused", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) findings = test_new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    g_ptr_array_add (
      findings,
      test_find (MW_PART_INCOMING, MW_STAGE_CONNECT, MW_SEVERITY_ERROR, cases[i].incoming, NULL));
    g_ptr_array_add (
      findings,
      test_find (MW_PART_OUTGOING, MW_STAGE_CONNECT, MW_SEVERITY_ERROR, cases[i].outgoing, NULL));
    refined = mw_diagnosis_refine (findings, &test_nobody);
    for (guint j = 0; j < refined->len; j++)
      g_assert_cmpint (mw_finding_get_flag (g_ptr_array_index (refined, j), "other-part-fails"),
                       ==,
                       cases[i].alike);
  }
}

static void
test_warns_of_spaces (void)
{
  MwContext context = { .password_shape = MW_PASSWORD_SHAPE_SPACE };
  g_autoptr (GPtrArray) refused = test_new_findings ();
  g_autoptr (GPtrArray) accepted = test_new_findings ();
  g_autoptr (GPtrArray) warned = NULL;
  g_autoptr (GPtrArray) silent = NULL;
  const MwFinding *warning;

  test_add_outcome (refused, MW_PART_INCOMING, TEST_REFUSED, "auth.wrong-password");
  test_add_outcome (refused, MW_PART_OUTGOING, TEST_REFUSED, "auth.wrong-password");
  test_add_outcome (accepted, MW_PART_INCOMING, TEST_ACCEPTED, NULL);
  warned = mw_diagnosis_refine (refused, &context);
  silent = mw_diagnosis_refine (accepted, &context);

  g_assert_cmpuint (warned->len, ==, 3);
  warning = g_ptr_array_index (warned, 2);
  g_assert_cmpstr (warning->cause, ==, "input.password-whitespace");
  g_assert_cmpint (warning->severity, ==, MW_SEVERITY_WARNING);
  g_assert_cmpint (warning->part, ==, MW_PART_INPUT);
  g_assert_cmpuint (silent->len, ==, 1);
}

static void
test_warns_of_the_owner (void)
{
  MwContext context = { .address = "li@163.com", .incoming_owner = "QQ Mail" };
  g_autoptr (GPtrArray) findings = test_new_findings ();
  g_autoptr (GPtrArray) refined = NULL;
  const MwFinding *warning;

  g_ptr_array_add (findings, test_new_answer ("imap", "imap.qq.com", "auth.wrong-password", "NO"));
  g_ptr_array_add (findings,
                   test_new_answer ("smtp", "smtp.163.com", "auth.wrong-password", "535"));
  refined = mw_diagnosis_refine (findings, &context);

  g_assert_cmpuint (refined->len, ==, 3);
  warning = g_ptr_array_index (refined, 2);
  g_assert_cmpstr (warning->cause, ==, "input.provider-mismatch");
  g_assert_cmpstr (mw_finding_get_text (warning, "owner"), ==, "QQ Mail");
  g_assert_cmpstr (mw_finding_get_text (warning, "host"), ==, "imap.qq.com");
}

static void
test_compare (void)
{
  static const struct {
    MwPart part;
    MwStage stage;
    MwSeverity severity;
    const char *cause;
  } order[] = {
    { MW_PART_INCOMING, MW_STAGE_RESOLVE, MW_SEVERITY_ERROR, "dns.no-such-host" },
    { MW_PART_OUTGOING, MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.refused" },
    { MW_PART_INCOMING, MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, "tls.self-signed" },
    { MW_PART_OUTGOING, MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, "tls.self-signed" },
    { MW_PART_INCOMING, MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, "tls.unknown-issuer" },
    { MW_PART_INCOMING, MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, "tls.wrong-name" },
    { MW_PART_INCOMING, MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, "tls.revoked" },
    { MW_PART_INCOMING, MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, "tls.expired" },
    { MW_PART_INCOMING, MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, "tls.weak-key" },
    { MW_PART_INCOMING, MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, "tls.weak-signature" },
    { MW_PART_INCOMING, MW_STAGE_SIGN_IN, MW_SEVERITY_ERROR, "auth.wrong-password" },
    { MW_PART_INCOMING, MW_STAGE_RESOLVE, MW_SEVERITY_WARNING, "dns.wildcard-answer" },
    { MW_PART_OUTGOING, MW_STAGE_CONNECT, MW_SEVERITY_WARNING, "net.address-dead" },
    { MW_PART_INCOMING, MW_STAGE_RESOLVE, MW_SEVERITY_INFO, "dns.timeout" },
    { MW_PART_INCOMING, MW_STAGE_RESOLVE, MW_SEVERITY_PASS, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (order); j++) {
      g_autoptr (MwFinding) a =
        test_find (order[i].part, order[i].stage, order[i].severity, order[i].cause, NULL);
      g_autoptr (MwFinding) b =
        test_find (order[j].part, order[j].stage, order[j].severity, order[j].cause, NULL);
      int compared = mw_diagnosis_compare (a, b);

      g_assert_true (i == j ? compared == 0 : (compared < 0) == (i < j));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/diagnosis/both-parts", test_both_parts);
  g_test_add_func ("/diagnosis/use-counts-as-signed-in", test_use_counts_as_signed_in);
  g_test_add_func ("/diagnosis/evidence-is-kept", test_evidence_is_kept);
  g_test_add_func ("/diagnosis/nothing-answers", test_nothing_answers);
  g_test_add_func ("/diagnosis/trouble-of-the-other-part", test_trouble_of_the_other_part);
  g_test_add_func ("/diagnosis/warns-of-spaces", test_warns_of_spaces);
  g_test_add_func ("/diagnosis/warns-of-the-owner", test_warns_of_the_owner);
  g_test_add_func ("/diagnosis/compare", test_compare);

  return g_test_run ();
}
