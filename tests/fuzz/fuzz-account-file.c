/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "mw-account-file.h"

/* An account as it is on disk: what was read and is written again says the same. */

#define NAME "0b1c2d3e-1111-4222-8333-444455556666" MW_ACCOUNT_FILE_SUFFIX

static void
check (const char *path, MwAccountFile *file)
{
  MwAccount *old = file->account;
  g_autoptr (MwAccountFile) saved = mw_account_file_save (path, old, NULL);
  g_autoptr (MwAccountFile) again = mw_account_file_load (path, NULL);

  g_assert_nonnull (saved);
  g_assert_nonnull (again);
  g_assert_cmpstr (mw_account_get_name (again->account), ==, mw_account_get_name (old));
  g_assert_cmpstr (mw_account_get_address (again->account)->text,
                   ==,
                   mw_account_get_address (old)->text);
  g_assert_true (
    mw_server_equal (mw_account_get_incoming (again->account), mw_account_get_incoming (old)));
  g_assert_true (
    mw_server_equal (mw_account_get_outgoing (again->account), mw_account_get_outgoing (old)));
  g_assert_cmpstr (mw_account_get_verdict (again->account), ==, mw_account_get_verdict (old));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = fuzz_write_file (NAME, (const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwAccountFile) file = mw_account_file_load (path, &error);

  g_assert_true ((file == NULL) == (error != NULL));
  if (file != NULL)
    check (path, file);

  return 0;
}
