/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-native.h"

#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509v3.h>

/* How far clocks may be apart. */
#define LEEWAY_SECONDS 300

/* RFC 7633: the feature of TLS that a certificate may insist on */
#define FEATURE_STATUS_REQUEST 5

/* Who issued @leaf, be it trusted or not. (transfer none) (nullable) */
static X509 *
find_issuer (SSL *ssl, X509 *leaf)
{
  const STACK_OF (X509) *
    chains[] = { SSL_get0_verified_chain (ssl), SSL_get_peer_cert_chain (ssl) };

  for (gsize i = 0; i < G_N_ELEMENTS (chains); i++)
    for (int j = 0; j < sk_X509_num (chains[i]); j++) {
      X509 *candidate = sk_X509_value (chains[i], j);

      if (X509_check_issued (candidate, leaf) == X509_V_OK &&
          X509_verify (leaf, X509_get0_pubkey (candidate)) == 1)
        return candidate;
    }

  return NULL;
}

/* RFC 6960, section 4.2.2.2: signed by the issuer, or by one whom the issuer signed for that. The
 * issuer is the anchor: whether that one is trusted is another question. */
static gboolean
is_signed (OCSP_BASICRESP *basic, STACK_OF (X509) * sent, X509 *issuer)
{
  X509_STORE *store = X509_STORE_new ();
  gboolean ok;

  X509_STORE_add_cert (store, issuer);
  X509_STORE_set_flags (store, X509_V_FLAG_PARTIAL_CHAIN);
  ok = OCSP_basic_verify (basic, sent, store, 0) == 1;
  X509_STORE_free (store);

  return ok;
}

/* RFC 6960, section 4.1.1: names of issuers are hashed, by the digest that the responder likes. */
static gboolean
is_about (const OCSP_SINGLERESP *single, X509 *leaf, X509 *issuer)
{
  OCSP_CERTID *their_id = (OCSP_CERTID *) OCSP_SINGLERESP_get0_id (single);
  ASN1_OBJECT *digest = NULL;
  const EVP_MD *md;
  OCSP_CERTID *our_id;
  gboolean same;

  OCSP_id_get0_info (NULL, &digest, NULL, NULL, their_id);
  md = EVP_get_digestbyobj (digest);
  our_id = md != NULL ? OCSP_cert_to_id (md, leaf, issuer) : NULL;
  same = our_id != NULL && OCSP_id_cmp (our_id, their_id) == 0;
  OCSP_CERTID_free (our_id);

  return same;
}

static MwTlsStaple
read_status (OCSP_SINGLERESP *single)
{
  ASN1_GENERALIZEDTIME *this_update = NULL;
  ASN1_GENERALIZEDTIME *next_update = NULL;
  int status = OCSP_single_get0_status (single, NULL, NULL, &this_update, &next_update);

  if (OCSP_check_validity (this_update, next_update, LEEWAY_SECONDS, -1) != 1)
    return MW_TLS_STAPLE_BAD;
  if (status == V_OCSP_CERTSTATUS_GOOD)
    return MW_TLS_STAPLE_GOOD;

  return status == V_OCSP_CERTSTATUS_REVOKED ? MW_TLS_STAPLE_REVOKED : MW_TLS_STAPLE_BAD;
}

static MwTlsStaple
judge_answers (OCSP_BASICRESP *basic, X509 *leaf, X509 *issuer)
{
  for (int i = 0; i < OCSP_resp_count (basic); i++) {
    OCSP_SINGLERESP *single = OCSP_resp_get0 (basic, i);

    if (is_about (single, leaf, issuer))
      return read_status (single);
  }

  return MW_TLS_STAPLE_BAD;
}

static MwTlsStaple
judge_response (OCSP_RESPONSE *response, SSL *ssl, X509 *leaf, X509 *issuer)
{
  OCSP_BASICRESP *basic = NULL;
  MwTlsStaple staple = MW_TLS_STAPLE_BAD;

  if (response != NULL && OCSP_response_status (response) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
    basic = OCSP_response_get1_basic (response);
  if (basic != NULL && is_signed (basic, SSL_get_peer_cert_chain (ssl), issuer))
    staple = judge_answers (basic, leaf, issuer);
  OCSP_BASICRESP_free (basic);

  return staple;
}

static MwTlsStaple
judge_staple (SSL *ssl, X509 *leaf)
{
  const guint8 *bytes = NULL;
  long length = SSL_get_tlsext_status_ocsp_resp (ssl, &bytes);
  X509 *issuer = length > 0 ? find_issuer (ssl, leaf) : NULL;
  OCSP_RESPONSE *response;
  MwTlsStaple staple;

  if (issuer == NULL)
    return MW_TLS_STAPLE_NONE;

  response = d2i_OCSP_RESPONSE (NULL, &bytes, length);
  staple = judge_response (response, ssl, leaf, issuer);
  OCSP_RESPONSE_free (response);
  ERR_clear_error ();

  return staple;
}

/* RFC 7633, section 4.2.3.1 */
static gboolean
promises_staple (X509 *leaf)
{
  TLS_FEATURE *features = X509_get_ext_d2i (leaf, NID_tlsfeature, NULL, NULL);
  gboolean promised = FALSE;

  for (int i = 0; i < sk_ASN1_INTEGER_num (features); i++)
    promised |= ASN1_INTEGER_get (sk_ASN1_INTEGER_value (features, i)) == FEATURE_STATUS_REQUEST;
  TLS_FEATURE_free (features);

  return promised;
}

static void
complain (MwTlsFacts *self, const char *words)
{
  self->problems |= MW_TLS_PROBLEM_STAPLE;
  if (self->other == NULL)
    self->other = g_strdup (words);
}

/**
 * mw_tls_facts_read_staple:
 * @ssl: with the certificate of its other side
 *
 * Judges the stapled OCSP response, asked for in the hello, without asking anybody. No response is
 * no problem, but for a certificate that promises one: most authorities have given OCSP up.
 */
void
mw_tls_facts_read_staple (MwTlsFacts *self, SSL *ssl)
{
  X509 *leaf = SSL_get0_peer_certificate (ssl);

  self->staple = judge_staple (ssl, leaf);
  if (self->staple == MW_TLS_STAPLE_REVOKED)
    self->problems |= MW_TLS_PROBLEM_REVOKED;
  if (self->staple == MW_TLS_STAPLE_BAD)
    complain (self, "stapled OCSP response not valid");
  if (self->staple == MW_TLS_STAPLE_NONE && promises_staple (leaf))
    complain (self, "no stapled OCSP response although the certificate requires one");
}

/**
 * mw_tls_facts_describe_staple:
 *
 * Returns: `good`, `revoked`, `bad`, `none`, or `not-applicable` where the certificate knows nobody
 *   who could have signed one; never translated
 */
const char *
mw_tls_facts_describe_staple (const MwTlsFacts *self)
{
  static const char *const names[] = { "none", "good", "revoked", "bad" };

  g_return_val_if_fail (self != NULL, NULL);

  return self->staple == MW_TLS_STAPLE_NONE && !self->has_ocsp_uri ? "not-applicable"
                                                                   : names[self->staple];
}
