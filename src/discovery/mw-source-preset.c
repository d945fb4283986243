/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-net-error.h"
#include "mw-sources.h"

/* A company's own domain is often hosted by a provider that we know: its mail exchangers tell. No
 * consent is needed: the servers are those of the preset, whoever forged the answer. */
static MwFound *
match (MwLookup *lookup, GStrv hosts)
{
  MwPresets *presets = mw_lookup_get_presets (lookup);
  g_autoptr (MwFound) found = mw_found_new ();

  for (guint i = 0; hosts[i] != NULL && found->candidates->len == 0; i++) {
    const MwProvider *provider = mw_presets_find_by_mx (presets, hosts[i]);
    g_autofree char *evidence = g_strconcat ("MX ", hosts[i], NULL);

    if (provider != NULL)
      mw_found_add (found,
                    mw_candidate_new_for_provider (provider,
                                                   mw_lookup_get_address (lookup),
                                                   mw_presets_is_company (presets, provider)
                                                     ? MW_SOURCE_COMPANY
                                                     : MW_SOURCE_PRESET,
                                                   evidence));
  }

  return found->candidates->len > 0 ? g_steal_pointer (&found) : NULL;
}

static void
mx_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwLookup *lookup = MW_LOOKUP (source);
  GError *error = NULL;
  g_auto (GStrv) hosts = mw_lookup_find_mx_finish (lookup, result, &error);
  MwFound *found = hosts != NULL ? match (lookup, hosts) : NULL;

  if (hosts == NULL)
    g_task_return_error (task, error);
  else if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) mw_found_free);
  else
    g_task_return_new_error (task,
                             MW_NET_ERROR,
                             MW_NET_ERROR_NO_SUCH_HOST,
                             _ ("%s belongs to no provider that is known"),
                             hosts[0]);
}

/**
 * mw_source_preset_look_async:
 *
 * Looks for a provider in the presets whose mail exchangers are those of the domain.
 */
void
mw_source_preset_look_async (MwLookup *lookup,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (lookup, cancellable, callback, user_data);

  g_task_set_source_tag (task, mw_source_preset_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  mw_lookup_find_mx_async (lookup, cancellable, mx_found_cb, task);
}
