/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-cli.h"
#include "mw-exporter.h"
#include "mw-store.h"

/* What stands on the command line. */
typedef struct {
  char *client;
  char *undo;
  char *output;
  gboolean list;
  gboolean dry_run;
  gboolean json;
} Options;

static void
clear_options (Options *options)
{
  g_free (options->client);
  g_free (options->undo);
  g_free (options->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, clear_options)

static const char *
presence_to_string (MwPresence presence)
{
  static const char *const names[] = { "absent", "installed", "running" };

  return names[presence];
}

static const char *
action_to_string (MwExportAction action)
{
  static const char *const names[] = { "create", "append", "keyring", "dbus" };

  return names[action];
}

static MwExit
list (gboolean json)
{
  GListModel *exporters = mw_exporters_get_all ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (exporters); i++) {
    g_autoptr (MwExporter) exporter = g_list_model_get_item (exporters, i);
    const char *presence = presence_to_string (mw_exporter_locate (exporter));

    json_builder_begin_object (builder);
    mw_json_add_text (builder, "client", mw_exporter_get_id (exporter));
    mw_json_add_text (builder, "name", mw_exporter_get_name (exporter));
    mw_json_add_text (builder, "presence", presence);
    json_builder_end_object (builder);
    if (!json)
      g_print ("%s\t%s\t%s\n",
               mw_exporter_get_id (exporter),
               mw_exporter_get_name (exporter),
               presence);
  }
  json_builder_end_array (builder);
  if (json)
    mw_cli_print_json (builder);

  return MW_EXIT_WORKS;
}

static const char *
describe_presence (MwPresence presence)
{
  switch (presence) {
  case MW_PRESENCE_INSTALLED:
    return _ ("found on this computer");
  case MW_PRESENCE_RUNNING:
    return _ ("found on this computer, open now");
  case MW_PRESENCE_ABSENT:
  default:
    return _ ("not found on this computer");
  }
}

/* For whoever has named none, or one that there is not. */
static void
suggest_clients (void)
{
  GListModel *exporters = mw_exporters_get_all ();

  g_printerr ("%s\n", _ ("These are known:"));
  for (guint i = 0; i < g_list_model_get_n_items (exporters); i++) {
    g_autoptr (MwExporter) exporter = g_list_model_get_item (exporters, i);
    const char *presence = describe_presence (mw_exporter_locate (exporter));
    /* Translators: the name of a fact, and the fact: "Server: imap.example.com:993" */
    g_autofree char *fact =
      g_strdup_printf (_ ("%s: %s"), mw_exporter_get_name (exporter), presence);

    g_printerr ("  --to %-12s %s\n", mw_exporter_get_id (exporter), fact);
  }
}

static const char *
cause_of (const GError *error)
{
  if (g_error_matches (error, MW_ERROR, MW_ERROR_PROGRAM_RUNNING))
    return "export.program-running";
  if (g_error_matches (error, MW_ERROR, MW_ERROR_CONFLICT))
    return "export.conflict";
  if (g_error_matches (error, MW_ERROR, MW_ERROR_FORMAT_LIMIT))
    return "export.format-limit";
  if (g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_LOCKED))
    return "keyring.locked";
  if (g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_UNAVAILABLE))
    return "keyring.unavailable";

  return "export.not-writable";
}

static void
add_plan (JsonBuilder *builder, MwExportPlan *plan)
{
  json_builder_set_member_name (builder, "plan");
  json_builder_begin_array (builder);
  for (guint i = 0; plan && i < mw_export_plan_get_n_steps (plan); i++) {
    MwExportStep step = mw_export_plan_get_step (plan, i);

    json_builder_begin_object (builder);
    mw_json_add_text (builder, "action", action_to_string (step.action));
    mw_json_add_text (builder, "target", step.target);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; plan && mw_export_plan_get_notes (plan)[i]; i++)
    json_builder_add_string_value (builder, mw_export_plan_get_notes (plan)[i]);
  json_builder_end_array (builder);
}

