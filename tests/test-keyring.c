/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Started by keyring-session, which brings a keyring of its own. */
#include <gio/gio.h>
#include <string.h>

#include "await.h"
#include "mw-keyring.h"

#define PASSWORD "canary Gr ün#\"1'\\$%x"
#define DEFAULT_COLLECTION "/org/freedesktop/secrets/aliases/default"

static MwAccount *
create_account (void)
{
  g_autoptr (MwAddress) address = mw_address_new ("li.na@example.com", NULL);
  g_autoptr (MwServer) incoming =
    mw_server_new_for_uri ("imaps://li.na%40example.com@imap.example.com", NULL);
  g_autoptr (MwServer) outgoing =
    mw_server_new_for_uri ("submissions://li.na%40example.com@smtp.example.com", NULL);

  return mw_account_new (NULL, "Li Na", address, incoming, outgoing);
}

static gboolean
store (MwAccount *account, const char *password, GError **error)
{
  g_autoptr (MwSecret) secret = mw_secret_new (password);
  g_autoptr (GAsyncResult) result = NULL;

  mw_keyring_store_async (account, secret, NULL, test_result_cb, &result);

  return mw_keyring_store_finish (test_await_result (&result), error);
}

static MwSecret *
look_up (MwAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_keyring_lookup_async (account, NULL, test_result_cb, &result);

  return mw_keyring_lookup_finish (test_await_result (&result), error);
}

static gboolean
clear (MwAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_keyring_clear_async (account, NULL, test_result_cb, &result);

  return mw_keyring_clear_finish (test_await_result (&result), error);
}

/* What the programs that an account is handed to will call. */
static char *
ask_secret_tool (MwAccount *account, const char *service)
{
  const char *argv[] = { "secret-tool", "lookup", "account", mw_account_get_id (account),
                         "service",     service,  NULL };
  char *out = NULL;

  g_assert_true (g_spawn_sync (NULL,
                               (char **) argv,
                               NULL,
                               G_SPAWN_SEARCH_PATH,
                               NULL,
                               NULL,
                               &out,
                               NULL,
                               NULL,
                               NULL));

  return out;
}

