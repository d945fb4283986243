/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "transcript.h"

/* What is found, and what is left over at the end. */

static MwFinding *
find_problem (Transcript *self, guint number)
{
  GPtrArray *findings = mw_dialogue_get_findings (self->dialogue);

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity > MW_SEVERITY_INFO && number-- == 0)
      return finding;
  }

  return NULL;
}

/* @evidence may be anything if it is %NULL. */
static MwFinding *
find_pass (Transcript *self, const char *stage, const char *evidence)
{
  GPtrArray *findings = mw_dialogue_get_findings (self->dialogue);

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity == MW_SEVERITY_PASS &&
        g_str_equal (mw_stage_to_string (finding->stage), stage) &&
        (evidence == NULL || g_strcmp0 (finding->evidence, evidence) == 0))
      return finding;
  }

  return NULL;
}

static void
expect_works (Transcript *self)
{
  self->works = TRUE;
  self->sign_in = "accepted";
  if (!find_pass (self, "greet", NULL) || !find_pass (self, "sign-in", NULL) ||
      !find_pass (self, "use", NULL))
    transcript_fail (self, "does not say that it works");
}

static void
expect_verdict (Transcript *self, const char *text)
{
  MwFinding *finding;
  g_autofree char *verdict = NULL;

  if (g_str_equal (text, "works")) {
    expect_works (self);
    return;
  }
  if (g_str_equal (text, "greets")) {
    if (!find_pass (self, "greet", NULL))
      transcript_fail (self, "does not say that the server greets");
    if (mw_dialogue_get_stage (self->dialogue) != MW_STAGE_LEAVE)
      transcript_fail (self, "does not say that it leaves");
    return;
  }

  finding = find_problem (self, self->n_verdicts++);
  if (finding == NULL) {
    transcript_fail (self, "there is no such finding");
    return;
  }
  verdict = g_strdup_printf (
    "%s: %s%s%s",
    mw_stage_to_string (finding->stage),
    finding->cause,
    finding->severity == MW_SEVERITY_ERROR ? "" : ", ",
    finding->severity == MW_SEVERITY_ERROR ? "" : mw_severity_to_string (finding->severity));
  if (!g_str_equal (verdict, text))
    transcript_fail (self, "found “%s” (%s) instead of “%s”", verdict, finding->evidence, text);
}

static void
expect_evidence (Transcript *self, const char *text)
{
  MwFinding *finding = find_problem (self, self->n_verdicts - 1);

  if (finding == NULL || g_strcmp0 (finding->evidence, text) != 0)
    transcript_fail (self, "the evidence is “%s”", finding ? finding->evidence : "(none)");
}

/* As GVariant prints it, of any finding at all. */
static void
expect_details (Transcript *self, const char *text)
{
  GPtrArray *findings = mw_dialogue_get_findings (self->dialogue);

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *details =
      finding->details ? g_variant_print (finding->details, FALSE) : g_strdup ("none");

    if (g_str_equal (details, text))
      return;
    g_test_message ("details: %s", details);
  }
  transcript_fail (self, "there are no such details");
}

static void
expect_pass (Transcript *self, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ": ", 2);
  MwFinding *finding = find_pass (self, parts[0], NULL);

  if (find_pass (self, parts[0], parts[1]) == NULL)
    transcript_fail (self, "the evidence is “%s”", finding ? finding->evidence : "(none)");
}

static void
expect_no_note (Transcript *self, const char *word)
{
  GPtrArray *findings = mw_dialogue_get_findings (self->dialogue);

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (g_strcmp0 (mw_finding_get_text (finding, "note"), word) == 0)
      transcript_fail (self, "noted %s: %s", word, finding->evidence);
  }
}

/* What is only noted, and by which word. */
static void
expect_note (Transcript *self, const char *text)
{
  GPtrArray *findings = mw_dialogue_get_findings (self->dialogue);

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *note = NULL;

    if (finding->severity != MW_SEVERITY_INFO)
      continue;
    note = g_strdup_printf ("%s: %s: %s",
                            mw_stage_to_string (finding->stage),
                            mw_finding_get_text (finding, "note"),
                            finding->evidence);
    if (g_str_equal (note, text))
      return;
    g_test_message ("note: %s", note);
  }
  transcript_fail (self, "that is not noted");
}

static void
expect_sign_in (Transcript *self, const char *text)
{
  self->sign_in = g_intern_string (text);
}

static void
compare_offers (Transcript *self, const char *const *words, const char *text)
{
  g_autofree char *offers = words ? g_strjoinv (" ", (GStrv) words) : g_strdup ("unknown");

  if (g_str_equal (text, "none"))
    text = "";
  if (!g_str_equal (offers, text))
    transcript_fail (self, "the offers are “%s”", offers);
}

