/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <unistd.h>

#include "mw-cli.h"

static void
source_changed_cb (MwSourceResult *result)
{
  g_printerr ("\r\033[K%s: %s",
              mw_source_to_string (mw_source_result_get_source (result)),
              mw_source_state_to_string (mw_source_result_get_state (result)));
}

/* Only a terminal wants to be told what is going on. */
static void
watch_progress (MwDiscovery *discovery)
{
  GListModel *results = mw_discovery_get_results (discovery);

  if (!isatty (STDERR_FILENO))
    return;

  for (guint i = 0; i < g_list_model_get_n_items (results); i++) {
    g_autoptr (MwSourceResult) result = g_list_model_get_item (results, i);

    g_signal_connect (result, "changed", G_CALLBACK (source_changed_cb), NULL);
  }
}

/**
 * mw_cli_dup_sources_off:
 *
 * Returns: (transfer full): who is not to be asked, as the preferences of the window have it
 */
GStrv
mw_cli_dup_sources_off (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
    source ? g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE) : NULL;
  g_autoptr (GSettings) settings = schema ? g_settings_new_full (schema, NULL, NULL) : NULL;

  if (schema == NULL || !g_settings_schema_has_key (schema, "sources-off"))
    return g_new0 (char *, 1);

  return g_settings_get_strv (settings, "sources-off");
}

/**
 * mw_cli_search:
 *
 * Looks for the settings of @address. Blocks.
 *
 * Returns: (transfer full): the search that has ended, or %NULL where the person interrupted it
 */
MwDiscovery *
mw_cli_search (const MwAddress *address, MwPresets *presets, const MwSearch *search)
{
  g_autoptr (MwDiscovery) discovery = mw_discovery_new (address, presets, search);
  g_autoptr (GAsyncResult) result = NULL;

  watch_progress (discovery);
  mw_discovery_run_async (discovery, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
  mw_cli_wait (&result);
  if (isatty (STDERR_FILENO))
    g_printerr ("\r\033[K");

  return mw_discovery_run_finish (discovery, result, NULL) ? g_steal_pointer (&discovery) : NULL;
}
