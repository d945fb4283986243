/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-censor.h"
#include "mw-delivery.h"
#include "mw-dialogue.h"
#include "mw-inbox.h"
#include "mw-record.h"

/* A conversation with a server that says anything. Seven digits choose what the person wants and
 * what the connection has; then comes what the server says, cut into lines and literals by the code
 * that does it on the wire. A line "--- TLS ---" is where both sides encrypt. Built once for each
 * PROTOCOL. */

#define TLS_MARK "--- TLS ---\n"
#define CHUNK 2048 /* as the channel reads */
#define LITERAL_MAX (1024 * 1024)
#define FLIGHTS_MAX 16 /* without listening in between */
#define FINDINGS_MAX 64
#define PATIENCE 5       /* seconds */
#define EVIDENCE_MAX 500 /* characters */
#define CENSORED_MIN 4   /* bytes */

static const char *const mechanisms[] = {
  NULL,          "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN",
  "LOGIN",       "CRAM-MD5",      "USER",        "LOGIN-COMMAND",
  "APOP",        "EXTERNAL",      "GSSAPI",      "SCRAM-SHA-256-PLUS",
  "OAUTHBEARER", "XOAUTH2",       "NTLM",        "SCRAM-SHA-1-PLUS",
};

static const char *const users[] = {
  "alice",
  "alice@example.org",
  "",
  "\303\274ser",
  "al \"i\\ce",
  "a\nb",
  "al=ice,n=bob",
  "a-name-that-is-so-long-that-it-does-not-fit-into-one-line-of-base64-0123456789@example.org",
};

/* RFC 9266 and RFC 5929 */
static const char *const bindings[] = {
  NULL,
  "tls-exporter",
  "tls-server-end-point",
  "tls-unique",
};

static const char *const passwords[] = {
  "wonderland",
  "",
  "abc",
  "Gr \303\274n#\"1'\\$%x",
  "won\nder\r\nland",
  "pass,word=with=commas",
  "\a\033[2J\177",
  "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123"
  "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123"
  "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123",
};

typedef enum {
  LEAVE_GIVEN,
  LEAVE_REFUSED,
  LEAVE_WITHOUT_PASSWORD, /* but a certificate may do */
} Leave;

typedef struct {
  MwSecurity security;
  Leave leave;
  MwBinding binding;
  const char *user;
  const char *password;

  FuzzInput input;   /* what the server has still to say */
  FuzzInput segment; /* of it: up to the next TLS */
  MwInbox *inbox;
  MwDialogue *dialogue;
  MwLetter *letter; /* (nullable) that is carried */
  MwCensor *censor;
  MwRecord *record;
  gboolean is_encrypted;
  gboolean was_asked;
  guint n_early; /* findings before we had leave: what a server knows then is no secret of ours */
} Run;

/* Dice that always fall the same way; libgsasl calls this one instead of its own. */
int gsasl_nonce (char *data, size_t length);

int
gsasl_nonce (char *data, size_t length)
{
  for (size_t i = 0; i < length; i++)
    data[i] = '0' + i;

  return 0;
}

static void
open_segment (Run *self)
{
  const char *mark = memmem (self->input.bytes, self->input.length, TLS_MARK, strlen (TLS_MARK));
  gsize length = mark ? (gsize) (mark - self->input.bytes) : self->input.length;
  gsize taken = mark ? length + strlen (TLS_MARK) : length;

  self->segment = (FuzzInput){ self->input.bytes, length };
  self->input.bytes += taken;
  self->input.length -= taken;
}

/* Instead of the usual test, where this is the fuzzer of that. */
static void
carry_letter (Run *self)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (1800000000);

  if (!CARRIES)
    return;
  self->letter =
    mw_letter_new ("alice@example.org", "T\303\244st", "Hello", date, "<letter@example.org>");
  self->letter->patience = PATIENCE;
  mw_dialogue_carry (self->dialogue, self->letter);
}

/* What is told of it is fit to be shown, whatever came. */
static void
check_letter (Run *self)
{
  g_autoptr (MwDelivery) delivery = NULL;

  if (self->letter == NULL)
    return;
  if (self->letter->header != NULL)
    delivery = mw_delivery_new_for_header (self->letter->header);
  g_assert_true (self->letter->receipt == NULL || PROTOCOL == MW_PROTOCOL_SMTP);
  g_assert_true (!self->letter->is_removed || self->letter->header != NULL);
  if (self->letter->receipt != NULL)
    fuzz_assert_utf8 (self->letter->receipt);
  mw_letter_unref (self->letter);
}

