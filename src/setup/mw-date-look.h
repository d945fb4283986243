/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

void mw_date_look_async (const char *uri,
                         guint limit_ms,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gint64 mw_date_look_finish (GAsyncResult *result, GError **error);
