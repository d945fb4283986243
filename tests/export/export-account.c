/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps the password from standard input in the keyring and hands an account to a mail program.
 *
 * Usage: export-account CLIENT ADDRESS INCOMING OUTGOING    prints the id for undoing
 *        export-account --undo ID */
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "await.h"
#include "mw-exporter.h"
#include "mw-keyring.h"

static gboolean
undo (const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_export_undo_async (id, NULL, test_result_cb, &result);

  return mw_export_undo_finish (test_await_result (&result), error);
}

static MwSecret *
read_password (void)
{
  char line[1024] = "";

  if (fgets (line, sizeof line, stdin) == NULL)
    return NULL;
  line[strcspn (line, "\n")] = '\0';

  return mw_secret_new (line);
}

static gboolean
keep_password (MwAccount *account, MwSecret *secret, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_keyring_store_async (account, secret, NULL, test_result_cb, &result);

  return mw_keyring_store_finish (test_await_result (&result), error);
}

static char *
hand_over (const char *client, MwAccount *account, MwSecret *secret, GError **error)
{
  g_autoptr (MwExporter) exporter = mw_exporters_find (client);
  g_autoptr (MwExportPlan) plan = mw_exporter_plan (exporter, account, secret, NULL, error);
  g_autoptr (GAsyncResult) result = NULL;

  if (plan == NULL)
    return NULL;
  mw_export_plan_apply_async (plan, NULL, test_result_cb, &result);

  return mw_export_plan_apply_finish (plan, test_await_result (&result), error);
}

static char *
run (char *argv[], GError **error)
{
  g_autoptr (MwAddress) address = mw_address_new (argv[2], error);
  g_autoptr (MwServer) incoming = address ? mw_server_new_for_uri (argv[3], error) : NULL;
  g_autoptr (MwServer) outgoing = incoming ? mw_server_new_for_uri (argv[4], error) : NULL;
  g_autoptr (MwServer) receiver = NULL;
  g_autoptr (MwServer) sender = NULL;
  g_autoptr (MwAccount) account = NULL;
  g_autoptr (MwSecret) secret = read_password ();

  if (outgoing == NULL)
    return NULL;
  receiver = mw_server_new_for_user (incoming, address->text);
  sender = mw_server_new_for_user (outgoing, address->text);
  account = mw_account_new (NULL, "Li Na 李娜", address, receiver, sender);

  return keep_password (account, secret, error) ? hand_over (argv[1], account, secret, error)
                                                : NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  setlocale (LC_ALL, "");
  if (argc == 3 && strcmp (argv[1], "--undo") == 0)
    undo (argv[2], &error);
  else if (argc == 5)
    id = run (argv, &error);
  else
    return 2;

  if (error != NULL)
    g_printerr ("%s\n", error->message);
  else if (id != NULL)
    g_print ("%s\n", id);

  return error != NULL;
}
