/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-trust.h"

#include "mw-net-error.h"

#define PROBLEMS_OF_TRUST (MW_TLS_PROBLEM_UNKNOWN_ISSUER | MW_TLS_PROBLEM_SELF_SIGNED)

/* What the system may say and still vouch for the issuer: what we found ourselves, which stays. */
static GTlsCertificateFlags
flags_found (MwTlsProblems problems)
{
  GTlsCertificateFlags flags = 0;

  if (problems & MW_TLS_PROBLEM_EXPIRED)
    flags |= G_TLS_CERTIFICATE_EXPIRED;
  if (problems & MW_TLS_PROBLEM_NOT_YET_VALID)
    flags |= G_TLS_CERTIFICATE_NOT_ACTIVATED;
  if (problems & MW_TLS_PROBLEM_REVOKED)
    flags |= G_TLS_CERTIFICATE_REVOKED;
  if (problems & (MW_TLS_PROBLEM_WEAK_KEY | MW_TLS_PROBLEM_WEAK_SIGNATURE))
    flags |= G_TLS_CERTIFICATE_INSECURE;

  return flags;
}

/* The certificate for GIO, each with its issuer behind it. */
static GTlsCertificate *
build_chain (const MwTlsFacts *facts)
{
  GType type = g_tls_backend_get_certificate_type (g_tls_backend_get_default ());
  GTlsCertificate *certificate = NULL;

  for (guint i = facts->chain->len; i > 0; i--) {
    GBytes *bytes = g_ptr_array_index (facts->chain, i - 1);
    g_autoptr (GByteArray) der = g_bytes_unref_to_array (g_bytes_ref (bytes));
    g_autoptr (GTlsCertificate) issuer = g_steal_pointer (&certificate);

    certificate = g_initable_new (type, NULL, NULL, "certificate", der, "issuer", issuer, NULL);
    if (certificate == NULL)
      return NULL;
  }

  return certificate;
}

static void
chain_verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwTlsFacts *facts = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GTlsCertificateFlags flags =
    g_tls_database_verify_chain_finish (G_TLS_DATABASE (source), result, &error);

  if (error == NULL && (flags & ~flags_found (facts->problems)) == 0) {
    facts->problems &= ~PROBLEMS_OF_TRUST;
    facts->by_system = TRUE;
  }

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/**
 * mw_tls_trust_ask_async:
 * @facts: of a handshake that was done
 *
 * Asks the system for an anchor where OpenSSL has none: in a sandbox an authority of the company is
 * known to the host alone. A union of anchors, not of verdicts: all other problems of @facts stay
 * as they are. Calls nobody where there is nothing to ask.
 */
void
mw_tls_trust_ask_async (MwTlsFacts *facts,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;

  g_task_set_source_tag (task, mw_tls_trust_ask_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, mw_tls_facts_ref (facts), (GDestroyNotify) mw_tls_facts_unref);

  if (facts->problems & PROBLEMS_OF_TRUST) {
    database = g_tls_backend_get_default_database (g_tls_backend_get_default ());
    certificate = build_chain (facts);
  }

  if (database == NULL || certificate == NULL) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  g_tls_database_verify_chain_async (database,
                                     certificate,
                                     G_TLS_DATABASE_PURPOSE_AUTHENTICATE_SERVER,
                                     NULL,
                                     NULL,
                                     G_TLS_DATABASE_VERIFY_NONE,
                                     cancellable,
                                     chain_verified_cb,
                                     g_steal_pointer (&task));
}

/**
 * mw_tls_trust_ask_finish:
 *
 * Returns: %TRUE whatever the system said, or %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
mw_tls_trust_ask_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
