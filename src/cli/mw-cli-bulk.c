/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "mw-bulk-judge.h"
#include "mw-bulk.h"
#include "mw-cli.h"
#include "mw-tls-context.h"

typedef struct {
  int jobs;
  gboolean resume;
  gboolean json;
  int timeout;
  char *ca_file;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->ca_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

/* ------ one account ------ */

/* "input.bad-row" is about the table, which no other part knows of: its words are here. */
static JsonNode *
describe_wrong_row (const MwBulkRow *row, const char *reason)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (MwFinding) finding =
    mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_ERROR, "input.bad-row", NULL);
  g_autofree char *subject = g_strdup_printf (_ ("line %u"), row->line);
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding, MW_PART_INPUT, subject);
  g_autofree char *remedy = g_strdup (_ ("Correct this line, then run it again with --resume."));
  MwAdvice advice = {
    .title = (char *) _ ("This account could not be tested."),
    .explanation = (char *) reason,
    .remedy = remedy,
    .who = MW_WHO_YOU,
  };

  mw_json_add_refusal (builder, row->name, placed, &advice);

  return json_builder_get_root (builder);
}

static JsonNode *
describe_setup (MwSetup *setup)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  mw_json_add_setup (builder, setup, NULL, none);

  return json_builder_get_root (builder);
}

/* One line, whole or not at all: whoever reads along need not wait. */
static void
print_line (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  mw_cli_write_utf8 (text);
}

static void
print_json (const MwBulkRow *row, MwSetup *setup, const char *reason)
{
  g_autoptr (JsonNode) node = setup ? describe_setup (setup) : describe_wrong_row (row, reason);

  json_object_set_int_member (json_node_get_object (node), "line", row->line);
  print_line (node);
}

static void
print_text (const MwBulkRow *row, MwSetup *setup, const char *reason)
{
  const MwFinding *finding = setup ? mw_bulk_judge_main_finding (setup) : NULL;
  g_autoptr (MwAdvice) advice = finding ? mw_setup_explain (setup, finding) : NULL;

  if (setup == NULL)
    g_print (_ ("line %u: %s: %s\n"), row->line, row->name, reason);
  else if (advice != NULL)
    g_print ("%s: %s (%s)\n", row->name, advice->title, finding->cause);
  else
    g_print ("%s: %s\n",
             row->name,
             mw_setup_get_verdict (setup) == MW_VERDICT_FAILS ? _ ("Mail does not work yet.")
                                                              : _ ("Mail works."));
}

/* ------ progress ------ */

/* Only a terminal wants to be told what is going on. */
static void
clear_progress (void)
{
  if (isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");
}

static void
show_progress (MwBulk *bulk)
{
  const MwBulkTally *tally = mw_bulk_get_tally (bulk);

  if (isatty (STDERR_FILENO))
    g_printerr (_ ("%u of %u, %u do not work"),
                mw_bulk_tally_get_n_tested (tally) + tally->n_wrong,
                mw_bulk_get_n_rows (bulk),
                tally->n_verdicts[MW_VERDICT_FAILS]);
}

static void
account_done_cb (MwBulk *bulk, gpointer row, MwSetup *setup, const char *reason, gpointer user_data)
{
  const Options *options = user_data;

  clear_progress ();
  if (options->json)
    print_json (row, setup, reason);
  else
    print_text (row, setup, reason);
  show_progress (bulk);
}

/* ------ the summary ------ */

static void
add_count (JsonBuilder *builder, const char *name, gint64 count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, count);
}

