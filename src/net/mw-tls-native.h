/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <openssl/ssl.h>

#include "mw-tls-context.h"
#include "mw-tls-identity.h"

/* For the few files that know OpenSSL, and for nobody else. */
SSL_CTX *mw_tls_context_get_native (MwTlsContext *self);
void mw_tls_facts_read (MwTlsFacts *self, SSL *ssl, const char *host);
void mw_tls_facts_read_staple (MwTlsFacts *self, SSL *ssl);
void mw_tls_facts_read_strength (MwTlsFacts *self, SSL *ssl);
void mw_tls_facts_note_ticket (MwTlsFacts *self, const SSL_SESSION *session);
void mw_tls_facts_read_bindings (MwTlsFacts *self, SSL *ssl);
void mw_tls_facts_note_request (MwTlsFacts *self, SSL *ssl);
char *mw_tls_facts_find_issuer_uri (X509 *certificate);
gboolean mw_tls_issuer_is_between (X509 *certificate);
void mw_tls_facts_verify (MwTlsFacts *self, X509_STORE_CTX *store);
gboolean mw_tls_identity_show (MwTlsIdentity *self, SSL *ssl);
void mw_tls_facts_add_problem (MwTlsFacts *self, int verify_error);
