/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "mw-worked.h"

static char *
find_path (void)
{
  return g_build_filename (g_get_user_cache_dir (), "mailwright", "worked.ini", NULL);
}

static void
keep (const char *text, const char *incoming, gboolean local_part)
{
  g_autoptr (MwAddress) address = mw_address_new (text, NULL);
  g_autoptr (MwServer) receiving = mw_server_new_for_uri (incoming, NULL);
  g_autoptr (MwServer) sending = mw_server_new_for_uri ("submissions://smtp.example.com", NULL);
  const char *user = local_part ? address->local_part : address->text;
  g_autoptr (MwServer) in = mw_server_new_for_user (receiving, user);
  g_autoptr (MwServer) out = mw_server_new_for_user (sending, user);

  mw_worked_keep (address, MW_SOURCE_SRV, in, out);
}

static MwCandidate *
find (const char *text)
{
  g_autoptr (MwAddress) address = mw_address_new (text, NULL);

  return mw_worked_find (address);
}

/* Another person of the same domain signs in as that person; nobody's name is kept. */
static void
test_remembers (void)
{
  g_autoptr (MwCandidate) found = NULL;
  g_autoptr (MwCandidate) short_name = NULL;
  g_autofree char *path = find_path ();
  g_autofree char *text = NULL;
  GStatBuf status;

  keep ("anna@example.com", "imaps://imap.example.com:1993", FALSE);
  found = find ("bert@example.com");
  g_assert_nonnull (found);
  g_assert_cmpint (found->source, ==, MW_SOURCE_SRV);
  g_assert_true (mw_candidate_is_trusted (found));
  g_assert_cmpint (mw_candidate_pick (found, MW_PROTOCOL_IMAP)->port, ==, 1993);
  g_assert_cmpstr (mw_candidate_pick (found, MW_PROTOCOL_SMTP)->user, ==, "bert@example.com");
  g_assert_null (find ("bert@example.org"));

  keep ("anna@short.example", "imaps://imap.short.example", TRUE);
  short_name = find ("bert@short.example");
  g_assert_cmpstr (mw_candidate_pick (short_name, MW_PROTOCOL_IMAP)->user, ==, "bert");

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "anna"));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
rewrite (const char *domain, const char *key, const char *value)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = find_path ();

  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  g_key_file_set_string (file, domain, key, value);
  g_assert_true (g_key_file_save_to_file (file, path, NULL));
}

/* Neither what is too old, nor what comes from the future; nothing that could not be typed. */
static void
test_forgets (void)
{
  static const struct {
    const char *key;
    gint64 age; /* seconds, where there is no value */
    const char *value;
  } rows[] = {
    { "When", 91 * 24 * 60 * 60, NULL },              /* too old */
    { "When", -60, NULL },                            /* not yet */
    { "Incoming", 0, "imap://imap.example.com" },     /* in the clear */
    { "Incoming", 0, "nonsense" },                    /* */
    { "Outgoing", 0, "submissions://a:b@x.example" }, /* a password */
    { "Outgoing", 0, "" },                            /* */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gint64 when = g_get_real_time () / G_USEC_PER_SEC - rows[i].age;
    g_autofree char *value =
      rows[i].value ? g_strdup (rows[i].value) : g_strdup_printf ("%" G_GINT64_FORMAT, when);

    keep ("anna@example.com", "imaps://imap.example.com", FALSE);
    rewrite ("example.com", rows[i].key, value);
    g_assert_null (find ("anna@example.com"));
  }
}

static gboolean
keep_after (gint64 age)
{
  g_autofree char *path = find_path ();
  g_autofree char *when =
    g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC - age);
  GStatBuf before, after;

  rewrite ("example.com", "When", when);
  g_assert_cmpint (g_stat (path, &before), ==, 0);
  keep ("anna@example.com", "imaps://imap.example.com", FALSE);
  g_assert_cmpint (g_stat (path, &after), ==, 0);

  return before.st_ino == after.st_ino;
}

/* Forty mailboxes of one domain are one thing to write down. */
static void
test_writes_once_a_day (void)
{
  keep ("anna@example.com", "imaps://imap.example.com", FALSE);
  g_assert_true (keep_after (60 * 60));
  g_assert_false (keep_after (25 * 60 * 60));
  g_assert_false (keep_after (-60 * 60));
  keep ("anna@example.com", "imaps://imap2.example.com", FALSE);
  g_assert_false (keep_after (0));
}

/* A file that is no such file is written anew. */
static void
test_broken (void)
{
  g_autofree char *path = find_path ();
  g_autoptr (MwCandidate) found = NULL;

  keep ("anna@example.com", "imaps://imap.example.com", FALSE);
  g_assert_true (g_file_set_contents (path, "\xff\xfe[", 3, NULL));
  g_assert_null (find ("anna@example.com"));
  keep ("anna@example.com", "imaps://imap.example.com", FALSE);
  found = find ("anna@example.com");
  g_assert_nonnull (found);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/worked/remembers", test_remembers);
  g_test_add_func ("/worked/forgets", test_forgets);
  g_test_add_func ("/worked/writes-once-a-day", test_writes_once_a_day);
  g_test_add_func ("/worked/broken", test_broken);

  return g_test_run ();
}
