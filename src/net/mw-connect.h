/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-net-error.h"

void mw_connect_async (GSocketAddress *address,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
GSocketConnection *mw_connect_finish (GAsyncResult *result, GError **error);

void mw_net_close (GIOStream *stream, GTask *task);
void mw_net_quicken_acks (GIOStream *stream);
void mw_net_raise_file_limit (void);
