/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "export-home.h"

#define MSMTP_BLOCK                                                                                \
  "account li-na-example\n"                                                                        \
  "host smtp.example.com\n"                                                                        \
  "port 465\n"                                                                                     \
  "tls on\n"                                                                                       \
  "tls_starttls off\n"                                                                             \
  "tls_trust_file system\n"                                                                        \
  "auth on\n"                                                                                      \
  "user li.na@example.com\n"                                                                       \
  "from li.na@example.com\n"                                                                       \
  "passwordeval \"secret-tool lookup account " TEST_EXPORT_ID " service smtp\"\n"

#define MSMTP_DEFAULT "account default : li-na-example\n"

static void
test_msmtp_creates (void)
{
  g_autofree char *id = NULL;

  test_home_set_up ();
  id = test_export_hand_over ("msmtp");
  test_home_assert (".msmtprc", MSMTP_BLOCK MSMTP_DEFAULT);
  test_export_undo (id);
  test_home_assert (".msmtprc", NULL);
}

static void
test_msmtp_appends (void)
{
  static const struct {
    const char *old;
    const char *added;
  } cases[] = {
    { "# mine", "\n\n" MSMTP_BLOCK MSMTP_DEFAULT },                         /* no end of line */
    { "# mine\n\n", "\n" MSMTP_BLOCK MSMTP_DEFAULT },                       /* */
    { "account work\nhost x\naccount default : work\n", "\n" MSMTP_BLOCK }, /* has a default */
    { "account default\nhost x\n", "\n" MSMTP_BLOCK },                      /* likewise */
    { "defaults\nport 25\n", "\n" MSMTP_BLOCK MSMTP_DEFAULT },
  };

  test_home_set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *expected = g_strconcat (cases[i].old, cases[i].added, NULL);
    g_autofree char *id = NULL;

    test_home_write (".msmtprc", cases[i].old);
    id = test_export_hand_over ("msmtp");
    test_home_assert (".msmtprc", expected);
    test_export_undo (id);
    test_home_assert (".msmtprc", cases[i].old);
  }
}

static void
test_msmtp_keeps_line_ends (void)
{
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  test_home_write (".msmtprc", "account work\r\nhost x\r\n");
  id = test_export_hand_over ("msmtp");
  text = test_home_read (".msmtprc");

  test_assert_has (text, "host x\r\n\r\naccount li-na-example\r\nhost smtp.example.com\r\n");
  for (const char *c = strchr (text, '\n'); c != NULL; c = strchr (c + 1, '\n'))
    g_assert_cmpint (c[-1], ==, '\r');
}

static void
test_msmtp_follows_link (void)
{
  g_autofree char *link = test_home_path (".msmtprc");
  g_autofree char *id = NULL;

  test_home_set_up ();
  test_home_write ("dotfiles/msmtp", "# mine\n");
  g_assert_cmpint (symlink ("dotfiles/msmtp", link), ==, 0);
  id = test_export_hand_over ("msmtp");

  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  test_home_assert ("dotfiles/msmtp", "# mine\n\n" MSMTP_BLOCK MSMTP_DEFAULT);
}

static void
test_msmtp_uses_other_file (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "msmtp", NULL);
  g_autofree char *path = g_build_filename (folder, "config", NULL);
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "# mine\n", -1, NULL));
  id = test_export_hand_over ("msmtp");

  test_home_assert (".msmtprc", NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "# mine\n\n" MSMTP_BLOCK MSMTP_DEFAULT);
}

/* A second account of one name would make msmtp refuse the whole file. */
static void
test_msmtp_finds_free_name (void)
{
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  test_home_write (".msmtprc",
                   "account li-na-example\nhost x\naccount li-na-example-2 : li-na-example\n");
  id = test_export_hand_over ("msmtp");
  text = test_home_read (".msmtprc");
  test_assert_has (text, "\naccount li-na-example-3\n");
}

