/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "export-home.h"

static void
test_lists_programs (void)
{
  static const char *const ids[] = { "thunderbird", "evolution", "msmtp", "isync" };
  GListModel *exporters = mw_exporters_get_all ();

  g_assert_cmpuint (g_list_model_get_n_items (exporters), ==, G_N_ELEMENTS (ids));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++) {
    g_autoptr (MwExporter) exporter = g_list_model_get_item (exporters, i);

    g_assert_cmpstr (mw_exporter_get_id (exporter), ==, ids[i]);
  }
  g_assert_null (mw_exporters_find ("mutt"));
}

static void
test_locates_programs (void)
{
  test_home_set_up ();
  g_assert_cmpint (test_export_locate ("msmtp"), ==, MW_PRESENCE_ABSENT);
  g_assert_cmpint (test_export_locate ("isync"), ==, MW_PRESENCE_ABSENT);
  g_assert_cmpint (test_export_locate ("evolution"), ==, MW_PRESENCE_ABSENT);

  test_home_add_program ("msmtp", "#!/bin/sh\n");
  test_home_add_program ("mbsync", "#!/bin/sh\n");
  test_home_add_program ("evolution", "#!/bin/sh\n");
  g_assert_cmpint (test_export_locate ("msmtp"), ==, MW_PRESENCE_INSTALLED);
  g_assert_cmpint (test_export_locate ("isync"), ==, MW_PRESENCE_INSTALLED);
  g_assert_cmpint (test_export_locate ("evolution"), ==, MW_PRESENCE_INSTALLED);
}

static void
test_refuses_plain_text (void)
{
  static const char *const incoming[] = { "imap://a@imap.example.com",
                                          "submissions://a@smtp.example.com" };
  static const char *const outgoing[] = { "imaps://a@imap.example.com",
                                          "submission://a@smtp.example.com" };
  static const char *const clients[] = { "thunderbird", "evolution", "msmtp", "isync" };

  test_home_set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (clients); i++) {
    test_export_assert_refused (clients[i], incoming, MW_ERROR_FORMAT_LIMIT);
    test_export_assert_refused (clients[i], outgoing, MW_ERROR_FORMAT_LIMIT);
  }
}

static void
test_refuses_line_breaks (void)
{
  static const char *const servers[] = { "imaps://a@imap.example.com",
                                         "submissions://a%0Apasswordeval%20evil@smtp.example.com" };
  static const char *const clients[] = { "thunderbird", "evolution", "msmtp", "isync" };

  test_home_set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (clients); i++)
    test_export_assert_refused (clients[i], servers, MW_ERROR_FORMAT_LIMIT);
}

/* With no password in the keyring, or none there yet where the file is going to. */
static void
test_notes_missing_password (void)
{
  static const struct {
    const char *client;
    const char *command;
  } cases[] = {
    { "msmtp", "secret-tool store --label=Mail account " TEST_EXPORT_ID " service smtp" },
    { "isync", "secret-tool store --label=Mail account " TEST_EXPORT_ID " service imap" },
  };
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", test_export_servers);
  g_autoptr (MwSecret) secret = mw_secret_new ("canary");
  g_autofree char *output = test_home_path ("elsewhere");

  test_home_set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwExporter) exporter = mw_exporters_find (cases[i].client);
    g_autoptr (MwExportPlan) with = mw_exporter_plan (exporter, account, secret, NULL, NULL);
    g_autoptr (MwExportPlan) without = mw_exporter_plan (exporter, account, NULL, NULL, NULL);
    g_autoptr (MwExportPlan) away = mw_exporter_plan (exporter, account, secret, output, NULL);

    g_assert_null (mw_export_plan_get_notes (with)[0]);
    test_assert_has (mw_export_plan_get_notes (without)[0], cases[i].command);
    test_assert_has (mw_export_plan_get_notes (without)[0], "not in the system keyring");
    test_assert_has (mw_export_plan_get_notes (away)[0], cases[i].command);
    test_assert_has (mw_export_plan_get_notes (away)[0], "other machine");
    test_assert_has (mw_export_plan_get_outcome (with), "has this account now.");
    test_assert_has (mw_export_plan_get_outcome (without), mw_export_plan_get_notes (without)[0]);
    g_assert_null (mw_export_plan_get_outcome (away));
  }
}

