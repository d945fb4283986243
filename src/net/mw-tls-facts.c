/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-native.h"

#include <openssl/x509v3.h>
#include <string.h>

#include "mw-text.h"

/* NIST SP 800-57 part 1, table 2: less than 112 bits of strength is no longer enough. */
#define RSA_MIN_BITS 2048
#define EC_MIN_BITS 224

#define MAX_AUTHORITIES 64
#define URI_MAX_BYTES 2048

static void
clear_facts (gpointer data)
{
  MwTlsFacts *self = data;

  g_ptr_array_unref (self->chain);
  g_ptr_array_unref (self->path);
  g_strfreev (self->names);
  g_free (self->subject);
  g_free (self->issuer);
  g_clear_pointer (&self->not_before, g_date_time_unref);
  g_clear_pointer (&self->not_after, g_date_time_unref);
  g_free (self->fingerprint);
  g_free (self->other);
  g_free (self->instead);
  g_strfreev (self->authorities);
  g_free (self->issuer_uri);
  g_clear_pointer (&self->tls_exporter, g_bytes_unref);
  g_clear_pointer (&self->tls_unique, g_bytes_unref);
  g_clear_pointer (&self->server_end_point, g_bytes_unref);
}

/**
 * mw_tls_facts_new:
 *
 * Returns: (transfer full): that nothing is known yet
 */
MwTlsFacts *
mw_tls_facts_new (void)
{
  MwTlsFacts *self = g_atomic_rc_box_new0 (MwTlsFacts);

  self->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->path = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->alert = -1;
  self->alert_sent = -1;

  return self;
}

MwTlsFacts *
mw_tls_facts_ref (const MwTlsFacts *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire ((MwTlsFacts *) self);
}

void
mw_tls_facts_unref (MwTlsFacts *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear_facts);
}

/**
 * mw_tls_facts_get_client:
 *
 * To be asked after a failure. In TLS 1.3 it comes with the first read after a handshake that was
 * fine for us (RFC 8446, section 4.4.2.4).
 *
 * Returns: whether it was for want of a certificate of ours, or because of it
 */
MwTlsClient
mw_tls_facts_get_client (const MwTlsFacts *self)
{
  g_return_val_if_fail (self != NULL, MW_TLS_CLIENT_ACCEPTED);

  if (!self->asked_for_certificate)
    return MW_TLS_CLIENT_ACCEPTED;

  switch (self->alert) {
  case SSL3_AD_HANDSHAKE_FAILURE: /* TLS 1.2 has no other for "required" */
  case SSL3_AD_BAD_CERTIFICATE:
  case SSL3_AD_UNSUPPORTED_CERTIFICATE:
  case SSL3_AD_CERTIFICATE_REVOKED:
  case SSL3_AD_CERTIFICATE_EXPIRED:
  case SSL3_AD_CERTIFICATE_UNKNOWN:
  case TLS1_AD_UNKNOWN_CA:
  case TLS1_AD_ACCESS_DENIED:
  case TLS13_AD_CERTIFICATE_REQUIRED:
    return self->sent_certificate ? MW_TLS_CLIENT_REFUSED : MW_TLS_CLIENT_NEEDED;
  default:
    return MW_TLS_CLIENT_ACCEPTED;
  }
}

static MwTlsProblems
problem_of (int error)
{
  switch (error) {
  case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    return MW_TLS_PROBLEM_SELF_SIGNED;
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
  case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
  case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
  case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
  case X509_V_ERR_CERT_UNTRUSTED:
    return MW_TLS_PROBLEM_UNKNOWN_ISSUER;
  case X509_V_ERR_CERT_HAS_EXPIRED:
    return MW_TLS_PROBLEM_EXPIRED;
  case X509_V_ERR_CERT_NOT_YET_VALID:
    return MW_TLS_PROBLEM_NOT_YET_VALID;
  case X509_V_ERR_CERT_REVOKED:
    return MW_TLS_PROBLEM_REVOKED;
  default:
    return MW_TLS_PROBLEM_OTHER;
  }
}

/**
 * mw_tls_facts_add_problem:
 * @verify_error: an X509_V_ERR_… that OpenSSL met on its walk
 */
void
mw_tls_facts_add_problem (MwTlsFacts *self, int verify_error)
{
  MwTlsProblems problem = problem_of (verify_error);

  self->problems |= problem;
  if (problem == MW_TLS_PROBLEM_OTHER && self->other == NULL)
    self->other = g_strdup (X509_verify_cert_error_string (verify_error));
}

/* Every problem is noted, none ends the walk: the first that OpenSSL meets is not the one to
 * tell. */
static int
problem_met_cb (int ok, X509_STORE_CTX *store)
{
  if (!ok)
    mw_tls_facts_add_problem (X509_STORE_CTX_get_app_data (store),
                              X509_STORE_CTX_get_error (store));

  return 1;
}

/**
 * mw_tls_facts_verify:
 * @store: all set up
 *
 * Walks from the certificate to an anchor and takes down what is wrong on the way.
 */
