/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "mw-censor.h"
#include "mw-dialogue.h"
#include "mw-judge.h"

/* Conversations as they were, or might have been: one file a case, in transcripts/PROTOCOL/. What a
 * line of such a file may begin with is in the table below; "#" is a remark. What is said, and what
 * is found, has to be as in the file word for word, and nothing else. */

#define NEVER "never"
#define TICKETS "KRB5CCNAME" /* where they are kept */

typedef struct {
  const char *name; /* "imap/wrong-password.txt" */
  guint number;     /* of the line that is played, from 1 */

  MwServer *server;
  char *user;
  char *password;
  char *mailbox;
  char *mechanism; /* (nullable) */
  char *leave;
  MwBinding binding;
  MwLetter *letter; /* (owned) (nullable) */
  char *trial;      /* (nullable) */

  MwDialogue *dialogue; /* (nullable) until it begins */
  MwStep step;
  gsize literal;
  gboolean was_asked;
  gboolean takes_ticket;
  gboolean hung_up;
  GString *said;     /* what is not yet accounted for */
  GString *recorded; /* what a record may show */

  guint n_verdicts;
  gboolean works;
  const char *sign_in; /* "not-tried" */
} Transcript;

/* SCRAM with dice that always fall the same way; libgsasl calls this one instead of its own. */
int gsasl_nonce (char *data, size_t length);

int
gsasl_nonce (char *data, size_t length)
{
  for (size_t i = 0; i < length; i++)
    data[i] = '0' + i;

  return 0;
}

static void fail (Transcript *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
fail (Transcript *self, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  g_test_message ("%s:%u: %s", self->name, self->number, message);
  g_test_fail ();
}

static MwTrial
find_trial (const char *name)
{
  static const char *const names[] = { "smuggle", "unasked", "stay" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return i;

  g_error ("there is no trial “%s”", name);
}

static void
answer_leave (Transcript *self)
{
  g_autoptr (MwSecret) secret = NULL;

  if (self->was_asked || g_str_equal (self->leave, NEVER))
    fail (self, "asked for leave to sign in");
  self->was_asked = TRUE;

  secret = mw_secret_new (self->password);
  if (g_str_equal (self->leave, "no"))
    mw_dialogue_skip_sign_in (self->dialogue);
  else if (g_str_equal (self->leave, "without-password"))
    mw_dialogue_sign_in_as (self->dialogue, self->user, NULL);
  else
    mw_dialogue_sign_in_as (self->dialogue, self->user, secret);
}

static void
think (Transcript *self)
{
  MwSasl *sasl = mw_dialogue_lend_sasl (self->dialogue);

  mw_sasl_think (sasl);
  mw_dialogue_return_sasl (self->dialogue, sasl);
}

/* Lets the dialogue go on until it wants something from the server. */
static void
advance (Transcript *self)
{
  for (guint i = 0; i < 100; i++) {
    g_autoptr (MwLine) line = mw_line_new ();

    self->step = mw_dialogue_next (self->dialogue, line, &self->literal);
    g_string_append (self->said, line->wire->str);
    g_string_append (self->recorded, line->record->str);
    if (self->step == MW_STEP_ASK_LEAVE)
      answer_leave (self);
    else if (self->step == MW_STEP_THINK)
      think (self);
    else if (self->step != MW_STEP_SEND)
      return;
  }
  fail (self, "says more and more");
}

static void
begin (Transcript *self)
{
  if (self->dialogue != NULL)
    return;

  self->dialogue = mw_dialogue_new (self->server, self->mailbox);
  mw_dialogue_force_mechanism (self->dialogue, self->mechanism);
  mw_dialogue_set_judge (self->dialogue, mw_judge_blames_password);
  if (self->takes_ticket)
    mw_dialogue_take_ticket (self->dialogue);
  if (self->letter != NULL)
    mw_dialogue_carry (self->dialogue, self->letter);
  if (self->trial != NULL)
    mw_dialogue_try (self->dialogue, find_trial (self->trial));
  if (self->server->security == MW_SECURITY_TLS)
    mw_dialogue_bind (self->dialogue, &self->binding);
  advance (self);
}

static void
hear (Transcript *self, const char *bytes, gsize length, gsize literal)
{
  begin (self);
  if (self->said->len > 0)
    fail (self, "the client has also said: %s", self->said->str);
  if (self->step != MW_STEP_LISTEN || self->literal != literal) {
    fail (self, "does not listen for that, but for step %d, %zu bytes", self->step, self->literal);
    return;
  }

  mw_dialogue_hear (self->dialogue, bytes, length);
  advance (self);
}

static void
play_line (Transcript *self, const char *text)
{
  g_autoptr (MwCensor) censor = mw_censor_new ();
  g_autoptr (GString) clean = NULL;

  begin (self);
  mw_censor_add (censor, self->password);
  clean = mw_censor_clean (censor, text, strlen (text));
  g_string_append (self->recorded, clean->str);
  hear (self, text, strlen (text), 0);
}

static void
play_many_lines (Transcript *self, const char *text)
{
  char *line;
  guint64 n = g_ascii_strtoull (text, &line, 10);

  for (guint64 i = 0; i < n && self->step == MW_STEP_LISTEN; i++)
    play_line (self, line + 1);
}

static void
play_bytes (Transcript *self, const char *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (; g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]); text += 2) {
    guint8 byte = g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]);

    g_byte_array_append (bytes, &byte, 1);
    text += strspn (text + 2, " ");
  }
  hear (self, (const char *) bytes->data, bytes->len, 0);
}

