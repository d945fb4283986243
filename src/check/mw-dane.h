/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"
#include "mw-server.h"
#include "mw-tls-facts.h"

/* What the owner of a server's name publishes about its certificate (RFC 7673). */

void mw_dane_ask_async (const MwServer *server,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
GPtrArray *mw_dane_ask_finish (GAsyncResult *result, GError **error);
MwFinding *mw_dane_find (const MwTlsFacts *facts, GPtrArray *records);