static void
test_keeps_password (void)
{
  g_autoptr (MwAccount) account = create_account ();
  g_autoptr (MwSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  store (account, PASSWORD, &error);
  g_assert_no_error (error);
  secret = look_up (account, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mw_secret_peek (secret), ==, PASSWORD);
}

static void
test_replaces_password (void)
{
  g_autoptr (MwAccount) account = create_account ();
  g_autoptr (MwSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store (account, "old", NULL));
  store (account, PASSWORD, &error);
  g_assert_no_error (error);
  secret = look_up (account, NULL);
  g_assert_cmpstr (mw_secret_peek (secret), ==, PASSWORD);
}

static void
test_serves_secret_tool (void)
{
  g_autoptr (MwAccount) account = create_account ();
  g_autofree char *tool = g_find_program_in_path ("secret-tool");
  g_autofree char *imap = NULL;
  g_autofree char *smtp = NULL;
  g_autofree char *pop3 = NULL;

  if (tool == NULL) {
    g_test_skip ("secret-tool is missing");
    return;
  }

  g_assert_true (store (account, PASSWORD, NULL));
  imap = ask_secret_tool (account, "imap");
  smtp = ask_secret_tool (account, "smtp");
  pop3 = ask_secret_tool (account, "pop3");
  g_assert_cmpstr (imap, ==, PASSWORD);
  g_assert_cmpstr (smtp, ==, PASSWORD);
  g_assert_cmpstr (pop3, ==, "");
}

static void
test_clears_only_its_account (void)
{
  g_autoptr (MwAccount) account = create_account ();
  g_autoptr (MwAccount) other = create_account ();
  g_autoptr (MwSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store (account, PASSWORD, NULL));
  g_assert_true (store (other, "other", NULL));
  g_assert_true (clear (account, &error));
  g_assert_no_error (error);

  g_assert_null (look_up (account, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_NOT_FOUND);
  secret = look_up (other, NULL);
  g_assert_cmpstr (mw_secret_peek (secret), ==, "other");

  g_clear_error (&error);
  g_assert_true (clear (account, &error)); /* nothing left is no error */
  g_assert_no_error (error);
}

static void
test_stops_when_cancelled (void)
{
  g_autoptr (MwAccount) account = create_account ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  mw_keyring_lookup_async (account, cancellable, test_result_cb, &result);
  g_cancellable_cancel (cancellable);
  g_assert_null (mw_keyring_lookup_finish (test_await_result (&result), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Looks into every file but the keyring's own, which it encrypts. */
static void
search_for_canary (GFile *folder)
{
  g_autoptr (GFileEnumerator) files =
    g_file_enumerate_children (folder,
                               "standard::*",
                               G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                               NULL,
                               NULL);
  GFileInfo *info;
  GFile *file;

  while (files && g_file_enumerator_iterate (files, &info, &file, NULL, NULL) && info != NULL) {
    g_autofree char *text = NULL;
    gsize length = 0;

    if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
      search_for_canary (file);
    else if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR &&
             g_file_load_contents (file, NULL, &text, &length, NULL, NULL))
      g_assert_null (g_strstr_len (text, length, "canary"));
  }
}

static void
test_password_is_in_no_file (void)
{
  g_autoptr (MwAccount) account = create_account ();
  g_autoptr (GFile) home = g_file_new_for_path (g_getenv ("HOME"));
  g_autoptr (GError) error = NULL;

  store (account, PASSWORD, &error);
  g_assert_no_error (error);
  search_for_canary (home);
}

static void
lock (void)
{
  const char *const collections[] = { DEFAULT_COLLECTION, NULL };
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (bus,
                                                             "org.freedesktop.secrets",
                                                             "/org/freedesktop/secrets",
                                                             "org.freedesktop.Secret.Service",
                                                             "Lock",
                                                             g_variant_new ("(^ao)", collections),
                                                             NULL,
                                                             G_DBUS_CALL_FLAGS_NONE,
                                                             -1,
                                                             NULL,
                                                             &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

/* There is no display to ask on, which ends like a person who says no. Nobody opens this keyring
 * again, so this is the last test with it. */
static void
test_says_that_it_is_locked (void)
{
  g_autoptr (MwAccount) account = create_account ();
  g_autoptr (GError) error = NULL;

  g_assert_true (store (account, PASSWORD, NULL));
  lock ();

  g_assert_null (look_up (account, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  g_assert_false (store (account, PASSWORD, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  g_assert_false (clear (account, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_KEYRING_LOCKED);
}

/* In a process of its own, since GLib connects to the session bus once. */
static void
test_says_that_there_is_none (void)
{
  g_autoptr (MwAccount) account = create_account ();
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ()) {
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
    g_assert_false (store (account, PASSWORD, &error));
    g_assert_error (error, MW_ERROR, MW_ERROR_KEYRING_UNAVAILABLE);
    g_assert_null (strstr (error->message, "canary"));
    g_clear_error (&error);
    g_assert_null (look_up (account, &error));
    g_assert_error (error, MW_ERROR, MW_ERROR_KEYRING_UNAVAILABLE);
    return;
  }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

/* A service that takes every call and answers none: the clock runs, and is the caller's. */
static GDBusMessage *
swallow_cb (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  g_object_unref (message);

  return NULL;
}

/* Takes the place of the keyring. */
static GDBusConnection *
connect_silent_service (const char *address)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  GDBusConnection *bus = g_dbus_connection_new_for_address_sync (
    address,
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL,
    NULL,
    &error);

  g_assert_no_error (error);
  answer = g_dbus_connection_call_sync (bus,
                                        "org.freedesktop.DBus",
                                        "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus",
                                        "RequestName",
                                        g_variant_new ("(su)", "org.freedesktop.secrets", 0),
                                        NULL,
                                        G_DBUS_CALL_FLAGS_NONE,
                                        -1,
                                        NULL,
                                        &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  g_dbus_connection_add_filter (bus, swallow_cb, NULL, NULL);

  return bus;
}

static void
test_does_not_wait_for_ever (void)
{
  g_autoptr (GTestDBus) session = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (MwAccount) account = create_account ();
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess () && !g_test_slow ()) {
    g_test_skip ("takes half a minute; run with -m slow");
    return;
  }
  if (!g_test_subprocess ()) {
    g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
    g_test_trap_assert_passed ();
    return;
  }

  g_test_dbus_up (session);
  bus = connect_silent_service (g_test_dbus_get_bus_address (session));
  g_assert_null (look_up (account, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_KEYRING_UNAVAILABLE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/keeps-password", test_keeps_password);
  g_test_add_func ("/keyring/replaces-password", test_replaces_password);
  g_test_add_func ("/keyring/serves-secret-tool", test_serves_secret_tool);
  g_test_add_func ("/keyring/clears-only-its-account", test_clears_only_its_account);
  g_test_add_func ("/keyring/stops-when-cancelled", test_stops_when_cancelled);
  g_test_add_func ("/keyring/password-is-in-no-file", test_password_is_in_no_file);
  g_test_add_func ("/keyring/says-that-there-is-none", test_says_that_there_is_none);
  g_test_add_func ("/keyring/does-not-wait-for-ever", test_does_not_wait_for_ever);
  g_test_add_func ("/keyring/says-that-it-is-locked", test_says_that_it_is_locked);

  return g_test_run ();
}
