/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <string.h>

#include "mw-error.h"
#include "mw-file.h"
#include "mw-tls-native.h"

/* 112 bits: what the exchange of keys must have. Certificates are judged by us. */
#define SECURITY_LEVEL 2

#define FILE_MAX_BYTES (16 * 1024 * 1024)

struct _MwTlsContext {
  SSL_CTX *native; /* (owned) */
};

/* Stands for the whole of OpenSSL's verification. The handshake goes on whatever is found; who sees
 * all facts decides before a byte of mail is said. */
static int
verify_cb (X509_STORE_CTX *store, void *user_data)
{
  SSL *ssl = X509_STORE_CTX_get_ex_data (store, SSL_get_ex_data_X509_STORE_CTX_idx ());

  mw_tls_facts_verify (SSL_get_app_data (ssl), store);

  return 1;
}

/* RFC 8446, section 6: the low byte is the description; close_notify is no alarm. */
static void
alert_cb (const SSL *ssl, int where, int value)
{
  MwTlsFacts *facts = SSL_get_app_data (ssl);
  int alert = value & 0xff;

  if (!(where & SSL_CB_ALERT) || alert == SSL3_AD_CLOSE_NOTIFY)
    return;

  if (where & SSL_CB_READ)
    facts->alert = alert;
  else
    facts->alert_sent = alert;
}

/* RFC 8446, section 4.1.3: a HelloRetryRequest is a ServerHello with this for its random bytes. */
static gboolean
is_retry_request (const guint8 *message, gsize length)
{
  static const guint8 random[] = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
  };
  const gsize offset = SSL3_HM_HEADER_LENGTH + 2; /* behind the version */

  return length >= offset + sizeof random && message[0] == SSL3_MT_SERVER_HELLO &&
         memcmp (message + offset, random, sizeof random) == 0;
}

/* A Certificate of ours with something in it (RFC 8446, section 4.4.2; RFC 5246, section 7.4.2). */
static gboolean
is_our_certificate (const guint8 *message, gsize length, int version)
{
  /* Behind the header, in TLS 1.3 also behind an empty context: three bytes of length. */
  const gsize offset = SSL3_HM_HEADER_LENGTH + (version == TLS1_3_VERSION ? 1 : 0);

  return length >= offset + 3 && message[0] == SSL3_MT_CERTIFICATE &&
         (message[offset] | message[offset + 1] | message[offset + 2]) != 0;
}

static void
message_cb (int is_sent,
            int version,
            int type,
            const void *message,
            size_t length,
            SSL *ssl,
            void *user_data)
{
  MwTlsFacts *facts = SSL_get_app_data (ssl);

  if (type != SSL3_RT_HANDSHAKE)
    return;

  if (is_sent && is_our_certificate (message, length, SSL_version (ssl)))
    facts->sent_certificate = TRUE;
  if (!is_sent && is_retry_request (message, length))
    facts->retried = TRUE;
}

/* What there is to be shown was decided before the handshake. */
static int
certificate_requested_cb (SSL *ssl, void *user_data)
{
  mw_tls_facts_note_request (SSL_get_app_data (ssl), ssl);

  return 1;
}

/* It is not kept. */
static int
ticket_given_cb (SSL *ssl, SSL_SESSION *session)
{
  mw_tls_facts_note_ticket (SSL_get_app_data (ssl), session);

  return 0;
}

/* Not SSL_CTX_set_default_verify_paths(): its third part, the store, reads the whole directory
 * again in every handshake. What is trusted is an anchor, be it a root or not. */
static void
trust_default_files (SSL_CTX *native)
{
  SSL_CTX_set_default_verify_file (native);
  SSL_CTX_set_default_verify_dir (native);
  X509_VERIFY_PARAM_set_flags (SSL_CTX_get0_param (native), X509_V_FLAG_PARTIAL_CHAIN);
  ERR_clear_error ();
}

static gboolean
read_file (const char *file, GBytes **contents, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gsize length = 0;
  char *bytes = mw_file_read (file, FILE_MAX_BYTES, &length, &reason);

  if (bytes == NULL) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", file, reason->message);
    return FALSE;
  }
  *contents = g_bytes_new_take (bytes, length);

  return TRUE;
}

static guint
add_certificates (X509_STORE *store, GBytes *pem)
{
  BIO *bio = BIO_new_mem_buf (g_bytes_get_data (pem, NULL), (int) g_bytes_get_size (pem));
  X509 *certificate;
  guint n = 0;

  while ((certificate = PEM_read_bio_X509_AUX (bio, NULL, NULL, NULL)) != NULL) {
    n += X509_STORE_add_cert (store, certificate);
    X509_free (certificate);
  }
  BIO_free (bio);
  ERR_clear_error (); /* the end of the file is one, too */

  return n;
}

