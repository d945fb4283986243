/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-exchange-json.h"
#include "mw-exchange.h"

/* What a web server says it is an answer of the newer form of Exchange Autodiscover; and where it
 * would send us on to. */

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autofree char *uri = mw_exchange_json_read (bytes);
  g_autofree char *place = NULL;
  g_autofree char *host = NULL;

  if (uri == NULL)
    return 0;
  fuzz_assert_utf8 (uri);
  host = mw_exchange_read_host (uri);
  place = mw_exchange_dup_place (uri);
  g_assert_true ((host == NULL) == (place == NULL));
  g_assert_true (host != NULL || !mw_exchange_may_be_told ("example.com", uri));
  if (place == NULL)
    return 0;

  g_assert_true (g_str_has_prefix (place, "https://"));
  g_assert_null (strpbrk (place, "@?#"));
  g_free (g_steal_pointer (&host));
  host = mw_exchange_read_host (place);
  g_assert_nonnull (host);

  return 0;
}
