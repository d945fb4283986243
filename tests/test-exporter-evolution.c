/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "export-home.h"

static GKeyFile *
read_source (const char *part)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "evolution/sources", NULL);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  g_autoptr (GKeyFile) source = g_key_file_new ();
  const char *name;

  g_assert_nonnull (directory);
  while ((name = g_dir_read_name (directory)) != NULL)
    if (strstr (name, part) != NULL) {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_true (g_key_file_load_from_file (source, path, G_KEY_FILE_NONE, NULL));
      return g_steal_pointer (&source);
    }

  return NULL;
}

static void
test_evolution_writes_sources (void)
{
  g_autoptr (MwExportPlan) self = NULL;
  g_autoptr (GKeyFile) account = NULL;
  g_autoptr (GKeyFile) identity = NULL;
  g_autoptr (GKeyFile) transport = NULL;
  g_autofree char *id = NULL;
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "evolution", NULL);

  test_home_set_up ();
  self = test_export_plan ("evolution");
  test_assert_has (mw_export_plan_get_notes (self)[0], "ask for the password");
  id = test_export_apply (self);
  account = read_source ("-account.source");
  identity = read_source ("-identity.source");
  transport = read_source ("-transport.source");

  test_assert_key (account, "Mail Account", "BackendName", "imapx");
  test_assert_key (account, "Authentication", "Host", "imap.example.com");
  test_assert_key (account, "Authentication", "Port", "993");
  test_assert_key (account, "Security", "Method", "ssl-on-alternate-port");
  test_assert_key (identity, "Mail Identity", "Name", "Li \"Na\" 李娜 \\");
  test_assert_key (transport, "Authentication", "User", "li.na@example.com");
  test_assert_key (transport, "Authentication", "Method", "PLAIN");

  test_export_undo (id);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_evolution_takes_ticket (void)
{
  g_autoptr (MwAccount) account = test_export_account_with_ticket ();
  g_autoptr (MwExportPlan) self = NULL;
  g_autoptr (GKeyFile) source = NULL;
  g_autoptr (GKeyFile) transport = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  self = test_export_plan_for ("evolution", account, NULL);
  id = test_export_apply (self);
  source = read_source ("-account.source");
  transport = read_source ("-transport.source");
  test_assert_key (source, "Authentication", "Method", "GSSAPI");
  test_assert_key (transport, "Authentication", "Method", "GSSAPI");
}

static void
test_evolution_plans_the_same_twice (void)
{
  g_autoptr (MwExportPlan) self = NULL;

  test_home_set_up ();
  test_export_assert_same_steps ("evolution");
  self = test_export_plan ("evolution");
  test_assert_has (mw_export_plan_get_step (self, 1).target, "/" TEST_EXPORT_ID "-");
}

static void
test_evolution_finds_free_uid (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "evolution/sources", NULL);
  g_autofree char *path = g_build_filename (folder, TEST_EXPORT_ID "-account.source", NULL);
  g_autoptr (MwExportPlan) self = NULL;

  test_home_set_up ();
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "", -1, NULL));
  self = test_export_plan ("evolution");
  for (guint i = 0; i < mw_export_plan_get_n_steps (self); i++)
    test_assert_has (mw_export_plan_get_step (self, i).target, "/" TEST_EXPORT_ID "-2-");
}

static void
test_evolution_keeps_pop3_mail_on_server (void)
{
  static const char *const servers[] = { "pop3+starttls://a@pop.example.com",
                                         "submission+starttls://a@smtp.example.com" };
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", servers);
  g_autoptr (MwExportPlan) self = NULL;
  g_autoptr (GKeyFile) source = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  self = test_export_plan_for ("evolution", account, NULL);
  id = test_export_apply (self);
  source = read_source ("-account.source");
  test_assert_key (source, "Mail Account", "BackendName", "pop");
  test_assert_key (source, "Pop Backend", "KeepOnServer", "true");
  test_assert_key (source, "Security", "Method", "starttls-on-standard-port");
}

static void
test_evolution_finds_duplicate (void)
{
  g_autofree char *id = NULL;

  test_home_set_up ();
  id = test_export_hand_over ("evolution");
  test_export_assert_refused ("evolution", test_export_servers, MW_ERROR_CONFLICT);
}

/* Where a service can take the account it gets it, after the keyring got the passwords. */
static void
test_evolution_plans_calls (void)
{
  g_autoptr (MwExportPlan) self = NULL;
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "dbus-1/services", NULL);
  g_autofree char *path =
    g_build_filename (folder, "org.gnome.evolution.dataserver.Sources5.service", NULL);
  MwExportAction expected[] = { MW_EXPORT_KEYRING, MW_EXPORT_KEYRING, MW_EXPORT_DBUS };

  test_home_set_up ();
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "", -1, NULL));
  self = test_export_plan ("evolution");

  g_assert_cmpuint (mw_export_plan_get_n_steps (self), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    MwExportStep step = mw_export_plan_get_step (self, i);

    g_assert_cmpint (step.action, ==, expected[i]);
    g_assert_null (strstr (step.target, "canary"));
  }
  test_assert_has (mw_export_plan_get_step (self, 0).target, "-account");
  g_assert_null (mw_export_plan_get_notes (self)[0]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exporter-evolution/writes-sources", test_evolution_writes_sources);
  g_test_add_func ("/exporter-evolution/takes-ticket", test_evolution_takes_ticket);
  g_test_add_func ("/exporter-evolution/plans-the-same-twice", test_evolution_plans_the_same_twice);
  g_test_add_func ("/exporter-evolution/finds-free-uid", test_evolution_finds_free_uid);
  g_test_add_func ("/exporter-evolution/keeps-pop3-mail-on-server",
                   test_evolution_keeps_pop3_mail_on_server);
  g_test_add_func ("/exporter-evolution/finds-duplicate", test_evolution_finds_duplicate);
  g_test_add_func ("/exporter-evolution/plans-calls", test_evolution_plans_calls);

  return g_test_run ();
}
