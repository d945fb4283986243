/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "await.h"
#include "mw-exporter.h"

#define ID "0b1c2d3e-1111-4222-8333-444455556666"

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
  "passwordeval \"secret-tool lookup account " ID " service smtp\"\n"

#define MSMTP_DEFAULT "account default : li-na-example\n"

#define ISYNC_BLOCK                                                                                \
  "IMAPAccount li-na-example\n"                                                                    \
  "Host imap.example.com\n"                                                                        \
  "Port 993\n"                                                                                     \
  "User \"li.na@example.com\"\n"                                                                   \
  "PassCmd \"secret-tool lookup account " ID " service imap\"\n"                                   \
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

static const char *const usual_servers[] = { "imaps://li.na%40example.com@imap.example.com",
                                             "submissions://li.na%40example.com@smtp.example.com" };

static char *
in_home (const char *name)
{
  return g_build_filename (g_get_home_dir (), name, NULL);
}

static void
write_file (const char *name, const char *text)
{
  g_autofree char *path = in_home (name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
read_file (const char *name)
{
  g_autofree char *path = in_home (name);
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return g_steal_pointer (&text);
}

static void
assert_file (const char *name, const char *expected)
{
  g_autofree char *text = read_file (name);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_has (const char *text, const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    g_test_message ("“%s” is not in:\n%s", part, text);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, part));
}

static void
add_program (const char *name, const char *script)
{
  g_autofree char *file = g_strconcat ("bin/", name, NULL);
  g_autofree char *path = in_home (file);

  write_file (file, script);
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
}

/* A machine of its own for each test: nothing is installed but what the test installs. */
static void
set_up (void)
{
  g_autofree char *path = in_home ("bin");

  g_setenv ("PATH", path, TRUE);
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  add_program ("secret-tool", "#!/bin/sh\n");
}

static MwAccount *
create_account (const char *address_text, const char *const servers[2])
{
  g_autoptr (MwAddress) address = mw_address_new (address_text, NULL);
  g_autoptr (MwServer) incoming = mw_server_new_for_uri (servers[0], NULL);
  g_autoptr (MwServer) outgoing = mw_server_new_for_uri (servers[1], NULL);

  g_assert_true (address && incoming && outgoing);

  return mw_account_new (ID, "Li \"Na\" 李娜 \\", address, incoming, outgoing);
}

/* With an exporter that has asked no program yet, as in a new run of Mailwright. */
static MwExportPlan *
plan_for (const char *client, MwAccount *account, GError **error)
{
  g_autoptr (MwExporter) known = mw_exporters_find (client);
  g_autoptr (MwExporter) exporter = g_object_new (G_OBJECT_TYPE (known), NULL);
  g_autoptr (MwSecret) secret = mw_secret_new ("canary");

  return mw_exporter_plan (exporter, account, secret, NULL, error);
}

static MwExportPlan *
plan (const char *client)
{
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", usual_servers);
  g_autoptr (GError) error = NULL;
  MwExportPlan *self = plan_for (client, account, &error);

  g_assert_no_error (error);
  g_assert_nonnull (self);

  return self;
}

static void
assert_refused (const char *client, const char *const servers[2], MwError code)
{
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", servers);
  g_autoptr (GError) error = NULL;

  g_assert_null (plan_for (client, account, &error));
  g_assert_error (error, MW_ERROR, (int) code);
}

static char *
apply (MwExportPlan *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  mw_export_plan_apply_async (self, NULL, test_result_cb, &result);
  test_await_result (&result);
  id = mw_export_plan_apply_finish (self, result, &error);
  g_assert_no_error (error);

  return id;
}

static char *
hand_over (const char *client)
{
  g_autoptr (MwExportPlan) self = plan (client);

  return apply (self);
}

static void
undo (const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mw_export_undo_async (id, NULL, test_result_cb, &result);
  test_await_result (&result);
  mw_export_undo_finish (result, &error);
  g_assert_no_error (error);
}

static MwPresence
locate (const char *client)
{
  g_autoptr (MwExporter) exporter = mw_exporters_find (client);

  return mw_exporter_locate (exporter);
}

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
  set_up ();
  g_assert_cmpint (locate ("msmtp"), ==, MW_PRESENCE_ABSENT);
  g_assert_cmpint (locate ("isync"), ==, MW_PRESENCE_ABSENT);
  g_assert_cmpint (locate ("evolution"), ==, MW_PRESENCE_ABSENT);

  add_program ("msmtp", "#!/bin/sh\n");
  add_program ("mbsync", "#!/bin/sh\n");
  add_program ("evolution", "#!/bin/sh\n");
  g_assert_cmpint (locate ("msmtp"), ==, MW_PRESENCE_INSTALLED);
  g_assert_cmpint (locate ("isync"), ==, MW_PRESENCE_INSTALLED);
  g_assert_cmpint (locate ("evolution"), ==, MW_PRESENCE_INSTALLED);
}

