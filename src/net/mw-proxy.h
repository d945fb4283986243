/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-net-error.h"

/* The proxy of the desktop: whether there is one for a server, and how to get through it. */

void mw_proxy_prepare (void);

void mw_proxy_find_async (GProxyResolver *resolver,
                          const char *scheme,
                          const char *host,
                          guint16 port,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean mw_proxy_find_finish (GAsyncResult *result, char **proxy, GError **error);

void mw_proxy_connect_async (const char *proxy,
                             const char *host,
                             guint16 port,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GIOStream *mw_proxy_connect_finish (GAsyncResult *result, GError **error);

char *mw_proxy_to_string (const char *proxy);
guint mw_proxy_count_round_trips (const char *proxy);
