/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-state.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define TABLE "/nowhere/table.csv"
#define KEY_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const MwBulkOutcome works = { MW_VERDICT_WORKS, NULL, NULL };
static const MwBulkOutcome fails = { MW_VERDICT_FAILS,
                                     (char *) "tls.expired",
                                     (char *) "The certificate\nended on 3 May." };

static char *
find_file (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "mailwright", "bulk", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return g_build_filename (folder, g_dir_read_name (dir), NULL);
}

static void
test_remembers (void)
{
  MwBulkState *state = mw_bulk_state_open (TABLE, FALSE, NULL);
  const MwBulkOutcome *outcome;

  mw_bulk_state_add (state, KEY_A, &works);
  mw_bulk_state_add (state, KEY_B, &fails);
  mw_bulk_state_free (state);

  state = mw_bulk_state_open (TABLE, TRUE, NULL);
  outcome = mw_bulk_state_find (state, KEY_A);
  g_assert_cmpint (outcome->verdict, ==, MW_VERDICT_WORKS);
  g_assert_null (outcome->cause);
  outcome = mw_bulk_state_find (state, KEY_B);
  g_assert_cmpint (outcome->verdict, ==, MW_VERDICT_FAILS);
  g_assert_cmpstr (outcome->cause, ==, "tls.expired");
  g_assert_cmpstr (outcome->title, ==, "The certificate ended on 3 May.");
  mw_bulk_state_free (state);
}

static void
test_forgets (void)
{
  MwBulkState *state = mw_bulk_state_open (TABLE, FALSE, NULL);

  mw_bulk_state_add (state, KEY_A, &works);
  mw_bulk_state_free (state);
  mw_bulk_state_free (mw_bulk_state_open (TABLE, FALSE, NULL));

  state = mw_bulk_state_open (TABLE, TRUE, NULL);
  g_assert_null (mw_bulk_state_find (state, KEY_A));
  mw_bulk_state_free (state);
}

/* A crash in the middle of a line costs that line and no other. */
static void
test_half_a_line (void)
{
  MwBulkState *state = mw_bulk_state_open (TABLE, FALSE, NULL);
  g_autofree char *path = find_file ();
  FILE *file;

  mw_bulk_state_add (state, KEY_A, &works);
  mw_bulk_state_free (state);
  file = fopen (path, "a");
  fputs (KEY_B " fai", file);
  fclose (file);

  state = mw_bulk_state_open (TABLE, TRUE, NULL);
  g_assert_nonnull (mw_bulk_state_find (state, KEY_A));
  g_assert_null (mw_bulk_state_find (state, KEY_B));
  mw_bulk_state_add (state, KEY_B, &works);
  mw_bulk_state_free (state);

  state = mw_bulk_state_open (TABLE, TRUE, NULL);
  g_assert_nonnull (mw_bulk_state_find (state, KEY_B));
  mw_bulk_state_free (state);
}

/* What is no state at all is not taken for one where nothing was done yet. */
static void
test_something_else (void)
{
  g_autoptr (MwBulkState) state = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  mw_bulk_state_free (mw_bulk_state_open (TABLE, FALSE, NULL));
  path = find_file ();
  g_assert_true (g_file_set_contents (path, "address,password\nli.na@example.com,x\n", -1, NULL));
  g_assert_null (mw_bulk_state_open (TABLE, TRUE, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);

  state = mw_bulk_state_open (TABLE, FALSE, NULL);
  g_assert_nonnull (state);
}

static void
test_private (void)
{
  g_autoptr (MwBulkState) state = mw_bulk_state_open (TABLE, FALSE, NULL);
  g_autofree char *path = find_file ();
  struct stat status;

  g_assert_nonnull (state);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_one_at_a_time (void)
{
  g_autoptr (MwBulkState) state = mw_bulk_state_open (TABLE, FALSE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (state);
  g_assert_null (mw_bulk_state_open (TABLE, TRUE, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_CONFLICT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/bulk-state/remembers", test_remembers);
  g_test_add_func ("/bulk-state/forgets", test_forgets);
  g_test_add_func ("/bulk-state/loses-half-a-line", test_half_a_line);
  g_test_add_func ("/bulk-state/is-something-else", test_something_else);
  g_test_add_func ("/bulk-state/is-private", test_private);
  g_test_add_func ("/bulk-state/one-at-a-time", test_one_at_a_time);

  return g_test_run ();
}