static void
test_refuses_plain_text (void)
{
  static const char *const incoming[] = { "imap://a@imap.example.com",
                                          "submissions://a@smtp.example.com" };
  static const char *const outgoing[] = { "imaps://a@imap.example.com",
                                          "submission://a@smtp.example.com" };
  static const char *const clients[] = { "thunderbird", "evolution", "msmtp", "isync" };

  set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (clients); i++) {
    assert_refused (clients[i], incoming, MW_ERROR_FORMAT_LIMIT);
    assert_refused (clients[i], outgoing, MW_ERROR_FORMAT_LIMIT);
  }
}

static void
test_refuses_line_breaks (void)
{
  static const char *const servers[] = { "imaps://a@imap.example.com",
                                         "submissions://a%0Apasswordeval%20evil@smtp.example.com" };
  static const char *const clients[] = { "thunderbird", "evolution", "msmtp", "isync" };

  set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (clients); i++)
    assert_refused (clients[i], servers, MW_ERROR_FORMAT_LIMIT);
}

static MwAccount *
create_account_with_ticket (void)
{
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", usual_servers);
  g_autoptr (MwServer) incoming =
    mw_server_new_with_methods (mw_account_get_incoming (account), MW_METHOD_GSSAPI);
  g_autoptr (MwServer) outgoing =
    mw_server_new_with_methods (mw_account_get_outgoing (account), MW_METHOD_GSSAPI);

  return mw_account_new (ID, "Li Na", mw_account_get_address (account), incoming, outgoing);
}

/* msmtp */

static void
test_msmtp_creates (void)
{
  g_autofree char *id = NULL;

  set_up ();
  id = hand_over ("msmtp");
  assert_file (".msmtprc", MSMTP_BLOCK MSMTP_DEFAULT);
  undo (id);
  assert_file (".msmtprc", NULL);
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

  set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *expected = g_strconcat (cases[i].old, cases[i].added, NULL);
    g_autofree char *id = NULL;

    write_file (".msmtprc", cases[i].old);
    id = hand_over ("msmtp");
    assert_file (".msmtprc", expected);
    undo (id);
    assert_file (".msmtprc", cases[i].old);
  }
}

static void
test_msmtp_keeps_line_ends (void)
{
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  set_up ();
  write_file (".msmtprc", "account work\r\nhost x\r\n");
  id = hand_over ("msmtp");
  text = read_file (".msmtprc");

  assert_has (text, "host x\r\n\r\naccount li-na-example\r\nhost smtp.example.com\r\n");
  for (const char *c = strchr (text, '\n'); c != NULL; c = strchr (c + 1, '\n'))
    g_assert_cmpint (c[-1], ==, '\r');
}

static void
test_msmtp_follows_link (void)
{
  g_autofree char *link = in_home (".msmtprc");
  g_autofree char *id = NULL;

  set_up ();
  write_file ("dotfiles/msmtp", "# mine\n");
  g_assert_cmpint (symlink ("dotfiles/msmtp", link), ==, 0);
  id = hand_over ("msmtp");

  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_file ("dotfiles/msmtp", "# mine\n\n" MSMTP_BLOCK MSMTP_DEFAULT);
}

static void
test_msmtp_uses_other_file (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "msmtp", NULL);
  g_autofree char *path = g_build_filename (folder, "config", NULL);
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  set_up ();
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "# mine\n", -1, NULL));
  id = hand_over ("msmtp");

  assert_file (".msmtprc", NULL);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "# mine\n\n" MSMTP_BLOCK MSMTP_DEFAULT);
}

