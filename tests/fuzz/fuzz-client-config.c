/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-address.h"
#include "mw-client-config.h"
#include "mw-field.h"
#include "mw-publish.h"

/* An autoconfig document, from whoever has a web server; and what we would publish for it. */

static void
check_servers (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++) {
    const MwServer *server = g_ptr_array_index (servers, i);
    g_autofree char *ascii = mw_domain_to_ascii (server->host, NULL);

    g_assert_cmpstr (server->host, ==, ascii);
    g_assert_cmpstr (server->host, !=, "");
    g_assert_cmpuint (server->port, >, 0);
    g_assert_true (mw_field_check_user (server->user, NULL));
    if (i > 0 && ((MwServer *) servers->pdata[i - 1])->security == MW_SECURITY_NONE)
      g_assert_cmpint (server->security, ==, MW_SECURITY_NONE);
  }
}

/* (transfer full) (nullable) */
static MwFound *
find (GBytes *document, const MwAddress *address)
{
  g_autoptr (MwClientConfig) config = mw_client_config_read (document, address->domain);
  g_autoptr (MwFound) found = mw_found_new ();

  if (config == NULL)
    return NULL;
  mw_client_config_find (
    config,
    found,
    mw_candidate_new (MW_SOURCE_AUTOCONFIG, MW_TRUST_FULL, address->domain, "here"),
    address);

  return g_steal_pointer (&found);
}

static guint
count_encrypted (const MwCandidate *candidate)
{
  guint n = 0;

  for (guint i = 0; i < candidate->incoming->len; i++)
    n += ((MwServer *) candidate->incoming->pdata[i])->security != MW_SECURITY_NONE;
  for (guint i = 0; i < candidate->outgoing->len; i++)
    n += ((MwServer *) candidate->outgoing->pdata[i])->security != MW_SECURITY_NONE;

  return n;
}

/* Whatever is published is read again in full. */
static void
check_publications (const MwCandidate *candidate, const MwAddress *address)
{
  g_autoptr (GPtrArray) list = mw_publish (address, candidate->incoming, candidate->outgoing);
  guint n = count_encrypted (candidate);

  g_assert_cmpint (list->len > 0, ==, n > 0);
  for (guint i = 0; i < list->len; i++) {
    const MwPublication *publication = g_ptr_array_index (list, i);
    g_autoptr (GBytes) document = g_bytes_new (publication->text, strlen (publication->text));
    g_autoptr (MwFound) found = find (document, address);

    fuzz_assert_utf8 (publication->text);
    g_assert_true ((found != NULL) == g_str_equal (publication->kind, "autoconfig"));
    if (found != NULL) {
      g_assert_cmpuint (found->findings->len, ==, 0);
      g_assert_cmpuint (count_encrypted (found->candidates->pdata[0]), ==, n);
    }
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) document = g_bytes_new (data, size);
  g_autoptr (MwAddress) address = mw_address_new ("anna.li@firma.test", NULL);
  g_autoptr (MwFound) found = find (document, address);

  if (found == NULL)
    return 0;
  for (guint i = 0; i < found->candidates->len; i++) {
    const MwCandidate *candidate = g_ptr_array_index (found->candidates, i);

    g_assert_cmpuint (candidate->incoming->len + candidate->outgoing->len, >, 0);
    g_assert_cmpuint (candidate->incoming->len + candidate->outgoing->len,
                      <=,
                      MW_CLIENT_CONFIG_MAX_SERVERS);
    check_servers (candidate->incoming);
    check_servers (candidate->outgoing);
    check_publications (candidate, address);
  }
  for (guint i = 0; i < found->findings->len; i++)
    fuzz_assert_utf8 (((MwFinding *) found->findings->pdata[i])->evidence);

  return 0;
}
