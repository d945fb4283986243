/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/time.h>

#include "export-home.h"

#define ISYNC_BLOCK                                                                                \
  "IMAPAccount li-na-example\n"                                                                    \
  "Host imap.example.com\n"                                                                        \
  "Port 993\n"                                                                                     \
  "User \"li.na@example.com\"\n"                                                                   \
  "PassCmd \"secret-tool lookup account " TEST_EXPORT_ID " service imap\"\n"                       \
  "SSLType IMAPS\n"                                                                                \
  "SystemCertificates yes\n"                                                                       \
  "\n"                                                                                             \
  "IMAPStore li-na-example-remote\n"                                                               \
  "Account li-na-example\n"                                                                        \
  "\n"                                                                                             \
  "MaildirStore li-na-example-local\n"                                                             \
  "Path ~/Mail/li-na-example/\n"                                                                   \
  "Inbox ~/Mail/li-na-example/INBOX\n"                                                             \
  "SubFolders Verbatim\n"                                                                          \
  "\n"                                                                                             \
  "Channel li-na-example\n"                                                                        \
  "Far :li-na-example-remote:\n"                                                                   \
  "Near :li-na-example-local:\n"                                                                   \
  "Patterns *\n"                                                                                   \
  "Create Near\n"                                                                                  \
  "Expunge None\n"                                                                                 \
  "SyncState *\n"

static void
test_isync_takes_ticket (void)
{
  g_autoptr (MwAccount) account = test_export_account_with_ticket ();
  g_autoptr (MwExportPlan) self = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  self = test_export_plan_for ("isync", account, NULL);
  test_assert_has (mw_export_plan_get_notes (self)[0], "libsasl2-modules-gssapi-mit");
  g_assert_null (mw_export_plan_get_notes (self)[1]);
  test_assert_has (mw_export_plan_get_outcome (self), "isync (mbsync) has this account now.\n");
  test_assert_has (mw_export_plan_get_outcome (self), mw_export_plan_get_notes (self)[0]);
  id = test_export_apply (self);
  text = test_home_read (".mbsyncrc");
  test_assert_has (text, "\nAuthMechs GSSAPI\n");
  g_assert_null (strstr (text, "PassCmd"));
}

static void
test_isync_creates (void)
{
  g_autofree char *folder = test_home_path ("Mail/li-na-example");
  g_autofree char *top = test_home_path ("Mail");
  g_autofree char *id = NULL;

  test_home_set_up ();
  test_home_add_program ("mbsync", "#!/bin/sh\necho isync 1.4.4\n");
  id = test_export_hand_over ("isync");
  test_home_assert (".mbsyncrc", ISYNC_BLOCK);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  test_export_undo (id);
  test_home_assert (".mbsyncrc", NULL);
  g_assert_false (g_file_test (top, G_FILE_TEST_EXISTS));
}

static void
test_isync_appends (void)
{
  static const char *const cases[][2] = {
    { "Sync All", "\n\n" },       /* no end of line */
    { "Sync All\n", "\n" },       /* */
    { "# \xb9\xfa\n\n\n", "\n" }, /* not UTF-8 */
  };

  test_home_set_up ();
  test_home_add_program ("mbsync", "#!/bin/sh\necho isync 1.4.4\n");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *expected = g_strconcat (cases[i][0], cases[i][1], ISYNC_BLOCK, NULL);
    g_autofree char *id = NULL;

    test_home_write (".mbsyncrc", cases[i][0]);
    id = test_export_hand_over ("isync");
    test_home_assert (".mbsyncrc", expected);
    test_export_undo (id);
    test_home_assert (".mbsyncrc", cases[i][0]);
  }
}

static void
test_isync_asks_version (void)
{
  static const struct {
    const char *program;
    const char *old;
    const char *word;
  } cases[] = {
    { "#!/bin/sh\necho isync 1.4.4\n", "", "\nSSLType IMAPS\n" },
    { "#!/bin/sh\necho isync 1.5.0\n", "SSLType None\n", "\nTLSType IMAPS\n" },
    { "#!/bin/sh\necho isync 2.0\n", "", "\nTLSType IMAPS\n" },
    { "#!/bin/sh\necho isync 1.3.6\n", "", "\nMaster :li-na-example-remote:\n" },
    { "#!/bin/sh\nexit 1\n", "", "\nTLSType IMAPS\n" },
    { "#!/bin/sh\nexit 1\n", "SSLType None\n", "\nSSLType IMAPS\n" },
  };

  test_home_set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = NULL;
    g_autofree char *id = NULL;

    test_home_add_program ("mbsync", cases[i].program);
    test_home_write (".mbsyncrc", cases[i].old);
    id = test_export_hand_over ("isync");
    text = test_home_read (".mbsyncrc");
    test_assert_has (text, cases[i].word);
    test_export_undo (id);
  }
}

