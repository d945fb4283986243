/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-net-error.h"

void mw_resolve_async (const char *host,
                       guint limit_seconds,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
GList *mw_resolve_finish (GAsyncResult *result, GError **error);