static void
play_literal (Transcript *self, const char *text)
{
  hear (self, text, strlen (text), strlen (text));
}

static void
expect_line (Transcript *self, const char *text)
{
  g_autoptr (GString) line = g_string_new (text);

  g_string_replace (line, "@VERSION@", VERSION, 0);
  g_string_append (line, "\r\n");
  begin (self);
  if (!g_str_has_prefix (self->said->str, line->str))
    fail (self, "the client should say “%s”, and says “%s”", line->str, self->said->str);
  else
    g_string_erase (self->said, 0, line->len);
}

static void
play_tls (Transcript *self, const char *text)
{
  begin (self);
  if (self->step != MW_STEP_START_TLS) {
    fail (self, "wants no TLS now");
    return;
  }
  mw_dialogue_tls_started (self->dialogue);
  mw_dialogue_bind (self->dialogue, &self->binding);
  advance (self);
}

/* "1": seconds */
static void
play_wait (Transcript *self, const char *text)
{
  guint64 seconds = g_ascii_strtoull (text, NULL, 10);

  if (self->step != MW_STEP_WAIT || mw_dialogue_get_pause (self->dialogue) != seconds) {
    fail (self, "wants to wait for %u s", mw_dialogue_get_pause (self->dialogue));
    return;
  }
  mw_dialogue_waited (self->dialogue);
  advance (self);
}

static void
play_hangup (Transcript *self, const char *text)
{
  begin (self);
  if (self->step == MW_STEP_DONE)
    fail (self, "has hung up before the server does");
  mw_dialogue_end (self->dialogue, *text ? text : NULL);
  self->hung_up = TRUE;
  advance (self);
}

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
    fail (self, "does not say that it works");
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
      fail (self, "does not say that the server greets");
    if (mw_dialogue_get_stage (self->dialogue) != MW_STAGE_LEAVE)
      fail (self, "does not say that it leaves");
    return;
  }

  finding = find_problem (self, self->n_verdicts++);
  if (finding == NULL) {
    fail (self, "there is no such finding");
    return;
  }
  verdict = g_strdup_printf (
    "%s: %s%s%s",
    mw_stage_to_string (finding->stage),
    finding->cause,
    finding->severity == MW_SEVERITY_ERROR ? "" : ", ",
    finding->severity == MW_SEVERITY_ERROR ? "" : mw_severity_to_string (finding->severity));
  if (!g_str_equal (verdict, text))
    fail (self, "found “%s” (%s) instead of “%s”", verdict, finding->evidence, text);
}

static void
expect_evidence (Transcript *self, const char *text)
{
  MwFinding *finding = find_problem (self, self->n_verdicts - 1);

  if (finding == NULL || g_strcmp0 (finding->evidence, text) != 0)
    fail (self, "the evidence is “%s”", finding ? finding->evidence : "(none)");
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
  fail (self, "there are no such details");
}

static void
expect_pass (Transcript *self, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ": ", 2);
  MwFinding *finding = find_pass (self, parts[0], NULL);

  if (find_pass (self, parts[0], parts[1]) == NULL)
    fail (self, "the evidence is “%s”", finding ? finding->evidence : "(none)");
}

static void
expect_no_note (Transcript *self, const char *word)
{
  GPtrArray *findings = mw_dialogue_get_findings (self->dialogue);

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (g_strcmp0 (mw_finding_get_text (finding, "note"), word) == 0)
      fail (self, "noted %s: %s", word, finding->evidence);
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
  fail (self, "that is not noted");
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
    fail (self, "the offers are “%s”", offers);
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
    fail (self, "signs in by %s", mw_dialogue_get_mechanism (self->dialogue));
}

