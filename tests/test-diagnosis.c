/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-diagnosis.h"

#include <string.h>

static const MwContext nobody = { .address = "li@company.example" };

static MwFinding *
find (MwPart part, MwStage stage, MwSeverity severity, const char *cause, const char *evidence)
{
  const char *subject = part == MW_PART_OUTGOING ? "smtp.company.example:465 [192.0.2.1]"
                                                 : "imap.company.example:993 [192.0.2.1]";
  g_autoptr (MwFinding) finding = mw_finding_new (stage, severity, cause, evidence);

  return mw_finding_new_at (finding, part, subject);
}

static GPtrArray *
new_findings (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
}

static const char *
cause_at (GPtrArray *findings, guint i)
{
  return ((MwFinding *) g_ptr_array_index (findings, i))->cause;
}

/* ------ the server's words ------ */

static MwStage
stage_of (const char *cause)
{
  if (g_str_has_prefix (cause, "auth."))
    return MW_STAGE_SIGN_IN;
  if (g_str_has_prefix (cause, "mailbox.") || g_str_has_prefix (cause, "smtp."))
    return MW_STAGE_USE;

  return g_str_has_prefix (cause, "tls.") ? MW_STAGE_ENCRYPT : MW_STAGE_GREET;
}

static MwFinding *
new_answer (const char *protocol, const char *host, const char *cause, const char *answer)
{
  gboolean sends = strcmp (protocol, "smtp") == 0;
  g_autofree char *subject = g_strdup_printf ("%s:1 [192.0.2.1]", host);
  g_autoptr (MwFinding) finding =
    mw_finding_new (stage_of (cause), MW_SEVERITY_ERROR, cause, answer);
  g_autoptr (MwFinding) placed =
    mw_finding_new_at (finding, sends ? MW_PART_OUTGOING : MW_PART_INCOMING, subject);
  GVariantDict details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "protocol", "s", protocol);
  g_variant_dict_insert (&details, "host", "s", host);

  return mw_finding_new_with (placed, g_variant_dict_end (&details));
}

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
  g_autoptr (GPtrArray) findings = new_findings ();
  g_autoptr (GPtrArray) refined = NULL;
  MwContext context = nobody;
  const MwFinding *better;

  g_ptr_array_add (findings, new_answer (fields[0], fields[1], fields[2], fields[3]));
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
  g_autoptr (GPtrArray) findings = new_findings ();
  g_autoptr (GPtrArray) refined = NULL;
  MwFinding *answer = new_answer ("imap",
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
  refined = mw_diagnosis_refine (findings, &nobody);

  g_assert_cmpstr (cause_at (refined, 2), ==, "mailbox.client-id-needed");
}

/* A warning of an address that is not used is no refusal. */
static void
test_only_errors_are_refined (void)
{
  g_autoptr (GPtrArray) findings = new_findings ();
  g_autoptr (GPtrArray) refined = NULL;

  g_ptr_array_add (findings,
                   find (MW_PART_INCOMING,
                         MW_STAGE_SIGN_IN,
                         MW_SEVERITY_WARNING,
                         "auth.wrong-password",
                         "NO Login disabled"));
  g_ptr_array_add (
    findings,
    find (MW_PART_INCOMING, MW_STAGE_SIGN_IN, MW_SEVERITY_PASS, NULL, "Login disabled"));
  refined = mw_diagnosis_refine (findings, &nobody);

  g_assert_cmpuint (refined->len, ==, 2);
  g_assert_cmpstr (cause_at (refined, 0), ==, "auth.wrong-password");
  g_assert_null (cause_at (refined, 1));
}

/* ------ both parts together ------ */

typedef enum {
  NOT_TRIED,
  ACCEPTED,
  REFUSED,
} Outcome;

static void
add_outcome (GPtrArray *findings, MwPart part, Outcome outcome, const char *cause)
{
  if (outcome == ACCEPTED)
    g_ptr_array_add (findings, find (part, MW_STAGE_SIGN_IN, MW_SEVERITY_PASS, NULL, "OK"));
  else if (outcome == REFUSED)
    g_ptr_array_add (findings, find (part, MW_STAGE_SIGN_IN, MW_SEVERITY_ERROR, cause, "NO"));
}

