/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diagnosed.h"

static void
test_provider (void)
{
  static const struct {
    const char *advice;
    const char *cause;
    const char *told;
  } cases[] = {
    { "authorization-code", "auth.wrong-password", "auth.authorization-code-needed" },
    { "authorization-code", "auth.unknown", "auth.unknown" },
    { "authorization-code", "auth.account-locked", "auth.account-locked" },
    { "authorization-code", "auth.too-many-attempts", "auth.too-many-attempts" },
    { "app-password", "auth.wrong-password", "auth.app-password-needed" },
    { "app-password", "auth.unknown", "auth.unknown" },
    { "app-password", "auth.temporary-failure", "auth.temporary-failure" },
    { "bridge", "auth.wrong-password", "auth.app-password-needed" },
    { "browser-sign-in", "auth.wrong-password", "auth.oauth2-only" },
    { "browser-sign-in", "auth.unknown", "auth.oauth2-only" },
    { "browser-sign-in", "auth.no-usable-mechanism", "auth.oauth2-only" },
    { "enable-imap", "auth.wrong-password", "auth.wrong-password" },
    { "enable-imap", "auth.unknown", "auth.unknown" },
    { NULL, "auth.unknown", "auth.unknown" },
    { NULL, "auth.wrong-password", "auth.wrong-password" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MwContext context = { .address = "li@qq.com", .provider_advice = cases[i].advice };
    g_autoptr (GPtrArray) findings = test_new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    test_add_outcome (findings, MW_PART_INCOMING, TEST_REFUSED, cases[i].cause);
    refined = mw_diagnosis_refine (findings, &context);
    g_assert_cmpstr (test_cause_at (refined, 0), ==, cases[i].told);
  }
}

static void
test_other_part_before_provider (void)
{
  MwContext context = { .address = "li@qq.com", .provider_advice = "authorization-code" };
  g_autoptr (GPtrArray) findings = test_new_findings ();
  g_autoptr (GPtrArray) refined = NULL;

  test_add_outcome (findings, MW_PART_INCOMING, TEST_ACCEPTED, NULL);
  test_add_outcome (findings, MW_PART_OUTGOING, TEST_REFUSED, "auth.wrong-password");
  refined = mw_diagnosis_refine (findings, &context);

  g_assert_cmpstr (test_cause_at (refined, 1), ==, "auth.smtp-auth-disabled");
}

/* Who typed a code has read that one is needed. */
static void
test_password_shape (void)
{
  static const struct {
    const char *advice;
    const char *cause;
    const char *told;
  } cases[] = {
    { "authorization-code", "auth.wrong-password", "auth.wrong-password" },
    { "app-password", "auth.wrong-password", "auth.wrong-password" },
    { "browser-sign-in", "auth.wrong-password", "auth.oauth2-only" },
    { NULL, "auth.wrong-password", "auth.wrong-password" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MwContext context = { .provider_advice = cases[i].advice,
                          .password_shape = MW_PASSWORD_SHAPE_CODE };
    g_autoptr (GPtrArray) findings = test_new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    test_add_outcome (findings, MW_PART_INCOMING, TEST_REFUSED, cases[i].cause);
    refined = mw_diagnosis_refine (findings, &context);
    g_assert_cmpstr (test_cause_at (refined, 0), ==, cases[i].told);
  }
}

static void
test_suspects (void)
{
  static const struct {
    const char *advice;
    MwPasswordShape shape;
    const char *first;
  } cases[] = {
    { "authorization-code", 0, "auth.authorization-code-needed" },
    { "authorization-code", MW_PASSWORD_SHAPE_CODE, "auth.imap-disabled-for-account" },
    { "app-password", 0, "auth.app-password-needed" },
    { "enable-imap", 0, "auth.imap-disabled-for-account" },
    { NULL, 0, "auth.wrong-password" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MwContext context = { .provider_advice = cases[i].advice, .password_shape = cases[i].shape };
    g_autoptr (GPtrArray) findings = test_new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    g_ptr_array_add (findings,
                     test_new_answer ("imap", "imap.company.example", "auth.unknown", "NO Nope."));
    refined = mw_diagnosis_refine (findings, &context);
    g_assert_cmpstr (test_cause_at (refined, 0), ==, "auth.unknown");
    g_assert_cmpstr (test_first_suspect (g_ptr_array_index (refined, 0)), ==, cases[i].first);
  }
}

static void
test_rule_is_noted (void)
{
  static const struct {
    const char *answer;
    const char *advice;
    TestOutcome outgoing;
    const char *rule;
  } cases[] = {
    { "NO No", NULL, TEST_NOT_TRIED, "code" },
    { "NO account has been locked", NULL, TEST_NOT_TRIED, "answer: locked" },
    { "NO No", NULL, TEST_ACCEPTED, "other-part" },
    { "NO No", "app-password", TEST_NOT_TRIED, "provider" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MwContext context = { .provider_advice = cases[i].advice };
    g_autoptr (GPtrArray) findings = test_new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    g_ptr_array_add (
      findings,
      test_new_answer ("imap", "imap.company.example", "auth.wrong-password", cases[i].answer));
    test_add_outcome (findings, MW_PART_OUTGOING, cases[i].outgoing, NULL);
    refined = mw_diagnosis_refine (findings, &context);
    g_assert_cmpstr (mw_finding_get_text (g_ptr_array_index (refined, 0), "rule"),
                     ==,
                     cases[i].rule);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/diagnosis-provider/provider", test_provider);
  g_test_add_func ("/diagnosis-provider/other-part-before-provider",
                   test_other_part_before_provider);
  g_test_add_func ("/diagnosis-provider/password-shape", test_password_shape);
  g_test_add_func ("/diagnosis-provider/suspects", test_suspects);
  g_test_add_func ("/diagnosis-provider/rule-is-noted", test_rule_is_noted);

  return g_test_run ();
}