/* A second account of one name would make msmtp refuse the whole file. */
static void
test_msmtp_finds_free_name (void)
{
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  set_up ();
  write_file (".msmtprc",
              "account li-na-example\nhost x\naccount li-na-example-2 : li-na-example\n");
  id = hand_over ("msmtp");
  text = read_file (".msmtprc");
  assert_has (text, "\naccount li-na-example-3\n");
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

  set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    write_file (".msmtprc", files[i]);
    assert_refused ("msmtp", usual_servers, MW_ERROR_CONFLICT);
    assert_file (".msmtprc", files[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (MwExportPlan) self = NULL;

    write_file (".msmtprc", others[i]);
    self = plan ("msmtp");
  }
}

/* What the person's defaults say must not weaken our account. */
static void
test_msmtp_resets_defaults (void)
{
  g_autofree char *text = NULL;
  g_autofree char *block = NULL;
  g_autofree char *id = NULL;

  set_up ();
  write_file (".msmtprc",
              "defaults\ntls_certcheck off\npassword old\nlogfile ~/log\naccount x\nhost x\n");
  id = hand_over ("msmtp");
  text = read_file (".msmtprc");
  block = g_strdup (strstr (text, "account li-na"));

  assert_has (block, "\ntls_certcheck on\n");
  assert_has (block, "\npassword \n");
  g_assert_null (strstr (block, "logfile"));
}

static void
test_msmtp_quotes (void)
{
  static const char *const servers[] = { "imaps://a@imap.example.com",
                                         "submission+starttls://%22a%20b%22%20@smtp.example.com" };
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", servers);
  g_autoptr (MwExportPlan) self = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  set_up ();
  self = plan_for ("msmtp", account, NULL);
  id = apply (self);
  text = read_file (".msmtprc");
  assert_has (text, "\nuser \"\"a b\" \"\n");
  assert_has (text, "\nport 587\ntls on\ntls_starttls on\n");
}

/* With no password in the keyring, or none there yet where the file is going to. */
static void
test_notes_missing_password (void)
{
  static const struct {
    const char *client;
    const char *command;
  } cases[] = {
    { "msmtp", "secret-tool store --label=Mail account " ID " service smtp" },
    { "isync", "secret-tool store --label=Mail account " ID " service imap" },
  };
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", usual_servers);
  g_autoptr (MwSecret) secret = mw_secret_new ("canary");
  g_autofree char *output = in_home ("elsewhere");

  set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwExporter) exporter = mw_exporters_find (cases[i].client);
    g_autoptr (MwExportPlan) with = mw_exporter_plan (exporter, account, secret, NULL, NULL);
    g_autoptr (MwExportPlan) without = mw_exporter_plan (exporter, account, NULL, NULL, NULL);
    g_autoptr (MwExportPlan) away = mw_exporter_plan (exporter, account, secret, output, NULL);

    g_assert_null (mw_export_plan_get_notes (with)[0]);
    assert_has (mw_export_plan_get_notes (without)[0], cases[i].command);
    assert_has (mw_export_plan_get_notes (without)[0], "not in the system keyring");
    assert_has (mw_export_plan_get_notes (away)[0], cases[i].command);
    assert_has (mw_export_plan_get_notes (away)[0], "other machine");
  }
}

static void
test_notes_missing_secret_tool (void)
{
  g_autofree char *tool = in_home ("bin/secret-tool");
  g_autoptr (MwExportPlan) with = NULL;
  g_autoptr (MwExportPlan) without = NULL;

  set_up ();
  with = plan ("msmtp");
  g_assert_null (mw_export_plan_get_notes (with)[0]);
  g_assert_cmpint (g_unlink (tool), ==, 0);
  without = plan ("msmtp");
  assert_has (mw_export_plan_get_notes (without)[0], "libsecret-tools");
}

static void
test_msmtp_takes_ticket (void)
{
  g_autoptr (MwAccount) account = create_account_with_ticket ();
  g_autoptr (MwExportPlan) self = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  set_up ();
  self = plan_for ("msmtp", account, NULL);
  g_assert_null (mw_export_plan_get_notes (self)[0]);
  id = apply (self);
  text = read_file (".msmtprc");
  assert_has (text, "\nauth gssapi\nuser ");
  g_assert_null (strstr (text, "password"));
}

/* isync */

static void
test_isync_takes_ticket (void)
{
  g_autoptr (MwAccount) account = create_account_with_ticket ();
  g_autoptr (MwExportPlan) self = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  set_up ();
  self = plan_for ("isync", account, NULL);
  assert_has (mw_export_plan_get_notes (self)[0], "libsasl2-modules-gssapi-mit");
  g_assert_null (mw_export_plan_get_notes (self)[1]);
  id = apply (self);
  text = read_file (".mbsyncrc");
  assert_has (text, "\nAuthMechs GSSAPI\n");
  g_assert_null (strstr (text, "PassCmd"));
}