static void
test_both_parts (void)
{
  static const struct {
    Outcome incoming;
    Outcome outgoing;
    const char *cause;
    const char *told;
  } cases[] = {
    { ACCEPTED, REFUSED, "auth.wrong-password", "auth.smtp-auth-disabled" },
    { ACCEPTED, REFUSED, "auth.unknown", "auth.smtp-auth-disabled" },
    { ACCEPTED, REFUSED, "auth.app-password-needed", "auth.smtp-auth-disabled" },
    { ACCEPTED, REFUSED, "auth.temporary-failure", "auth.temporary-failure" },
    { ACCEPTED, REFUSED, "auth.oauth2-only", "auth.oauth2-only" },
    { REFUSED, ACCEPTED, "auth.wrong-password", "auth.imap-disabled-for-account" },
    { REFUSED, ACCEPTED, "auth.authorization-code-needed", "auth.imap-disabled-for-account" },
    { REFUSED, ACCEPTED, "auth.account-locked", "auth.account-locked" },
    { REFUSED, NOT_TRIED, "auth.wrong-password", "auth.wrong-password" },
    { NOT_TRIED, REFUSED, "auth.wrong-password", "auth.wrong-password" },
    { REFUSED, REFUSED, "auth.wrong-password", "auth.wrong-password" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) findings = new_findings ();
    g_autoptr (GPtrArray) refined = NULL;
    gboolean known = FALSE;

    add_outcome (findings, MW_PART_INCOMING, cases[i].incoming, cases[i].cause);
    add_outcome (findings, MW_PART_OUTGOING, cases[i].outgoing, cases[i].cause);
    refined = mw_diagnosis_refine (findings, &nobody);
    g_assert_cmpuint (refined->len, ==, findings->len);
    for (guint j = 0; j < refined->len; j++)
      if (cause_at (refined, j) != NULL) {
        g_assert_cmpstr (cause_at (refined, j), ==, cases[i].told);
        known = TRUE;
      }
    g_assert_true (known);
  }
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
    g_autoptr (GPtrArray) findings = new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    add_outcome (findings, MW_PART_INCOMING, ACCEPTED, NULL);
    g_ptr_array_add (findings,
                     find (MW_PART_OUTGOING,
                           MW_STAGE_SIGN_IN,
                           MW_SEVERITY_ERROR,
                           "auth.wrong-password",
                           cases[i].answer));
    refined = mw_diagnosis_refine (findings, &nobody);
    g_assert_cmpstr (cause_at (refined, 1), ==, cases[i].told);
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
    g_autoptr (GPtrArray) findings = new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    add_outcome (findings, MW_PART_INCOMING, REFUSED, cases[i].incoming);
    add_outcome (findings, MW_PART_OUTGOING, REFUSED, cases[i].outgoing);
    refined = mw_diagnosis_refine (findings, &nobody);
    g_assert_cmpstr (cause_at (refined, 0), ==, cases[i].incoming);
    g_assert_cmpstr (cause_at (refined, 1), ==, cases[i].told);
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
    g_autoptr (GPtrArray) findings = new_findings ();
    g_autoptr (GPtrArray) refined = NULL;
    g_autoptr (MwFinding) answer =
      new_answer ("imap", cases[i].host, cases[i].cause, cases[i].answer);

    g_ptr_array_add (findings,
                     mw_finding_new_with (answer, g_variant_new_parsed ("{'token': <true>}")));
    refined = mw_diagnosis_refine (findings, &nobody);
    g_assert_cmpstr (cause_at (refined, 0), ==, cases[i].told);
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
    g_autoptr (GPtrArray) findings = new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    g_ptr_array_add (findings,
                     new_answer (cases[i].protocol, cases[i].host, "auth.wrong-password", "NO"));
    add_outcome (findings, MW_PART_OUTGOING, ACCEPTED, NULL);
    refined = mw_diagnosis_refine (findings, &nobody);

    g_assert_cmpstr (cause_at (refined, 0), ==, cases[i].told);
  }
}

/* Whoever uses the mailbox has signed in. */
static void
test_use_counts_as_signed_in (void)
{
  g_autoptr (GPtrArray) findings = new_findings ();
  g_autoptr (GPtrArray) refined = NULL;
  g_autoptr (MwAdvice) advice = NULL;

  g_ptr_array_add (
    findings,
    find (MW_PART_INCOMING, MW_STAGE_USE, MW_SEVERITY_ERROR, "mailbox.cannot-open", "NO No."));
  add_outcome (findings, MW_PART_OUTGOING, REFUSED, "auth.wrong-password");
  refined = mw_diagnosis_refine (findings, &nobody);
  advice = mw_advice_new (g_ptr_array_index (refined, 1), &nobody);

  g_assert_cmpstr (cause_at (refined, 0), ==, "mailbox.cannot-open");
  g_assert_cmpstr (cause_at (refined, 1), ==, "auth.smtp-auth-disabled");
  g_assert_cmpstr (advice->explanation, ==, "Receiving works, so the password is right.");
}

