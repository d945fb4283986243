/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-driver.h"

/**
 * MwDoubt:
 * @MW_DOUBT_VERSION: no handshake came about: does the server speak only what was retired?
 * @MW_DOUBT_PLAIN: it says nothing in the clear: does it wait for TLS?
 */
typedef enum {
  MW_DOUBT_VERSION,
  MW_DOUBT_PLAIN,
} MwDoubt;

/**
 * MwInsight:
 * @cause: what it is after all
 * @version: (nullable): static, of TLS
 *
 * What a second look has brought. Static.
 */
typedef struct {
  const char *cause;
  const char *version;
} MwInsight;

void mw_second_look_async (MwDriver *driver,
                           MwDoubt doubt,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean mw_second_look_finish (GAsyncResult *result, MwInsight *insight, GError **error);