void
mw_tls_facts_verify (MwTlsFacts *self, X509_STORE_CTX *store)
{
  X509_STORE_CTX_set_app_data (store, self);
  X509_STORE_CTX_set_verify_cb (store, problem_met_cb);
  X509_VERIFY_PARAM_set_auth_level (X509_STORE_CTX_get0_param (store), 0);
  if (X509_verify_cert (store) <= 0 && self->problems == 0)
    mw_tls_facts_add_problem (self, X509_STORE_CTX_get_error (store));
}

/* RFC 9525, section 6: names are in the subjectAltName, and nowhere else. */
static gboolean
matches_host (X509 *leaf, const char *host)
{
  unsigned int flags = X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS;

  if (g_hostname_is_ip_address (host))
    return X509_check_ip_asc (leaf, host, flags) == 1;

  return X509_check_host (leaf, host, 0, flags, NULL) == 1;
}

static char *
format_ip_address (const ASN1_OCTET_STRING *octets)
{
  int length = ASN1_STRING_length (octets);
  GSocketFamily family = length == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;
  g_autoptr (GInetAddress) address = NULL;

  if (length != 4 && length != 16)
    return NULL;

  address = g_inet_address_new_from_bytes (ASN1_STRING_get0_data (octets), family);

  return g_inet_address_to_string (address);
}

/* RFC 5280, section 4.2.1.6 */
static GStrv
list_names (X509 *leaf)
{
  GENERAL_NAMES *names = X509_get_ext_d2i (leaf, NID_subject_alt_name, NULL, NULL);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (int i = 0; i < sk_GENERAL_NAME_num (names); i++) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value (names, i);
    g_autofree char *text = NULL;

    if (name->type == GEN_DNS)
      text = mw_text_decode ((const char *) ASN1_STRING_get0_data (name->d.dNSName),
                             ASN1_STRING_length (name->d.dNSName));
    else if (name->type == GEN_IPADD)
      text = format_ip_address (name->d.iPAddress);
    if (text != NULL)
      g_strv_builder_add (list, text);
  }
  GENERAL_NAMES_free (names);

  return g_strv_builder_end (list);
}

/* RFC 2253, but with letters of all scripts as they are. */
static char *
format_name (const X509_NAME *name)
{
  unsigned long flags = XN_FLAG_RFC2253 & ~(unsigned long) ASN1_STRFLGS_ESC_MSB;
  BIO *bio = BIO_new (BIO_s_mem ());
  char *bytes = NULL;
  long length;
  char *text;

  X509_NAME_print_ex (bio, name, 0, flags);
  length = BIO_get_mem_data (bio, &bytes);
  text = mw_text_decode (length > 0 ? bytes : "", (gsize) MAX (length, 0));
  BIO_free (bio);

  return text;
}

static GDateTime *
read_time (const ASN1_TIME *time)
{
  struct tm tm;

  if (time == NULL || !ASN1_TIME_to_tm (time, &tm))
    return NULL;

  return g_date_time_new_utc (tm.tm_year + 1900,
                              tm.tm_mon + 1,
                              tm.tm_mday,
                              tm.tm_hour,
                              tm.tm_min,
                              tm.tm_sec);
}

static gboolean
has_weak_key (X509 *certificate)
{
  EVP_PKEY *key = X509_get0_pubkey (certificate);

  if (key == NULL)
    return FALSE;

  switch (EVP_PKEY_get_base_id (key)) {
  case EVP_PKEY_RSA:
  case EVP_PKEY_RSA_PSS:
  case EVP_PKEY_DSA:
    return EVP_PKEY_get_bits (key) < RSA_MIN_BITS;
  case EVP_PKEY_EC:
    return EVP_PKEY_get_bits (key) < EC_MIN_BITS;
  default:
    return FALSE;
  }
}

/* What a certificate says about itself proves nothing, so its own signature may be of any kind. */
static gboolean
has_weak_signature (X509 *certificate)
{
  int digest = NID_undef;

  if (X509_get_extension_flags (certificate) & EXFLAG_SS)
    return FALSE;

  X509_get_signature_info (certificate, &digest, NULL, NULL, NULL);

  return digest == NID_sha1 || digest == NID_md5 || digest == NID_md5_sha1 || digest == NID_md4 ||
         digest == NID_md2;
}

/* Judged by us, on the way from the server's certificate to what is trusted: what else was sent
 * does not count, and the library's level differs from one system to the next. */
static void
judge_strength (MwTlsFacts *self, const STACK_OF (X509) * walked)
{
  for (int i = 0; i < sk_X509_num (walked); i++) {
    X509 *certificate = sk_X509_value (walked, i);

    if (has_weak_key (certificate))
      self->problems |= MW_TLS_PROBLEM_WEAK_KEY;
    if (has_weak_signature (certificate))
      self->problems |= MW_TLS_PROBLEM_WEAK_SIGNATURE;
  }
}

static void
read_chain (GPtrArray *list, const STACK_OF (X509) * chain)
{
  for (int i = 0; i < sk_X509_num (chain); i++) {
    unsigned char *der = NULL;
    int length = i2d_X509 (sk_X509_value (chain, i), &der);

    if (length > 0)
      g_ptr_array_add (list, g_bytes_new (der, length));
    OPENSSL_free (der);
  }
}

