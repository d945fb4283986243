/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-found.h"
#include "mw-lookup.h"

/**
 * MwSourceClass:
 * @source: which one it is
 * @is_local: it is on this computer: asked at once, and whatever the preferences say
 * @look_async: asks it, to the end of mw_source_look_finish(). All are started at the same time;
 * what only makes sense after another one waits for that itself
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
} MwSourceClass;

MwFound *mw_source_look_finish (MwLookup *lookup, GAsyncResult *result, GError **error);

const MwSourceClass *mw_sources_list (gsize *n_sources);
