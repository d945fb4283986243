/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "mw-interceptors.h"
#include "mw-text.h"

/* Who issued a certificate, as it says itself; decoded as it is when the certificate is read. */

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *issuer = mw_text_decode (size > 0 ? (const char *) data : "", size);
  const char *name = mw_interceptors_find (issuer);

  /* What is found comes from our own file, and is found again. */
  if (name != NULL) {
    fuzz_assert_utf8 (name);
    g_assert_cmpstr (mw_interceptors_find (issuer), ==, name);
  }

  return 0;
}
