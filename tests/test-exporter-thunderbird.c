/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "export-home.h"

#define OLD_PREFS                                                                                  \
  "// Mozilla User Preferences\n"                                                                  \
  "\n"                                                                                             \
  "user_pref(\"mail.account.account1.server\", \"server1\");\n"                                    \
  "user_pref(\"mail.account.account3.identities\", \"id2\");\n"                                    \
  "user_pref(\"mail.account.account3.server\", \"server4\");\n"                                    \
  "user_pref(\"mail.account.lastKey\", 5);\n"                                                      \
  "user_pref(\"mail.accountmanager.accounts\", \"account1,account3\");\n"                          \
  "user_pref(\"mail.accountmanager.defaultaccount\", \"account3\");\n"                             \
  "user_pref(\"mail.identity.id2.fullName\", \"Comma, \\\"Quote\\\" ); \");\n"                     \
  "user_pref(\"mail.server.server1.type\", \"none\");\n"                                           \
  "user_pref(\"mail.server.server4.hostname\", \"imap.other.example\");\n"                         \
  "user_pref(\"mail.server.server4.type\", \"imap\");\n"                                           \
  "user_pref(\"mail.server.server4.userName\", \"li.na@example.com\");\n"                          \
  "user_pref(\"mail.server.server9.type\", \"imap\");\n"                                           \
  "user_pref(\"mail.server.server9.hostname\", \"imap.example.com\");\n"                           \
  "user_pref(\"mail.server.server9.userName\", \"li.na@example.com\");\n"                          \
  "user_pref(\"mail.smtpserver.smtp7.hostname\", \"smtp.other.example\");\n"                       \
  "user_pref(\"mail.smtpservers\", \"smtp7\");\n"                                                  \
  "user_pref(\"unknown.thing\", true)" /* no end */

static void
test_thunderbird_merges (void)
{
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;
  g_auto (GStrv) old = g_strsplit (OLD_PREFS, "\n", 0);

  test_home_set_up ();
  test_home_add_profile (OLD_PREFS);
  id = test_export_hand_over ("thunderbird");
  text = test_home_read (".thunderbird/new.default/prefs.js");

  for (gsize i = 0; old[i] != NULL; i++)
    if (!strstr (old[i], "lastKey") && !strstr (old[i], ".accounts") &&
        !strstr (old[i], "smtpservers"))
      test_assert_has (text, old[i]);
  test_assert_has (text, "(\"mail.accountmanager.accounts\", \"account1,account3,account6\");\n");
  test_assert_has (text, "(\"mail.account.lastKey\", 6);\n");
  test_assert_has (text, "(\"mail.smtpservers\", \"smtp7,smtp8\");\n");
  test_assert_has (text, "(\"mail.accountmanager.defaultaccount\", \"account3\");\n");
  test_assert_has (text, "(\"mail.smtp.defaultserver\", \"smtp8\");\n");
  test_assert_has (text, "(\"mail.account.account6.server\", \"server10\");\n");
  test_assert_has (text, "(\"mail.account.account6.identities\", \"id3\");\n");
  test_assert_has (text, "(\"mail.server.server10.socketType\", 3);\n");
  test_assert_has (text, "(\"mail.identity.id3.fullName\", \"Li \\\"Na\\\" 李娜 \\\\\");\n");
  test_assert_has (text, "(\"unknown.thing\", true)\nuser_pref(");
  g_assert_null (strstr (text, "canary"));

  test_export_undo (id);
  test_home_assert (".thunderbird/new.default/prefs.js", OLD_PREFS);
}

static void
test_thunderbird_finds_duplicate (void)
{
  g_autofree char *id = NULL;

  test_home_set_up ();
  test_home_add_profile (OLD_PREFS);
  id = test_export_hand_over ("thunderbird");
  test_export_assert_refused ("thunderbird", test_export_servers, MW_ERROR_CONFLICT);
}

/* Returns what its profile, empty before, says then. */
static char *
give_to_thunderbird (MwAccount *account)
{
  g_autoptr (MwExportPlan) plan = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  test_home_add_profile ("");
  plan = test_export_plan_for ("thunderbird", account, NULL);
  id = test_export_apply (plan);

  return test_home_read (".thunderbird/new.default/prefs.js");
}

static void
test_thunderbird_keeps_pop3_mail_on_server (void)
{
  static const char *const servers[] = { "pop3+starttls://a@pop.example.com",
                                         "submission+starttls://a@smtp.example.com" };
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", servers);
  g_autofree char *text = give_to_thunderbird (account);

  test_assert_has (text, "(\"mail.server.server1.type\", \"pop3\");\n");
  test_assert_has (text, "(\"mail.server.server1.leave_on_server\", true);\n");
  test_assert_has (text, "(\"mail.server.server1.socketType\", 2);\n");
  test_assert_has (text, "(\"mail.smtpserver.smtp1.try_ssl\", 2);\n");
}

static void
test_thunderbird_takes_ticket (void)
{
  g_autoptr (MwAccount) account = test_export_account_with_ticket ();
  g_autofree char *text = give_to_thunderbird (account);

  test_assert_has (text, "(\"mail.server.server1.authMethod\", 5);\n");
  test_assert_has (text, "(\"mail.smtpserver.smtp1.authMethod\", 5);\n");
}

