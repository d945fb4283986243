/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-cli.h"
#include "mw-note.h"

static const char *
mark_of (MwState state)
{
  static const char *const marks[] = { " ", "…", "✓", "!", "✗", "·" };
  static const char *const plain_marks[] = { " ", ".", "+", "!", "x", "-" };

  return g_get_charset (NULL) ? marks[state] : plain_marks[state];
}

/* What a stage does, for people who run this program: IT. */
static const char *
describe_stage (MwStage stage)
{
  switch (stage) {
  case MW_STAGE_RESOLVE:
    return _ ("look up the name");
  case MW_STAGE_CONNECT:
    return _ ("connect");
  case MW_STAGE_ENCRYPT:
    return _ ("encrypt");
  case MW_STAGE_GREET:
    return _ ("greet");
  case MW_STAGE_SIGN_IN:
    return _ ("sign in");
  case MW_STAGE_USE:
    return _ ("use");
  case MW_STAGE_INPUT:
  case MW_STAGE_LEAVE:
  default:
    g_return_val_if_reached ("");
  }
}

static const char *
describe_security (MwSecurity security)
{
  switch (security) {
  case MW_SECURITY_TLS:
    return "TLS";
  case MW_SECURITY_STARTTLS:
    return "STARTTLS";
  case MW_SECURITY_NONE:
  default:
    return _ ("not encrypted");
  }
}

/**
 * mw_cli_describe_server:
 *
 * Returns: (transfer full): the server as a line for people
 */
char *
mw_cli_describe_server (const MwServer *server)
{
  static const char *const protocols[] = { "IMAP", "POP3", "SMTP" };
  const char *protocol = protocols[server->protocol];
  const char *security = describe_security (server->security);

  if (server->user == NULL)
    return g_strdup_printf (_ ("%s, port %u (%s, %s)"),
                            server->host,
                            server->port,
                            protocol,
                            security);

  /* Translators: a server, its port, such as IMAP, such as TLS, and who signs in. */
  return g_strdup_printf (_ ("%s, port %u (%s, %s), user name %s"),
                          server->host,
                          server->port,
                          protocol,
                          security,
                          server->user);
}

static void
print_part (MwSetup *setup, MwPart part, const char *title)
{
  MwCheck *check = mw_setup_get_check (setup, part);
  g_autofree char *server = NULL;
  const char *source = mw_source_to_string (mw_setup_get_source (setup, part));
  GListModel *stages;

  if (check == NULL)
    return;

  server = mw_cli_describe_server (mw_setup_get_server (setup, part));
  g_print ("\n%s  %s; %s\n", title, server, source);
  stages = mw_setup_get_stages (setup, part);
  for (guint turn = MW_STAGE_RESOLVE; turn < MW_STAGE_LEAVE; turn++) {
    MwStage stage = mw_stage_in_turn (turn, mw_setup_get_server (setup, part)->security);
    g_autoptr (MwStageResult) result = g_list_model_get_item (stages, stage - MW_STAGE_RESOLVE);
    MwState state = mw_stage_result_get_state (result);

    g_print ("  %s %s", mark_of (state), describe_stage (mw_stage_result_get_stage (result)));
    if (state != MW_STATE_SKIPPED)
      g_print ("  %.0f ms", mw_stage_result_get_ms (result));
    g_print ("\n");
  }
}

static const char *
describe_who (MwWho who)
{
  switch (who) {
  case MW_WHO_YOU:
    return _ ("you");
  case MW_WHO_IT:
    return _ ("your IT team");
  case MW_WHO_PROVIDER:
    return _ ("the mail provider");
  case MW_WHO_NETWORK:
    return _ ("the network you are on");
  case MW_WHO_NOBODY:
  default:
    return _ ("nobody");
  }
}

/**
 * mw_cli_dup_remedy:
 *
 * The window has a button that copies a text for IT; here an option writes a file for them.
 *
 * Returns: (transfer full): the next step, for a command line
 */
char *
mw_cli_dup_remedy (const MwAdvice *advice)
{
  const struct {
    const char *button;
    const char *option;
  } ways[] = {
    /* Translators: the end of a sentence, as in "Ask your IT team to renew it: “Copy for IT”.";
     * exactly as it is in those sentences. */
    { _ (": “Copy for IT”."),
      /* Translators: what stands there on the command line instead. */
      _ (": “check --transcript FILE” writes down what they need.") },
    /* Translators: in a sentence, as in "“Copy for IT” has the details."; exactly as it is there.
     */
    { _ ("“Copy for IT”"),
      /* Translators: what stands there on the command line instead. */
      _ ("the file of “check --transcript FILE”") },
  };
  g_autoptr (GString) remedy = g_string_new (advice->remedy);

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    g_string_replace (remedy, ways[i].button, ways[i].option, 0);

  return g_string_free (g_steal_pointer (&remedy), FALSE);
}

static void
print_words (const MwAdvice *advice)
{
  g_autofree char *remedy = mw_cli_dup_remedy (advice);

  g_print ("\n%s\n%s\n%s\n", advice->title, advice->explanation, remedy);
  g_print ("%s %s\n", _ ("Who can fix it:"), describe_who (advice->who));
  if (advice->help_uri != NULL)
    g_print ("%s %s\n", _ ("Help:"), advice->help_uri);
}

