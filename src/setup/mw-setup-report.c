/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-note.h"
#include "mw-setup-mask.h"
#include "mw-tls-context.h"

/* What fits into a chat. */
#define MAX_LINES 38
#define MAX_LINE 240 /* characters */
#define MAX_CHECKS 3 /* of each part */
#define MAX_NAMES 5  /* of a certificate */
#define MAX_ADDRESSES 4
#define MAX_NOTES 4

static const MwPart parts[] = { MW_PART_INCOMING, MW_PART_OUTGOING };

/* ------ lines ------ */

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0'; c++)
    n += *c == '\n';

  return n;
}

static void
append_line (GString *text, const char *line)
{
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (line, -1) > MAX_LINE)
    cut = g_utf8_substring (line, 0, MAX_LINE);

  g_string_append_printf (text, "%s%s\n", cut ? cut : line, cut ? "…" : "");
}

/* What others said, or what may name the person. */
static void
append_masked (MwSetup *self, GString *text, const char *line)
{
  g_autofree char *masked = mw_setup_mask_text (self, line);

  append_line (text, masked);
}

static void append_format (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
append_format (GString *text, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  append_line (text, line);
}

/* ------ what was tried ------ */

static const char *
mark_of (MwState state)
{
  static const char *const marks[] = { "·", "…", "✓", "!", "✗", "·" };

  return marks[state];
}

/* @turn: of MwStage */
static MwStageResult *
get_stage (MwCheck *check, guint turn)
{
  MwStage stage = mw_stage_in_turn (turn, mw_check_get_server (check)->security);

  return g_list_model_get_item (mw_check_get_stages (check), stage - MW_STAGE_RESOLVE);
}

static void
append_stages (GString *text, MwCheck *check)
{
  g_autoptr (GString) line = g_string_new (" ");
  guint round_trips = 0;

  for (guint turn = MW_STAGE_RESOLVE; turn < MW_STAGE_LEAVE; turn++) {
    g_autoptr (MwStageResult) result = get_stage (check, turn);
    MwState state = mw_stage_result_get_state (result);

    g_string_append_printf (line,
                            " %s %s",
                            mark_of (state),
                            mw_stage_to_string (mw_stage_result_get_stage (result)));
    if (state != MW_STATE_SKIPPED && state != MW_STATE_WAITING)
      g_string_append_printf (line, " %.0f ms", mw_stage_result_get_ms (result));
    round_trips += mw_stage_result_get_round_trips (result);
  }
  g_string_append_printf (line,
                          ngettext ("; %u round trip", "; %u round trips", round_trips),
                          round_trips);
  append_line (text, line->str);
}

/* The machines behind the name, where there are several: those that differ are named in the
 * findings. */
static void
append_addresses (GString *text, MwCheck *check)
{
  g_autoptr (GPtrArray) addresses = mw_check_list_addresses (check);

  for (guint i = 0; addresses->len > 1 && i < addresses->len && i < MAX_ADDRESSES; i++) {
    const MwAddressResult *address = g_ptr_array_index (addresses, i);
    g_autoptr (GString) line = g_string_new ("   ");

    g_string_append_printf (line, " %s", address->address);
    for (guint turn = MW_STAGE_CONNECT; turn < MW_STAGE_LEAVE; turn++) {
      MwStage stage = mw_stage_in_turn (turn, mw_check_get_server (check)->security);
      MwStageResult *result = g_ptr_array_index (address->stages, stage - MW_STAGE_CONNECT);

      g_string_append_printf (line,
                              " %s %s",
                              mark_of (mw_stage_result_get_state (result)),
                              mw_stage_to_string (mw_stage_result_get_stage (result)));
    }
    append_line (text, line->str);
  }
}

/* Why it takes longer than it must. */
static void
append_trips (GString *text, MwCheck *check)
{
  g_autoptr (MwTrips) trips = mw_check_dup_trips (check);
  g_autofree char *causes = trips ? g_strjoinv (", ", trips->causes) : NULL;

  if (trips == NULL)
    return;

  append_format (text,
                 /* Translators: as in "4 of 4 round trips to sign in": how many there were, and how
                  * few it could have been; then why, in words that are not translated */
                 ngettext ("  %u of %u round trip to sign in%s%s",
                           "  %u of %u round trips to sign in%s%s",
                           trips->fewest),
                 trips->used,
                 trips->fewest,
                 *causes ? ": " : "",
                 causes);
}

static void
append_tls (GString *text, MwCheck *check)
{
  const MwTlsFacts *facts = mw_check_get_tls (check);
  gboolean tried = mw_check_get_sign_in (check) != MW_SIGN_IN_NOT_TRIED;
  const char *mechanism = tried ? mw_check_get_mechanism (check) : NULL;

  if (facts != NULL && facts->version != NULL)
    append_format (text,
                   "  %s %s %s%s; %s %u %s%s%s",
                   facts->version,
                   facts->cipher ? facts->cipher : "",
                   facts->group ? facts->group : "",
                   facts->retried ? " (HelloRetryRequest)" : "",
                   facts->key_type ? facts->key_type : "?",
                   facts->key_bits,
                   facts->signature ? facts->signature : "?",
                   mechanism ? "; " : "",
                   mechanism ? mechanism : "");
}

/* What it offered last: to whoever signed in, or at least under encryption. */
static void
append_capabilities (GString *text, MwCheck *check)
{
  MwPhase phase = MW_PHASE_SIGNED_IN;
  g_autofree char *words = NULL;

  while (phase > MW_PHASE_CLEAR && mw_check_get_offers (check, phase) == NULL)
    phase--;
  if (mw_check_get_offers (check, phase) == NULL)
    return;

  words = g_strjoinv (" ", (GStrv) mw_check_get_offers (check, phase));
  append_format (text, "  %s", words);
}

/* What the server would accept from others, the Chinese suites among it. */
static void
append_offered (GString *text, MwCheck *check)
{
  const MwOffered *offered = mw_check_get_offered (check);
  g_autofree char *yes = mw_offered_list (offered, 0, MW_N_HELLOS - 1, MW_OFFER_YES);
  g_autofree char *no = mw_offered_list (offered, 0, MW_N_HELLOS - 1, MW_OFFER_NO);

  if (mw_offered_is_known (offered))
    append_format (text, "  ✓ %s; ✗ %s", yes ? yes : "-", no ? no : "-");
}

/* Only what says something of the addresses. */
static void
append_proof (GString *text, MwCheck *check)
{
  MwProof proof = mw_check_get_proof (check);

  if (proof == MW_PROOF_SECURE || proof == MW_PROOF_BOGUS)
    append_format (text, "  DNSSEC: %s", mw_proof_to_string (proof));
}

static void
append_check (MwSetup *self, GString *text, MwPart part, MwCheck *check)
{
  const MwServer *server = mw_check_get_server (check);
  g_autofree char *host_port = mw_server_to_host_port (server);
  g_autofree char *proxy = mw_check_dup_proxy (check);
  gboolean shown = check == mw_setup_get_check (self, part);

  append_format (text,
                 "%s: %s %s %s (%s)%s%s",
                 part == MW_PART_INCOMING ? _ ("Receiving") : _ ("Sending"),
                 mw_protocol_to_string (server->protocol),
                 host_port,
                 mw_security_to_string (server->security),
                 shown ? mw_source_to_string (mw_setup_get_source (self, part))
                       /* Translators: of a server that was tried, and is not used */
                       : _ ("tried too"),
                 proxy ? " → " : "",
                 proxy ? proxy : "");
  append_stages (text, check);
  append_addresses (text, check);
  append_proof (text, check);
  append_trips (text, check);
  append_tls (text, check);
  append_capabilities (text, check);
  append_offered (text, check);
}

/* The one that is shown, and some of the others. */
static void
append_checks (MwSetup *self, GString *text, MwPart part)
{
  g_autoptr (GPtrArray) checks = mw_setup_get_checks (self, part);
  MwCheck *shown = mw_setup_get_check (self, part);
  guint n = 1;

  if (shown != NULL)
    append_check (self, text, part, shown);
  for (guint i = 0; i < checks->len && n < MAX_CHECKS; i++)
    if (g_ptr_array_index (checks, i) != shown) {
      append_check (self, text, part, g_ptr_array_index (checks, i));
      n++;
    }
}

/* What keeps nothing from working, but may explain something. */
static void
append_notes (MwSetup *self, GString *text)
{
  GPtrArray *findings = mw_setup_get_findings (self);
  guint n = 0;

  for (guint i = 0; i < findings->len && n < MAX_NOTES; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *note = finding->cause ? NULL : mw_note_tell (finding);

    if (note == NULL)
      continue;
    append_format (text, "- %s: %s", mw_part_to_string (finding->part), note);
    n++;
  }
}

static void
append_versions (GString *text)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  append_format (text,
                 "Mailwright %s, GLib %u.%u.%u, OpenSSL %s, %s",
                 VERSION,
                 glib_major_version,
                 glib_minor_version,
                 glib_micro_version,
                 mw_tls_context_get_library_version (),
                 system ? system : "-");
}

