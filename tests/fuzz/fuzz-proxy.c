/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "mw-proxy.h"

/* The URI of a proxy as a desktop may have it: what stands before the password, and what behind it.
 * Nobody gets to see the password: with another one all looks the same. */

static char *
describe (const char *before, const char *password, const char *behind)
{
  g_autofree char *uri = g_strdup_printf ("%s:%s@%s", before, password, behind);

  g_assert_cmpuint (mw_proxy_count_round_trips (uri), >=, 2);

  return mw_proxy_to_string (uri);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *before = fuzz_take_line (&input);
  g_autofree char *behind = fuzz_take_text (&input);
  g_autofree char *text = describe (before, "s3cr3t-canary", behind);
  g_autofree char *other = describe (before, "an0th3r-words", behind);

  g_assert_nonnull (text);
  g_assert_cmpstr (text, ==, other);

  return 0;
}
