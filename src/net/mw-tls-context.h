/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-tls-facts.h"

/**
 * MwTlsContext:
 *
 * Trust and versions, loaded once and shared by every connection: the certificates of a trust
 * store take longer to read than a handshake takes. For one main context.
 */
typedef struct _MwTlsContext MwTlsContext;

MwTlsContext *mw_tls_context_new (const char *ca_file, GError **error);
MwTlsContext *mw_tls_context_get_shared (const char *ca_file, GError **error);
MwTlsContext *mw_tls_context_ref (MwTlsContext *self);
void mw_tls_context_unref (MwTlsContext *self);

const char *mw_tls_context_get_library_version (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwTlsContext, mw_tls_context_unref)
