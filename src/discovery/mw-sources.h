/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-source.h"

/* One for each source; see MwSourceClass. */
#define MW_DECLARE_SOURCE(name)                                                                    \
  void mw_source_##name##_look_async (MwLookup *lookup,                                            \
                                      GCancellable *cancellable,                                   \
                                      GAsyncReadyCallback callback,                                \
                                      gpointer user_data);

MW_DECLARE_SOURCE (isp)
MW_DECLARE_SOURCE (preset)
MW_DECLARE_SOURCE (autoconfig)
MW_DECLARE_SOURCE (well_known)
MW_DECLARE_SOURCE (pacc)
MW_DECLARE_SOURCE (ispdb)
MW_DECLARE_SOURCE (mx)
MW_DECLARE_SOURCE (srv)
MW_DECLARE_SOURCE (autodiscover)
MW_DECLARE_SOURCE (guess)