/* ------ what was found ------ */

static char *
format_day (const MwFinding *finding, const char *key)
{
  g_autoptr (GDateTime) when = NULL;
  gint64 seconds;

  if (!g_variant_lookup (finding->details, key, "x", &seconds))
    return g_strdup ("?");
  when = g_date_time_new_from_unix_utc (seconds);

  return when ? g_date_time_format (when, "%Y-%m-%d") : g_strdup ("?");
}

/* Of a certificate what one looks for first; the transcript has it all. */
static void
append_certificate (GString *text, const MwFinding *finding)
{
  g_autofree const char **names = mw_finding_get_texts (finding, "names");
  g_autofree char *from = format_day (finding, "not-before");
  g_autofree char *until = format_day (finding, "not-after");
  g_autoptr (GString) list = g_string_new (NULL);

  for (gsize i = 0; names != NULL && names[i] != NULL && i < MAX_NAMES; i++)
    g_string_append_printf (list, "%s%s", i ? " " : "", names[i]);

  append_format (text, "  %s; %s … %s", list->len ? list->str : "-", from, until);
  append_format (text,
                 "  %s; sha256 %s",
                 mw_finding_get_text (finding, "issuer"),
                 mw_finding_get_text (finding, "fingerprint"));
}

/* Before the greeting a server says nothing: then it is what we saw ourselves. */
static void
append_evidence (MwSetup *self, GString *text, const MwFinding *finding)
{
  g_autofree char *words = NULL;

  if (finding->evidence != NULL && *finding->evidence != '\0')
    words =
      g_strdup_printf (finding->stage >= MW_STAGE_GREET ? "  “%s”" : "  %s", finding->evidence);
  if (mw_finding_get_text (finding, "fingerprint") != NULL &&
      mw_finding_get_text (finding, "issuer") != NULL)
    append_certificate (text, finding);
  else if (words != NULL)
    append_masked (self, text, words);
}

