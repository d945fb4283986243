/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "mw-autodiscover.h"

/* What a web server says it is an answer of Exchange Autodiscover. */

static void
check_servers (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    const MwServer *server = g_ptr_array_index (servers, i);
    g_autofree char *uri = mw_server_to_uri (server);

    g_assert_nonnull (uri);
    g_assert_true (g_str_is_ascii (server->host));
    fuzz_assert_utf8 (server->user);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (MwAddress) address = mw_address_new ("alice@example.com", NULL);
  g_autoptr (MwAutodiscover) document = mw_autodiscover_read (bytes, address);
  g_autoptr (MwFound) found = mw_found_new ();

  if (document == NULL)
    return 0;

  if (document->message != NULL)
    fuzz_assert_utf8 (document->message);
  for (guint i = 0; i < document->problems->len; i++)
    fuzz_assert_utf8 (g_ptr_array_index (document->problems, i));
  mw_autodiscover_find (
    document,
    found,
    mw_candidate_new (MW_SOURCE_AUTODISCOVER, MW_TRUST_FULL, "example.com", "here"));
  for (guint i = 0; i < found->candidates->len; i++) {
    const MwCandidate *candidate = g_ptr_array_index (found->candidates, i);

    check_servers (candidate->incoming);
    check_servers (candidate->outgoing);
  }

  return 0;
}
