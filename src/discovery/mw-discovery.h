/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-found.h"
#include "mw-secret.h"
#include "mw-source-result.h"

#define MW_DISCOVERY_TIMEOUT 8 /* seconds */

/**
 * MwSearch:
 * @off: (nullable): sources that are not asked, by mw_source_to_string()
 * @secret: (nullable): for Exchange Autodiscover at the mail domain's own address, which is asked
 * for it after all others had nothing; see mw_discovery_get_n_refusals()
 * @ca_file: (nullable): certificates in PEM that are trusted too, of servers that are guessed
 * @exceptions: (nullable) (element-type MwException): certificates accepted at one of those
 * @thorough: wait for every source, also where a better one has settings
 * @timeout: in seconds
 *
 * How settings are looked for. Copied by mw_discovery_new().
 */
typedef struct {
  const char *const *off;
  MwSecret *secret;
  const char *ca_file;
  GPtrArray *exceptions;
  gboolean thorough;
  guint timeout;
} MwSearch;

/**
 * MwDiscovery:
 *
 * One search for the settings of an address: all sources at once, under one deadline, ranked by
 * trust and not by speed. Ends as soon as no source that is still out could be better. Made, run
 * once, read; its lists fill while it runs. For one main context.
 */
#define MW_TYPE_DISCOVERY (mw_discovery_get_type ())
G_DECLARE_FINAL_TYPE (MwDiscovery, mw_discovery, MW, DISCOVERY, GObject)

MwDiscovery *
mw_discovery_new (const MwAddress *address, MwPresets *presets, const MwSearch *search);
MwDiscovery *mw_discovery_new_rest (MwDiscovery *self, guint timeout);
gboolean mw_discovery_is_known (MwDiscovery *self);
void mw_discovery_run_async (MwDiscovery *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean mw_discovery_run_finish (MwDiscovery *self, GAsyncResult *result, GError **error);

const MwAddress *mw_discovery_get_address (MwDiscovery *self);
const MwProvider *mw_discovery_get_provider (MwDiscovery *self);
const char *mw_discovery_get_help (MwDiscovery *self);
GListModel *mw_discovery_get_results (MwDiscovery *self);
GPtrArray *mw_discovery_get_candidates (MwDiscovery *self);
GPtrArray *mw_discovery_get_findings (MwDiscovery *self);
guint mw_discovery_get_n_refusals (MwDiscovery *self);
double mw_discovery_get_elapsed_ms (MwDiscovery *self);
const char *mw_discovery_get_verdict (MwDiscovery *self);