static void
add_failure (JsonBuilder *builder, MwAccount *account, const GError *error)
{
  g_autoptr (MwFinding) finding =
    mw_finding_new (MW_STAGE_USE, MW_SEVERITY_ERROR, cause_of (error), error->message);
  MwContext context = { .address = mw_account_get_address (account)->text };
  g_autoptr (MwAdvice) advice = mw_advice_new (finding, &context);

  mw_json_add_finding (builder, finding, advice);
}

static void
print_json (MwAccount *account,
            const char *client,
            MwExportPlan *plan,
            const char *undo,
            const GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "client", client);
  add_plan (builder, plan);
  json_builder_set_member_name (builder, "applied");
  json_builder_add_boolean_value (builder, undo != NULL);
  mw_json_add_text (builder, "undo", undo);
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  if (error != NULL)
    add_failure (builder, account, error);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  mw_cli_print_json (builder);
}

/* What was done says more than what was going to be done. */
static void
print_words (MwExportPlan *plan, gboolean applied)
{
  const char *outcome = mw_export_plan_get_outcome (plan);
  const char *const *notes = mw_export_plan_get_notes (plan);

  if (applied && outcome != NULL)
    g_print ("%s\n", outcome);
  else
    for (guint i = 0; notes[i] != NULL; i++)
      g_print ("%s\n", notes[i]);
}

static void
print (MwExportPlan *plan, const char *undo, const GError *error)
{
  for (guint i = 0; plan && i < mw_export_plan_get_n_steps (plan); i++) {
    MwExportStep step = mw_export_plan_get_step (plan, i);

    g_print ("%-8s %s\n", action_to_string (step.action), step.target);
  }
  if (plan != NULL)
    print_words (plan, undo != NULL);
  if (undo != NULL)
    g_print (_ ("Done. To take it back: mailwright-cli export --undo %s\n"), undo);
  if (error != NULL)
    mw_cli_complain ("%s", error->message);
}

/* Without a password in the keyring the mail program asks for it, or a note of the plan says so.
 * That the keyring stays locked is no answer. */
static gboolean
find_password (MwAccount *account, MwSecret **secret, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (!mw_account_needs_password (account))
    return TRUE;

  *secret = mw_cli_lookup_password (account, &cause);
  if (*secret != NULL || g_error_matches (cause, MW_ERROR, MW_ERROR_NOT_FOUND) ||
      g_error_matches (cause, MW_ERROR, MW_ERROR_KEYRING_UNAVAILABLE))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

static MwExportPlan *
make_plan (MwAccount *account, MwExporter *exporter, const char *output, GError **error)
{
  g_autofree char *path = output ? g_canonicalize_filename (output, NULL) : NULL;
  g_autoptr (MwSecret) secret = NULL;

  if (!find_password (account, &secret, error))
    return NULL;

  return mw_exporter_plan (exporter, account, secret, path, error);
}

static MwExit
conclude (const GError *error)
{
  if (mw_cli_was_interrupted ())
    return MW_EXIT_INTERRUPTED;
  if (g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_LOCKED))
    return MW_EXIT_COULD_NOT_RUN;

  return error == NULL ? MW_EXIT_WORKS : MW_EXIT_DOES_NOT_WORK;
}

static MwExit
hand_over (MwAccount *account, MwExporter *exporter, const Options *o)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MwExportPlan) plan = make_plan (account, exporter, o->output, &error);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *undo = NULL;

  if (plan != NULL && !o->dry_run) {
    mw_export_plan_apply_async (plan, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
    mw_cli_wait (&result);
    undo = mw_export_plan_apply_finish (plan, result, &error);
  }

  if (o->json)
    print_json (account, mw_exporter_get_id (exporter), plan, undo, error);
  else
    print (plan, undo, error);

  return conclude (error);
}