static void
set_server (Transcript *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_strconcat (text, "://mail.example.org", NULL);

  mw_server_free (self->server);
  self->server = mw_server_new_for_uri (uri, &error);
  g_assert_no_error (error);
}

static void
replace (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
set_user (Transcript *self, const char *text)
{
  replace (&self->user, text);
}

static void
set_password (Transcript *self, const char *text)
{
  replace (&self->password, text);
}

/* What no line of a file can hold, with the escapes of C. */
static void
set_odd_password (Transcript *self, const char *text)
{
  g_autofree char *plain = g_strcompress (text);

  replace (&self->password, plain);
}

static void
set_mailbox (Transcript *self, const char *text)
{
  replace (&self->mailbox, text);
}

static void
set_trial (Transcript *self, const char *text)
{
  replace (&self->trial, text);
}

static void
set_mechanism (Transcript *self, const char *text)
{
  replace (&self->mechanism, text);
}

/* "tls-exporter bytes" */
static void
set_binding (Transcript *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);

  self->binding.type = g_intern_string (words[0]);
  self->binding.bytes = g_bytes_new (words[1], strlen (words[1]));
}

/* A letter is on its way, and is awaited for so many seconds. */
static void
set_letter (Transcript *self, const char *text)
{
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 11, 24, 8, 37, 9);

  self->letter = mw_letter_new (self->mailbox, "Täst", "Hällo", date, "<letter@example.org>");
  self->letter->patience = g_ascii_strtoull (text, NULL, 10);
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
    fail (self, "the letter is: %s", state->str);
}

static void
expect_header (Transcript *self, const char *text)
{
  g_autofree char *plain = g_strcompress (text);

  if (g_strcmp0 (self->letter->header, plain) != 0)
    fail (self, "the header is: %s", self->letter->header);
}

static void
set_certificate (Transcript *self, const char *text)
{
  self->binding.has_certificate = TRUE;
}

static void
set_leave (Transcript *self, const char *text)
{
  replace (&self->leave, text);
}

static void
allow_ticket (Transcript *self, const char *text)
{
  self->takes_ticket = TRUE;
}

static void
show_ticket (Transcript *self, const char *text)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "kerberos", text, NULL);
  g_autofree char *cache = g_strconcat ("FILE:", path, NULL);

  allow_ticket (self, text);
  g_setenv (TICKETS, cache, TRUE);
}

static const struct {
  const char *prefix;
  void (*play) (Transcript *self, const char *text);
} kinds[] = {
  { "server: ", set_server },             /* the scheme of a URI */
  { "user: ", set_user },                 /* alice */
  { "password: ", set_password },         /* wonderland */
  { "odd-password: ", set_odd_password }, /* with \n, \t, \303\274 */
  { "mailbox: ", set_mailbox },           /* alice@example.org */
  { "mechanism: ", set_mechanism },       /* and no other */
  { "trial: ", set_trial },               /* smuggle, unasked, stay */
  { "leave: ", set_leave },               /* no, without-password; never: nobody asks for it */
  { "binding: ", set_binding },           /* tls-exporter and the bytes: what TLS has for it */
  { "letter: ", set_letter },             /* what is carried, and the patience in seconds */
  { "letter is: ", expect_letter },       /* what became of it */
  { "header: ", expect_header },          /* as it came, with the escapes of C */
  { "wait ", play_wait },                 /* seconds */
  { "certificate", set_certificate },     /* the server has seen ours */
  { "ticket: ", show_ticket },            /* the one of that name in kerberos is there */
  { "ticket", allow_ticket },             /* one may be asked for; there is none */
  { "S: ", play_line },                   /* the server says */
  { "S*", play_many_lines },              /* "S*2001 line": over and over */
  { "H: ", play_bytes },                  /* the server says, in hexadecimal */
  { "L: ", play_literal },                /* the server says, in a literal */
  { "C: ", expect_line },                 /* we say */
  { "--- TLS ---", play_tls },            /* both encrypt */
  { "hangup", play_hangup },              /* the server hangs up */
  { "verdict: ", expect_verdict },        /* "stage: cause", "works" or "greets" */
  { "evidence: ", expect_evidence },      /* of the verdict before */
  { "details: ", expect_details },        /* of one of the findings */
  { "pass: ", expect_pass },              /* "stage: evidence" */
  { "sign-in: ", expect_sign_in },        /* accepted, refused, undecided */
  { "note: ", expect_note },              /* "stage: word: evidence" */
  { "no-note: ", expect_no_note },        /* "word" */
  { "offers: ", expect_offers },          /* the last ones, sorted */
  { "offers in the clear: ", expect_clear_offers },  /* or "unknown" */
  { "offers encrypted: ", expect_encrypted_offers }, /* likewise */
  { "offers after sign-in: ", expect_late_offers },  /* likewise */
  { "signed-in-by: ", expect_mechanism },            /* the one that was chosen */
};