static void
read_leaf (MwTlsFacts *self, X509 *leaf, const char *host)
{
  EVP_PKEY *key = X509_get0_pubkey (leaf);

  self->names = list_names (leaf);
  self->subject = format_name (X509_get_subject_name (leaf));
  self->issuer = format_name (X509_get_issuer_name (leaf));
  self->not_before = read_time (X509_get0_notBefore (leaf));
  self->not_after = read_time (X509_get0_notAfter (leaf));
  self->key_bits = key != NULL ? (guint) EVP_PKEY_get_bits (key) : 0;
  if (self->chain->len > 0)
    self->fingerprint =
      g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, g_ptr_array_index (self->chain, 0));
  if (!matches_host (leaf, host))
    self->problems |= MW_TLS_PROBLEM_WRONG_NAME;
}

/**
 * mw_tls_facts_find_issuer_uri:
 *
 * Fetched in the clear, since what comes is signed: there is no use in any other scheme.
 *
 * Returns: (transfer full) (nullable): where @certificate says that its issuer's can be had
 */
char *
mw_tls_facts_find_issuer_uri (X509 *certificate)
{
  AUTHORITY_INFO_ACCESS *places = NULL;
  char *uri = NULL;

  if (!(X509_get_extension_flags (certificate) & EXFLAG_SI))
    places = X509_get_ext_d2i (certificate, NID_info_access, NULL, NULL);
  for (int i = 0; uri == NULL && i < sk_ACCESS_DESCRIPTION_num (places); i++) {
    const ACCESS_DESCRIPTION *place = sk_ACCESS_DESCRIPTION_value (places, i);
    g_autofree char *text = NULL;

    if (OBJ_obj2nid (place->method) != NID_ad_ca_issuers || place->location->type != GEN_URI)
      continue;

    text = mw_text_decode ((const char *) ASN1_STRING_get0_data (place->location->d.ia5),
                           ASN1_STRING_length (place->location->d.ia5));
    if (g_ascii_strncasecmp (text, "http://", 7) == 0 && strlen (text) <= URI_MAX_BYTES)
      uri = g_steal_pointer (&text);
  }
  AUTHORITY_INFO_ACCESS_free (places);

  return uri;
}

static void
read_issuer (MwTlsFacts *self, SSL *ssl)
{
  const STACK_OF (X509) *walked = SSL_get0_verified_chain (ssl);
  const STACK_OF (X509) *sent = SSL_get_peer_cert_chain (ssl);
  const STACK_OF (X509) *chain = sk_X509_num (walked) > 0 ? walked : sent;
  X509 *last = sk_X509_value (chain, sk_X509_num (chain) - 1);

  if (last == NULL)
    return;

  self->issuer_uri = mw_tls_facts_find_issuer_uri (last);
  self->issuer_is_missing = mw_tls_issuer_is_between (last);
}

/**
 * mw_tls_facts_note_request:
 * @ssl: that was just asked for a certificate (RFC 8446, section 4.3.2)
 */
void
mw_tls_facts_note_request (MwTlsFacts *self, SSL *ssl)
{
  const STACK_OF (X509_NAME) *names = SSL_get0_peer_CA_list (ssl);
  int n = MIN (sk_X509_NAME_num (names), MAX_AUTHORITIES);
  g_autoptr (GStrvBuilder) list = NULL;

  self->asked_for_certificate = TRUE;
  if (n <= 0 || self->authorities != NULL)
    return;

  list = g_strv_builder_new ();
  for (int i = 0; i < n; i++) {
    g_autofree char *name = format_name (sk_X509_NAME_value (names, i));

    g_strv_builder_add (list, name);
  }
  self->authorities = g_strv_builder_end (list);
}

/**
 * mw_tls_facts_read:
 * @ssl: after its handshake, failed or not
 * @host: whom we meant to reach
 *
 * Takes down what @ssl shows. To be called once.
 */
void
mw_tls_facts_read (MwTlsFacts *self, SSL *ssl, const char *host)
{
  const SSL_CIPHER *cipher = SSL_get_current_cipher (ssl);
  X509 *leaf = SSL_get0_peer_certificate (ssl);

  if (cipher != NULL) {
    self->version = SSL_get_version (ssl);
    self->cipher = SSL_CIPHER_get_name (cipher);
    self->group = g_intern_string (SSL_group_to_name (ssl, (int) SSL_get_negotiated_group (ssl)));
  }

  mw_tls_facts_read_strength (self, ssl);

  if (leaf == NULL)
    return;

  read_chain (self->chain, SSL_get_peer_cert_chain (ssl));
  read_chain (self->path, SSL_get0_verified_chain (ssl));
  read_leaf (self, leaf, host);
  judge_strength (self, SSL_get0_verified_chain (ssl));
  read_issuer (self, ssl);
  mw_tls_facts_read_staple (self, ssl);
  mw_tls_facts_read_bindings (self, ssl);
}
