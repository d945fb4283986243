/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-pacc.h"

/* A configuration of user agents, and behind an empty line the records that may have its digest. */

static void
check_servers (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    const MwServer *server = g_ptr_array_index (servers, i);
    g_autofree char *ascii = mw_domain_to_ascii (server->host, NULL);

    g_assert_cmpstr (server->host, ==, ascii);
    g_assert_cmpstr (server->host, !=, "");
    g_assert_cmpuint (server->port, >, 0);
    g_assert_cmpint (server->security, ==, MW_SECURITY_TLS);
  }
}

static void
check_digest (GBytes *document, const char *lines)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_auto (GStrv) list = g_strsplit (lines, "\n", 64);
  char *right = mw_pacc_make_text (document);

  for (guint i = 0; list[i] != NULL; i++)
    g_ptr_array_add (texts, g_bytes_new (list[i], strlen (list[i])));
  mw_pacc_compare (document, texts);
  g_ptr_array_add (texts, g_bytes_new_take (right, strlen (right)));
  g_assert_cmpint (mw_pacc_compare (document, texts), ==, MW_PACC_FITS);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *text = fuzz_take_until (&input, "\n\n");
  g_autofree char *lines = fuzz_take_text (&input);
  g_autoptr (GBytes) document = g_bytes_new (text, strlen (text));
  g_autoptr (MwAddress) address = mw_address_new ("anna.li@firma.test", NULL);
  g_autoptr (MwCandidate) candidate =
    mw_candidate_new (MW_SOURCE_PACC, MW_TRUST_FULL, address->domain, "here");
  g_autoptr (GError) error = NULL;
  gboolean is_read = mw_pacc_read (document, address, candidate, &error);

  g_assert_true (is_read == (error == NULL));
  if (is_read)
    g_assert_cmpuint (candidate->incoming->len + candidate->outgoing->len, >, 0);
  check_servers (candidate->incoming);
  check_servers (candidate->outgoing);
  check_digest (document, lines);

  return 0;
}
