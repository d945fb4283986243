/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "mw-hello.h"

/* What a server says to a hello that was written by hand. However it is cut, what was told once is
 * never taken back. */

static void
check (const MwHelloAnswer *answer)
{
  g_assert_cmpint (answer->outcome, <=, MW_HELLO_NOT_TLS);
  g_assert_true (answer->alert >= -1 && answer->alert <= 255);
  g_assert_true ((answer->outcome == MW_HELLO_REFUSED) == (answer->alert >= 0));
  if (answer->outcome == MW_HELLO_SPOKE)
    g_assert_cmpuint (answer->version, !=, 0);
  mw_hello_version_to_string (answer->version);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  MwHelloAnswer whole;
  MwHelloAnswer part;
  gsize enough = 0;

  if (size > 2048)
    return -1;
  while (enough <= size && !mw_hello_parse (data, enough, &part))
    enough++;
  if (enough > size) {
    g_assert_false (mw_hello_parse (data, size, &whole));
    return 0;
  }

  check (&part);
  g_assert_true (mw_hello_parse (data, size, &whole));
  check (&whole);
  g_assert_cmpint (whole.outcome, ==, part.outcome);
  g_assert_cmpint (whole.version, ==, part.version);

  return 0;
}