static void
begin (Run *self, const guint8 *data, gsize size)
{
  MwServer *server;

  self->input = (FuzzInput){ (const char *) data, size };
  self->security = fuzz_take_choice (&self->input, 3);
  self->leave = fuzz_take_choice (&self->input, 3);
  server = mw_server_new (PROTOCOL, self->security, "mail.example.org", 0, NULL);
  self->dialogue = mw_dialogue_new (server, "alice@example.org");
  mw_server_free (server);
  carry_letter (self);
  mw_dialogue_force_mechanism (self->dialogue, mechanisms[fuzz_take_choice (&self->input, 16)]);
  mw_dialogue_take_ticket (self->dialogue);
  self->user = users[fuzz_take_choice (&self->input, 8)];
  self->password = passwords[fuzz_take_choice (&self->input, 8)];

  self->binding.type = bindings[fuzz_take_choice (&self->input, 4)];
  if (self->binding.type != NULL)
    self->binding.bytes = g_bytes_new_static ("0123456789", 10);
  self->binding.has_certificate = fuzz_take_choice (&self->input, 2) == 1;

  self->is_encrypted = self->security == MW_SECURITY_TLS;
  if (self->is_encrypted)
    mw_dialogue_bind (self->dialogue, &self->binding);
  self->inbox = mw_inbox_new ();
  self->record = mw_record_new ();
  self->censor = mw_censor_new ();
  mw_censor_add (self->censor, self->password);
  open_segment (self);
}

static gboolean
knows_secret (Run *self, const char *text)
{
  return strlen (self->password) >= CENSORED_MIN && strstr (text, self->password) != NULL;
}

/* Not a part of it, in no form that we know of. */
static void
check_before_leave (Run *self, const GString *text)
{
  GString *clean = mw_censor_clean (self->censor, text->str, text->len);

  g_assert_true (g_string_equal (clean, text));
  g_string_free (clean, TRUE);
}

static void
check_line (Run *self, const MwLine *line)
{
  g_assert_cmpuint (strlen (line->wire->str), ==, line->wire->len);
  g_assert_true (g_str_has_suffix (line->wire->str, "\r\n"));
  /* The folder that a letter is looked for in has its name from the server: see check_record(). */
  g_assert_true (CARRIES || !knows_secret (self, line->record->str));
  if (!self->was_asked || self->leave != LEAVE_GIVEN)
    check_before_leave (self, line->wire);
  if (self->was_asked)
    mw_record_add (self->record, 'C', line->record->str, line->record->len);
}

static void
answer_leave (Run *self)
{
  g_autoptr (MwSecret) secret = NULL;

  g_assert_false (self->was_asked);
  g_assert_true (self->is_encrypted || self->security == MW_SECURITY_NONE);
  g_assert_false (mw_dialogue_has_said_password (self->dialogue));
  self->was_asked = TRUE;
  self->n_early = mw_dialogue_get_findings (self->dialogue)->len;

  if (self->leave == LEAVE_REFUSED) {
    mw_dialogue_skip_sign_in (self->dialogue);
    return;
  }
  if (self->leave == LEAVE_GIVEN) {
    secret = mw_secret_new (self->password);
    mw_record_set_secret (self->record, secret);
  }
  mw_dialogue_sign_in_as (self->dialogue, self->user, secret);
}

/* As mw_channel_read_async() does it. */
static GBytes *
read_bytes (Run *self, gsize length, GError **error)
{
  GBytes *bytes;

  while ((bytes = mw_inbox_take (self->inbox, length)) == NULL) {
    gsize n = MIN (self->segment.length, CHUNK);

    if (!mw_inbox_check_limits (self->inbox, length, error))
      return NULL;
    if (n == 0) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "closed");
      return NULL;
    }
    memcpy (mw_inbox_make_room (self->inbox, n), self->segment.bytes, n);
    mw_inbox_fill (self->inbox, n);
    self->segment.bytes += n;
    self->segment.length -= n;
  }

  return bytes;
}

/* Returns FALSE where the driver would end it: the connection is gone, or not to be borne. */
static gboolean
hear (Run *self, gsize literal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  const char *text;

  g_assert_cmpuint (literal, <=, LITERAL_MAX);
  bytes = read_bytes (self, literal, &error);
  if (bytes == NULL) {
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
      mw_dialogue_end (self->dialogue, error->message);
    return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  }

  text = g_bytes_get_data (bytes, &length);
  if (self->was_asked)
    mw_record_add (self->record, 'S', text, length);
  mw_dialogue_hear (self->dialogue, text, length);

  return TRUE;
}

