/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

void mw_web_look_async (const char *uri,
                        guint limit_ms,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gint64 mw_web_look_finish (GAsyncResult *result, char **portal, GError **error);
