/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-net-error.h"
#include "mw-tls-context.h"
#include "mw-tls-identity.h"

/**
 * MwTlsSession:
 *
 * One TLS connection as OpenSSL has it, without OpenSSL's types and without waiting: what cannot be
 * done now fails with %G_IO_ERROR_WOULD_BLOCK. Shared by a stream and its two halves, which may
 * outlive it. For one main context.
 */
typedef struct _MwTlsSession MwTlsSession;

MwTlsSession *mw_tls_session_new (GIOStream *base, MwTlsContext *context, const char *host);
MwTlsSession *mw_tls_session_ref (MwTlsSession *self);
void mw_tls_session_unref (MwTlsSession *self);
void mw_tls_session_set_identity (MwTlsSession *self, MwTlsIdentity *identity);

gboolean mw_tls_session_shake_hands (MwTlsSession *self, GError **error);
gssize mw_tls_session_read (MwTlsSession *self, void *buffer, gsize count, GError **error);
gssize mw_tls_session_write (MwTlsSession *self, const void *buffer, gsize count, GError **error);
void mw_tls_session_say_goodbye (MwTlsSession *self);

gboolean mw_tls_session_has_pending (MwTlsSession *self);
gboolean mw_tls_session_is_writable (MwTlsSession *self);
GSource *mw_tls_session_create_read_source (MwTlsSession *self, GCancellable *cancellable);
GSource *mw_tls_session_create_write_source (MwTlsSession *self, GCancellable *cancellable);

GIOStream *mw_tls_session_get_base (MwTlsSession *self);
MwTlsFacts *mw_tls_session_get_facts (MwTlsSession *self);
guint mw_tls_session_get_round_trips (MwTlsSession *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwTlsSession, mw_tls_session_unref)