static void
test_msmtp_finds_duplicate (void)
{
  static const char *const files[] = {
    "account a\nhost smtp.example.com\nport 465\nuser li.na@example.com\n",
    "account a\n  host\t\"SMTP.example.com\"  \n user \"li.na@example.com\"\n", /* usual port */
    "defaults\nhost smtp.example.com\naccount a\nport 465\nuser li.na@example.com\n",
    "account b\nhost smtp.example.com\naccount a : b\nuser li.na@example.com\nport 465\n",
    "account a\r\nhost smtp.example.com\r\nport 465\r\nuser li.na@example.com\r\n",
  };
  static const char *const others[] = {
    "account a\nhost smtp.example.com\nport 587\nuser li.na@example.com\n",
    "account a\nhost smtp.example.com\nport 465\nuser other\n",
    "#account a\n#host smtp.example.com\n#user li.na@example.com\n",
  };

  test_home_set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    test_home_write (".msmtprc", files[i]);
    test_export_assert_refused ("msmtp", test_export_servers, MW_ERROR_CONFLICT);
    test_home_assert (".msmtprc", files[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (MwExportPlan) self = NULL;

    test_home_write (".msmtprc", others[i]);
    self = test_export_plan ("msmtp");
  }
}

/* What the person's defaults say must not weaken our account. */
static void
test_msmtp_resets_defaults (void)
{
  g_autofree char *text = NULL;
  g_autofree char *block = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  test_home_write (".msmtprc",
                   "defaults\ntls_certcheck off\npassword old\nlogfile ~/log\naccount x\nhost x\n");
  id = test_export_hand_over ("msmtp");
  text = test_home_read (".msmtprc");
  block = g_strdup (strstr (text, "account li-na"));

  test_assert_has (block, "\ntls_certcheck on\n");
  test_assert_has (block, "\npassword \n");
  g_assert_null (strstr (block, "logfile"));
}

static void
test_msmtp_quotes (void)
{
  static const char *const servers[] = { "imaps://a@imap.example.com",
                                         "submission+starttls://%22a%20b%22%20@smtp.example.com" };
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", servers);
  g_autoptr (MwExportPlan) self = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  self = test_export_plan_for ("msmtp", account, NULL);
  id = test_export_apply (self);
  text = test_home_read (".msmtprc");
  test_assert_has (text, "\nuser \"\"a b\" \"\n");
  test_assert_has (text, "\nport 587\ntls on\ntls_starttls on\n");
}

static void
test_msmtp_takes_ticket (void)
{
  g_autoptr (MwAccount) account = test_export_account_with_ticket ();
  g_autoptr (MwExportPlan) self = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  self = test_export_plan_for ("msmtp", account, NULL);
  g_assert_null (mw_export_plan_get_notes (self)[0]);
  g_assert_cmpstr (mw_export_plan_get_outcome (self), ==, "msmtp has this account now.");
  id = test_export_apply (self);
  text = test_home_read (".msmtprc");
  test_assert_has (text, "\nauth gssapi\nuser ");
  g_assert_null (strstr (text, "password"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exporter-msmtp/creates", test_msmtp_creates);
  g_test_add_func ("/exporter-msmtp/appends", test_msmtp_appends);
  g_test_add_func ("/exporter-msmtp/keeps-line-ends", test_msmtp_keeps_line_ends);
  g_test_add_func ("/exporter-msmtp/follows-link", test_msmtp_follows_link);
  g_test_add_func ("/exporter-msmtp/uses-other-file", test_msmtp_uses_other_file);
  g_test_add_func ("/exporter-msmtp/finds-free-name", test_msmtp_finds_free_name);
  g_test_add_func ("/exporter-msmtp/finds-duplicate", test_msmtp_finds_duplicate);
  g_test_add_func ("/exporter-msmtp/resets-defaults", test_msmtp_resets_defaults);
  g_test_add_func ("/exporter-msmtp/quotes", test_msmtp_quotes);
  g_test_add_func ("/exporter-msmtp/takes-ticket", test_msmtp_takes_ticket);

  return g_test_run ();
}