static void
test_notes_missing_secret_tool (void)
{
  g_autofree char *tool = test_home_path ("bin/secret-tool");
  g_autoptr (MwExportPlan) with = NULL;
  g_autoptr (MwExportPlan) without = NULL;

  test_home_set_up ();
  with = test_export_plan ("msmtp");
  g_assert_null (mw_export_plan_get_notes (with)[0]);
  g_assert_cmpint (g_unlink (tool), ==, 0);
  without = test_export_plan ("msmtp");
  test_assert_has (mw_export_plan_get_notes (without)[0], "libsecret-tools");
}

/* For a program that is elsewhere: nothing of its own files here is touched, no keyring, no bus. */
static void
test_output (void)
{
  static const struct {
    const char *client;
    const char *target;
  } cases[] = {
    { "thunderbird", "out/thunderbird/prefs.js" },
    { "evolution", "out/evolution" },
    { "msmtp", "out/msmtp" },
    { "isync", "out/isync" },
  };
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", test_export_servers);
  g_autoptr (MwSecret) secret = mw_secret_new ("canary");
  g_autofree char *folder = test_home_path ("out");

  test_home_set_up ();
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwExporter) exporter = mw_exporters_find (cases[i].client);
    g_autofree char *output = g_build_filename (folder, cases[i].client, NULL);
    g_autofree char *target = test_home_path (cases[i].target);
    g_autoptr (GError) error = NULL;
    g_autoptr (MwExportPlan) self = mw_exporter_plan (exporter, account, secret, output, &error);
    g_autofree char *id = NULL;

    g_assert_no_error (error);
    for (guint n = 0; n < mw_export_plan_get_n_steps (self); n++) {
      MwExportStep step = mw_export_plan_get_step (self, n);

      g_assert_cmpint (step.action, ==, MW_EXPORT_CREATE);
      g_assert_true (g_str_has_prefix (step.target, output));
    }
    g_assert_nonnull (mw_export_plan_get_notes (self)[0]);
    id = test_export_apply (self);
    g_assert_nonnull (id);
    g_assert_true (g_file_test (target, G_FILE_TEST_EXISTS));
  }
}

/* What is said before it is done, and after. */
static void
assert_told (const char *client, MwAccount *account, gboolean asks)
{
  g_autoptr (MwExportPlan) self = test_export_plan_for (client, account, NULL);
  const char *note = mw_export_plan_get_notes (self)[0];
  const char *outcome = mw_export_plan_get_outcome (self);

  g_assert_true (asks == (note != NULL && strstr (note, "will ask for the password")));
  test_assert_has (outcome, "Start it, and your mail is there.");
  g_assert_true (asks == (strstr (outcome, "will ask for the password") != NULL));
}

static void
test_tells_who_asks (void)
{
  static const char *const clients[] = { "thunderbird", "evolution" };
  g_autoptr (MwAccount) usual = test_export_account ("li.na@example.com", test_export_servers);
  g_autoptr (MwAccount) ticket = test_export_account_with_ticket ();

  test_home_set_up ();
  test_home_add_profile ("");
  for (gsize i = 0; i < G_N_ELEMENTS (clients); i++) {
    assert_told (clients[i], usual, TRUE); /* no bus, and so no keyring */
    assert_told (clients[i], ticket, FALSE);
  }
}

/* One that will not be asked for anything says nothing of it. */
static void
test_tells_what_is_left (void)
{
  g_autoptr (MwExporter) exporter = mw_exporters_find ("msmtp");
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", test_export_servers);
  g_autoptr (MwExportPlan) with = NULL;
  g_autoptr (MwExportPlan) without = NULL;

  test_home_set_up ();
  with = test_export_plan ("msmtp");
  without = mw_exporter_plan (exporter, account, NULL, NULL, NULL);
  g_assert_cmpstr (mw_export_plan_get_outcome (with), ==, "msmtp has this account now.");
  test_assert_has (mw_export_plan_get_outcome (without), "not in the system keyring");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exporters/lists-programs", test_lists_programs);
  g_test_add_func ("/exporters/locates-programs", test_locates_programs);
  g_test_add_func ("/exporters/refuses-plain-text", test_refuses_plain_text);
  g_test_add_func ("/exporters/refuses-line-breaks", test_refuses_line_breaks);
  g_test_add_func ("/exporters/notes-missing-password", test_notes_missing_password);
  g_test_add_func ("/exporters/notes-missing-secret-tool", test_notes_missing_secret_tool);
  g_test_add_func ("/exporters/output", test_output);
  g_test_add_func ("/exporters/tells-who-asks", test_tells_who_asks);
  g_test_add_func ("/exporters/tells-what-is-left", test_tells_what_is_left);

  return g_test_run ();
}
