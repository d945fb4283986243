/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-native.h"

#include <openssl/x509v3.h>

/* How strong a connection is, beside its version: RFC 9325, section 4. */

static void
read_suite (MwTlsFacts *self, const SSL_CIPHER *cipher)
{
  int exchange = SSL_CIPHER_get_kx_nid (cipher);

  /* NID_kx_any is TLS 1.3, where the exchange is no part of the suite, and always fresh. */
  self->has_forward_secrecy =
    exchange == NID_kx_any || exchange == NID_kx_ecdhe || exchange == NID_kx_dhe;
  self->is_aead = SSL_CIPHER_is_aead (cipher) == 1;
}

static void
read_exchange (MwTlsFacts *self, SSL *ssl)
{
  EVP_PKEY *key = NULL;

  if (SSL_get_peer_tmp_key (ssl, &key) == 1)
    self->exchange_bits = (guint) EVP_PKEY_get_bits (key);
  EVP_PKEY_free (key);
}

static const char *
name_type (X509 *leaf)
{
  EVP_PKEY *key = X509_get0_pubkey (leaf);

  return key != NULL ? g_intern_string (EVP_PKEY_get0_type_name (key)) : NULL;
}

static gboolean
names_responder (X509 *leaf)
{
  STACK_OF (OPENSSL_STRING) *uris = X509_get1_ocsp (leaf);
  gboolean found = sk_OPENSSL_STRING_num (uris) > 0;

  X509_email_free (uris);

  return found;
}

static void
read_proof (MwTlsFacts *self, SSL *ssl)
{
  int type = NID_undef;

  if (SSL_get_peer_signature_type_nid (ssl, &type) == 1 && type != NID_undef)
    self->proof = OBJ_nid2sn (type);
}

/**
 * mw_tls_facts_read_strength:
 * @ssl: after its handshake, failed or not
 *
 * Takes down what the encryption, the certificate's key and the signatures are made of.
 */
void
mw_tls_facts_read_strength (MwTlsFacts *self, SSL *ssl)
{
  const SSL_CIPHER *cipher = SSL_get_current_cipher (ssl);
  X509 *leaf = SSL_get0_peer_certificate (ssl);

  if (cipher != NULL) {
    read_suite (self, cipher);
    read_exchange (self, ssl);
    read_proof (self, ssl);
    self->has_extended_master_secret = SSL_get_extms_support (ssl) == 1;
    self->has_secure_renegotiation = SSL_get_secure_renegotiation_support (ssl) == 1;
  }
  if (leaf != NULL) {
    self->key_type = name_type (leaf);
    self->signature = OBJ_nid2sn (X509_get_signature_nid (leaf));
    self->has_ocsp_uri = names_responder (leaf);
  }
}

/**
 * mw_tls_facts_note_ticket:
 * @session: that the server would take up again; in TLS 1.3 it comes behind the handshake
 */
void
mw_tls_facts_note_ticket (MwTlsFacts *self, const SSL_SESSION *session)
{
  if (SSL_SESSION_has_ticket (session))
    self->gave_ticket = TRUE;
  self->early_data = MAX (self->early_data, SSL_SESSION_get_max_early_data (session));
}
