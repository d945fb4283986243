/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mw-tls-identity.h"

/**
 * MwCertificateView:
 *
 * The file with a certificate of the person's own, and the passphrase of that file where it has
 * one. Emits `changed` when a passphrase is wanted, or no longer, and `chosen` when the certificate
 * can be used.
 */
#define MW_TYPE_CERTIFICATE_VIEW (mw_certificate_view_get_type ())
G_DECLARE_FINAL_TYPE (MwCertificateView, mw_certificate_view, MW, CERTIFICATE_VIEW, GtkBox)

void mw_certificate_view_choose (MwCertificateView *self);
void mw_certificate_view_try (MwCertificateView *self, const char *path);
void mw_certificate_view_open (MwCertificateView *self);
gboolean mw_certificate_view_is_locked (MwCertificateView *self);
MwTlsIdentity *mw_certificate_view_take_identity (MwCertificateView *self);
void mw_certificate_view_forget (MwCertificateView *self);