static void
play (Transcript *self, const char *line)
{
  if (*line == '#' || *line == '\0')
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (line, kinds[i].prefix)) {
      kinds[i].play (self, line + strlen (kinds[i].prefix));
      return;
    }
  /* A line of nothing, as it stands after an editor took the space away. */
  if (g_str_equal (line, "S:") || g_str_equal (line, "C:"))
    (*line == 'S' ? play_line : expect_line) (self, "");
  else
    fail (self, "what is this? %s", line);
}

static void
check_end (Transcript *self)
{
  static const char *const outcomes[] = { "not-tried", "accepted", "refused", "undecided" };
  const char *sign_in = outcomes[mw_dialogue_get_sign_in (self->dialogue)];
  MwFinding *surplus = find_problem (self, self->n_verdicts);

  if (self->step != MW_STEP_DONE)
    fail (self, "is not done");
  if (self->said->len > 0)
    fail (self, "the client has also said: %s", self->said->str);
  if (surplus != NULL)
    fail (self, "also found: %s (%s)", surplus->cause, surplus->evidence);
  if (!g_str_equal (sign_in, self->sign_in))
    fail (self, "the sign-in is %s, not %s", sign_in, self->sign_in);
}

static void
check_secret (Transcript *self, const char *secret)
{
  GPtrArray *findings = mw_dialogue_get_findings (self->dialogue);

  if (strstr (self->recorded->str, secret) != NULL)
    fail (self, "the record shows “%s”", secret);
  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->evidence != NULL && strstr (finding->evidence, secret) != NULL)
      fail (self, "the evidence shows “%s”", secret);
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

static void
clear_transcript (Transcript *self)
{
  g_clear_pointer (&self->server, mw_server_free);
  g_clear_pointer (&self->dialogue, mw_dialogue_free);
  g_clear_pointer (&self->binding.bytes, g_bytes_unref);
  g_clear_pointer (&self->letter, mw_letter_unref);
  g_free (self->user);
  g_free (self->password);
  g_free (self->mailbox);
  g_free (self->mechanism);
  g_free (self->leave);
  g_free (self->trial);
  g_string_free (self->said, TRUE);
  g_string_free (self->recorded, TRUE);
}

static void
play_all (const char *name, char **lines)
{
  Transcript self = {
    .name = name,
    .user = g_strdup ("alice"),
    .password = g_strdup ("wonderland"),
    .mailbox = g_strdup ("alice@example.org"),
    .leave = g_strdup ("yes"),
    .sign_in = "not-tried",
    .said = g_string_new (NULL),
    .recorded = g_string_new (NULL),
  };

  for (guint i = 0; lines[i] != NULL; i++) {
    self.number = i + 1;
    play (&self, lines[i]);
  }
  check_end (&self);
  check_secrets (&self);
  clear_transcript (&self);
}

static void
test_transcript (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "transcripts", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  if (!mw_ticket_is_supported () && strstr (text, "\nticket") != NULL) {
    g_test_skip ("built without Kerberos");
    return;
  }

  g_setenv (TICKETS, "FILE:/nonexistent", TRUE);
  lines = g_strsplit (text, "\n", -1);
  play_all (name, lines);
}

static void
add_tests (const char *folder)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "transcripts", folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) directory = g_dir_open (path, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *test = NULL;

    if (!g_str_has_suffix (name, ".txt"))
      continue;
    test = g_strdup_printf ("/transcripts/%s/%.*s", folder, (int) strlen (name) - 4, name);
    g_test_add_data_func_full (test,
                               g_build_filename (folder, name, NULL),
                               test_transcript,
                               g_free);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *settings = NULL;

  g_test_init (&argc, &argv, NULL);
  settings = g_test_build_filename (G_TEST_DIST, "kerberos", "krb5.conf", NULL);
  g_setenv ("KRB5_CONFIG", settings, TRUE);

  add_tests ("imap");
  add_tests ("pop3");
  add_tests ("smtp");

  return g_test_run ();
}