static void
test_isync_creates (void)
{
  g_autofree char *folder = in_home ("Mail/li-na-example");
  g_autofree char *top = in_home ("Mail");
  g_autofree char *id = NULL;

  set_up ();
  add_program ("mbsync", "#!/bin/sh\necho isync 1.4.4\n");
  id = hand_over ("isync");
  assert_file (".mbsyncrc", ISYNC_BLOCK);
  g_assert_true (g_file_test (folder, G_FILE_TEST_IS_DIR));
  undo (id);
  assert_file (".mbsyncrc", NULL);
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

  set_up ();
  add_program ("mbsync", "#!/bin/sh\necho isync 1.4.4\n");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *expected = g_strconcat (cases[i][0], cases[i][1], ISYNC_BLOCK, NULL);
    g_autofree char *id = NULL;

    write_file (".mbsyncrc", cases[i][0]);
    id = hand_over ("isync");
    assert_file (".mbsyncrc", expected);
    undo (id);
    assert_file (".mbsyncrc", cases[i][0]);
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

  set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = NULL;
    g_autofree char *id = NULL;

    add_program ("mbsync", cases[i].program);
    write_file (".mbsyncrc", cases[i].old);
    id = hand_over ("isync");
    text = read_file (".mbsyncrc");
    assert_has (text, cases[i].word);
    undo (id);
  }
}

/* The window makes a plan as soon as it shows the program, and again later. */
static void
test_isync_asks_version_once (void)
{
  static const char *const answers[] = { "isync 1.5.0", "nothing of use" };
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", usual_servers);
  g_autofree char *rc = g_build_filename (g_get_user_config_dir (), "isyncrc", NULL);
  g_autofree char *count = in_home ("count");

  set_up ();
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_config_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (rc, "Sync All\n", -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (MwExporter) known = mw_exporters_find ("isync");
    g_autoptr (MwExporter) exporter = g_object_new (G_OBJECT_TYPE (known), NULL);
    g_autofree char *script =
      g_strdup_printf ("#!/bin/sh\necho x >> '%s'\necho %s\n", count, answers[i]);

    add_program ("mbsync", script);
    write_file ("count", "");
    for (int n = 0; n < 2; n++) {
      g_autoptr (MwExportPlan) self = mw_exporter_plan (exporter, account, NULL, NULL, NULL);

      g_assert_nonnull (self);
      g_assert_cmpstr (mw_export_plan_get_step (self, 1).target, ==, rc);
    }
    assert_file ("count", "x\n");
  }
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
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", usual_servers);
  g_autoptr (MwSecret) secret = mw_secret_new ("canary");
  g_autofree char *folder = in_home ("out");

  set_up ();
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwExporter) exporter = mw_exporters_find (cases[i].client);
    g_autofree char *output = g_build_filename (folder, cases[i].client, NULL);
    g_autofree char *target = in_home (cases[i].target);
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
    id = apply (self);
    g_assert_nonnull (id);
    g_assert_true (g_file_test (target, G_FILE_TEST_EXISTS));
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
  set_up ();
  add_program ("mbsync", "#!/bin/sh\nPATH=/usr/bin:/bin\nexec sleep 10\n");
  signal (SIGALRM, interrupted_cb);
  g_assert_cmpint (setitimer (ITIMER_REAL, &soon, NULL), ==, 0);
  self = plan ("isync");
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

  set_up ();
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    write_file (".mbsyncrc", files[i]);
    assert_refused ("isync", usual_servers, MW_ERROR_CONFLICT);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (MwExportPlan) self = NULL;

    write_file (".mbsyncrc", others[i]);
    self = plan ("isync");
  }
}

static void
test_isync_leaves_other_mail_alone (void)
{
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  set_up ();
  write_file ("Mail/li-na-example/cur/1", "a letter");
  write_file (".mbsyncrc", "MaildirStore li-na-example-2-local\n");
  id = hand_over ("isync");
  text = read_file (".mbsyncrc");
  assert_has (text, "Path ~/Mail/li-na-example-3/\n");
}

static void
test_isync_quotes (void)
{
  static const char *const servers[] = { "imap+starttls://a%22%20%5Cb@imap.example.com",
                                         "submissions://a@smtp.example.com" };
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", servers);
  g_autoptr (MwExportPlan) self = NULL;
  g_autofree char *text = NULL;
  g_autofree char *id = NULL;

  set_up ();
  self = plan_for ("isync", account, NULL);
  id = apply (self);
  text = read_file (".mbsyncrc");
  assert_has (text, "\nUser \"a\\\" \\\\b\"\n");
  assert_has (text, "Type STARTTLS\n");
}