static void
test_thunderbird_makes_profile (void)
{
  g_autofree char *root = test_home_path (".thunderbird");
  g_autofree char *program = test_home_path ("bin");
  g_autofree char *list = NULL;
  g_autofree char *compatibility = NULL;
  g_autofree char *prefs = NULL;
  g_autofree char *profile = NULL;
  g_autofree char *file = NULL;
  g_autofree char *other = NULL;
  g_autofree char *id = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  struct utsname machine;

  test_home_set_up ();
  test_home_add_program ("thunderbird", "#!/bin/sh\n");
  test_home_write ("bin/application.ini", "");
  g_assert_cmpint (test_export_locate ("thunderbird"), ==, MW_PRESENCE_INSTALLED);
  id = test_export_hand_over ("thunderbird");

  list = test_home_read (".thunderbird/profiles.ini");
  g_assert_true (g_key_file_load_from_data (keys, list, -1, G_KEY_FILE_NONE, NULL));
  test_assert_key (keys, "Profile0", "Default", "1");
  profile = g_key_file_get_string (keys, "Profile0", "Path", NULL);
  file = g_build_filename (".thunderbird", profile, "compatibility.ini", NULL);
  compatibility = test_home_read (file);
  uname (&machine);
  expected = g_strdup_printf ("[Compatibility]\nLastVersion=1.0_1/1\nLastOSABI=Linux_%s-gcc3\n"
                              "LastPlatformDir=%s\nLastAppDir=%s\n",
                              machine.machine,
                              program,
                              program);
  g_assert_cmpstr (compatibility, ==, expected);
  other = g_build_filename (".thunderbird", profile, "prefs.js", NULL);
  prefs = test_home_read (other);
  test_assert_has (prefs, "(\"mail.accountmanager.accounts\", \"account1\");\n");

  test_export_undo (id);
  g_assert_false (g_file_test (root, G_FILE_TEST_EXISTS));
}

static void
test_thunderbird_plans_the_same_twice (void)
{
  g_autoptr (MwExportPlan) self = NULL;

  test_home_set_up ();
  test_home_add_program ("thunderbird", "#!/bin/sh\n");
  test_home_write ("bin/application.ini", "");
  test_export_assert_same_steps ("thunderbird");
  self = test_export_plan ("thunderbird");
  g_assert_true (
    g_str_has_suffix (mw_export_plan_get_step (self, 0).target, "/.thunderbird/0b1c2d3e.default"));
}

/* What is left of a profile that is not in the list any more is not taken for a new one. */
static void
test_thunderbird_finds_free_folder (void)
{
  g_autoptr (MwExportPlan) self = NULL;

  test_home_set_up ();
  test_home_add_program ("thunderbird", "#!/bin/sh\n");
  test_home_write ("bin/application.ini", "");
  test_home_write (".thunderbird/0b1c2d3e.default/prefs.js", "");
  self = test_export_plan ("thunderbird");
  g_assert_true (
    g_str_has_suffix (mw_export_plan_get_step (self, 0).target, "/0b1c2d3e-2.default"));
}

static void
test_thunderbird_finds_flatpak (void)
{
  g_autoptr (MwExportPlan) self = NULL;

  test_home_set_up ();
  test_home_write (".var/app/org.mozilla.Thunderbird/.thunderbird/profiles.ini",
                   "[Profile0]\nIsRelative=1\nPath=a.default\n");
  test_home_write (".var/app/org.mozilla.Thunderbird/.thunderbird/a.default/prefs.js", "");
  g_assert_cmpint (test_export_locate ("thunderbird"), ==, MW_PRESENCE_INSTALLED);
  self = test_export_plan ("thunderbird");
  test_assert_has (mw_export_plan_get_step (self, 0).target, "/.var/app/org.mozilla.Thunderbird/");
}

static void
test_thunderbird_has_to_be_started_once (void)
{
  test_home_set_up ();
  test_home_write (".thunderbird/profiles.ini", "[Profile0]\nIsRelative=1\nPath=gone.default\n");
  test_export_assert_refused ("thunderbird", test_export_servers, MW_ERROR_NOT_FOUND);
}

static void
test_thunderbird_must_not_run (void)
{
  g_autofree char *lock = NULL;
  int ready[2];
  char c;
  pid_t child;

  test_home_set_up ();
  test_home_add_profile (OLD_PREFS);
  lock = test_home_path (".thunderbird/new.default/.parentlock");
  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0) {
    struct flock held = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    int fd = open (lock, O_RDWR | O_CREAT, 0600);

    if (fcntl (fd, F_SETLK, &held) == 0 && write (ready[1], "x", 1) == 1)
      pause ();
    _exit (1);
  }
  g_assert_cmpint (read (ready[0], &c, 1), ==, 1);

  g_assert_cmpint (test_export_locate ("thunderbird"), ==, MW_PRESENCE_RUNNING);
  test_export_assert_refused ("thunderbird", test_export_servers, MW_ERROR_PROGRAM_RUNNING);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  g_assert_cmpint (test_export_locate ("thunderbird"), ==, MW_PRESENCE_INSTALLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exporter-thunderbird/merges", test_thunderbird_merges);
  g_test_add_func ("/exporter-thunderbird/finds-duplicate", test_thunderbird_finds_duplicate);
  g_test_add_func ("/exporter-thunderbird/keeps-pop3-mail-on-server",
                   test_thunderbird_keeps_pop3_mail_on_server);
  g_test_add_func ("/exporter-thunderbird/takes-ticket", test_thunderbird_takes_ticket);
  g_test_add_func ("/exporter-thunderbird/makes-profile", test_thunderbird_makes_profile);
  g_test_add_func ("/exporter-thunderbird/plans-the-same-twice",
                   test_thunderbird_plans_the_same_twice);
  g_test_add_func ("/exporter-thunderbird/finds-free-folder", test_thunderbird_finds_free_folder);
  g_test_add_func ("/exporter-thunderbird/finds-flatpak", test_thunderbird_finds_flatpak);
  g_test_add_func ("/exporter-thunderbird/has-to-be-started-once",
                   test_thunderbird_has_to_be_started_once);
  g_test_add_func ("/exporter-thunderbird/must-not-run", test_thunderbird_must_not_run);

  return g_test_run ();
}
