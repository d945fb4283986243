/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

void mw_wildcard_ask_async (const char *host,
                            GPtrArray *addresses,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *mw_wildcard_ask_finish (GAsyncResult *result, GError **error);
