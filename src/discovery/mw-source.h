/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-found.h"
#include "mw-lookup.h"

/**
 * MwSourceClass:
 * @source: which one it is
 * @is_local: it is on this computer: asked at once, and whatever the preferences say
 * @look_async: asks it. All are started at the same time; what only makes sense after another one
 *   waits for that itself
 * @look_finish: (transfer full): what it has, be it nothing but findings; or %NULL with an error
 * that says in one sentence why nothing was found there
 *
 * One kind of source of settings: a row of the table in mw-sources.c.
 */
typedef struct {
  MwSource source;
  gboolean is_local;
  void (*look_async) (MwLookup *lookup,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  MwFound *(*look_finish) (MwLookup *lookup, GAsyncResult *result, GError **error);
} MwSourceClass;

const MwSourceClass *mw_sources_list (gsize *n_sources);
