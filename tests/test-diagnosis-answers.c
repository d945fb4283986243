/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "diagnosed.h"

static MwFinding *
new_greeting (const MwFinding *answer, const char *banner)
{
  g_autoptr (MwFinding) finding = mw_finding_new (MW_STAGE_GREET, MW_SEVERITY_PASS, NULL, banner);
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding, answer->part, answer->subject);

  return mw_finding_new_with (placed, answer->details);
}

/* @fields: protocol, host, cause before, answer, cause after, and what else is known */
static void
check_answer (char **fields)
{
  const char *wanted = strcmp (fields[4], "=") == 0 ? fields[2] : fields[4];
  g_autoptr (GPtrArray) findings = test_new_findings ();
  g_autoptr (GPtrArray) refined = NULL;
  MwContext context = test_nobody;
  const MwFinding *better;

  g_ptr_array_add (findings, test_new_answer (fields[0], fields[1], fields[2], fields[3]));
  if (fields[5] != NULL && strcmp (fields[5], "password: code") == 0)
    context.password_shape = MW_PASSWORD_SHAPE_CODE;
  else if (fields[5] != NULL)
    g_ptr_array_add (findings, new_greeting (g_ptr_array_index (findings, 0), fields[5]));
  refined = mw_diagnosis_refine (findings, &context);
  better = g_ptr_array_index (refined, 0);
  if (g_strcmp0 (better->cause, wanted) != 0)
    g_test_fail_printf ("%s: “%s” is %s, not %s", fields[1], fields[3], better->cause, wanted);
  g_assert_cmpstr (better->evidence, ==, fields[3]);
  g_assert_true (g_str_has_suffix (better->subject, ":1 [192.0.2.1]"));
}

static char **
split_fields (const char *line)
{
  g_auto (GStrv) halves = g_strsplit (line, "\\|", -1);
  g_autofree char *marked = g_strjoinv ("\x01", halves);
  char **fields = g_strsplit (marked, "|", -1);

  for (gsize i = 0; fields[i] != NULL; i++)
    g_strdelimit (g_strstrip (fields[i]), "\x01", '|');
  g_assert_true (g_strv_length (fields) == 5 || g_strv_length (fields) == 6);

  return fields;
}

static void
test_answers (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "answers.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 50);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '#' && lines[i][0] != '\0') {
      g_auto (GStrv) fields = split_fields (lines[i]);

      check_answer (fields);
    }
}

/* Only the greeting introduces a server, not what else is said about it there. */
static void
test_banner_is_the_greeting (void)
{
  g_autoptr (GPtrArray) findings = test_new_findings ();
  g_autoptr (GPtrArray) refined = NULL;
  MwFinding *answer = test_new_answer ("imap",
                                       "mail.company.example",
                                       "mailbox.cannot-open",
                                       "NO EXAMINE Unsafe Login. Please contact kefu@188.com");
  g_autoptr (MwFinding) greeting = new_greeting (answer, "OK Coremail System IMap Server Ready");
  g_autoptr (MwFinding) slow = mw_finding_new_because (greeting, "net.address-dead");

  slow->severity = MW_SEVERITY_WARNING;
  g_free (slow->evidence);
  slow->evidence = g_strdup ("Waited long");
  g_ptr_array_add (findings, mw_finding_ref (slow));
  g_ptr_array_add (findings, mw_finding_ref (greeting));
  g_ptr_array_add (findings, answer);
  refined = mw_diagnosis_refine (findings, &test_nobody);

  g_assert_cmpstr (test_cause_at (refined, 2), ==, "mailbox.client-id-needed");
}

/* A warning of an address that is not used is no refusal. */
static void
test_only_errors_are_refined (void)
{
  g_autoptr (GPtrArray) findings = test_new_findings ();
  g_autoptr (GPtrArray) refined = NULL;

  g_ptr_array_add (findings,
                   test_find (MW_PART_INCOMING,
                              MW_STAGE_SIGN_IN,
                              MW_SEVERITY_WARNING,
                              "auth.wrong-password",
                              "NO Login disabled"));
  g_ptr_array_add (
    findings,
    test_find (MW_PART_INCOMING, MW_STAGE_SIGN_IN, MW_SEVERITY_PASS, NULL, "Login disabled"));
  refined = mw_diagnosis_refine (findings, &test_nobody);

  g_assert_cmpuint (refined->len, ==, 2);
  g_assert_cmpstr (test_cause_at (refined, 0), ==, "auth.wrong-password");
  g_assert_null (test_cause_at (refined, 1));
}

