/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <string.h>

#include "mw-error.h"
#include "mw-file.h"
#include "mw-net-error.h"
#include "mw-tls-native.h"

#define FILE_MAX_BYTES (256 * 1024)
#define MAX_CERTIFICATES 32

struct _MwTlsIdentity {
  char *path;              /* (owned) absolute */
  X509 *certificate;       /* (owned) (nullable) */
  EVP_PKEY *key;           /* (owned) (nullable) */
  STACK_OF (X509) * chain; /* (owned) its issuers, in whatever order */
};

/* The file, and what is asked on the way through it. */
typedef struct {
  char *bytes; /* (owned) */
  gsize length;
  MwSecret *passphrase; /* (nullable) */
  gboolean is_locked;   /* a passphrase was wanted */
} Source;

static void
clear_source (Source *self)
{
  if (self->bytes != NULL)
    explicit_bzero (self->bytes, self->length);
  g_free (self->bytes);
}

static int
passphrase_wanted_cb (char *buffer, int size, int is_writing, void *user_data)
{
  Source *source = user_data;
  gsize length;

  source->is_locked = TRUE;
  if (source->passphrase == NULL)
    return -1;

  length = mw_secret_get_length (source->passphrase);
  if (length > (gsize) size)
    return -1;
  memcpy (buffer, mw_secret_peek (source->passphrase), length);

  return (int) length;
}

/* RFC 7468: the key may stand anywhere in the file, and so may its certificate. */
static void
read_pem (MwTlsIdentity *self, Source *source)
{
  BIO *bio = BIO_new_mem_buf (source->bytes, (int) source->length);
  X509 *certificate;

  self->key = PEM_read_bio_PrivateKey (bio, NULL, passphrase_wanted_cb, source);
  BIO_free (bio);
  if (self->key == NULL)
    return;

  bio = BIO_new_mem_buf (source->bytes, (int) source->length);
  while (sk_X509_num (self->chain) < MAX_CERTIFICATES &&
         (certificate = PEM_read_bio_X509 (bio, NULL, passphrase_wanted_cb, source)) != NULL) {
    if (self->certificate == NULL && X509_check_private_key (certificate, self->key) == 1)
      self->certificate = certificate;
    else
      sk_X509_push (self->chain, certificate);
  }
  BIO_free (bio);
}

static gboolean
open_pkcs12 (MwTlsIdentity *self, Source *source, PKCS12 *file)
{
  const char *text = source->passphrase != NULL ? mw_secret_peek (source->passphrase) : NULL;
  STACK_OF (X509) *others = NULL;
  X509 *other;
  gboolean ok = PKCS12_parse (file, text, &self->key, &self->certificate, &others) == 1;

  while ((other = sk_X509_shift (others)) != NULL)
    sk_X509_push (self->chain, other);
  sk_X509_free (others);
  if (!ok && ERR_GET_LIB (ERR_peek_last_error ()) == ERR_LIB_PKCS12 &&
      ERR_GET_REASON (ERR_peek_last_error ()) == PKCS12_R_MAC_VERIFY_FAILURE)
    source->is_locked = TRUE;

  return ok;
}

/* Files that Windows made until lately are locked with ciphers that OpenSSL 3 keeps elsewhere. */
static void
read_pkcs12 (MwTlsIdentity *self, Source *source)
{
  const guint8 *bytes = (const guint8 *) source->bytes;
  PKCS12 *file = d2i_PKCS12 (NULL, &bytes, (long) source->length);
  OSSL_PROVIDER *legacy;

  if (file != NULL && !open_pkcs12 (self, source, file) && !source->is_locked) {
    ERR_clear_error ();
    legacy = OSSL_PROVIDER_try_load (NULL, "legacy", 1);
    if (legacy != NULL) {
      open_pkcs12 (self, source, file);
      OSSL_PROVIDER_unload (legacy);
    }
  }
  PKCS12_free (file);
}

static void
set_error (const Source *source, const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (source->is_locked && source->passphrase == NULL)
    g_set_error (error,
                 MW_NET_ERROR,
                 MW_NET_ERROR_PASSPHRASE,
                 _ ("“%s” is locked with a passphrase"),
                 shown);
  else if (source->is_locked)
    g_set_error (error,
                 MW_NET_ERROR,
                 MW_NET_ERROR_PASSPHRASE,
                 _ ("The passphrase does not open “%s”"),
                 shown);
  else
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_FILE,
                 _ ("There is no certificate with its key in “%s”"),
                 shown);
}

static void
clear_identity (gpointer data)
{
  MwTlsIdentity *self = data;

  g_free (self->path);
  X509_free (self->certificate);
  EVP_PKEY_free (self->key); /* wipes */
  sk_X509_pop_free (self->chain, X509_free);
}

/**
 * mw_tls_identity_new_for_file:
 * @path: PEM with certificate and key, or PKCS#12
 * @passphrase: (nullable): what opens the file
 *
 * Reads a client certificate. Blocks for the disk, and for the arithmetic that slows down who
 * guesses passphrases.
 *
 * Returns: (transfer full): what to give to mw_channel_set_identity(), or %NULL with
 *   %MW_NET_ERROR_PASSPHRASE, where there is none or it is another, or with %MW_ERROR_FILE
 */
MwTlsIdentity *
mw_tls_identity_new_for_file (const char *path, MwSecret *passphrase, GError **error)
{
  g_autoptr (MwTlsIdentity) self = NULL;
  g_autoptr (GError) reason = NULL;
  Source source = { .passphrase = passphrase };

  g_return_val_if_fail (path != NULL, NULL);

  source.bytes = mw_file_read (path, FILE_MAX_BYTES, &source.length, &reason);
  if (source.bytes == NULL) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", path, reason->message);
    return NULL;
  }

  self = g_rc_box_new0 (MwTlsIdentity);
  self->path = g_canonicalize_filename (path, NULL);
  self->chain = sk_X509_new_null ();
  read_pem (self, &source);
  if (self->key == NULL && !source.is_locked)
    read_pkcs12 (self, &source);
  clear_source (&source);
  ERR_clear_error ();

  if (self->key == NULL || self->certificate == NULL) {
    source.is_locked &= self->key == NULL;
    set_error (&source, path, error);
    return NULL;
  }

  return g_steal_pointer (&self);
}

MwTlsIdentity *
mw_tls_identity_ref (MwTlsIdentity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_rc_box_acquire (self);
}

void
mw_tls_identity_unref (MwTlsIdentity *self)
{
  g_return_if_fail (self != NULL);

  g_rc_box_release_full (self, clear_identity);
}

/**
 * mw_tls_identity_get_path:
 *
 * Returns: the absolute path of the file that it was read from
 */
const char *
mw_tls_identity_get_path (MwTlsIdentity *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/**
 * mw_tls_identity_show:
 * @ssl: before its handshake
 *
 * Returns: whether @ssl takes it
 */
gboolean
mw_tls_identity_show (MwTlsIdentity *self, SSL *ssl)
{
  return SSL_use_certificate (ssl, self->certificate) == 1 &&
         SSL_use_PrivateKey (ssl, self->key) == 1 && SSL_set1_chain (ssl, self->chain) == 1;
}
