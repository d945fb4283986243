/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "mw-store.h"

#define ID_A "11111111-2222-4333-8444-555555555555"
#define ID_B "00000000-2222-4333-8444-555555555555"

static MwAccount *
create_account (const char *id, const char *text)
{
  g_autoptr (MwAddress) address = mw_address_new (text, NULL);
  g_autoptr (MwServer) incoming =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "imap.example.com", 0, text);
  g_autoptr (MwServer) outgoing =
    mw_server_new (MW_PROTOCOL_SMTP, MW_SECURITY_STARTTLS, "smtp.example.com", 0, "li na@x");

  return mw_account_new (id, "Li Na 李娜", address, incoming, outgoing);
}

static char *
get_path (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), "mailwright", "accounts", name, NULL);
}

static void
write_file (const char *name, const char *text)
{
  g_autofree char *path = get_path (name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
read_file (const char *name)
{
  g_autofree char *path = get_path (name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

static void
save (const char *id, const char *address)
{
  g_autoptr (MwStore) store = mw_store_new (NULL);
  g_autoptr (MwAccount) account = create_account (id, address);
  g_autoptr (GError) error = NULL;

  g_assert_true (mw_store_save (store, account, &error));
  g_assert_no_error (error);
}

static void
test_keeps_account (void)
{
  g_autoptr (MwAccount) plain = create_account (ID_A, "li.na@example.com");
  g_autoptr (GDateTime) when = g_date_time_new_utc (2026, 11, 24, 4, 50, 1.5);
  g_autoptr (MwAccount) equipped = mw_account_new_with_certificate (plain, "/home/李娜/mine.p12");
  g_autoptr (MwAccount) tested = mw_account_new_tested (equipped, "works-with-warnings", when);
  g_autoptr (MwStore) store = mw_store_new (NULL);
  g_autoptr (MwStore) again = NULL;
  g_autoptr (MwAccount) account = NULL;

  g_assert_true (mw_store_save (store, tested, NULL));
  again = mw_store_new (NULL);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (again)), ==, 1);
  account = g_list_model_get_item (G_LIST_MODEL (again), 0);
  g_assert_cmpstr (mw_account_get_id (account), ==, ID_A);
  g_assert_cmpstr (mw_account_get_name (account), ==, "Li Na 李娜");
  g_assert_cmpstr (mw_account_get_address (account)->text, ==, "li.na@example.com");
  g_assert_true (
    mw_server_equal (mw_account_get_incoming (account), mw_account_get_incoming (plain)));
  g_assert_true (
    mw_server_equal (mw_account_get_outgoing (account), mw_account_get_outgoing (plain)));
  g_assert_cmpstr (mw_account_get_verdict (account), ==, "works-with-warnings");
  g_assert_true (g_date_time_equal (mw_account_get_tested_at (account), when));
  g_assert_cmpstr (mw_account_get_certificate (account), ==, "/home/李娜/mine.p12");
}

static void
test_keeps_ticket (void)
{
  g_autoptr (MwAccount) plain = create_account (ID_A, "li.na@example.com");
  g_autoptr (MwServer) incoming =
    mw_server_new_with_methods (mw_account_get_incoming (plain), MW_METHOD_GSSAPI);
  g_autoptr (MwAccount) ticketed = mw_account_new (ID_A,
                                                   "Li Na",
                                                   mw_account_get_address (plain),
                                                   incoming,
                                                   mw_account_get_outgoing (plain));
  g_autoptr (MwStore) store = mw_store_new (NULL);
  g_autoptr (MwStore) again = NULL;
  g_autoptr (MwAccount) account = NULL;
  g_autofree char *text = NULL;

  g_assert_true (mw_store_save (store, ticketed, NULL));
  again = mw_store_new (NULL);
  account = mw_store_find (again, ID_A);
  g_assert_cmpint (mw_account_get_incoming (account)->methods, ==, MW_METHOD_GSSAPI);
  g_assert_cmpint (mw_account_get_outgoing (account)->methods, ==, 0);
  g_assert_true (mw_account_needs_password (account)); /* to send */

  g_assert_true (mw_store_save (again, plain, NULL));
  text = read_file (ID_A ".ini");
  g_assert_null (strstr (text, "gssapi"));
}

/* As it was written before there were tickets, and by a version that knows more ways than we. */
static void
test_reads_other_sign_ins (void)
{
  static const struct {
    const char *lines;
    gboolean needs_password;
  } rows[] = {
    { "", TRUE },                                                     /* */
    { "IncomingSignIn=gssapi\n", TRUE },                              /* */
    { "IncomingSignIn=gssapi\nOutgoingSignIn=gssapi\n", FALSE },      /* */
    { "IncomingSignIn=passkey\nOutgoingSignIn=passkey\n", TRUE },     /* */
    { "IncomingSignIn=GSSAPI\nOutgoingSignIn=gssapi;plain\n", TRUE }, /* */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text =
      g_strconcat ("[Account]\nVersion=1\nName=Li Na\nAddress=li.na@example.com\n"
                   "Incoming=imaps://li.na%40example.com@imap.example.com\n"
                   "Outgoing=submissions://li.na%40example.com@smtp.example.com\n"
                   "Created=2026-11-24T04:50:01.000000Z\n",
                   rows[i].lines,
                   NULL);
    g_autoptr (MwStore) store = NULL;
    g_autoptr (MwAccount) account = NULL;

    write_file (ID_A ".ini", text);
    store = mw_store_new (NULL);
    account = mw_store_find (store, ID_A);
    g_assert_nonnull (account);
    g_assert_cmpint (mw_account_needs_password (account), ==, rows[i].needs_password);
  }
}

static void
test_forgets_certificate (void)
{
  g_autoptr (MwAccount) plain = create_account (ID_A, "li.na@example.com");
  g_autoptr (MwAccount) equipped = mw_account_new_with_certificate (plain, "/mine.p12");
  g_autoptr (MwAccount) bare = mw_account_new_with_certificate (equipped, NULL);
  g_autoptr (MwStore) store = mw_store_new (NULL);
  g_autofree char *text = NULL;

  g_assert_true (mw_store_save (store, equipped, NULL));
  g_assert_true (mw_store_save (store, bare, NULL));
  text = read_file (ID_A ".ini");
  g_assert_null (strstr (text, "mine.p12"));
}

static void
test_ignores_odd_certificate (void)
{
  g_autoptr (MwStore) store = NULL;
  g_autoptr (MwAccount) account = NULL;
  g_autofree char *text = NULL;
  g_autofree char *odd = NULL;

  save (ID_A, "li.na@example.com");
  text = read_file (ID_A ".ini");
  odd = g_strconcat (text, "ClientCertificate=mine.p12\n", NULL);
  write_file (ID_A ".ini", odd);

  store = mw_store_new (NULL);
  account = mw_store_find (store, ID_A);
  g_assert_nonnull (account);
  g_assert_null (mw_account_get_certificate (account));
}

static void
test_is_private (void)
{
  g_autofree char *file = get_path (ID_A ".ini");
  g_autofree char *folder = g_path_get_dirname (file);
  struct stat status;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  save (ID_A, "li.na@example.com");

  g_assert_cmpint (g_stat (file, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0700);
}

static void
test_lists_oldest_first (void)
{
  g_autoptr (MwStore) store = NULL;
  g_autoptr (MwAccount) first = NULL;

  save (ID_A, "a@example.com");
  save (ID_B, "b@example.com");
  save (ID_A, "a@example.com");

  store = mw_store_new (NULL);
  first = g_list_model_get_item (G_LIST_MODEL (store), 0);
  g_assert_cmpstr (mw_account_get_id (first), ==, ID_A);
}

static void
test_keeps_unknown_keys (void)
{
  g_autofree char *text = NULL;

  write_file (ID_A ".ini",
              "# mine\n[Account]\nVersion=1\nFuture=yes\nVerdict=works\n"
              "Created=2020-01-01T00:00:00Z\n\n[Later]\nKey[zh_CN]=值\n");
  save (ID_A, "li.na@example.com");

  text = read_file (ID_A ".ini");
  g_assert_nonnull (strstr (text, "# mine"));
  g_assert_nonnull (strstr (text, "Future=yes"));
  g_assert_nonnull (strstr (text, "Key[zh_CN]=值"));
  g_assert_nonnull (strstr (text, "Created=2020-01-01T"));
  g_assert_null (strstr (text, "Verdict"));
}

static void
test_leaves_bad_files_alone (void)
{
  static const struct {
    const char *text;
    const char *reason;
  } bad[] = {
    { "no key file", "no key file" },                           /* no group */
    { "caf\xe9\n", "not text" },                                /* another encoding */
    { "[Account]\nVersion=2\n", "another version" },            /* of the future */
    { "[Account]\nVersion=1\nName=Li\n", "Address" },           /* cut short */
    { "[Account]\nVersion=1\nName=L\nAddress=x\n", "Address" }, /* no address */
    { "[Account]\nVersion=1\nName=L\nAddress=a@example.com\nIncoming=smtp://x\n", "Incoming" },
    { "[Account]\nVersion=1\nName=L\nAddress=a@example.com\nIncoming=imaps://imap.example.com\n",
      "Incoming" }, /* nobody signs in */
    { "[Account]\nVersion=1\nName=L\nAddress=a@example.com\n"
      "Incoming=imaps://a@imap.example.com\nOutgoing=imaps://a@imap.example.com\n",
      "Outgoing" }, /* receives */
    { "[Account]\nVersion=1\nName=L\nAddress=a@example.com\n"
      "Incoming=imaps://a@imap.example.com\nOutgoing=submissions://a@smtp.example.com\n"
      "Created=yesterday\n",
      "Created" }, /* no time */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (MwStore) store = NULL;
    g_autofree char *text = NULL;
    const char *problem;

    write_file (ID_A ".ini", bad[i].text);
    store = mw_store_new (NULL);

    g_test_message ("case %" G_GSIZE_FORMAT, i);
    g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 0);
    g_assert_cmpuint (mw_store_get_problems (store)->len, ==, 1);
    problem = g_ptr_array_index (mw_store_get_problems (store), 0);
    g_assert_nonnull (strstr (problem, ID_A ".ini"));
    g_assert_nonnull (strstr (problem, bad[i].reason));
    text = read_file (ID_A ".ini");
    g_assert_cmpstr (text, ==, bad[i].text);
  }
}

static void
test_refuses_to_overwrite_bad_file (void)
{
  g_autoptr (MwAccount) account = create_account (ID_A, "li.na@example.com");
  g_autoptr (MwStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  write_file (ID_A ".ini", "[Account]\nVersion=2\n");
  store = mw_store_new (NULL);

  g_assert_false (mw_store_save (store, account, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
  text = read_file (ID_A ".ini");
  g_assert_cmpstr (text, ==, "[Account]\nVersion=2\n");
}

static void
test_bounds_size (void)
{
  g_autofree char *padding = g_strnfill (64 * 1024, '#');
  g_autoptr (MwStore) store = NULL;

  write_file (ID_A ".ini", padding);
  store = mw_store_new (NULL);

  g_assert_null (strstr (g_ptr_array_index (mw_store_get_problems (store), 0), "too big"));
  g_free (padding);
  padding = g_strnfill (64 * 1024 + 1, '#');
  write_file (ID_A ".ini", padding);
  g_clear_object (&store);
  store = mw_store_new (NULL);

  g_assert_nonnull (strstr (g_ptr_array_index (mw_store_get_problems (store), 0), "too big"));
}

static void
test_does_not_wait_for_pipe (void)
{
  g_autofree char *path = get_path (ID_A ".ini");
  g_autoptr (MwStore) store = NULL;

  write_file ("x", "");
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  store = mw_store_new (NULL);

  g_assert_cmpuint (mw_store_get_problems (store)->len, ==, 1);
}

static void
test_ignores_other_files (void)
{
  g_autoptr (MwStore) store = NULL;

  write_file ("notes.txt", "mine");
  write_file (ID_A ".ini.AB12CD", "half written");
  write_file ("mine.ini", "[Account]\nVersion=1\n");
  store = mw_store_new (NULL);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 0);
  g_assert_cmpuint (mw_store_get_problems (store)->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (mw_store_get_problems (store), 0), "mine.ini"));
}

static void
test_says_what_cannot_be_written (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "file", NULL);
  g_autoptr (MwAccount) account = create_account (ID_A, "li.na@example.com");
  g_autoptr (MwStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (g_get_user_data_dir (), 0700), ==, 0);
  g_assert_true (g_file_set_contents (folder, "", -1, NULL));
  store = mw_store_new (folder);

  g_assert_false (mw_store_save (store, account, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_NOT_WRITABLE);
  g_assert_nonnull (strstr (error->message, folder));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, 0);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  g_string_append_printf (user_data, "%u-%u+%u ", position, removed, added);
}

static void
test_tells_changes (void)
{
  g_autoptr (MwStore) store = mw_store_new (NULL);
  g_autoptr (MwAccount) a = create_account (ID_A, "a@example.com");
  g_autoptr (MwAccount) b = create_account (ID_B, "b@example.com");
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autofree char *text = NULL;

  g_signal_connect (store, "items-changed", G_CALLBACK (items_changed_cb), changes);
  g_assert_true (mw_store_save (store, a, NULL));
  g_assert_true (mw_store_save (store, b, NULL));
  g_assert_true (mw_store_save (store, a, NULL));
  g_assert_true (mw_store_remove (store, a, NULL));

  g_assert_cmpstr (changes->str, ==, "0-0+1 1-0+1 0-1+1 0-1+0 ");
  text = read_file (ID_A ".ini");
  g_assert_null (text);
  g_assert_false (mw_store_remove (store, a, NULL));
  g_assert_finalize_object (g_steal_pointer (&store));
}

static void
test_finds (void)
{
  static const struct {
    const char *text;
    const char *id;
  } cases[] = {
    { ID_A, ID_A },                      /* */
    { "a@example.com", ID_A },           /* */
    { "A@EXAMPLE.com", ID_A },           /* */
    { "b@bücher.example", ID_B },        /* */
    { "b@xn--bcher-kva.example", ID_B }, /* the same */
    { "c@example.com", NULL },           /* */
    { "nonsense", NULL },                /* */
    { "../" ID_A, NULL },                /* */
  };
  g_autoptr (MwStore) store = NULL;

  save (ID_A, "a@example.com");
  save (ID_B, "b@bücher.example");
  store = mw_store_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwAccount) account = mw_store_find (store, cases[i].text);

    g_assert_cmpstr (account ? mw_account_get_id (account) : NULL, ==, cases[i].id);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/store/keeps-account", test_keeps_account);
  g_test_add_func ("/store/keeps-ticket", test_keeps_ticket);
  g_test_add_func ("/store/reads-other-sign-ins", test_reads_other_sign_ins);
  g_test_add_func ("/store/forgets-certificate", test_forgets_certificate);
  g_test_add_func ("/store/ignores-odd-certificate", test_ignores_odd_certificate);
  g_test_add_func ("/store/is-private", test_is_private);
  g_test_add_func ("/store/lists-oldest-first", test_lists_oldest_first);
  g_test_add_func ("/store/keeps-unknown-keys", test_keeps_unknown_keys);
  g_test_add_func ("/store/leaves-bad-files-alone", test_leaves_bad_files_alone);
  g_test_add_func ("/store/refuses-to-overwrite-bad-file", test_refuses_to_overwrite_bad_file);
  g_test_add_func ("/store/bounds-size", test_bounds_size);
  g_test_add_func ("/store/does-not-wait-for-pipe", test_does_not_wait_for_pipe);
  g_test_add_func ("/store/ignores-other-files", test_ignores_other_files);
  g_test_add_func ("/store/says-what-cannot-be-written", test_says_what_cannot_be_written);
  g_test_add_func ("/store/tells-changes", test_tells_changes);
  g_test_add_func ("/store/finds", test_finds);

  return g_test_run ();
}