static void
add_causes (JsonBuilder *builder, const MwBulkTally *tally)
{
  json_builder_set_member_name (builder, "causes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < tally->causes->len; i++) {
    const MwBulkCause *cause = g_ptr_array_index (tally->causes, i);

    json_builder_begin_object (builder);
    mw_json_add_text (builder, "cause", cause->cause);
    add_count (builder, "accounts", cause->n_accounts);
    mw_json_add_text (builder, "title", cause->title);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_servers (JsonBuilder *builder, GPtrArray *hosts)
{
  json_builder_set_member_name (builder, "servers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < hosts->len; i++) {
    const MwBulkHost *host = g_ptr_array_index (hosts, i);

    json_builder_begin_object (builder);
    mw_json_add_text (builder, "host", host->name);
    add_count (builder, "accepted", host->total_accepted);
    add_count (builder, "refused", host->total_refused);
    add_count (builder, "busy", host->total_busy);
    mw_json_add_text (builder, "stopped", mw_bulk_stop_to_string (host->stop));
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
print_summary_json (MwBulk *bulk)
{
  const MwBulkTally *tally = mw_bulk_get_tally (bulk);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "summary");
  json_builder_begin_object (builder);
  add_count (builder, "accounts", mw_bulk_get_n_rows (bulk));
  add_count (builder, "works", tally->n_verdicts[MW_VERDICT_WORKS]);
  add_count (builder, "works_with_warnings", tally->n_verdicts[MW_VERDICT_WORKS_WITH_WARNINGS]);
  add_count (builder, "fails", tally->n_verdicts[MW_VERDICT_FAILS]);
  add_count (builder, "wrong_rows", tally->n_wrong);
  add_count (builder, "not_tested", tally->n_left);
  add_count (builder, "tested_earlier", tally->n_earlier);
  add_count (builder, "scans", mw_bulk_get_n_scans (bulk));
  json_builder_set_member_name (builder, "interrupted");
  json_builder_add_boolean_value (builder, mw_cli_was_interrupted ());
  add_count (builder, "elapsed_ms", (gint64) (mw_bulk_get_elapsed_ms (bulk) + 0.5));
  add_causes (builder, tally);
  add_servers (builder, mw_bulk_get_hosts (bulk));
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  print_line (node);
}

static void
print_count (guint n, const char *what)
{
  if (n > 0)
    g_print ("  %6u  %s\n", n, what);
}

static void
print_stop (const MwBulkHost *host)
{
  switch (host->stop) {
  case MW_BULK_STOP_GUARD:
    g_print (_ ("%s refused the first passwords, or too many in a row. The other accounts were "
                "left alone, so that none is locked. Is it the right file?\n"),
             host->name);
    break;
  case MW_BULK_STOP_BUSY:
    g_print (_ ("%s said three times that it is too much. The other accounts were left for later: "
                "run it again with --resume.\n"),
             host->name);
    break;
  case MW_BULK_STOP_NONE:
  default:
    break;
  }
}

static void
print_summary_text (MwBulk *bulk)
{
  const MwBulkTally *tally = mw_bulk_get_tally (bulk);
  GPtrArray *hosts = mw_bulk_get_hosts (bulk);

  g_print ("\n");
  print_count (tally->n_verdicts[MW_VERDICT_WORKS], _ ("work"));
  print_count (tally->n_verdicts[MW_VERDICT_WORKS_WITH_WARNINGS], _ ("work, with a remark"));
  print_count (tally->n_verdicts[MW_VERDICT_FAILS], _ ("do not work"));
  print_count (tally->n_wrong, _ ("could not be tested"));
  print_count (tally->n_left, _ ("were not tested"));
  print_count (tally->n_earlier, _ ("of these were left out now: an earlier run has tested them"));
  if (tally->causes->len > 0)
    g_print ("\n");
  for (guint i = 0; i < tally->causes->len; i++) {
    const MwBulkCause *cause = g_ptr_array_index (tally->causes, i);

    g_print ("  %6u  %s (%s)\n", cause->n_accounts, cause->title, cause->cause);
  }
  for (guint i = 0; i < hosts->len; i++)
    print_stop (g_ptr_array_index (hosts, i));
}

/* ------ the run ------ */

static gboolean
has_no_network (const MwBulkTally *tally)
{
  const MwBulkCause *only = tally->causes->len == 1 ? g_ptr_array_index (tally->causes, 0) : NULL;

  return only && strcmp (only->cause, "dns.no-network") == 0 &&
         only->n_accounts == mw_bulk_tally_get_n_tested (tally);
}

static MwExit
conclude (MwBulk *bulk, const GError *error, gboolean json)
{
  const MwBulkTally *tally = mw_bulk_get_tally (bulk);

  clear_progress ();
  if (json)
    print_summary_json (bulk);
  else
    print_summary_text (bulk);

  if (mw_cli_was_interrupted ())
    return MW_EXIT_INTERRUPTED;
  if (error != NULL)
    mw_cli_complain ("%s", error->message);
  if (error != NULL || has_no_network (tally))
    return MW_EXIT_COULD_NOT_RUN;

  return tally->n_verdicts[MW_VERDICT_FAILS] + tally->n_wrong + tally->n_left > 0
           ? MW_EXIT_DOES_NOT_WORK
           : MW_EXIT_WORKS;
}

static MwExit
run (GPtrArray *rows, MwBulkState *state, const Options *options)
{
  g_auto (GStrv) off = mw_cli_dup_sources_off ();
  const MwBulkTerms terms = {
    .jobs = options->jobs,
    .timeout = options->timeout,
    .ca_file = options->ca_file,
    .off = (const char *const *) off,
  };
  g_autoptr (MwPresets) presets = mw_cli_open_presets ();
  g_autoptr (MwStore) store = mw_cli_open_store ();
  g_autoptr (MwBulk) bulk = mw_bulk_new (rows, presets, store, &terms);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mw_bulk_set_state (bulk, state);
  g_signal_connect (bulk, "account-done", G_CALLBACK (account_done_cb), (gpointer) options);
  mw_bulk_run_async (bulk, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
  mw_cli_wait (&result);
  mw_bulk_run_finish (bulk, result, &error);

  return conclude (bulk, error, options->json);
}

/* A file that cannot be used is told once, not for each account. */
static gboolean
check_ca_file (const char *path)
{
  g_autoptr (MwTlsContext) context = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return TRUE;
  context = mw_tls_context_new (path, &error);
  if (context == NULL)
    mw_cli_complain ("%s", error->message);

  return context != NULL;
}

static gboolean
check_options (const Options *o)
{
  if (o->jobs >= 0 && o->jobs <= MW_BULK_JOBS_MAX)
    return mw_cli_check_timeout (o->timeout) && check_ca_file (o->ca_file);

  mw_cli_complain (_ ("--jobs takes a number from 1 to %d."), MW_BULK_JOBS_MAX);

  return FALSE;
}

static gboolean
parse_options (int *argc, char ***argv, Options *o)
{
  const GOptionEntry entries[] = {
    { "jobs",
      0,
      0,
      G_OPTION_ARG_INT,
      &o->jobs,
      N_ ("Test N accounts at once, at your own server too"),
      "N" },
    { "resume",
      0,
      0,
      G_OPTION_ARG_NONE,
      &o->resume,
      N_ ("Leave out the accounts that an earlier run has tested"),
      NULL },
    { "ca-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &o->ca_file,
      N_ ("Trust the certificates in FILE too"),
      N_ ("FILE") },
    { "timeout",
      0,
      0,
      G_OPTION_ARG_INT,
      &o->timeout,
      N_ ("End the test of an account after so many seconds, 5 to 300"),
      N_ ("SECONDS") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o->json, N_ ("Print a line of JSON an account"), NULL },
    { NULL },
  };
  const char *summary = _ ("Tests the accounts of a table (CSV): address, password-file, incoming, "
                           "outgoing, username.");

  return mw_cli_parse (argc, argv, _ ("FILE"), summary, entries);
}

/**
 * mw_cli_bulk:
 *
 * Tests all accounts of a table: `bulk`. Blocks.
 *
 * Returns: how it went, as the exit status has it
 */
MwExit
mw_cli_bulk (int argc, char *argv[])
{
  g_auto (Options) options = { .timeout = MW_CLI_TIMEOUT };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (MwBulkState) state = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse_options (&argc, &argv, &options) || !check_options (&options))
    return MW_EXIT_USAGE;
  if (argc != 2)
    return mw_cli_complain (_ ("bulk takes one file."));

  rows = mw_bulk_rows_read (argv[1], &error);
  if (rows == NULL)
    return mw_cli_complain ("%s: %s", argv[1], error->message);
  state = mw_bulk_state_open (argv[1], options.resume, &error);
  if (state == NULL)
    return mw_cli_fail (options.json, MW_EXIT_COULD_NOT_RUN, error->message);

  return run (rows, state, &options);
}