/* The window makes a plan as soon as it shows the program, and again later. */
static void
test_isync_asks_version_once (void)
{
  static const char *const answers[] = { "isync 1.5.0", "nothing of use" };
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", test_export_servers);
  g_autofree char *rc = g_build_filename (g_get_user_config_dir (), "isyncrc", NULL);
  g_autofree char *count = test_home_path ("count");

  test_home_set_up ();
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_config_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (rc, "Sync All\n", -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (MwExporter) known = mw_exporters_find ("isync");
    g_autoptr (MwExporter) exporter = g_object_new (G_OBJECT_TYPE (known), NULL);
    g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\necho x >> '%s'\necho %s\n", count, answers[i]);

    test_home_add_program ("mbsync", script);
    test_home_write ("count", "");
    for (int n = 0; n < 2; n++) {
      g_autoptr (MwExportPlan) self = mw_exporter_plan (exporter, account, NULL, NULL, NULL);

      g_assert_nonnull (self);
      g_assert_cmpstr (mw_export_plan_get_step (self, 1).target, ==, rc);
    }
    test_home_assert ("count", "x\n");
  }
}

static void
interrupted_cb (int number)
{
}

/* A program that hangs costs two seconds, not the window; also if a signal comes in between. */
static void
test_isync_does_not_wait (void)
{
  const struct itimerval soon = { .it_value.tv_usec = 500 * 1000 };
  g_autoptr (MwExportPlan) self = NULL;
  gint64 start = g_get_monotonic_time ();

  if (!g_test_slow ()) {
    g_test_skip ("takes two seconds; run with -m slow");
    return;
  }
  test_home_set_up ();
  test_home_add_program ("mbsync", "#!/bin/sh\nPATH=/usr/bin:/bin\nexec sleep 10\n");
  signal (SIGALRM, interrupted_cb);
  g_assert_cmpint (setitimer (ITIMER_REAL, &soon, NULL), ==, 0);
  self = test_export_plan ("isync");
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_TIME_SPAN_SECOND);
}

static void
test_isync_finds_duplicate (void)
{
  static const char *const files[] = {
    "IMAPAccount a\nHost imap.example.com\nPort 993\nUser li.na@example.com\n",
    "imapaccount a\nHOST IMAP.example.com\nuser \"li.na\\@example.com\"\n",
    "IMAPStore a\nHost imap.example.com\nUser li.na@example.com\n\nChannel b\n",
  };
  static const char *const others[] = {
    "IMAPAccount a\nHost imap.example.com\nPort 143\nUser li.na@example.com\n",
    "IMAPAccount a\nHost imap.example.com\n\nIMAPAccount b\nUser li.na@example.com\n",
    "# Host imap.example.com\n# User li.na@example.com\n",
  };

  test_home_set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    test_home_write (".mbsyncrc", files[i]);
    test_export_assert_refused ("isync", test_export_servers, MW_ERROR_CONFLICT);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (MwExportPlan) self = NULL;

    test_home_write (".mbsyncrc", others[i]);
    self = test_export_plan ("isync");
  }
}

static void
test_isync_leaves_other_mail_alone (void)
{
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  test_home_write ("Mail/li-na-example/cur/1", "a letter");
  test_home_write (".mbsyncrc", "MaildirStore li-na-example-2-local\n");
  id = test_export_hand_over ("isync");
  text = test_home_read (".mbsyncrc");
  test_assert_has (text, "Path ~/Mail/li-na-example-3/\n");
}

static void
test_isync_quotes (void)
{
  static const char *const servers[] = { "imap+starttls://a%22%20%5Cb@imap.example.com",
                                         "submissions://a@smtp.example.com" };
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", servers);
  g_autoptr (MwExportPlan) self = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  test_home_set_up ();
  self = test_export_plan_for ("isync", account, NULL);
  id = test_export_apply (self);
  text = test_home_read (".mbsyncrc");
  test_assert_has (text, "\nUser \"a\\\" \\\\b\"\n");
  test_assert_has (text, "Type STARTTLS\n");
}

static void
test_isync_refuses_pop3 (void)
{
  static const char *const servers[] = { "pop3s://a@pop.example.com",
                                         "submissions://a@smtp.example.com" };

  test_home_set_up ();
  test_export_assert_refused ("isync", servers, MW_ERROR_FORMAT_LIMIT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/exporter-isync/takes-ticket", test_isync_takes_ticket);
  g_test_add_func ("/exporter-isync/creates", test_isync_creates);
  g_test_add_func ("/exporter-isync/appends", test_isync_appends);
  g_test_add_func ("/exporter-isync/asks-version", test_isync_asks_version);
  g_test_add_func ("/exporter-isync/asks-version-once", test_isync_asks_version_once);
  g_test_add_func ("/exporter-isync/does-not-wait", test_isync_does_not_wait);
  g_test_add_func ("/exporter-isync/finds-duplicate", test_isync_finds_duplicate);
  g_test_add_func ("/exporter-isync/leaves-other-mail-alone", test_isync_leaves_other_mail_alone);
  g_test_add_func ("/exporter-isync/quotes", test_isync_quotes);
  g_test_add_func ("/exporter-isync/refuses-pop3", test_isync_refuses_pop3);

  return g_test_run ();
}
