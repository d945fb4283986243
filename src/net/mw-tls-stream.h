/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-net-error.h"
#include "mw-tls-context.h"
#include "mw-tls-identity.h"

/**
 * MwTlsStream:
 *
 * TLS by OpenSSL over any #GIOStream whose halves are pollable. Its own halves are pollable too, so
 * GIO's asynchronous calls need no thread. For one main context.
 */
#define MW_TYPE_TLS_STREAM (mw_tls_stream_get_type ())
G_DECLARE_FINAL_TYPE (MwTlsStream, mw_tls_stream, MW, TLS_STREAM, GIOStream)

MwTlsStream *mw_tls_stream_new (GIOStream *base, MwTlsContext *context, const char *host);
void mw_tls_stream_set_identity (MwTlsStream *self, MwTlsIdentity *identity);
void mw_tls_stream_handshake_async (MwTlsStream *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean mw_tls_stream_handshake_finish (MwTlsStream *self, GAsyncResult *result, GError **error);
const MwTlsFacts *mw_tls_stream_get_facts (MwTlsStream *self);
guint mw_tls_stream_get_round_trips (MwTlsStream *self);