static void
append_reasons (GString *text, const MwFinding *finding)
{
  g_autofree const char **suspects = mw_finding_get_texts (finding, "suspects");
  g_autofree char *list = suspects ? g_strjoinv (" ", (GStrv) suspects) : NULL;
  const char *alternative = mw_finding_get_text (finding, "alternative");
  const char *contrast = mw_finding_get_text (finding, "contrast");
  const char *vpn = mw_finding_get_text (finding, "vpn");

  if (list != NULL && *list != '\0')
    append_format (text, "  ? %s", list);
  if (alternative != NULL)
    append_format (text, "  → %s", alternative);
  if (contrast != NULL)
    append_format (text, "  %s", contrast);
  if (vpn != NULL)
    append_format (text, "  VPN: %s", vpn);
}

static void
append_place (GString *text, const MwFinding *finding)
{
  gboolean typed = finding->part == MW_PART_INPUT;

  append_format (text,
                 "  %s, %s%s%s%s%s",
                 finding->cause,
                 mw_part_to_string (finding->part),
                 typed ? "" : " ",
                 typed ? "" : mw_stage_to_string (finding->stage),
                 finding->subject ? ", " : "",
                 finding->subject ? finding->subject : "");
}

static char *
describe_findings (MwSetup *self, GPtrArray *alike)
{
  g_autoptr (MwAdvice) advice = mw_setup_explain_alike (self, alike);
  GString *text = g_string_new (NULL);

  append_masked (self, text, advice->title);
  for (guint i = 0; i < alike->len; i++) {
    append_place (text, g_ptr_array_index (alike, i));
    append_evidence (self, text, g_ptr_array_index (alike, i));
    append_reasons (text, g_ptr_array_index (alike, i));
  }

  return g_string_free (text, FALSE);
}

