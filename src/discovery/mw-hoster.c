/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-hoster.h"

#include "mw-domain.h"
#include "mw-net-error.h"

static gboolean
names_host (GPtrArray *servers, const char *host)
{
  for (guint i = 0; i < servers->len; i++)
    if (mw_domain_includes (((const MwServer *) g_ptr_array_index (servers, i))->host, host))
      return TRUE;

  return FALSE;
}

static gboolean
includes (GStrv names, const char *host)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (mw_domain_includes (names[i], host))
      return TRUE;

  return FALSE;
}

static gboolean
is_of_preset (MwPresets *presets, const char *host)
{
  GPtrArray *providers = mw_presets_get_providers (presets);

  for (guint i = 0; i < providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (providers, i);

    if (names_host (provider->incoming, host) || names_host (provider->outgoing, host) ||
        includes (provider->domains, host))
      return TRUE;
  }

  return FALSE;
}

static void
mx_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_auto (GStrv) hosts = mw_lookup_find_mx_finish (MW_LOOKUP (source), result, NULL);

  g_task_return_boolean (task, includes (hosts, g_task_get_task_data (task)));
}

/**
 * mw_hoster_is_known_async:
 * @host: that the mail domain itself, over a page that nobody can forge, has sent us on to; in
 *   A-labels and lower case
 *
 * Finds out whether @host belongs to who carries the mail of the domain, or to a provider of the
 * presets. Asks nobody anything: where no source wants to know the mail exchangers, they tell
 * nothing.
 */
void
mw_hoster_is_known_async (MwLookup *lookup,
                          const char *host,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MW_IS_LOOKUP (lookup) && host != NULL);

  task = g_task_new (lookup, NULL, callback, user_data);
  g_task_set_source_tag (task, mw_hoster_is_known_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, g_strdup (host), g_free);
  if (is_of_preset (mw_lookup_get_presets (lookup), host))
    g_task_return_boolean (task, TRUE);
  else if (!mw_lookup_knows_mx (lookup))
    g_task_return_boolean (task, FALSE);
  else
    mw_lookup_find_mx_async (lookup, NULL, mx_found_cb, g_steal_pointer (&task));
}

/**
 * mw_hoster_is_known_finish:
 *
 * Returns: whether it is known
 */
gboolean
mw_hoster_is_known_finish (MwLookup *lookup, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, lookup), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
