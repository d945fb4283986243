/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "export-home.h"

#include <glib/gstdio.h>
#include <string.h>

#include "await.h"

char *
test_home_path (const char *name)
{
  return g_build_filename (g_get_home_dir (), name, NULL);
}

void
test_home_write (const char *name, const char *text)
{
  g_autofree char *path = test_home_path (name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

char *
test_home_read (const char *name)
{
  g_autofree char *path = test_home_path (name);
  g_autofree char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return g_steal_pointer (&text);
}

void
test_home_assert (const char *name, const char *expected)
{
  g_autofree char *text = test_home_read (name);

  g_assert_cmpstr (text, ==, expected);
}

void
test_assert_has (const char *text, const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    g_test_message ("“%s” is not in:\n%s", part, text);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, part));
}

void
test_assert_key (GKeyFile *source, const char *group, const char *key, const char *expected)
{
  g_autofree char *value = g_key_file_get_string (source, group, key, NULL);

  g_assert_cmpstr (value, ==, expected);
}

void
test_home_add_program (const char *name, const char *script)
{
  g_autofree char *file = g_strconcat ("bin/", name, NULL);
  g_autofree char *path = test_home_path (file);

  test_home_write (file, script);
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
}

void
test_home_add_profile (const char *prefs)
{
  test_home_write (".thunderbird/profiles.ini",
                   "[Profile1]\nName=old\nIsRelative=1\nPath=old.default\nDefault=1\n\n"
                   "[InstallFDC34C9F024745EB]\nDefault=new.default\nLocked=1\n\n"
                   "[Profile0]\nName=new\nIsRelative=1\nPath=new.default\n");
  test_home_write (".thunderbird/old.default/x", "");
  test_home_write (".thunderbird/new.default/prefs.js", prefs);
  test_home_add_program ("thunderbird", "#!/bin/sh\n");
}

/* A machine of its own for each test: nothing is installed but what the test installs. */
void
test_home_set_up (void)
{
  g_autofree char *path = test_home_path ("bin");

  g_setenv ("PATH", path, TRUE);
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
  test_home_add_program ("secret-tool", "#!/bin/sh\n");
}

const char *const test_export_servers[2] = { "imaps://li.na%40example.com@imap.example.com",
                                             "submissions://li.na%40example.com@smtp.example.com" };

MwAccount *
test_export_account (const char *address_text, const char *const servers[2])
{
  g_autoptr (MwAddress) address = mw_address_new (address_text, NULL);
  g_autoptr (MwServer) incoming = mw_server_new_for_uri (servers[0], NULL);
  g_autoptr (MwServer) outgoing = mw_server_new_for_uri (servers[1], NULL);

  g_assert_true (address && incoming && outgoing);

  return mw_account_new (TEST_EXPORT_ID, "Li \"Na\" 李娜 \\", address, incoming, outgoing);
}

MwAccount *
test_export_account_with_ticket (void)
{
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", test_export_servers);
  g_autoptr (MwServer) incoming =
    mw_server_new_with_methods (mw_account_get_incoming (account), MW_METHOD_GSSAPI);
  g_autoptr (MwServer) outgoing =
    mw_server_new_with_methods (mw_account_get_outgoing (account), MW_METHOD_GSSAPI);

  return mw_account_new (TEST_EXPORT_ID,
                         "Li Na",
                         mw_account_get_address (account),
                         incoming,
                         outgoing);
}

/* With an exporter that has asked no program yet, as in a new run of Mailwright. */
MwExportPlan *
test_export_plan_for (const char *client, MwAccount *account, GError **error)
{
  g_autoptr (MwExporter) known = mw_exporters_find (client);
  g_autoptr (MwExporter) exporter = g_object_new (G_OBJECT_TYPE (known), NULL);
  g_autoptr (MwSecret) secret = mw_secret_new ("canary");

  return mw_exporter_plan (exporter, account, secret, NULL, error);
}

MwExportPlan *
test_export_plan (const char *client)
{
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", test_export_servers);
  g_autoptr (GError) error = NULL;
  MwExportPlan *self = test_export_plan_for (client, account, &error);

  g_assert_no_error (error);
  g_assert_nonnull (self);

  return self;
}

void
test_export_assert_refused (const char *client, const char *const servers[2], MwError code)
{
  g_autoptr (MwAccount) account = test_export_account ("li.na@example.com", servers);
  g_autoptr (GError) error = NULL;

  g_assert_null (test_export_plan_for (client, account, &error));
  g_assert_error (error, MW_ERROR, (int) code);
}

char *
test_export_apply (MwExportPlan *self)
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

char *
test_export_hand_over (const char *client)
{
  g_autoptr (MwExportPlan) self = test_export_plan (client);

  return test_export_apply (self);
}

void
test_export_undo (const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mw_export_undo_async (id, NULL, test_result_cb, &result);
  test_await_result (&result);
  mw_export_undo_finish (result, &error);
  g_assert_no_error (error);
}

MwPresence
test_export_locate (const char *client)
{
  g_autoptr (MwExporter) exporter = mw_exporters_find (client);

  return mw_exporter_locate (exporter);
}

/* What is shown is what is done: with names that are chosen here, too. */
void
test_export_assert_same_steps (const char *client)
{
  g_autoptr (MwExportPlan) shown = test_export_plan (client);
  g_autoptr (MwExportPlan) done = test_export_plan (client);

  g_assert_cmpuint (mw_export_plan_get_n_steps (shown), >, 0);
  for (guint i = 0; i < mw_export_plan_get_n_steps (shown); i++)
    g_assert_cmpstr (mw_export_plan_get_step (shown, i).target,
                     ==,
                     mw_export_plan_get_step (done, i).target);
}