static MwExit
take_back (const char *id, gboolean json)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  mw_export_undo_async (id, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
  mw_cli_wait (&result);
  if (!mw_export_undo_finish (result, &error))
    return mw_cli_fail (json, conclude (error), error->message);

  if (json) {
    json_builder_begin_object (builder);
    mw_json_add_text (builder, "undone", id);
    json_builder_end_object (builder);
    mw_cli_print_json (builder);
  }

  return MW_EXIT_WORKS;
}

static MwExit
export_account (const char *name, const Options *o)
{
  g_autoptr (MwExporter) exporter = mw_exporters_find (o->client);
  g_autoptr (MwStore) store = NULL;
  g_autoptr (MwAccount) account = NULL;

  if (exporter == NULL) {
    mw_cli_complain (_ ("“%s” is not a mail program that is known here."), o->client);
    suggest_clients ();
    return MW_EXIT_USAGE;
  }

  store = mw_cli_open_store ();
  account = mw_store_find (store, name);
  if (account == NULL)
    return mw_cli_fail_unknown (o->json, name);

  return hand_over (account, exporter, o);
}

static gboolean
parse_options (int *argc, char ***argv, Options *o)
{
  const GOptionEntry entries[] = {
    { "to",
      0,
      0,
      G_OPTION_ARG_STRING,
      &o->client,
      N_ ("Hand the account to this mail program"),
      N_ ("CLIENT") },
    { "output",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &o->output,
      N_ ("Write to PATH instead of the program's own files"),
      N_ ("PATH") },
    { "dry-run",
      0,
      0,
      G_OPTION_ARG_NONE,
      &o->dry_run,
      N_ ("Only show what would be changed"),
      NULL },
    { "list", 0, 0, G_OPTION_ARG_NONE, &o->list, N_ ("Show the mail programs"), NULL },
    { "undo", 0, 0, G_OPTION_ARG_STRING, &o->undo, N_ ("Take a hand-over back"), "ID" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &o->json, N_ ("Print one JSON document"), NULL },
    { NULL },
  };
  const char *summary = _ ("Hands a saved account to a mail program on this machine.");

  return mw_cli_parse (argc, argv, _ ("ADDRESS"), summary, entries);
}

static void
complain_of_missing_client (void)
{
  mw_cli_complain (_ ("To which mail program? Name one with --to."));
  suggest_clients ();
}

/* One thing at a time: what does not belong to it might be meant, and is not passed over. */
static gboolean
check_options (const Options *o, int n_addresses)
{
  gboolean hands_over = n_addresses == 1 && o->client != NULL;
  gboolean has_details = o->client != NULL || o->output != NULL || o->dry_run;
  gboolean lacks_client = n_addresses == 1 && o->client == NULL && !o->list && o->undo == NULL;

  if ((o->list || o->undo != NULL) && has_details)
    mw_cli_complain (_ ("--to, --output and --dry-run do not go with --list or --undo."));
  else if (lacks_client)
    complain_of_missing_client ();
  else if (hands_over + o->list + (o->undo != NULL) != 1 || (!hands_over && n_addresses > 0))
    mw_cli_complain (_ ("export takes an address and --to CLIENT, or --list, or --undo ID."));
  else if (o->output != NULL && *o->output == '\0')
    mw_cli_complain (_ ("--output is empty."));
  else
    return TRUE;

  return FALSE;
}

/**
 * mw_cli_export:
 *
 * Hands a saved account to a mail program, or takes that back: `export`. Blocks.
 *
 * Returns: how it went, as the exit status has it
 */
MwExit
mw_cli_export (int argc, char *argv[])
{
  g_auto (Options) o = { 0 };

  if (!parse_options (&argc, &argv, &o) || !check_options (&o, argc - 1))
    return MW_EXIT_USAGE;
  if (o.list)
    return list (o.json);
  if (o.undo != NULL)
    return take_back (o.undo, o.json);

  return export_account (argv[1], &o);
}
