/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/x509v3.h>
#include <string.h>

#include "mw-text.h"
#include "mw-tls-native.h"

/* Is the certificate that is missing a root, which nobody needs to send (RFC 8446, section 4.4.2),
 * or one below a root? Where it cannot be had, what is said of it has to do. */

/* What authorities call those that issue for them; in small letters. */
static const char *const names_between[] = {
  "intermediate", "issuing", "subordinate", "sub ca", "sub-ca", "subca", "中级", "二级",
};

static gboolean
is_name_between (X509_NAME *name)
{
  for (int i = 0; i < X509_NAME_entry_count (name); i++) {
    const ASN1_STRING *value = X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, i));
    unsigned char *bytes = NULL;
    int length = ASN1_STRING_to_UTF8 (&bytes, value);
    g_autofree char *text = length > 0 ? mw_text_decode ((const char *) bytes, length) : NULL;
    g_autofree char *small = text ? g_utf8_strdown (text, -1) : NULL;

    OPENSSL_free (bytes);
    for (gsize j = 0; small != NULL && j < G_N_ELEMENTS (names_between); j++)
      if (strstr (small, names_between[j]) != NULL)
        return TRUE;
  }

  return FALSE;
}

/* RFC 5280, section 4.2.1.1: who issued the issuer's certificate. A root did it itself. */
static gboolean
has_other_issuer (X509 *certificate, X509_NAME *issuer)
{
  const GENERAL_NAMES *names = X509_get0_authority_issuer (certificate);

  for (int i = 0; i < sk_GENERAL_NAME_num (names); i++) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value (names, i);

    if (name->type == GEN_DIRNAME)
      return X509_NAME_cmp (name->d.directoryName, issuer) != 0;
  }

  return FALSE;
}

/**
 * mw_tls_issuer_is_between:
 * @certificate: the last one that was sent
 *
 * Returns: whether by its own words the certificate of its issuer is no root, so that it ought to
 *   have been sent
 */
gboolean
mw_tls_issuer_is_between (X509 *certificate)
{
  X509_NAME *issuer = X509_get_issuer_name (certificate);

  return !(X509_get_extension_flags (certificate) & EXFLAG_SI) &&
         (has_other_issuer (certificate, issuer) || is_name_between (issuer));
}
