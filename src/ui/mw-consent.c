/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-consent.h"

#include "mw-preferences.h"
#include "mw-ranking.h"

#define KEY "accepted-hosts"
#define MAX_ENTRIES 200

static gboolean
is_accepted (const MwDraft *draft, const char *host)
{
  return draft->accepted_hosts != NULL &&
         g_strv_contains ((const char *const *) draft->accepted_hosts, host);
}

/* Of the best candidate for each way, the server that would be tested first. */
static const MwServer *
find_server (const MwDraft *draft, MwPart part, const MwCandidate **candidate)
{
  GPtrArray *candidates = mw_discovery_get_candidates (draft->found);
  const MwServer *server = NULL;

  *candidate = mw_ranking_find (candidates, part);
  if (*candidate == NULL)
    return NULL;
  if (part == MW_PART_OUTGOING)
    return mw_candidate_pick (*candidate, MW_PROTOCOL_SMTP);

  server = mw_candidate_pick (*candidate, draft->receiving);

  return server ? server : g_ptr_array_index ((*candidate)->incoming, 0);
}

/**
 * mw_consent_list_hosts:
 * @draft: with a search that has ended
 *
 * Returns: (transfer full): the servers that may have no password before the person says so
 */
GStrv
mw_consent_list_hosts (const MwDraft *draft)
{
  static const MwPart parts[] = { MW_PART_INCOMING, MW_PART_OUTGOING };
  g_autoptr (GPtrArray) hosts = g_ptr_array_new ();

  g_return_val_if_fail (draft != NULL && draft->found != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    const MwCandidate *candidate;
    const MwServer *server = find_server (draft, parts[i], &candidate);

    if (server != NULL && !mw_candidate_may_have_password (candidate, server) &&
        !is_accepted (draft, server->host) &&
        !g_ptr_array_find_with_equal_func (hosts, server->host, g_str_equal, NULL))
      g_ptr_array_add (hosts, g_strdup (server->host));
  }
  g_ptr_array_add (hosts, NULL);

  return (GStrv) g_ptr_array_steal (hosts, NULL);
}

static void
remember (const char *domain, const char *host)
{
  GSettings *settings = mw_preferences_get ();
  g_autoptr (GVariant) old = settings ? g_settings_get_value (settings, KEY) : NULL;
  GVariantBuilder builder;
  gsize n = old ? g_variant_n_children (old) : 0;

  if (settings == NULL)
    return;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  for (gsize i = n > MAX_ENTRIES ? n - MAX_ENTRIES : 0; i < n; i++) {
    g_autoptr (GVariant) entry = g_variant_get_child_value (old, i);

    g_variant_builder_add_value (&builder, entry);
  }
  g_variant_builder_add (&builder, "(ss)", domain, host);
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}

/**
 * mw_consent_give:
 *
 * The person said yes to @host by name: for this test, and for the domain from now on.
 */
void
mw_consent_give (MwDraft *draft, const char *host)
{
  g_return_if_fail (draft != NULL && host != NULL);

  if (is_accepted (draft, host))
    return;
  mw_draft_accept_host (draft, host);
  remember (draft->address->domain, host);
}

/**
 * mw_consent_recall:
 *
 * Puts what the person said yes to for the domain earlier into @draft.
 */
void
mw_consent_recall (MwDraft *draft)
{
  GSettings *settings = mw_preferences_get ();
  g_autoptr (GVariant) entries = settings ? g_settings_get_value (settings, KEY) : NULL;
  gsize n = entries ? g_variant_n_children (entries) : 0;

  g_return_if_fail (draft != NULL);

  for (gsize i = 0; i < n; i++) {
    const char *domain, *host;

    g_variant_get_child (entries, i, "(&s&s)", &domain, &host);
    if (g_str_equal (domain, draft->address->domain) && !is_accepted (draft, host))
      mw_draft_accept_host (draft, host);
  }
}
