/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-bulk-state.h"

/* What an earlier run, or a crash, left of the work on a table: what is added to it is found again.
 */

#define TABLE "/table.csv"
#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* The only file in its folder. */
static char *
find_file (void)
{
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), "mailwright", "bulk", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);

  g_assert_nonnull (folder);

  return g_build_filename (".local/state/mailwright/bulk", g_dir_read_name (folder), NULL);
}

static void
check_found (MwBulkState *state)
{
  const MwBulkOutcome *found = mw_bulk_state_find (state, KEY);

  g_assert_nonnull (found);
  g_assert_cmpint (found->verdict, ==, MW_VERDICT_FAILS);
  g_assert_cmpstr (found->cause, ==, "auth.wrong-password");
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static char *file;
  MwBulkOutcome outcome = { MW_VERDICT_FAILS, (char *) "auth.wrong-password", (char *) "密码" };
  g_autoptr (MwBulkState) state = NULL;

  if (file == NULL) {
    mw_bulk_state_free (mw_bulk_state_open (TABLE, FALSE, NULL));
    file = find_file ();
  }
  g_free (fuzz_write_file (file, (const char *) data, size));

  state = mw_bulk_state_open (TABLE, TRUE, NULL);
  if (state == NULL) /* nothing in it is of an earlier run */
    return 0;
  mw_bulk_state_add (state, KEY, &outcome);
  g_clear_pointer (&state, mw_bulk_state_free);
  state = mw_bulk_state_open (TABLE, TRUE, NULL);
  check_found (state);

  return 0;
}