/* Bytes that are here already would be an injection. */
static gboolean
start_tls (Run *self)
{
  g_assert_cmpint (self->security, ==, MW_SECURITY_STARTTLS);
  g_assert_false (self->is_encrypted);
  if (mw_inbox_has_bytes (self->inbox) || self->segment.length > 0)
    return FALSE;

  open_segment (self);
  self->is_encrypted = TRUE;
  mw_dialogue_tls_started (self->dialogue);
  mw_dialogue_bind (self->dialogue, &self->binding);

  return TRUE;
}

/* There is no ticket here, and so no network. */
static void
think (Run *self)
{
  MwSasl *sasl = mw_dialogue_lend_sasl (self->dialogue);

  mw_sasl_think (sasl);
  mw_dialogue_return_sasl (self->dialogue, sasl);
}

/* Returns FALSE at the end. */
static gboolean
go_on (Run *self, guint *n_flights)
{
  g_autoptr (MwLine) line = mw_line_new ();
  gsize literal = 0;
  MwStep step = mw_dialogue_next (self->dialogue, line, &literal);

  g_assert_true ((step == MW_STEP_SEND) == (line->wire->len > 0));
  switch (step) {
  case MW_STEP_SEND:
    check_line (self, line);
    g_assert_cmpuint (++*n_flights, <=, FLIGHTS_MAX);
    return TRUE;
  case MW_STEP_LISTEN:
    *n_flights = 0;
    return hear (self, literal);
  case MW_STEP_START_TLS:
    return start_tls (self);
  case MW_STEP_ASK_LEAVE:
    answer_leave (self);
    return TRUE;
  case MW_STEP_THINK:
    think (self);
    return TRUE;
  case MW_STEP_WAIT:
    mw_dialogue_waited (self->dialogue);
    return TRUE;
  case MW_STEP_DONE:
  default:
    return FALSE;
  }
}

static void
check_findings (Run *self)
{
  GPtrArray *findings = mw_dialogue_get_findings (self->dialogue);

  g_assert_cmpuint (findings->len, <=, FINDINGS_MAX);
  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    g_assert_true (finding->severity < MW_SEVERITY_WARNING || finding->cause != NULL);
    if (finding->evidence == NULL)
      continue;
    fuzz_assert_utf8 (finding->evidence);
    g_assert_cmpint (g_utf8_strlen (finding->evidence, -1), <=, EVIDENCE_MAX);
    if (self->was_asked && self->leave == LEAVE_GIVEN && i >= self->n_early)
      g_assert_false (knows_secret (self, finding->evidence));
  }
}

static void
check_record (Run *self)
{
  g_autofree char *text = mw_record_to_string (self->record);

  fuzz_assert_utf8 (text);
  g_assert_false (self->leave == LEAVE_GIVEN && knows_secret (self, text));
}

static void
check_sign_in (Run *self)
{
  MwSignIn sign_in = mw_dialogue_get_sign_in (self->dialogue);
  gboolean has_said = mw_dialogue_has_said_password (self->dialogue);
  const char *mechanism = mw_dialogue_get_mechanism (self->dialogue);
  gboolean certified = self->binding.has_certificate && g_strcmp0 (mechanism, "EXTERNAL") == 0;

  if (!self->was_asked || self->leave != LEAVE_GIVEN)
    g_assert_false (has_said);
  if (!self->was_asked || self->leave == LEAVE_REFUSED)
    g_assert_cmpint (sign_in, ==, MW_SIGN_IN_NOT_TRIED);
  g_assert_true (sign_in != MW_SIGN_IN_ACCEPTED || has_said || certified);
}

/* Each can be shown. */
static void
check_offers (const char *const *offers)
{
  for (; offers != NULL && *offers != NULL; offers++)
    g_assert_true (g_utf8_validate (*offers, -1, NULL));
}

static void
end (Run *self)
{
  for (MwPhase phase = 0; phase < MW_N_PHASES; phase++)
    check_offers (mw_dialogue_get_offers (self->dialogue, phase));
  g_assert_cmpint (mw_dialogue_get_stage (self->dialogue), <=, MW_STAGE_LEAVE);
  check_findings (self);
  check_record (self);
  check_sign_in (self);
  check_letter (self);

  mw_dialogue_free (self->dialogue);
  g_clear_pointer (&self->binding.bytes, g_bytes_unref);
  mw_inbox_free (self->inbox);
  mw_record_unref (self->record);
  mw_censor_free (self->censor);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Run self = { 0 };
  guint n_flights = 0;

  begin (&self, data, size);
  while (go_on (&self, &n_flights))
    ;
  end (&self);

  return 0;
}