static void
test_isync_refuses_pop3 (void)
{
  static const char *const servers[] = { "pop3s://a@pop.example.com",
                                         "submissions://a@smtp.example.com" };

  set_up ();
  assert_refused ("isync", servers, MW_ERROR_FORMAT_LIMIT);
}

/* Evolution */

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
assert_key (GKeyFile *source, const char *group, const char *key, const char *expected)
{
  g_autofree char *value = g_key_file_get_string (source, group, key, NULL);

  g_assert_cmpstr (value, ==, expected);
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

  set_up ();
  self = plan ("evolution");
  assert_has (mw_export_plan_get_notes (self)[0], "ask for the password");
  id = apply (self);
  account = read_source ("-account.source");
  identity = read_source ("-identity.source");
  transport = read_source ("-transport.source");

  assert_key (account, "Mail Account", "BackendName", "imapx");
  assert_key (account, "Authentication", "Host", "imap.example.com");
  assert_key (account, "Authentication", "Port", "993");
  assert_key (account, "Security", "Method", "ssl-on-alternate-port");
  assert_key (identity, "Mail Identity", "Name", "Li \"Na\" 李娜 \\");
  assert_key (transport, "Authentication", "User", "li.na@example.com");
  assert_key (transport, "Authentication", "Method", "PLAIN");

  undo (id);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_evolution_takes_ticket (void)
{
  g_autoptr (MwAccount) account = create_account_with_ticket ();
  g_autoptr (MwExportPlan) self = NULL;
  g_autoptr (GKeyFile) source = NULL;
  g_autoptr (GKeyFile) transport = NULL;
  g_autofree char *id = NULL;

  set_up ();
  self = plan_for ("evolution", account, NULL);
  id = apply (self);
  source = read_source ("-account.source");
  transport = read_source ("-transport.source");
  assert_key (source, "Authentication", "Method", "GSSAPI");
  assert_key (transport, "Authentication", "Method", "GSSAPI");
}

static void
add_profile (const char *prefs)
{
  write_file (".thunderbird/profiles.ini",
              "[Profile1]\nName=old\nIsRelative=1\nPath=old.default\nDefault=1\n\n"
              "[InstallFDC34C9F024745EB]\nDefault=new.default\nLocked=1\n\n"
              "[Profile0]\nName=new\nIsRelative=1\nPath=new.default\n");
  write_file (".thunderbird/old.default/x", "");
  write_file (".thunderbird/new.default/prefs.js", prefs);
  add_program ("thunderbird", "#!/bin/sh\n");
}

/* What is said before it is done, and after. */
static void
assert_told (const char *client, MwAccount *account, gboolean asks)
{
  g_autoptr (MwExportPlan) self = plan_for (client, account, NULL);
  const char *note = mw_export_plan_get_notes (self)[0];
  const char *outcome = mw_export_plan_get_outcome (self);

  g_assert_true (asks == (note != NULL && strstr (note, "will ask for the password")));
  assert_has (outcome, "Start it, and your mail is there.");
  g_assert_true (asks == (strstr (outcome, "will ask for the password") != NULL));
}

static void
test_tells_who_asks (void)
{
  static const char *const clients[] = { "thunderbird", "evolution" };
  g_autoptr (MwAccount) usual = create_account ("li.na@example.com", usual_servers);
  g_autoptr (MwAccount) ticket = create_account_with_ticket ();

  set_up ();
  add_profile ("");
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
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", usual_servers);
  g_autoptr (MwExportPlan) with = NULL;
  g_autoptr (MwExportPlan) without = NULL;

  set_up ();
  with = plan ("msmtp");
  without = mw_exporter_plan (exporter, account, NULL, NULL, NULL);
  g_assert_cmpstr (mw_export_plan_get_outcome (with), ==, "msmtp has this account now.");
  assert_has (mw_export_plan_get_outcome (without), "not in the system keyring");
}

/* What is shown is what is done: with names that are chosen here, too. */
static void
assert_same_steps (const char *client)
{
  g_autoptr (MwExportPlan) shown = plan (client);
  g_autoptr (MwExportPlan) done = plan (client);

  g_assert_cmpuint (mw_export_plan_get_n_steps (shown), >, 0);
  for (guint i = 0; i < mw_export_plan_get_n_steps (shown); i++)
    g_assert_cmpstr (mw_export_plan_get_step (shown, i).target,
                     ==,
                     mw_export_plan_get_step (done, i).target);
}

static void
test_evolution_plans_the_same_twice (void)
{
  g_autoptr (MwExportPlan) self = NULL;

  set_up ();
  assert_same_steps ("evolution");
  self = plan ("evolution");
  assert_has (mw_export_plan_get_step (self, 1).target, "/" ID "-");
}

static void
test_evolution_finds_free_uid (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "evolution/sources", NULL);
  g_autofree char *path = g_build_filename (folder, ID "-account.source", NULL);
  g_autoptr (MwExportPlan) self = NULL;

  set_up ();
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "", -1, NULL));
  self = plan ("evolution");
  for (guint i = 0; i < mw_export_plan_get_n_steps (self); i++)
    assert_has (mw_export_plan_get_step (self, i).target, "/" ID "-2-");
}

