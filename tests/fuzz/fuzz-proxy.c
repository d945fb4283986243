/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-proxy.h"

/* The URI of a proxy as a desktop may have it: what stands before the password, and what behind it.
 * Nobody gets to see the password. */

#define PASSWORD "s3cr3t-canary"

/* A scheme and a host are written in lower case. */
static gboolean
has_password (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  return strstr (lower, PASSWORD) != NULL;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *before = fuzz_take_line (&input);
  g_autofree char *behind = fuzz_take_text (&input);
  g_autofree char *uri = g_strdup_printf ("%s:%s@%s", before, PASSWORD, behind);
  g_autofree char *text = mw_proxy_to_string (uri);

  g_assert_nonnull (text);
  if (!has_password (before) && !has_password (behind))
    g_assert_false (has_password (text));
  g_assert_cmpuint (mw_proxy_count_round_trips (uri), >=, 2);

  return 0;
}
