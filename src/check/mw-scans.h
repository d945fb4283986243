/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-check.h"

/**
 * MwScans:
 *
 * What is known of servers at which many accounts sign in. Each server is tested once, on every
 * address and up to *greet*, and the result is shared by all who ask. For one main context.
 */
MwScans *mw_scans_new (guint timeout);
void mw_scans_ask_async (MwScans *self,
                         const MwServer *server,
                         const char *mailbox,
                         MwTlsContext *tls,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
MwCheck *mw_scans_ask_finish (MwScans *self, GAsyncResult *result, GError **error);
void mw_scans_forget_host (MwScans *self, const char *host);
guint mw_scans_get_n_made (MwScans *self);
