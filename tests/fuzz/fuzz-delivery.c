/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "mw-delivery.h"

/* The header of a letter, as it came. */

#define HOPS_MAX 100

static void
check_text (const char *text)
{
  if (text == NULL)
    return;

  fuzz_assert_utf8 (text);
  g_assert_true (*text != '\0');
  for (const char *c = text; *c != '\0'; c++)
    g_assert_false (g_ascii_iscntrl (*c));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *header = g_strndup (size > 0 ? (const char *) data : "", size);
  g_autoptr (MwDelivery) delivery = mw_delivery_new_for_header (header);

  g_assert_cmpuint (delivery->hops->len, <=, HOPS_MAX);
  for (guint i = 0; i < delivery->hops->len; i++)
    check_text (((const MwHop *) g_ptr_array_index (delivery->hops, i))->host);
  check_text (delivery->spf);
  check_text (delivery->dkim);
  check_text (delivery->dmarc);
  check_text (delivery->selector);

  return 0;
}