static gboolean
trust_file (SSL_CTX *native, const char *file, GError **error)
{
  g_autoptr (GBytes) pem = NULL;
  g_autofree char *shown = g_filename_display_name (file);

  if (!read_file (file, &pem, error))
    return FALSE;

  if (g_bytes_get_size (pem) == 0 || add_certificates (SSL_CTX_get_cert_store (native), pem) == 0) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("There is no certificate in “%s”"), shown);
    return FALSE;
  }

  return TRUE;
}

static void
set_up (SSL_CTX *native)
{
  SSL_CTX_set_min_proto_version (native, TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version (native, 0);
  SSL_CTX_set_security_level (native, SECURITY_LEVEL);
  SSL_CTX_set_options (native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  /* GIO comes back with another buffer, and with 34 KiB less for each idle connection. */
  SSL_CTX_set_mode (native,
                    SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                      SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode (native, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb (native, ticket_given_cb);
  SSL_CTX_set_verify (native, SSL_VERIFY_PEER, NULL);
  SSL_CTX_set_cert_verify_callback (native, verify_cb, NULL);
  SSL_CTX_set_cert_cb (native, certificate_requested_cb, NULL);
  SSL_CTX_set_tlsext_status_type (native, TLSEXT_STATUSTYPE_ocsp);
  SSL_CTX_set_info_callback (native, alert_cb);
  SSL_CTX_set_msg_callback (native, message_cb);
}

/**
 * mw_tls_context_new:
 * @ca_file: (nullable): a PEM file whose certificates are trusted in addition
 *
 * Reads what OpenSSL trusts on this machine. Blocks for as long as that takes.
 *
 * Returns: (transfer full): TLS 1.2 and up, or %NULL with %MW_ERROR_FILE, which names @ca_file, or
 *   %G_IO_ERROR_FAILED where OpenSSL itself is set up wrongly
 */
MwTlsContext *
mw_tls_context_new (const char *ca_file, GError **error)
{
  g_autoptr (MwTlsContext) self = NULL;
  SSL_CTX *native = SSL_CTX_new (TLS_client_method ());

  if (native == NULL) {
    g_set_error_literal (error,
                         G_IO_ERROR,
                         G_IO_ERROR_FAILED,
                         _ ("The encryption library of this computer is not set up correctly"));
    ERR_clear_error ();
    return NULL;
  }

  self = g_atomic_rc_box_new0 (MwTlsContext);
  self->native = native;
  set_up (native);
  trust_default_files (native);
  if (ca_file != NULL && !trust_file (native, ca_file, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * mw_tls_context_get_shared:
 * @ca_file: (nullable): a PEM file whose certificates are trusted in addition
 *
 * The same as mw_tls_context_new(), but what it read is kept for the next one who trusts the same:
 * it takes longer than a handshake.
 *
 * Returns: (transfer full): or %NULL, as there
 */
MwTlsContext *
mw_tls_context_get_shared (const char *ca_file, GError **error)
{
  static MwTlsContext *shared;
  static char *shared_ca_file;
  MwTlsContext *fresh;

  if (shared == NULL || g_strcmp0 (ca_file, shared_ca_file) != 0) {
    fresh = mw_tls_context_new (ca_file, error);
    if (fresh == NULL)
      return NULL;
    g_clear_pointer (&shared, mw_tls_context_unref);
    shared = fresh;
    g_free (shared_ca_file);
    shared_ca_file = g_strdup (ca_file);
  }

  return mw_tls_context_ref (shared);
}

MwTlsContext *
mw_tls_context_ref (MwTlsContext *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
clear_context (gpointer data)
{
  SSL_CTX_free (((MwTlsContext *) data)->native);
}

void
mw_tls_context_unref (MwTlsContext *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear_context);
}

/**
 * mw_tls_context_get_native:
 *
 * Returns: (transfer none): OpenSSL's own, for the files of this folder
 */
SSL_CTX *
mw_tls_context_get_native (MwTlsContext *self)
{
  return self->native;
}

/**
 * mw_tls_context_get_library_version:
 *
 * Returns: (transfer none): of OpenSSL as it runs, such as `3.0.15`
 */
const char *
mw_tls_context_get_library_version (void)
{
  return OpenSSL_version (OPENSSL_VERSION_STRING);
}
