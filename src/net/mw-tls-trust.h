/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-tls-facts.h"

void mw_tls_trust_ask_async (MwTlsFacts *facts,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean mw_tls_trust_ask_finish (GAsyncResult *result, GError **error);
