/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mw-secret.h"

/**
 * MwTlsIdentity:
 *
 * A certificate of the person's own and its key, to be shown to one server, by one connection. The
 * key is wiped when the last owner lets go. For one main context.
 */
typedef struct _MwTlsIdentity MwTlsIdentity;

MwTlsIdentity *
mw_tls_identity_new_for_file (const char *path, MwSecret *passphrase, GError **error);
MwTlsIdentity *mw_tls_identity_ref (MwTlsIdentity *self);
const char *mw_tls_identity_get_path (MwTlsIdentity *self);
void mw_tls_identity_unref (MwTlsIdentity *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwTlsIdentity, mw_tls_identity_unref)
