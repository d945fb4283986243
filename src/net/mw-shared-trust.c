/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-shared-trust.h"

#include <openssl/x509v3.h>

/* The TLS of GIO reads all authorities anew for each connection whose database is its own (seen in
 * glib-networking 2.74): more than 3 MiB, in the main loop. A search for settings has a dozen of
 * connections. A database of another make is asked for its judgement instead. */

struct _MwSharedTrust {
  GTlsDatabase parent_instance;

  GTlsDatabase *base; /* (owned) */
};

G_DEFINE_FINAL_TYPE (MwSharedTrust, mw_shared_trust, G_TYPE_TLS_DATABASE)

static char *
hand_create_certificate_handle (GTlsDatabase *database, GTlsCertificate *certificate)
{
  return g_tls_database_create_certificate_handle (MW_SHARED_TRUST (database)->base, certificate);
}

static GTlsCertificate *
hand_lookup_certificate_for_handle (GTlsDatabase *database,
                                    const char *handle,
                                    GTlsInteraction *interaction,
                                    GTlsDatabaseLookupFlags flags,
                                    GCancellable *cancellable,
                                    GError **error)
{
  return g_tls_database_lookup_certificate_for_handle (MW_SHARED_TRUST (database)->base,
                                                       handle,
                                                       interaction,
                                                       flags,
                                                       cancellable,
                                                       error);
}

static GTlsCertificate *
hand_lookup_certificate_issuer (GTlsDatabase *database,
                                GTlsCertificate *certificate,
                                GTlsInteraction *interaction,
                                GTlsDatabaseLookupFlags flags,
                                GCancellable *cancellable,
                                GError **error)
{
  return g_tls_database_lookup_certificate_issuer (MW_SHARED_TRUST (database)->base,
                                                   certificate,
                                                   interaction,
                                                   flags,
                                                   cancellable,
                                                   error);
}

static GList *
hand_lookup_certificates_issued_by (GTlsDatabase *database,
                                    GByteArray *issuer,
                                    GTlsInteraction *interaction,
                                    GTlsDatabaseLookupFlags flags,
                                    GCancellable *cancellable,
                                    GError **error)
{
  return g_tls_database_lookup_certificates_issued_by (MW_SHARED_TRUST (database)->base,
                                                       issuer,
                                                       interaction,
                                                       flags,
                                                       cancellable,
                                                       error);
}

/* What a connection would ask itself beside: RFC 5280, section 4.2.1.12. */
static gboolean
is_for_servers (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  const unsigned char *bytes;
  X509 *native;
  gboolean fits;

  g_object_get (certificate, "certificate", &der, NULL);
  bytes = der->data;
  native = d2i_X509 (NULL, &bytes, (long) der->len);
  fits = native != NULL && X509_check_purpose (native, X509_PURPOSE_SSL_SERVER, 0) == 1;
  X509_free (native);

  return fits;
}

static GTlsCertificateFlags
judge_chain (GTlsDatabase *database,
             GTlsCertificate *chain,
             const char *purpose,
             GSocketConnectable *identity,
             GTlsInteraction *interaction,
             GTlsDatabaseVerifyFlags flags,
             GCancellable *cancellable,
             GError **error)
{
  GTlsCertificateFlags problems = g_tls_database_verify_chain (MW_SHARED_TRUST (database)->base,
                                                               chain,
                                                               purpose,
                                                               identity,
                                                               interaction,
                                                               flags,
                                                               cancellable,
                                                               error);

  if (g_strcmp0 (purpose, G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER) == 0 &&
      !is_for_servers (chain))
    problems |= G_TLS_CERTIFICATE_GENERIC_ERROR;

  return problems;
}

static void
mw_shared_trust_finalize (GObject *object)
{
  g_object_unref (MW_SHARED_TRUST (object)->base);

  G_OBJECT_CLASS (mw_shared_trust_parent_class)->finalize (object);
}

static void
mw_shared_trust_class_init (MwSharedTrustClass *klass)
{
  GTlsDatabaseClass *database = G_TLS_DATABASE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mw_shared_trust_finalize;
  database->create_certificate_handle = hand_create_certificate_handle;
  database->lookup_certificate_for_handle = hand_lookup_certificate_for_handle;
  database->lookup_certificate_issuer = hand_lookup_certificate_issuer;
  database->lookup_certificates_issued_by = hand_lookup_certificates_issued_by;
  database->verify_chain = judge_chain;
}

static void
mw_shared_trust_init (MwSharedTrust *self)
{
}

/**
 * mw_shared_trust_new:
 * @base: judges
 *
 * Returns: (transfer full): one that hands on all questions. Any thread may ask it that may ask
 *   @base
 */
GTlsDatabase *
mw_shared_trust_new (GTlsDatabase *base)
{
  MwSharedTrust *self;

  g_return_val_if_fail (G_IS_TLS_DATABASE (base), NULL);

  self = g_object_new (MW_TYPE_SHARED_TRUST, NULL);
  self->base = g_object_ref (base);

  return G_TLS_DATABASE (self);
}

/**
 * mw_shared_trust_register:
 *
 * From now on all connections of GIO in this program share what the system trusts, libsoup's too;
 * again does nothing. The first time it blocks for as long as it takes to read that.
 */
void
mw_shared_trust_register (void)
{
  GTlsBackend *backend = g_tls_backend_get_default ();
  g_autoptr (GTlsDatabase) base = g_tls_backend_get_default_database (backend);
  g_autoptr (GTlsDatabase) shared = NULL;

  if (base == NULL || MW_IS_SHARED_TRUST (base))
    return;

  shared = mw_shared_trust_new (base);
  g_tls_backend_set_default_database (backend, shared);
}