static void
test_evidence_is_kept (void)
{
  g_autoptr (GPtrArray) findings = new_findings ();
  g_autoptr (GPtrArray) refined = NULL;
  const MwFinding *finding;

  add_outcome (findings, MW_PART_INCOMING, ACCEPTED, NULL);
  g_ptr_array_add (findings,
                   find (MW_PART_OUTGOING,
                         MW_STAGE_SIGN_IN,
                         MW_SEVERITY_ERROR,
                         "auth.wrong-password",
                         "535 5.7.8 No"));
  refined = mw_diagnosis_refine (findings, &nobody);
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
    g_autoptr (GPtrArray) findings = new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    g_ptr_array_add (
      findings,
      find (MW_PART_INCOMING, MW_STAGE_CONNECT, MW_SEVERITY_ERROR, cases[i].incoming, NULL));
    g_ptr_array_add (
      findings,
      find (MW_PART_OUTGOING, MW_STAGE_CONNECT, MW_SEVERITY_ERROR, cases[i].outgoing, NULL));
    refined = mw_diagnosis_refine (findings, &nobody);
    for (guint j = 0; j < refined->len; j++)
      g_assert_cmpint (mw_finding_get_flag (g_ptr_array_index (refined, j), "other-part-fails"),
                       ==,
                       cases[i].alike);
  }
}

/* ------ what is known of the provider ------ */

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
    g_autoptr (GPtrArray) findings = new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    add_outcome (findings, MW_PART_INCOMING, REFUSED, cases[i].cause);
    refined = mw_diagnosis_refine (findings, &context);
    g_assert_cmpstr (cause_at (refined, 0), ==, cases[i].told);
  }
}

static void
test_other_part_before_provider (void)
{
  MwContext context = { .address = "li@qq.com", .provider_advice = "authorization-code" };
  g_autoptr (GPtrArray) findings = new_findings ();
  g_autoptr (GPtrArray) refined = NULL;

  add_outcome (findings, MW_PART_INCOMING, ACCEPTED, NULL);
  add_outcome (findings, MW_PART_OUTGOING, REFUSED, "auth.wrong-password");
  refined = mw_diagnosis_refine (findings, &context);

  g_assert_cmpstr (cause_at (refined, 1), ==, "auth.smtp-auth-disabled");
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
    g_autoptr (GPtrArray) findings = new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    add_outcome (findings, MW_PART_INCOMING, REFUSED, cases[i].cause);
    refined = mw_diagnosis_refine (findings, &context);
    g_assert_cmpstr (cause_at (refined, 0), ==, cases[i].told);
  }
}

static const char *
first_suspect (const MwFinding *finding)
{
  g_autofree const char **suspects = mw_finding_get_texts (finding, "suspects");

  return suspects ? suspects[0] : NULL;
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
    g_autoptr (GPtrArray) findings = new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    g_ptr_array_add (findings,
                     new_answer ("imap", "imap.company.example", "auth.unknown", "NO Nope."));
    refined = mw_diagnosis_refine (findings, &context);
    g_assert_cmpstr (cause_at (refined, 0), ==, "auth.unknown");
    g_assert_cmpstr (first_suspect (g_ptr_array_index (refined, 0)), ==, cases[i].first);
  }
}

/* A sentence of the server with five reasons in it names them; a fact about the account ends that.
 */
static void
test_suspects_of_an_answer (void)
{
  g_autoptr (GPtrArray) alone = new_findings ();
  g_autoptr (GPtrArray) both = new_findings ();
  g_autoptr (GPtrArray) guessed = NULL;
  g_autoptr (GPtrArray) known = NULL;

  for (int i = 0; i < 2; i++)
    g_ptr_array_add (i ? both : alone,
                     new_answer ("imap",
                                 "imap.qq.com",
                                 "auth.unknown",
                                 "NO Login fail. Account is abnormal, service is not open, "
                                 "password is incorrect"));
  add_outcome (both, MW_PART_OUTGOING, ACCEPTED, NULL);
  guessed = mw_diagnosis_refine (alone, &nobody);
  known = mw_diagnosis_refine (both, &nobody);

  g_assert_cmpstr (first_suspect (g_ptr_array_index (guessed, 0)),
                   ==,
                   "auth.authorization-code-needed");
  g_assert_cmpstr (cause_at (known, 0), ==, "auth.imap-disabled-for-account");
  g_assert_null (first_suspect (g_ptr_array_index (known, 0)));
}

