/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-bulk-row.h"
#include "mw-secret.h"
#include "mw-store.h"

/* The password of one row: from its file, or from the keyring. */

void mw_bulk_secret_find_async (const MwBulkRow *row,
                                MwStore *store,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
MwSecret *mw_bulk_secret_find_finish (GAsyncResult *result, GError **error);
