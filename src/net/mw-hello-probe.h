/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mw-hello.h"

void mw_hello_probe_async (GIOStream *stream,
                           MwHelloKind kind,
                           const char *host,
                           guint limit_ms,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean mw_hello_probe_finish (GAsyncResult *result, MwHelloAnswer *answer, GError **error);
