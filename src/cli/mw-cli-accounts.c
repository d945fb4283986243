/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-cli.h"
#include "mw-keyring.h"
#include "mw-store.h"

static const char *
name_method (const MwServer *server)
{
  g_autoptr (GPtrArray) names =
    mw_methods_list_names (server->methods ? server->methods : MW_METHOD_PASSWORD);

  return g_ptr_array_index (names, 0);
}

static void
add_account (JsonBuilder *builder, MwAccount *account)
{
  g_autofree char *incoming = mw_server_to_uri (mw_account_get_incoming (account));
  g_autofree char *outgoing = mw_server_to_uri (mw_account_get_outgoing (account));
  GDateTime *tested_at = mw_account_get_tested_at (account);
  g_autofree char *when = tested_at ? g_date_time_format_iso8601 (tested_at) : NULL;

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "id", mw_account_get_id (account));
  mw_json_add_text (builder, "name", mw_account_get_name (account));
  mw_json_add_text (builder, "address", mw_account_get_address (account)->text);
  mw_json_add_text (builder, "incoming", incoming);
  mw_json_add_text (builder, "outgoing", outgoing);
  mw_json_add_text (builder, "incoming_auth", name_method (mw_account_get_incoming (account)));
  mw_json_add_text (builder, "outgoing_auth", name_method (mw_account_get_outgoing (account)));
  mw_json_add_text (builder, "client_certificate", mw_account_get_certificate (account));
  mw_json_add_text (builder, "verdict", mw_account_get_verdict (account));
  mw_json_add_text (builder, "tested_at", when);
  json_builder_end_object (builder);
}

static void
print_account (MwAccount *account)
{
  const char *verdict = mw_account_get_verdict (account);

  g_print ("%s\t%s\t%s\n",
           mw_account_get_id (account),
           mw_account_get_address (account)->text,
           verdict ? verdict : "-");
}

static MwExit
list (MwStore *store, gboolean json)
{
  GListModel *accounts = G_LIST_MODEL (store);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++) {
    g_autoptr (MwAccount) account = g_list_model_get_item (accounts, i);

    if (json)
      add_account (builder, account);
    else
      print_account (account);
  }
  json_builder_end_array (builder);
  if (json)
    mw_cli_print_json (builder);

  return MW_EXIT_WORKS;
}

static void
print_fact (const char *label, const char *text)
{
  /* Translators: the name of a fact, and the fact: "Server: imap.example.com:993" */
  g_autofree char *line = g_strdup_printf (_ ("%s: %s"), label, text);

  g_print ("  %s\n", line);
}

static MwExit
show (MwAccount *account, gboolean json)
{
  g_autofree char *incoming = mw_cli_describe_server (mw_account_get_incoming (account));
  g_autofree char *outgoing = mw_cli_describe_server (mw_account_get_outgoing (account));
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (json) {
    add_account (builder, account);
    mw_cli_print_json (builder);
    return MW_EXIT_WORKS;
  }

  print_account (account);
  print_fact (_ ("Name"), mw_account_get_name (account));
  print_fact (_ ("Receiving"), incoming);
  print_fact (_ ("Sending"), outgoing);
  if (mw_account_get_certificate (account) != NULL)
    print_fact (_ ("Client certificate"), mw_account_get_certificate (account));

  return MW_EXIT_WORKS;
}

/* The password goes first: left behind without its account, nobody would find it again. */
static MwExit
remove_account (MwStore *store, MwAccount *account, gboolean json)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;

  mw_keyring_clear_async (account, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
  mw_cli_wait (&result);
  if (!mw_keyring_clear_finish (result, &error) &&
      !g_error_matches (error, MW_ERROR, MW_ERROR_NOT_FOUND) &&
      !g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_UNAVAILABLE))
    return mw_cli_fail (json,
                        mw_cli_was_interrupted () ? MW_EXIT_INTERRUPTED : MW_EXIT_COULD_NOT_RUN,
                        error->message);

  g_clear_error (&error);
  if (!mw_store_remove (store, account, &error))
    return mw_cli_fail (json, MW_EXIT_COULD_NOT_RUN, error->message);
  if (json) {
    json_builder_begin_object (builder);
    mw_json_add_text (builder, "removed", mw_account_get_id (account));
    json_builder_end_object (builder);
    mw_cli_print_json (builder);
  }

  return MW_EXIT_WORKS;
}

/**
 * mw_cli_accounts:
 *
 * Lists, shows and removes saved accounts: `accounts`. Blocks.
 *
 * Returns: how it went, as the exit status has it
 */
MwExit
mw_cli_accounts (int argc, char *argv[])
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    { NULL },
  };
  g_autoptr (MwStore) store = NULL;
  g_autoptr (MwAccount) account = NULL;

  if (!mw_cli_parse (&argc,
                     &argv,
                     "[list | show ID | remove ID]",
                     _ ("Lists, shows or removes saved accounts. An address may stand for an ID."),
                     entries))
    return MW_EXIT_USAGE;

  store = mw_cli_open_store ();
  if (argc == 1 || (argc == 2 && strcmp (argv[1], "list") == 0))
    return list (store, json);
  if (argc != 3 || (strcmp (argv[1], "show") != 0 && strcmp (argv[1], "remove") != 0))
    return mw_cli_complain (_ ("accounts takes: list, show ID or remove ID."));

  account = mw_store_find (store, argv[2]);
  if (account == NULL)
    return mw_cli_fail_unknown (json, argv[2]);

  return strcmp (argv[1], "show") == 0 ? show (account, json)
                                       : remove_account (store, account, json);
}
