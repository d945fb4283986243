/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-typo.h"

/* A domain that was typed, one that is known, and what else is known, a line each. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *typed = fuzz_take_line (&input);
  g_autofree char *text = fuzz_take_text (&input);
  g_auto (GStrv) domains = g_strsplit (text, "\n", -1);
  const char *meant = mw_typo_suggest (typed, (const char *const *) domains);

  if (meant == NULL)
    return 0;
  g_assert_true (g_strv_contains ((const char *const *) domains, meant));
  g_assert_cmpstr (meant, !=, typed);
  g_assert_cmpuint (strlen (meant), <=, strlen (typed) + 3);
  g_assert_null (mw_typo_suggest (meant, (const char *const *) domains));

  return 0;
}
