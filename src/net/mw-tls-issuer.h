/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-tls-context.h"

void mw_tls_fetch_issuer_async (const MwTlsFacts *facts,
                                MwTlsContext *context,
                                guint limit_ms,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean mw_tls_fetch_issuer_finish (GAsyncResult *result, GError **error);