static void
test_rule_is_noted (void)
{
  static const struct {
    const char *answer;
    const char *advice;
    Outcome outgoing;
    const char *rule;
  } cases[] = {
    { "NO No", NULL, NOT_TRIED, "code" },
    { "NO account has been locked", NULL, NOT_TRIED, "answer: locked" },
    { "NO No", NULL, ACCEPTED, "other-part" },
    { "NO No", "app-password", NOT_TRIED, "provider" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MwContext context = { .provider_advice = cases[i].advice };
    g_autoptr (GPtrArray) findings = new_findings ();
    g_autoptr (GPtrArray) refined = NULL;

    g_ptr_array_add (
      findings,
      new_answer ("imap", "imap.company.example", "auth.wrong-password", cases[i].answer));
    add_outcome (findings, MW_PART_OUTGOING, cases[i].outgoing, NULL);
    refined = mw_diagnosis_refine (findings, &context);
    g_assert_cmpstr (mw_finding_get_text (g_ptr_array_index (refined, 0), "rule"),
                     ==,
                     cases[i].rule);
  }
}

/* ------ what lies beside a refusal ------ */

static void
test_warns_of_spaces (void)
{
  MwContext context = { .password_shape = MW_PASSWORD_SHAPE_SPACE };
  g_autoptr (GPtrArray) refused = new_findings ();
  g_autoptr (GPtrArray) accepted = new_findings ();
  g_autoptr (GPtrArray) warned = NULL;
  g_autoptr (GPtrArray) silent = NULL;
  const MwFinding *warning;

  add_outcome (refused, MW_PART_INCOMING, REFUSED, "auth.wrong-password");
  add_outcome (refused, MW_PART_OUTGOING, REFUSED, "auth.wrong-password");
  add_outcome (accepted, MW_PART_INCOMING, ACCEPTED, NULL);
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
  g_autoptr (GPtrArray) findings = new_findings ();
  g_autoptr (GPtrArray) refined = NULL;
  const MwFinding *warning;

  g_ptr_array_add (findings, new_answer ("imap", "imap.qq.com", "auth.wrong-password", "NO"));
  g_ptr_array_add (findings, new_answer ("smtp", "smtp.163.com", "auth.wrong-password", "535"));
  refined = mw_diagnosis_refine (findings, &context);

  g_assert_cmpuint (refined->len, ==, 3);
  warning = g_ptr_array_index (refined, 2);
  g_assert_cmpstr (warning->cause, ==, "input.provider-mismatch");
  g_assert_cmpstr (mw_finding_get_text (warning, "owner"), ==, "QQ Mail");
  g_assert_cmpstr (mw_finding_get_text (warning, "host"), ==, "imap.qq.com");
}

/* ------ which comes first ------ */

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
        find (order[i].part, order[i].stage, order[i].severity, order[i].cause, NULL);
      g_autoptr (MwFinding) b =
        find (order[j].part, order[j].stage, order[j].severity, order[j].cause, NULL);
      int compared = mw_diagnosis_compare (a, b);

      g_assert_true (i == j ? compared == 0 : (compared < 0) == (i < j));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/diagnosis/answers", test_answers);
  g_test_add_func ("/diagnosis/banner-is-the-greeting", test_banner_is_the_greeting);
  g_test_add_func ("/diagnosis/only-errors-are-refined", test_only_errors_are_refined);
  g_test_add_func ("/diagnosis/both-parts", test_both_parts);
  g_test_add_func ("/diagnosis/protocol-is-not-guessed", test_protocol_is_not_guessed);
  g_test_add_func ("/diagnosis/use-counts-as-signed-in", test_use_counts_as_signed_in);
  g_test_add_func ("/diagnosis/evidence-is-kept", test_evidence_is_kept);
  g_test_add_func ("/diagnosis/nothing-answers", test_nothing_answers);
  g_test_add_func ("/diagnosis/provider", test_provider);
  g_test_add_func ("/diagnosis/told-by-the-server", test_told_by_the_server);
  g_test_add_func ("/diagnosis/trouble-of-the-other-part", test_trouble_of_the_other_part);
  g_test_add_func ("/diagnosis/token", test_token);
  g_test_add_func ("/diagnosis/other-part-before-provider", test_other_part_before_provider);
  g_test_add_func ("/diagnosis/password-shape", test_password_shape);
  g_test_add_func ("/diagnosis/suspects", test_suspects);
  g_test_add_func ("/diagnosis/suspects-of-an-answer", test_suspects_of_an_answer);
  g_test_add_func ("/diagnosis/rule-is-noted", test_rule_is_noted);
  g_test_add_func ("/diagnosis/warns-of-spaces", test_warns_of_spaces);
  g_test_add_func ("/diagnosis/warns-of-the-owner", test_warns_of_the_owner);
  g_test_add_func ("/diagnosis/compare", test_compare);

  return g_test_run ();
}
