/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-native.h"

#include <string.h>

#define EXPORTER_LABEL "EXPORTER-Channel-Binding"
#define EXPORTER_BYTES 32

/* RFC 9266, section 2: the context is there, and empty. */
static GBytes *
export_binding (SSL *ssl)
{
  guint8 bytes[EXPORTER_BYTES];
  int ok = SSL_export_keying_material (ssl,
                                       bytes,
                                       sizeof bytes,
                                       EXPORTER_LABEL,
                                       strlen (EXPORTER_LABEL),
                                       (const guint8 *) "",
                                       0,
                                       1);

  return ok == 1 ? g_bytes_new (bytes, sizeof bytes) : NULL;
}

/* RFC 5929, section 3.1: the first Finished message of the handshake, which is the client's where
 * no session is resumed, and we resume none. */
static GBytes *
take_finished (SSL *ssl)
{
  guint8 bytes[EVP_MAX_MD_SIZE];
  gsize length = SSL_get_finished (ssl, bytes, sizeof bytes);

  return length > 0 && length <= sizeof bytes ? g_bytes_new (bytes, length) : NULL;
}

/* RFC 5929, section 4.1: by the digest of the signature, but never by MD5 or SHA-1; undefined where
 * the signature has none of its own, as with Ed25519. */
static GBytes *
digest_certificate (X509 *leaf)
{
  guint8 bytes[EVP_MAX_MD_SIZE];
  guint length = 0;
  int digest = NID_undef;

  X509_get_signature_info (leaf, &digest, NULL, NULL, NULL);
  if (digest == NID_md5 || digest == NID_sha1)
    digest = NID_sha256;
  if (digest == NID_undef || EVP_get_digestbynid (digest) == NULL ||
      X509_digest (leaf, EVP_get_digestbynid (digest), bytes, &length) != 1)
    return NULL;

  return g_bytes_new (bytes, length);
}

/**
 * mw_tls_facts_read_bindings:
 * @ssl: with the certificate of its other side
 *
 * Takes down what a sign-in can be bound to this connection with. Without an extended master secret
 * (RFC 7627) TLS 1.2 has nothing of the kind that is unique.
 */
void
mw_tls_facts_read_bindings (MwTlsFacts *self, SSL *ssl)
{
  self->server_end_point = digest_certificate (SSL_get0_peer_certificate (ssl));
  if (!SSL_is_init_finished (ssl))
    return;

  if (SSL_version (ssl) == TLS1_3_VERSION)
    self->tls_exporter = export_binding (ssl);
  else if (SSL_get_extms_support (ssl) == 1)
    self->tls_unique = take_finished (ssl);
}