static void
test_evolution_keeps_pop3_mail_on_server (void)
{
  static const char *const servers[] = { "pop3+starttls://a@pop.example.com",
                                         "submission+starttls://a@smtp.example.com" };
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", servers);
  g_autoptr (MwExportPlan) self = NULL;
  g_autoptr (GKeyFile) source = NULL;
  g_autofree char *id = NULL;

  set_up ();
  self = plan_for ("evolution", account, NULL);
  id = apply (self);
  source = read_source ("-account.source");
  assert_key (source, "Mail Account", "BackendName", "pop");
  assert_key (source, "Pop Backend", "KeepOnServer", "true");
  assert_key (source, "Security", "Method", "starttls-on-standard-port");
}

static void
test_evolution_finds_duplicate (void)
{
  g_autofree char *id = NULL;

  set_up ();
  id = hand_over ("evolution");
  assert_refused ("evolution", usual_servers, MW_ERROR_CONFLICT);
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

  set_up ();
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "", -1, NULL));
  self = plan ("evolution");

  g_assert_cmpuint (mw_export_plan_get_n_steps (self), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    MwExportStep step = mw_export_plan_get_step (self, i);

    g_assert_cmpint (step.action, ==, expected[i]);
    g_assert_null (strstr (step.target, "canary"));
  }
  assert_has (mw_export_plan_get_step (self, 0).target, "-account");
  g_assert_null (mw_export_plan_get_notes (self)[0]);
}

/* Thunderbird */

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

  set_up ();
  add_profile (OLD_PREFS);
  id = hand_over ("thunderbird");
  text = read_file (".thunderbird/new.default/prefs.js");

  for (gsize i = 0; old[i] != NULL; i++)
    if (!strstr (old[i], "lastKey") && !strstr (old[i], ".accounts") &&
        !strstr (old[i], "smtpservers"))
      assert_has (text, old[i]);
  assert_has (text, "(\"mail.accountmanager.accounts\", \"account1,account3,account6\");\n");
  assert_has (text, "(\"mail.account.lastKey\", 6);\n");
  assert_has (text, "(\"mail.smtpservers\", \"smtp7,smtp8\");\n");
  assert_has (text, "(\"mail.accountmanager.defaultaccount\", \"account3\");\n");
  assert_has (text, "(\"mail.smtp.defaultserver\", \"smtp8\");\n");
  assert_has (text, "(\"mail.account.account6.server\", \"server10\");\n");
  assert_has (text, "(\"mail.account.account6.identities\", \"id3\");\n");
  assert_has (text, "(\"mail.server.server10.socketType\", 3);\n");
  assert_has (text, "(\"mail.identity.id3.fullName\", \"Li \\\"Na\\\" 李娜 \\\\\");\n");
  assert_has (text, "(\"unknown.thing\", true)\nuser_pref(");
  g_assert_null (strstr (text, "canary"));

  undo (id);
  assert_file (".thunderbird/new.default/prefs.js", OLD_PREFS);
}

static void
test_thunderbird_finds_duplicate (void)
{
  g_autofree char *id = NULL;

  set_up ();
  add_profile (OLD_PREFS);
  id = hand_over ("thunderbird");
  assert_refused ("thunderbird", usual_servers, MW_ERROR_CONFLICT);
}

/* Returns what its profile, empty before, says then. */
static char *
give_to_thunderbird (MwAccount *account)
{
  g_autoptr (MwExportPlan) plan = NULL;
  g_autofree char *id = NULL;

  set_up ();
  add_profile ("");
  plan = plan_for ("thunderbird", account, NULL);
  id = apply (plan);

  return read_file (".thunderbird/new.default/prefs.js");
}