/* The last ones. */
static void
expect_offers (Transcript *self, const char *text)
{
  MwPhase phase = MW_PHASE_SIGNED_IN;

  while (phase > 0 && mw_dialogue_get_offers (self->dialogue, phase) == NULL)
    phase--;
  compare_offers (self, mw_dialogue_get_offers (self->dialogue, phase), text);
}

static void
expect_clear_offers (Transcript *self, const char *text)
{
  compare_offers (self, mw_dialogue_get_offers (self->dialogue, MW_PHASE_CLEAR), text);
}

static void
expect_encrypted_offers (Transcript *self, const char *text)
{
  compare_offers (self, mw_dialogue_get_offers (self->dialogue, MW_PHASE_ENCRYPTED), text);
}

static void
expect_late_offers (Transcript *self, const char *text)
{
  compare_offers (self, mw_dialogue_get_offers (self->dialogue, MW_PHASE_SIGNED_IN), text);
}

static void
expect_mechanism (Transcript *self, const char *text)
{
  if (g_strcmp0 (mw_dialogue_get_mechanism (self->dialogue), text) != 0)
    transcript_fail (self, "signs in by %s", mw_dialogue_get_mechanism (self->dialogue));
}

/* "receipt", "header", "junk", "removed", each if it is so, or "nothing". */
static void
expect_letter (Transcript *self, const char *text)
{
  g_autoptr (GString) state = g_string_new (self->letter->receipt ? "receipt " : "");

  g_string_append (state, self->letter->header ? "header " : "");
  g_string_append (state, self->letter->is_junk ? "junk " : "");
  g_string_append (state, self->letter->is_removed ? "removed " : "");
  if (state->len == 0)
    g_string_append (state, "nothing");
  if (strcmp (g_strchomp (state->str), text) != 0)
    transcript_fail (self, "the letter is: %s", state->str);
}

static void
expect_header (Transcript *self, const char *text)
{
  g_autofree char *plain = g_strcompress (text);

  if (g_strcmp0 (self->letter->header, plain) != 0)
    transcript_fail (self, "the header is: %s", self->letter->header);
}

const TranscriptKind transcript_expectations[] = {
  { "letter is: ", expect_letter },                  /* what became of it */
  { "header: ", expect_header },                     /* as it came, with the escapes of C */
  { "verdict: ", expect_verdict },                   /* "stage: cause", "works" or "greets" */
  { "evidence: ", expect_evidence },                 /* of the verdict before */
  { "details: ", expect_details },                   /* of one of the findings */
  { "pass: ", expect_pass },                         /* "stage: evidence" */
  { "sign-in: ", expect_sign_in },                   /* accepted, refused, undecided */
  { "note: ", expect_note },                         /* "stage: word: evidence" */
  { "no-note: ", expect_no_note },                   /* "word" */
  { "offers: ", expect_offers },                     /* the last ones, sorted */
  { "offers in the clear: ", expect_clear_offers },  /* or "unknown" */
  { "offers encrypted: ", expect_encrypted_offers }, /* likewise */
  { "offers after sign-in: ", expect_late_offers },  /* likewise */
  { "signed-in-by: ", expect_mechanism },            /* the one that was chosen */
  { NULL },
};

static void
check_secret (Transcript *self, const char *secret)
{
  GPtrArray *findings = mw_dialogue_get_findings (self->dialogue);

  if (strstr (self->recorded->str, secret) != NULL)
    transcript_fail (self, "the record shows “%s”", secret);
  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->evidence != NULL && strstr (finding->evidence, secret) != NULL)
      transcript_fail (self, "the evidence shows “%s”", secret);
  }
}

/* The password as it is, as LOGIN has it and as PLAIN has it. */
static void
check_secrets (Transcript *self)
{
  g_autofree char *login =
    g_base64_encode ((const guchar *) self->password, strlen (self->password));
  g_autoptr (GString) message = g_string_new (NULL);
  g_autofree char *plain = NULL;

  g_string_append_c (message, '\0');
  g_string_append (message, self->user);
  g_string_append_c (message, '\0');
  g_string_append (message, self->password);
  plain = g_base64_encode ((const guchar *) message->str, message->len);

  check_secret (self, self->password);
  check_secret (self, login);
  check_secret (self, plain);
}

void
transcript_check_end (Transcript *self)
{
  static const char *const outcomes[] = { "not-tried", "accepted", "refused", "undecided" };
  const char *sign_in = outcomes[mw_dialogue_get_sign_in (self->dialogue)];
  MwFinding *surplus = find_problem (self, self->n_verdicts);

  if (self->step != MW_STEP_DONE)
    transcript_fail (self, "is not done");
  if (self->said->len > 0)
    transcript_fail (self, "the client has also said: %s", self->said->str);
  if (surplus != NULL)
    transcript_fail (self, "also found: %s (%s)", surplus->cause, surplus->evidence);
  if (!g_str_equal (sign_in, self->sign_in))
    transcript_fail (self, "the sign-in is %s, not %s", sign_in, self->sign_in);
  check_secrets (self);
}
