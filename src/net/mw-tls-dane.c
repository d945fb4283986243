/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-dane.h"

#include <openssl/x509.h>
#include <string.h>

/* RFC 7671, section 2.1 */
#define USAGE_PKIX_TA 0
#define USAGE_PKIX_EE 1
#define USAGE_DANE_TA 2
#define USAGE_DANE_EE 3

#define SELECTOR_CERTIFICATE 0
#define SELECTOR_KEY 1

#define MATCHING_FULL 0
#define MATCHING_SHA256 1
#define MATCHING_SHA512 2

static GChecksumType
checksum_of (guint8 matching)
{
  return matching == MATCHING_SHA256 ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA512;
}

/* RFC 6698, section 4.1: what nobody understands, or what cannot be, does not count. Whom the
 * system alone knows as an anchor is not in the path, so that nothing can be said against one. */
static gboolean
is_usable (const MwDnsRecord *record, const MwTlsFacts *facts)
{
  gsize length = record->data != NULL ? g_bytes_get_size (record->data) : 0;

  if (record->usage > USAGE_DANE_EE || record->selector > SELECTOR_KEY ||
      record->matching > MATCHING_SHA512 || length == 0)
    return FALSE;
  if (record->usage == USAGE_PKIX_TA && facts->by_system)
    return FALSE;

  return record->matching == MATCHING_FULL ||
         length == (gsize) g_checksum_type_get_length (checksum_of (record->matching));
}

/* RFC 6698, section 2.1.2 (transfer full) */
static GBytes *
select_part (X509 *certificate, guint8 selector)
{
  unsigned char *der = NULL;
  int length = selector == SELECTOR_KEY ? i2d_X509_PUBKEY (X509_get_X509_PUBKEY (certificate), &der)
                                        : i2d_X509 (certificate, &der);
  GBytes *bytes = g_bytes_new (der, (gsize) MAX (length, 0));

  OPENSSL_free (der);

  return bytes;
}

/* RFC 6698, section 2.1.3 */
static gboolean
is_about (const MwDnsRecord *record, X509 *certificate)
{
  g_autoptr (GBytes) part = select_part (certificate, record->selector);
  guint8 digest[64];
  gsize length = sizeof digest;
  g_autoptr (GChecksum) checksum = NULL;

  if (record->matching == MATCHING_FULL)
    return g_bytes_equal (part, record->data);

  checksum = g_checksum_new (checksum_of (record->matching));
  g_checksum_update (checksum, g_bytes_get_data (part, NULL), (gssize) g_bytes_get_size (part));
  g_checksum_get_digest (checksum, digest, &length);

  return g_bytes_get_size (record->data) == length &&
         memcmp (g_bytes_get_data (record->data, NULL), digest, length) == 0;
}

/* RFC 7671, sections 5.1 to 5.4: the server's own certificate, or one that vouches for it, each
 * with its signature. Names and dates are judged elsewhere; DANE-EE knows of neither. */
static gboolean
matches (const MwDnsRecord *record, const STACK_OF (X509) * path)
{
  if (record->usage == USAGE_PKIX_EE || record->usage == USAGE_DANE_EE)
    return sk_X509_num (path) > 0 && is_about (record, sk_X509_value (path, 0));

  for (int i = 1; i < sk_X509_num (path); i++) {
    X509 *issuer = sk_X509_value (path, i);

    if (X509_verify (sk_X509_value (path, i - 1), X509_get0_pubkey (issuer)) != 1)
      return FALSE;
    if (is_about (record, issuer))
      return TRUE;
  }

  return FALSE;
}

static STACK_OF (X509) * parse_path (const MwTlsFacts *facts)
{
  STACK_OF (X509) *path = sk_X509_new_null ();

  for (guint i = 0; i < facts->path->len; i++) {
    gsize length;
    const unsigned char *der = g_bytes_get_data (g_ptr_array_index (facts->path, i), &length);
    X509 *certificate = d2i_X509 (NULL, &der, (long) length);

    if (certificate != NULL)
      sk_X509_push (path, certificate);
  }

  return path;
}

/**
 * mw_tls_dane_compare:
 * @facts: of a handshake
 * @records: (element-type MwDnsRecord): TLSA records of the port, known to be signed
 *
 * Returns: what they say about the certificate that was shown
 */
MwTlsDane
mw_tls_dane_compare (const MwTlsFacts *facts, GPtrArray *records)
{
  STACK_OF (X509) * path;
  MwTlsDane result = MW_TLS_DANE_SILENT;

  g_return_val_if_fail (facts != NULL && records != NULL, MW_TLS_DANE_SILENT);

  path = parse_path (facts);
  for (guint i = 0; i < records->len && sk_X509_num (path) > 0; i++) {
    const MwDnsRecord *record = g_ptr_array_index (records, i);

    if (result == MW_TLS_DANE_MATCH || !is_usable (record, facts))
      continue;
    result = matches (record, path) ? MW_TLS_DANE_MATCH : MW_TLS_DANE_MISMATCH;
  }
  sk_X509_pop_free (path, X509_free);

  return result;
}