/* (nullable): what needs the same words was told already */
static GPtrArray *
list_untold (MwSetup *self, const MwFinding *finding, GHashTable *told)
{
  g_autoptr (GPtrArray) alike = NULL;

  if (finding->cause == NULL || g_hash_table_contains (told, finding))
    return NULL;

  alike = mw_setup_list_alike (self, finding);
  for (guint i = 0; i < alike->len; i++)
    g_hash_table_add (told, g_ptr_array_index (alike, i));

  return g_steal_pointer (&alike);
}

/* As many as fit, the most important first. */
static void
append_findings (MwSetup *self, GString *text, guint room)
{
  GPtrArray *findings = mw_setup_get_findings (self);
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  guint n_left = 0;

  for (guint i = 0; i < findings->len; i++) {
    g_autoptr (GPtrArray) alike = list_untold (self, g_ptr_array_index (findings, i), told);
    g_autofree char *block = alike ? describe_findings (self, alike) : NULL;

    if (block == NULL)
      continue;
    if (n_left > 0 || count_lines (block) + 1 > room) {
      n_left += alike->len;
      continue;
    }
    g_string_append (text, block);
    room -= count_lines (block);
  }
  if (n_left > 0)
    g_string_append_printf (
      text,
      ngettext ("… and %u more finding.\n", "… and %u more findings.\n", n_left),
      n_left);
}

static void
append_head (MwSetup *self, GString *text)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *when = g_date_time_format (now, "%Y-%m-%d %H:%M %z");
  g_autofree char *address = mw_setup_mask_address (self);
  MwVerdict verdict = mw_setup_get_verdict (self);

  g_string_append_printf (text,
                          "%s: %s\n%s, %s, %.1f s\n",
                          address,
                          mw_verdict_describe (verdict),
                          when,
                          mw_verdict_to_string (verdict),
                          mw_setup_get_elapsed_ms (self) / 1000);
}

/**
 * mw_setup_dup_report:
 *
 * What to send to the IT helper in a chat: what happened, what was tried, and with what; short, the
 * address masked, no secrets. In the person's language, but for what is looked up by its name.
 *
 * Returns: (transfer full): plain text of 40 lines at most
 */
char *
mw_setup_dup_report (MwSetup *self)
{
  g_autoptr (GString) tried = NULL;
  GString *text;

  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  tried = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    append_checks (self, tried, parts[i]);
  append_notes (self, tried);
  append_versions (tried);

  text = g_string_new (NULL);
  append_head (self, text);
  append_findings (self, text, MAX_LINES - count_lines (text->str) - count_lines (tried->str));
  g_string_append (text, tried->str);

  return g_string_free (text, FALSE);
}

/**
 * mw_setup_dup_transcript:
 *
 * Every word that was exchanged with each server, with times in seconds; no secrets.
 *
 * Returns: (transfer full): plain text
 */
char *
mw_setup_dup_transcript (MwSetup *self)
{
  g_autofree char *report = NULL;
  GString *text;

  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  report = mw_setup_dup_report (self);
  text = g_string_new (report);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autoptr (GPtrArray) checks = mw_setup_get_checks (self, parts[i]);

    for (guint j = 0; j < checks->len; j++) {
      g_autofree char *record = mw_check_dup_record (g_ptr_array_index (checks, j));

      g_string_append_printf (text, "\n%s", record);
    }
  }

  if (mw_setup_get_test_message (self) != NULL) {
    g_autofree char *record = mw_test_message_dup_record (mw_setup_get_test_message (self));

    g_string_append (text, record);
  }

  return g_string_free (text, FALSE);
}
