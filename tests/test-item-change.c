/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Started by keyring-session, which brings a keyring of its own. */
#include "await.h"
#include "mw-export-plan.h"

#define SCHEMA "org.example.Mail"
#define SECRETS "org.freedesktop.secrets"
#define SECRET_INTERFACE "org.freedesktop.Secret."

static char *
in_home (const char *name)
{
  return g_build_filename (g_get_home_dir (), name, NULL);
}

/* A file, and an item with the attribute "uid". */
static MwExportPlan *
create_plan (const char *uid)
{
  MwExportPlan *plan = mw_export_plan_new ("test");
  g_autoptr (GHashTable) attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (MwSecret) secret = mw_secret_new ("canary");
  g_autofree char *path = in_home ("file");

  g_assert_cmpint (g_mkdir_with_parents (g_get_home_dir (), 0700), ==, 0);
  g_hash_table_insert (attributes, (char *) "uid", g_strdup (uid));
  mw_export_plan_add_file (plan, path, "new");
  mw_export_plan_add_item (plan, SCHEMA, "Test", attributes, secret);

  return plan;
}

static char *
apply (MwExportPlan *plan, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_export_plan_apply_async (plan, NULL, test_result_cb, &result);

  return mw_export_plan_apply_finish (plan, test_await_result (&result), error);
}

static gboolean
undo (const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_export_undo_async (id, NULL, test_result_cb, &result);

  return mw_export_undo_finish (test_await_result (&result), error);
}

static gboolean
has_item (const char *uid)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GVariant) items = NULL;
  GVariantBuilder attributes;

  g_variant_builder_init (&attributes, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&attributes, "{ss}", "uid", uid);
  answer = g_dbus_connection_call_sync (bus,
                                        SECRETS,
                                        "/org/freedesktop/secrets",
                                        SECRET_INTERFACE "Service",
                                        "SearchItems",
                                        g_variant_new ("(a{ss})", &attributes),
                                        G_VARIANT_TYPE ("(aoao)"),
                                        G_DBUS_CALL_FLAGS_NONE,
                                        -1,
                                        NULL,
                                        &error);
  g_assert_no_error (error);
  items = g_variant_get_child_value (answer, 0);

  return g_variant_n_children (items) > 0;
}

static void
assert_nothing_left (const char *uid)
{
  g_autofree char *path = in_home ("file");
  g_autofree char *journals = g_build_filename (g_get_user_data_dir (), "mailwright/undo", NULL);
  g_autoptr (GDir) folder = g_dir_open (journals, 0, NULL);

  g_assert_false (has_item (uid));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_nonnull (folder);
  g_assert_null (g_dir_read_name (folder));
}

static void
test_stores_and_undoes (void)
{
  g_autoptr (MwExportPlan) plan = create_plan ("1");
  g_autoptr (GError) error = NULL;
  g_autofree char *id = apply (plan, &error);

  g_assert_no_error (error);
  g_assert_true (has_item ("1"));

  g_assert_true (undo (id, &error));
  g_assert_no_error (error);
  assert_nothing_left ("1");
}

/* Cancelled while the keyring is at work, with the file still to come. */
static void
test_undo_goes_on_when_cancelled (void)
{
  g_autoptr (MwExportPlan) plan = create_plan ("2");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = apply (plan, &error);

  g_assert_no_error (error);
  mw_export_undo_async (id, cancellable, test_result_cb, &result);
  g_cancellable_cancel (cancellable);
  mw_export_undo_finish (test_await_result (&result), &error);
  g_assert_no_error (error);
  assert_nothing_left ("2");
}

typedef struct {
  guint serial; /* (atomic) of the call that stores an item */
} Call;

/* The keyring does what it was told, but nobody waits for its answer any more. */
static GDBusMessage *
lose_answer_cb (GDBusConnection *bus, GDBusMessage *message, gboolean incoming, gpointer user_data)
{
  Call *call = user_data;
  GDBusMessage *lost;

  if (!incoming && g_strcmp0 (g_dbus_message_get_member (message), "CreateItem") == 0)
    g_atomic_int_set (&call->serial, g_dbus_message_get_serial (message));
  if (!incoming || g_dbus_message_get_reply_serial (message) == 0 ||
      g_dbus_message_get_reply_serial (message) != (guint) g_atomic_int_get (&call->serial))
    return message;

  lost = g_dbus_message_new ();
  g_dbus_message_set_message_type (lost, G_DBUS_MESSAGE_TYPE_ERROR);
  g_dbus_message_set_error_name (lost, "org.freedesktop.DBus.Error.NoReply");
  g_dbus_message_set_reply_serial (lost, g_dbus_message_get_reply_serial (message));
  g_object_unref (message);

  return lost;
}

static void
test_withdraws_what_was_stored_too_late (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (MwExportPlan) plan = create_plan ("3");
  g_autoptr (GError) error = NULL;
  Call call = { 0 };
  guint filter = g_dbus_connection_add_filter (bus, lose_answer_cb, &call, NULL);

  g_assert_null (apply (plan, &error));
  g_dbus_connection_remove_filter (bus, filter);
  g_assert_error (error, MW_ERROR, MW_ERROR_KEYRING_UNAVAILABLE);
  g_assert_cmpuint (call.serial, !=, 0);
  assert_nothing_left ("3");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/item-change/stores-and-undoes", test_stores_and_undoes);
  g_test_add_func ("/item-change/undo-goes-on-when-cancelled", test_undo_goes_on_when_cancelled);
  g_test_add_func ("/item-change/withdraws-what-was-stored-too-late",
                   test_withdraws_what_was_stored_too_late);

  return g_test_run ();
}