static void
test_thunderbird_keeps_pop3_mail_on_server (void)
{
  static const char *const servers[] = { "pop3+starttls://a@pop.example.com",
                                         "submission+starttls://a@smtp.example.com" };
  g_autoptr (MwAccount) account = create_account ("li.na@example.com", servers);
  g_autofree char *text = give_to_thunderbird (account);

  assert_has (text, "(\"mail.server.server1.type\", \"pop3\");\n");
  assert_has (text, "(\"mail.server.server1.leave_on_server\", true);\n");
  assert_has (text, "(\"mail.server.server1.socketType\", 2);\n");
  assert_has (text, "(\"mail.smtpserver.smtp1.try_ssl\", 2);\n");
}

static void
test_thunderbird_takes_ticket (void)
{
  g_autoptr (MwAccount) account = create_account_with_ticket ();
  g_autofree char *text = give_to_thunderbird (account);

  assert_has (text, "(\"mail.server.server1.authMethod\", 5);\n");
  assert_has (text, "(\"mail.smtpserver.smtp1.authMethod\", 5);\n");
}

static void
test_thunderbird_makes_profile (void)
{
  g_autofree char *root = in_home (".thunderbird");
  g_autofree char *program = in_home ("bin");
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

  set_up ();
  add_program ("thunderbird", "#!/bin/sh\n");
  write_file ("bin/application.ini", "");
  g_assert_cmpint (locate ("thunderbird"), ==, MW_PRESENCE_INSTALLED);
  id = hand_over ("thunderbird");

  list = read_file (".thunderbird/profiles.ini");
  g_assert_true (g_key_file_load_from_data (keys, list, -1, G_KEY_FILE_NONE, NULL));
  assert_key (keys, "Profile0", "Default", "1");
  profile = g_key_file_get_string (keys, "Profile0", "Path", NULL);
  file = g_build_filename (".thunderbird", profile, "compatibility.ini", NULL);
  compatibility = read_file (file);
  uname (&machine);
  expected = g_strdup_printf ("[Compatibility]\nLastVersion=1.0_1/1\nLastOSABI=Linux_%s-gcc3\n"
                              "LastPlatformDir=%s\nLastAppDir=%s\n",
                              machine.machine,
                              program,
                              program);
  g_assert_cmpstr (compatibility, ==, expected);
  other = g_build_filename (".thunderbird", profile, "prefs.js", NULL);
  prefs = read_file (other);
  assert_has (prefs, "(\"mail.accountmanager.accounts\", \"account1\");\n");

  undo (id);
  g_assert_false (g_file_test (root, G_FILE_TEST_EXISTS));
}

static void
test_thunderbird_plans_the_same_twice (void)
{
  g_autoptr (MwExportPlan) self = NULL;

  set_up ();
  add_program ("thunderbird", "#!/bin/sh\n");
  write_file ("bin/application.ini", "");
  assert_same_steps ("thunderbird");
  self = plan ("thunderbird");
  g_assert_true (
    g_str_has_suffix (mw_export_plan_get_step (self, 0).target, "/.thunderbird/0b1c2d3e.default"));
}

/* What is left of a profile that is not in the list any more is not taken for a new one. */
static void
test_thunderbird_finds_free_folder (void)
{
  g_autoptr (MwExportPlan) self = NULL;

  set_up ();
  add_program ("thunderbird", "#!/bin/sh\n");
  write_file ("bin/application.ini", "");
  write_file (".thunderbird/0b1c2d3e.default/prefs.js", "");
  self = plan ("thunderbird");
  g_assert_true (
    g_str_has_suffix (mw_export_plan_get_step (self, 0).target, "/0b1c2d3e-2.default"));
}

static void
test_thunderbird_finds_flatpak (void)
{
  g_autoptr (MwExportPlan) self = NULL;

  set_up ();
  write_file (".var/app/org.mozilla.Thunderbird/.thunderbird/profiles.ini",
              "[Profile0]\nIsRelative=1\nPath=a.default\n");
  write_file (".var/app/org.mozilla.Thunderbird/.thunderbird/a.default/prefs.js", "");
  g_assert_cmpint (locate ("thunderbird"), ==, MW_PRESENCE_INSTALLED);
  self = plan ("thunderbird");
  assert_has (mw_export_plan_get_step (self, 0).target, "/.var/app/org.mozilla.Thunderbird/");
}

static void
test_thunderbird_has_to_be_started_once (void)
{
  set_up ();
  write_file (".thunderbird/profiles.ini", "[Profile0]\nIsRelative=1\nPath=gone.default\n");
  assert_refused ("thunderbird", usual_servers, MW_ERROR_NOT_FOUND);
}

