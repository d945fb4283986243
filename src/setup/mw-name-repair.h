/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

void mw_name_repair_async (const char *const *names,
                           const char *host,
                           const char *address,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
char *mw_name_repair_finish (GAsyncResult *result, GError **error);
