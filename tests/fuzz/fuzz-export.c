/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-exporter.h"

/* The file of a mail program, in whatever state it is: an account is handed over and taken back.
 * Built once for each PROGRAM with its FILE_NAME below the home folder. */

#define PROFILES                                                                                   \
  "[Profile0]\nName=a\nIsRelative=1\nPath=a.default\nDefault=1\n\n"                                \
  "[General]\nStartWithLastProfile=1\nVersion=2\n"

static char *path;

static MwAccount *
create_account (void)
{
  g_autoptr (MwAddress) address = mw_address_new ("li.na@example.com", NULL);
  g_autoptr (MwServer) incoming =
    mw_server_new_for_uri ("imaps://li.na%40example.com@imap.example.com", NULL);
  g_autoptr (MwServer) outgoing =
    mw_server_new_for_uri ("submissions://li.na%40example.com@smtp.example.com", NULL);

  return mw_account_new ("0b1c2d3e-1111-4222-8333-444455556666",
                         "Li Na",
                         address,
                         incoming,
                         outgoing);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(char **) user_data = mw_export_plan_apply_finish (MW_EXPORT_PLAN (source), result, &error);
  g_assert_no_error (error);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mw_export_undo_finish (result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static char *
apply (MwExportPlan *plan)
{
  char *id = NULL;

  mw_export_plan_apply_async (plan, NULL, applied_cb, &id);
  while (id == NULL)
    g_main_context_iteration (NULL, TRUE);

  return id;
}

static void
undo (const char *id)
{
  gboolean done = FALSE;

  mw_export_undo_async (id, NULL, undone_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static char *
read_file (void)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return text;
}

/* Line by line the old file is still there; a value of it may be another. */
static void
check_kept (const char *old, const char *text)
{
  if (strcmp (PROGRAM, "thunderbird") != 0)
    g_assert_true (g_str_has_prefix (text, old));
  else
    g_assert_nonnull (strstr (text, "user_pref(\"mail.accountmanager.accounts\""));
}

static void
hand_over (MwExporter *exporter, MwAccount *account, MwExportPlan *plan)
{
  g_autofree char *old = read_file ();
  g_autofree char *id = apply (plan);
  g_autofree char *text = read_file ();
  g_autofree char *restored = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MwExportPlan) second = mw_exporter_plan (exporter, account, NULL, NULL, &error);

  check_kept (old, text);
  g_assert_error (error, MW_ERROR, MW_ERROR_CONFLICT);
  g_assert_null (second);
  undo (id);
  restored = read_file ();
  g_assert_cmpstr (restored, ==, old);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (MwExporter) exporter = mw_exporters_find (PROGRAM);
  g_autoptr (MwAccount) account = create_account ();
  g_autoptr (MwExportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  g_free (path);
  if (strcmp (PROGRAM, "thunderbird") == 0)
    g_free (fuzz_write_file (".thunderbird/profiles.ini", PROFILES, strlen (PROFILES)));
  path = fuzz_write_file (FILE_NAME, (const char *) data, size);

  plan = mw_exporter_plan (exporter, account, NULL, NULL, &error);
  g_assert_true ((plan == NULL) == (error != NULL));
  if (plan != NULL)
    hand_over (exporter, account, plan);

  return 0;
}