/* A server that asks for another password is not switched off, whatever the other one takes. */
static void
test_told_by_the_server (void)
{
  static const struct {
    const char *answer;
    const char *told;
  } cases[] = {
    { "535 Error: 请使用授权码登录", "auth.authorization-code-needed" },
    { "534 5.7.9 Application-specific password required", "auth.app-password-needed" },
    { "535 5.7.8 Error: authentication failed", "auth.smtp-auth-disabled" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) findings = test_new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    test_add_outcome (findings, MW_PART_INCOMING, TEST_ACCEPTED, NULL);
    g_ptr_array_add (findings,
                     test_find (MW_PART_OUTGOING,
                                MW_STAGE_SIGN_IN,
                                MW_SEVERITY_ERROR,
                                "auth.wrong-password",
                                cases[i].answer));
    refined = mw_diagnosis_refine (findings, &test_nobody);
    g_assert_cmpstr (test_cause_at (refined, 1), ==, cases[i].told);
  }
}

/* Who showed a token is not told about passwords. */
static void
test_token (void)
{
  static const struct {
    const char *host;
    const char *cause;
    const char *answer;
    const char *told;
  } cases[] = {
    { "outlook.office365.com", "auth.unknown", "NO AUTHENTICATE failed.", "auth.token-expired" },
    { "imap.gmail.com",
      "auth.wrong-password",
      "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)",
      "auth.token-expired" },
    { "imap.company.example", "auth.unknown", "NO IMAP is off", "auth.token-expired" },
    { "outlook.office365.com",
      "auth.unknown",
      "NO User is authenticated but not connected.",
      "auth.imap-disabled-for-account" },
    { "imap.company.example", "auth.consent-refused", "NO No", "auth.consent-refused" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) findings = test_new_findings ();
    g_autoptr (GPtrArray) refined = NULL;
    g_autoptr (MwFinding) answer =
      test_new_answer ("imap", cases[i].host, cases[i].cause, cases[i].answer);

    g_ptr_array_add (findings,
                     mw_finding_new_with (answer, g_variant_new_parsed ("{'token': <true>}")));
    refined = mw_diagnosis_refine (findings, &test_nobody);
    g_assert_cmpstr (test_cause_at (refined, 0), ==, cases[i].told);
  }
}

/* A name and a port say nothing: the check knows what it spoke. */
static void
test_protocol_is_not_guessed (void)
{
  static const struct {
    const char *protocol;
    const char *host;
    const char *told;
  } cases[] = {
    { "pop3", "imap.company.example", "auth.pop-disabled-for-account" },
    { "imap", "pop.company.example", "auth.imap-disabled-for-account" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) findings = test_new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    g_ptr_array_add (
      findings,
      test_new_answer (cases[i].protocol, cases[i].host, "auth.wrong-password", "NO"));
    test_add_outcome (findings, MW_PART_OUTGOING, TEST_ACCEPTED, NULL);
    refined = mw_diagnosis_refine (findings, &test_nobody);

    g_assert_cmpstr (test_cause_at (refined, 0), ==, cases[i].told);
  }
}

/* A sentence of the server with five reasons in it names them; a fact about the account ends that.
 */
static void
test_suspects_of_an_answer (void)
{
  g_autoptr (GPtrArray) alone = test_new_findings ();
  g_autoptr (GPtrArray) both = test_new_findings ();
  g_autoptr (GPtrArray) guessed = NULL;
  g_autoptr (GPtrArray) known = NULL;

  for (int i = 0; i < 2; i++)
    g_ptr_array_add (i ? both : alone,
                     test_new_answer ("imap",
                                      "imap.qq.com",
                                      "auth.unknown",
                                      "NO Login fail. Account is abnormal, service is not open, "
                                      "password is incorrect"));
  test_add_outcome (both, MW_PART_OUTGOING, TEST_ACCEPTED, NULL);
  guessed = mw_diagnosis_refine (alone, &test_nobody);
  known = mw_diagnosis_refine (both, &test_nobody);

  g_assert_cmpstr (test_first_suspect (g_ptr_array_index (guessed, 0)),
                   ==,
                   "auth.authorization-code-needed");
  g_assert_cmpstr (test_cause_at (known, 0), ==, "auth.imap-disabled-for-account");
  g_assert_null (test_first_suspect (g_ptr_array_index (known, 0)));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/diagnosis-answers/answers", test_answers);
  g_test_add_func ("/diagnosis-answers/banner-is-the-greeting", test_banner_is_the_greeting);
  g_test_add_func ("/diagnosis-answers/only-errors-are-refined", test_only_errors_are_refined);
  g_test_add_func ("/diagnosis-answers/protocol-is-not-guessed", test_protocol_is_not_guessed);
  g_test_add_func ("/diagnosis-answers/told-by-the-server", test_told_by_the_server);
  g_test_add_func ("/diagnosis-answers/token", test_token);
  g_test_add_func ("/diagnosis-answers/suspects-of-an-answer", test_suspects_of_an_answer);

  return g_test_run ();
}