static void
test_thunderbird_must_not_run (void)
{
  g_autofree char *lock = NULL;
  int ready[2];
  char c;
  pid_t child;

  set_up ();
  add_profile (OLD_PREFS);
  lock = in_home (".thunderbird/new.default/.parentlock");
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

  g_assert_cmpint (locate ("thunderbird"), ==, MW_PRESENCE_RUNNING);
  assert_refused ("thunderbird", usual_servers, MW_ERROR_PROGRAM_RUNNING);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  g_assert_cmpint (locate ("thunderbird"), ==, MW_PRESENCE_INSTALLED);
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
  g_test_add_func ("/exporters/msmtp-creates", test_msmtp_creates);
  g_test_add_func ("/exporters/msmtp-appends", test_msmtp_appends);
  g_test_add_func ("/exporters/msmtp-keeps-line-ends", test_msmtp_keeps_line_ends);
  g_test_add_func ("/exporters/msmtp-follows-link", test_msmtp_follows_link);
  g_test_add_func ("/exporters/msmtp-uses-other-file", test_msmtp_uses_other_file);
  g_test_add_func ("/exporters/msmtp-finds-free-name", test_msmtp_finds_free_name);
  g_test_add_func ("/exporters/msmtp-finds-duplicate", test_msmtp_finds_duplicate);
  g_test_add_func ("/exporters/msmtp-resets-defaults", test_msmtp_resets_defaults);
  g_test_add_func ("/exporters/msmtp-quotes", test_msmtp_quotes);
  g_test_add_func ("/exporters/msmtp-takes-ticket", test_msmtp_takes_ticket);
  g_test_add_func ("/exporters/isync-takes-ticket", test_isync_takes_ticket);
  g_test_add_func ("/exporters/isync-creates", test_isync_creates);
  g_test_add_func ("/exporters/isync-appends", test_isync_appends);
  g_test_add_func ("/exporters/isync-asks-version", test_isync_asks_version);
  g_test_add_func ("/exporters/isync-asks-version-once", test_isync_asks_version_once);
  g_test_add_func ("/exporters/isync-does-not-wait", test_isync_does_not_wait);
  g_test_add_func ("/exporters/isync-finds-duplicate", test_isync_finds_duplicate);
  g_test_add_func ("/exporters/isync-leaves-other-mail-alone", test_isync_leaves_other_mail_alone);
  g_test_add_func ("/exporters/isync-quotes", test_isync_quotes);
  g_test_add_func ("/exporters/isync-refuses-pop3", test_isync_refuses_pop3);
  g_test_add_func ("/exporters/output", test_output);
  g_test_add_func ("/exporters/evolution-writes-sources", test_evolution_writes_sources);
  g_test_add_func ("/exporters/evolution-takes-ticket", test_evolution_takes_ticket);
  g_test_add_func ("/exporters/tells-who-asks", test_tells_who_asks);
  g_test_add_func ("/exporters/tells-what-is-left", test_tells_what_is_left);
  g_test_add_func ("/exporters/evolution-plans-the-same-twice",
                   test_evolution_plans_the_same_twice);
  g_test_add_func ("/exporters/evolution-finds-free-uid", test_evolution_finds_free_uid);
  g_test_add_func ("/exporters/thunderbird-takes-ticket", test_thunderbird_takes_ticket);
  g_test_add_func ("/exporters/evolution-keeps-pop3-mail-on-server",
                   test_evolution_keeps_pop3_mail_on_server);
  g_test_add_func ("/exporters/evolution-finds-duplicate", test_evolution_finds_duplicate);
  g_test_add_func ("/exporters/evolution-plans-calls", test_evolution_plans_calls);
  g_test_add_func ("/exporters/thunderbird-merges", test_thunderbird_merges);
  g_test_add_func ("/exporters/thunderbird-finds-duplicate", test_thunderbird_finds_duplicate);
  g_test_add_func ("/exporters/thunderbird-keeps-pop3-mail-on-server",
                   test_thunderbird_keeps_pop3_mail_on_server);
  g_test_add_func ("/exporters/thunderbird-makes-profile", test_thunderbird_makes_profile);
  g_test_add_func ("/exporters/thunderbird-plans-the-same-twice",
                   test_thunderbird_plans_the_same_twice);
  g_test_add_func ("/exporters/thunderbird-finds-free-folder", test_thunderbird_finds_free_folder);
  g_test_add_func ("/exporters/thunderbird-finds-flatpak", test_thunderbird_finds_flatpak);
  g_test_add_func ("/exporters/thunderbird-has-to-be-started-once",
                   test_thunderbird_has_to_be_started_once);
  g_test_add_func ("/exporters/thunderbird-must-not-run", test_thunderbird_must_not_run);

  return g_test_run ();
}
