/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-line.h"
#include "mw-net-error.h"
#include "mw-record.h"
#include "mw-tls-context.h"
#include "mw-tls-identity.h"

/**
 * MwChannel:
 *
 * Lines in, bytes out, over a stream that may turn to TLS on the way. Bounded, and with a record of
 * both directions that no secret enters. For one main context, and one operation at a time.
 */
#define MW_TYPE_CHANNEL (mw_channel_get_type ())
G_DECLARE_FINAL_TYPE (MwChannel, mw_channel, MW, CHANNEL, GObject)

MwChannel *mw_channel_new (GIOStream *stream);
void mw_channel_set_secret (MwChannel *self, MwSecret *secret);
void mw_channel_set_hides (MwChannel *self, gboolean hides);
void mw_channel_set_identity (MwChannel *self, MwTlsIdentity *identity);
void mw_channel_send_async (MwChannel *self,
                            MwLine *line,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean mw_channel_send_finish (MwChannel *self, GAsyncResult *result, GError **error);
void mw_channel_read_async (MwChannel *self,
                            gsize length,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GBytes *mw_channel_read_finish (MwChannel *self, GAsyncResult *result, GError **error);
void mw_channel_start_tls_async (MwChannel *self,
                                 MwTlsContext *context,
                                 const char *host,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean mw_channel_start_tls_finish (MwChannel *self, GAsyncResult *result, GError **error);
void mw_channel_close_async (MwChannel *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean mw_channel_close_finish (MwChannel *self, GAsyncResult *result, GError **error);

const MwTlsFacts *mw_channel_get_tls (MwChannel *self);
guint mw_channel_get_round_trips (MwChannel *self);
MwRecord *mw_channel_get_record (MwChannel *self);
