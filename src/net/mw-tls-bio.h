/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <openssl/bio.h>

BIO *mw_tls_bio_new (GIOStream *base);
GIOStream *mw_tls_bio_get_base (BIO *bio);
GError *mw_tls_bio_steal_error (BIO *bio);
gboolean mw_tls_bio_has_ended (BIO *bio);
guint mw_tls_bio_get_round_trips (BIO *bio);
char *mw_tls_bio_read_line (BIO *bio);
