/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-discover-output.h"
#include "mw-publish.h"
#include "mw-ranking.h"
#include "mw-store.h"
#include "mw-worked.h"

/* Proven settings come first: of the saved account, or of the last test that worked. */
static MwCandidate *
find_proven (const MwAddress *address)
{
  g_autoptr (MwStore) store = mw_cli_open_store ();
  g_autoptr (MwAccount) account = mw_store_find (store, address->text);
  MwCandidate *self;

  if (account == NULL)
    return mw_worked_find (address);

  self = mw_candidate_new (MW_SOURCE_PERSON, MW_TRUST_FULL, address->domain, "account");
  mw_candidate_add_server (self, mw_server_copy (mw_account_get_incoming (account)));
  mw_candidate_add_server (self, mw_server_copy (mw_account_get_outgoing (account)));

  return self;
}

static void
print_json (const MwAddress *address, GPtrArray *publications)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  mw_json_add_text (builder, "domain", address->domain);
  json_builder_set_member_name (builder, "publications");
  json_builder_begin_array (builder);
  for (guint i = 0; i < publications->len; i++) {
    const MwPublication *one = g_ptr_array_index (publications, i);

    json_builder_begin_object (builder);
    mw_json_add_text (builder, "kind", one->kind);
    mw_json_add_text (builder, "file_name", one->file_name);
    mw_json_add_text (builder, "type", one->type);
    json_builder_set_member_name (builder, "places");
    json_builder_begin_array (builder);
    for (guint j = 0; one->places != NULL && one->places[j] != NULL; j++)
      json_builder_add_string_value (builder, one->places[j]);
    json_builder_end_array (builder);
    mw_json_add_text (builder, "text", one->text);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  mw_cli_print_json (builder);
}

static void
print (GPtrArray *publications)
{
  for (guint i = 0; i < publications->len; i++) {
    const MwPublication *one = g_ptr_array_index (publications, i);

    g_print ("%s# %s (%s)\n", i > 0 ? "\n" : "", one->kind, one->file_name);
    for (guint j = 0; one->places != NULL && one->places[j] != NULL; j++)
      g_print ("# %s\n", one->places[j]);
    if (one->type != NULL)
      g_print ("# Content-Type: %s\n", one->type);
    mw_cli_write_utf8 (one->text);
  }
}

/**
 * mw_cli_publish:
 * @discovery: a search that has ended, for where nothing is proven yet
 *
 * Prints what the company of @address has to publish, so that every mail program finds its
 * settings.
 */
MwExit
mw_cli_publish (const MwAddress *address, MwDiscovery *discovery, gboolean json)
{
  g_autoptr (MwCandidate) proven = find_proven (address);
  GPtrArray *candidates = mw_discovery_get_candidates (discovery);
  const MwCandidate *incoming = proven ? proven : mw_ranking_find (candidates, MW_PART_INCOMING);
  const MwCandidate *outgoing = proven ? proven : mw_ranking_find (candidates, MW_PART_OUTGOING);
  g_autoptr (GPtrArray) publications = NULL;

  if (incoming == NULL || outgoing == NULL) {
    mw_cli_complain (_ ("No settings are known for %s: test an account first."), address->domain);
    return MW_EXIT_DOES_NOT_WORK;
  }

  if (proven == NULL)
    g_printerr ("%s\n", _ ("These settings were found, but not tested here."));
  publications = mw_publish (address, incoming->incoming, outgoing->outgoing);
  if (json)
    print_json (address, publications);
  else
    print (publications);

  return MW_EXIT_WORKS;
}
