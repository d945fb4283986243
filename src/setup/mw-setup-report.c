/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-note.h"
#include "mw-setup-mask.h"
#include "mw-setup-report-private.h"
#include "mw-tls-context.h"

/* What fits into a chat. */
#define MAX_LINES 38
#define MAX_CHECKS 3 /* of each part */
#define MAX_NAMES 5  /* of a certificate */
#define MAX_NOTES 4

static const MwPart parts[] = { MW_PART_INCOMING, MW_PART_OUTGOING };

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0'; c++)
    n += *c == '\n';

  return n;
}

/* What others said, or what may name the person. */
static void
append_masked (MwSetup *self, GString *text, const char *line)
{
  g_autofree char *masked = mw_setup_mask_text (self, line);

  mw_report_add_line (text, masked);
}

/* ------ what was tried ------ */

/* The one that is shown, and some of the others. */
static void
append_checks (MwSetup *self, GString *text, MwPart part)
{
  g_autoptr (GPtrArray) checks = mw_setup_get_checks (self, part);
  MwCheck *shown = mw_setup_get_check (self, part);
  guint n = 1;

  if (shown != NULL)
    mw_report_add_check (text, self, part, shown);
  for (guint i = 0; i < checks->len && n < MAX_CHECKS; i++)
    if (g_ptr_array_index (checks, i) != shown) {
      mw_report_add_check (text, self, part, g_ptr_array_index (checks, i));
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
    mw_report_add_format (text, "- %s: %s", mw_part_to_string (finding->part), note);
    n++;
  }
}

static void
append_versions (GString *text)
{
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);

  mw_report_add_format (text,
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

  mw_report_add_format (text, "  %s; %s … %s", list->len ? list->str : "-", from, until);
  mw_report_add_format (text,
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
    mw_report_add_format (text, "  ? %s", list);
  if (alternative != NULL)
    mw_report_add_format (text, "  → %s", alternative);
  if (contrast != NULL)
    mw_report_add_format (text, "  %s", contrast);
  if (vpn != NULL)
    mw_report_add_format (text, "  VPN: %s", vpn);
}

static void
append_place (GString *text, const MwFinding *finding)
{
  gboolean typed = finding->part == MW_PART_INPUT;

  mw_report_add_format (text,
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
