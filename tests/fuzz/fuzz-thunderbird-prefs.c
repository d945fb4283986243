/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-thunderbird-prefs.h"

/* A prefs.js: a line with a value that is put in, and then the file. */

#define KEY "mail.server.server2.hostname"
#define NUMBER_KEY "mail.account.lastKey"

static gboolean
is_plain (const char *text)
{
  for (const char *c = text; *c; c++)
    if (g_ascii_iscntrl (*c))
      return FALSE;

  return TRUE;
}

static void
check_values (MwThunderbirdPrefs *prefs, const char *value)
{
  g_autofree char *found = mw_thunderbird_prefs_get_string (prefs, KEY);

  g_assert_cmpstr (found, ==, value);
  g_assert_cmpint (mw_thunderbird_prefs_get_number (prefs, NUMBER_KEY), ==, 17);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *value = fuzz_take_line (&input);
  g_autofree char *text = fuzz_take_text (&input);
  g_autoptr (MwThunderbirdPrefs) prefs = mw_thunderbird_prefs_new (text);
  g_autofree char *same = mw_thunderbird_prefs_to_text (prefs);
  g_autofree char *changed = NULL;
  g_autoptr (MwThunderbirdPrefs) again = NULL;
  g_autofree char *old G_GNUC_UNUSED =
    mw_thunderbird_prefs_get_string (prefs, "mail.accountmanager.accounts");

  g_assert_cmpstr (same, ==, text);
  g_assert_cmpuint (mw_thunderbird_prefs_find_free_number (prefs, "mail.server.server"), >, 0);
  if (!is_plain (value)) /* no account with such a thing is handed over */
    return -1;

  mw_thunderbird_prefs_set_string (prefs, KEY, value);
  mw_thunderbird_prefs_set_number (prefs, NUMBER_KEY, 17);
  check_values (prefs, value);
  changed = mw_thunderbird_prefs_to_text (prefs);
  again = mw_thunderbird_prefs_new (changed);
  check_values (again, value);

  return 0;
}