/* Before the greeting a server says nothing: then, and of this computer, it is what we saw
 * ourselves. */
static void
print_facts (const MwFinding *finding, const MwAdvice *advice)
{
  gboolean said = finding->stage >= MW_STAGE_GREET && finding->part != MW_PART_INPUT;

  if (advice->fix_option != NULL)
    g_print ("%s %s\n", _ ("To do so:"), advice->fix_option);
  g_print ("  %s", finding->cause);
  if (finding->subject != NULL)
    g_print ("  %s", finding->subject);
  if (finding->evidence != NULL)
    g_print ("\n  %s%s%s", said ? "“" : "", finding->evidence, said ? "”" : "");
  g_print ("\n");
}

/**
 * mw_cli_print_advice:
 *
 * Prints a finding in plain words, the technical lines below.
 */
void
mw_cli_print_advice (const MwFinding *finding, const MwAdvice *advice)
{
  print_words (advice);
  print_facts (finding, advice);
}

static void
print_alike (MwSetup *setup, const MwFinding *finding, GHashTable *told)
{
  g_autoptr (GPtrArray) alike = mw_setup_list_alike (setup, finding);
  g_autoptr (MwAdvice) words = mw_setup_explain_alike (setup, alike);

  print_words (words);
  for (guint i = 0; i < alike->len; i++) {
    MwFinding *one = g_ptr_array_index (alike, i);
    g_autoptr (MwAdvice) advice = mw_setup_explain (setup, one);

    print_facts (one, advice);
    g_hash_table_add (told, one);
  }
}

/* What is the same for receiving and for sending is said once. */
static void
print_findings (MwSetup *setup)
{
  GPtrArray *findings = mw_setup_get_findings (setup);
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->cause != NULL && !g_hash_table_contains (told, finding))
      print_alike (setup, finding, told);
  }
}

/* What keeps nothing from working, but may be good to know. */
static void
print_notes (MwSetup *setup)
{
  GPtrArray *findings = mw_setup_get_findings (setup);
  gboolean first = TRUE;

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *note = finding->cause ? NULL : mw_note_tell (finding);

    if (note == NULL)
      continue;
    g_print ("%s%s  %s\n", first ? "\n" : "", note, finding->subject ? finding->subject : "");
    first = FALSE;
  }
}

static gboolean
has_error (MwSetup *setup)
{
  GPtrArray *findings = mw_setup_get_findings (setup);

  for (guint i = 0; i < findings->len; i++)
    if (((MwFinding *) g_ptr_array_index (findings, i))->severity == MW_SEVERITY_ERROR)
      return TRUE;

  return FALSE;
}

/* The way it took, by the clocks of the servers. */
static void
print_hops (GVariant *details)
{
  g_autoptr (GVariant) hops = g_variant_lookup_value (details, "hops", G_VARIANT_TYPE ("aa{sv}"));

  for (gsize i = 0; hops != NULL && i < g_variant_n_children (hops); i++) {
    g_autoptr (GVariant) hop = g_variant_get_child_value (hops, i);
    const char *host = "?";
    gint64 seconds = 0;

    g_variant_lookup (hop, "host", "&s", &host);
    g_variant_lookup (hop, "seconds", "x", &seconds);
    g_print ("  %s  %+" G_GINT64_FORMAT " s\n", host, seconds);
  }
}

/* What the receiver found out about the sender; by their own names. */
static void
print_verdicts (GVariant *details)
{
  static const struct {
    const char *key;
    const char *name;
  } checks[] = { { "spf", "SPF" },
                 { "dkim", "DKIM" },
                 { "dmarc", "DMARC" },
                 { "selector", "selector" } };
  g_autoptr (GString) line = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++) {
    const char *text;

    if (g_variant_lookup (details, checks[i].key, "&s", &text))
      g_string_append_printf (line, "%s%s=%s", line->len ? "  " : "", checks[i].name, text);
  }
  if (line->len > 0)
    g_print ("  %s\n", line->str);
}

/* Where it did not arrive a finding says so. */
static void
print_test_message (MwTestMessage *message)
{
  GVariant *details = message ? mw_test_message_get_details (message) : NULL;
  guint seconds = 0;

  if (details == NULL)
    return;

  g_variant_lookup (details, "seconds", "u", &seconds);
  g_print ("\n%s  ", _ ("Test message"));
  g_print (ngettext ("arrived after %u second", "arrived after %u seconds", seconds), seconds);
  g_print ("\n");
  print_hops (details);
  print_verdicts (details);
}

/**
 * mw_cli_print_setup:
 * @signed_in: it was tested with a password, or with what there was instead
 *
 * The outcome of a test, for people.
 */
void
mw_cli_print_setup (MwSetup *setup, gboolean signed_in)
{
  MwVerdict verdict = mw_setup_get_verdict (setup);
  gboolean stopped_short = verdict == MW_VERDICT_FAILS && !signed_in && !has_error (setup);

  g_print ("%s: %s\n",
           mw_setup_get_address (setup)->text,
           stopped_short ? _ ("The servers answer; signing in was not tested.")
                         : mw_verdict_describe (verdict));
  print_part (setup, MW_PART_INCOMING, _ ("Receiving"));
  print_part (setup, MW_PART_OUTGOING, _ ("Sending"));
  print_test_message (mw_setup_get_test_message (setup));

  print_findings (setup);
  print_notes (setup);
}
