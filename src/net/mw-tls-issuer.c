/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-issuer.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/x509v3.h>

#include "mw-http.h"
#include "mw-net-error.h"
#include "mw-tls-native.h"
#include "mw-tls-trust.h"

#define MAX_STEPS 3
#define MAX_CERTIFICATES 32

/* A walk up from the certificates that were sent. */
typedef struct {
  MwTlsFacts *facts;     /* (owned) of the handshake: the answer goes there */
  MwTlsFacts *trial;     /* (owned) the same server, had it sent more */
  MwTlsContext *context; /* (owned) */
  gint64 deadline;       /* µs */
  guint n_steps;
} Search;

typedef STACK_OF (X509) Certificates;

static void
free_certificates (Certificates *certificates)
{
  sk_X509_pop_free (certificates, X509_free);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Certificates, free_certificates)

static void
free_search (gpointer data)
{
  Search *self = data;

  mw_tls_facts_unref (self->facts);
  mw_tls_facts_unref (self->trial);
  mw_tls_context_unref (self->context);
  g_free (self);
}

static X509 *
decode (GBytes *der)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (der, &length);

  return d2i_X509 (NULL, &bytes, (long) length);
}

static Certificates *
decode_chain (const GPtrArray *chain)
{
  Certificates *certificates = sk_X509_new_null ();

  for (guint i = 0; i < chain->len; i++) {
    X509 *certificate = decode (g_ptr_array_index (chain, i));

    if (certificate != NULL)
      sk_X509_push (certificates, certificate);
  }

  return certificates;
}

/* RFC 8551, section 3.2.2: a "certs-only" message. Consumes @message. */
static void
collect_from_pkcs7 (Certificates *found, PKCS7 *message)
{
  const Certificates *inside = NULL;

  if (message != NULL && PKCS7_type_is_signed (message) && message->d.sign != NULL)
    inside = message->d.sign->cert;
  for (int i = 0; i < MIN (sk_X509_num (inside), MAX_CERTIFICATES); i++) {
    X509_up_ref (sk_X509_value (inside, i));
    sk_X509_push (found, sk_X509_value (inside, i));
  }
  PKCS7_free (message);
}

static void
collect_from_pem (Certificates *found, GBytes *body)
{
  BIO *bio = BIO_new_mem_buf (g_bytes_get_data (body, NULL), (int) g_bytes_get_size (body));
  X509 *certificate;

  while (sk_X509_num (found) < MAX_CERTIFICATES &&
         (certificate = PEM_read_bio_X509 (bio, NULL, NULL, NULL)) != NULL)
    sk_X509_push (found, certificate);
  BIO_free (bio);
  if (sk_X509_num (found) > 0)
    return;

  bio = BIO_new_mem_buf (g_bytes_get_data (body, NULL), (int) g_bytes_get_size (body));
  collect_from_pkcs7 (found, PEM_read_bio_PKCS7 (bio, NULL, NULL, NULL));
  BIO_free (bio);
}

/* RFC 5280, section 4.2.2.1, has DER and certs-only; in the field there is PEM, too. */
static Certificates *
collect (GBytes *body)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (body, &length);
  Certificates *found = sk_X509_new_null ();
  X509 *certificate = decode (body);

  if (certificate != NULL)
    sk_X509_push (found, certificate);
  else
    collect_from_pkcs7 (found, d2i_PKCS7 (NULL, &bytes, (long) length));
  if (sk_X509_num (found) == 0)
    collect_from_pem (found, body);
  ERR_clear_error ();

  return found;
}

static gboolean
has_issued (X509 *issuer, X509 *certificate)
{
  return X509_check_issued (issuer, certificate) == X509_V_OK &&
         X509_verify (certificate, X509_get0_pubkey (issuer)) == 1;
}

/* What was fetched proves itself: only who signed the last one counts. Returns whether there is. */
static gboolean
append_issuer (Search *self, GBytes *body)
{
  GPtrArray *chain = self->trial->chain;
  g_autoptr (Certificates) found = collect (body);
  X509 *last = decode (g_ptr_array_index (chain, chain->len - 1));
  gboolean done = FALSE;

  for (int i = 0; last != NULL && !done && i < sk_X509_num (found); i++) {
    X509 *candidate = sk_X509_value (found, i);
    unsigned char *der = NULL;
    int length = has_issued (candidate, last) ? i2d_X509 (candidate, &der) : 0;

    if (length > 0) {
      g_ptr_array_add (chain, g_bytes_new (der, (gsize) length));
      g_free (self->trial->issuer_uri);
      self->trial->issuer_uri = mw_tls_facts_find_issuer_uri (candidate);
      if (X509_get_extension_flags (candidate) & EXFLAG_SI)
        self->facts->issuer_is_missing = FALSE; /* a root: it is that one that nobody knows */
      done = TRUE;
    }
    OPENSSL_free (der);
  }
  X509_free (last);
  ERR_clear_error ();

  return done;
}

/* As in the handshake, but for what was sent. */
static void
verify (Search *self)
{
  SSL_CTX *native = mw_tls_context_get_native (self->context);
  g_autoptr (Certificates) chain = decode_chain (self->trial->chain);
  X509_STORE_CTX *store = X509_STORE_CTX_new ();

  X509_STORE_CTX_init (store, SSL_CTX_get_cert_store (native), sk_X509_value (chain, 0), chain);
  X509_STORE_CTX_set_default (store, "ssl_server");
  X509_VERIFY_PARAM_set1 (X509_STORE_CTX_get0_param (store), SSL_CTX_get0_param (native));
  self->trial->problems = 0;
  mw_tls_facts_verify (self->trial, store);
  X509_STORE_CTX_free (store);
  ERR_clear_error ();
}

static void fetch (GTask *taken);

static void
trust_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Search *self = g_task_get_task_data (task);

  mw_tls_trust_ask_finish (result, NULL);
  if (self->trial->problems == 0) {
    self->facts->chain_incomplete = TRUE;
    g_task_return_boolean (task, TRUE);
  } else {
    fetch (g_steal_pointer (&task));
  }
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Search *self = g_task_get_task_data (task);
  g_autoptr (MwHttpAnswer) answer = mw_http_get_finish (result, NULL);

  if (answer == NULL || !append_issuer (self, answer->body)) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  verify (self);
  mw_tls_trust_ask_async (self->trial,
                          g_task_get_cancellable (task),
                          trust_asked_cb,
                          g_object_ref (task));
}

static void
fetch (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  Search *self = g_task_get_task_data (task);
  gint64 left_ms = (self->deadline - g_get_monotonic_time ()) / 1000;

  if (self->trial->problems != MW_TLS_PROBLEM_UNKNOWN_ISSUER || self->trial->issuer_uri == NULL ||
      self->n_steps == MAX_STEPS || left_ms <= 0) {
    g_task_return_boolean (task, TRUE);
    return;
  }

  self->n_steps++;
  mw_http_get_async (self->trial->issuer_uri,
                     (guint) left_ms,
                     g_task_get_cancellable (task),
                     fetched_cb,
                     g_object_ref (task));
}

static MwTlsFacts *
create_trial (const MwTlsFacts *facts)
{
  MwTlsFacts *trial = mw_tls_facts_new ();

  for (guint i = 0; i < facts->chain->len; i++)
    g_ptr_array_add (trial->chain, g_bytes_ref (g_ptr_array_index (facts->chain, i)));
  trial->problems = facts->chain->len > 0 ? facts->problems : 0;
  trial->issuer_uri = g_strdup (facts->issuer_uri);

  return trial;
}

/**
 * mw_tls_fetch_issuer_async:
 * @facts: of a handshake that was done
 * @context: that it was done with
 * @limit_ms: how long it may take in all
 *
 * Finds out why nobody knows the issuer: looks for its certificate where the last one that was sent
 * says it can be had, up to three times, and sets @chain_incomplete of @facts if all would be well
 * had the server sent it too. The server is not accepted for that: what matters is what it sends to
 * others. Calls nobody where there is another problem, or no such place.
 */
void
mw_tls_fetch_issuer_async (const MwTlsFacts *facts,
                           MwTlsContext *context,
                           guint limit_ms,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task;
  Search *self;

  g_return_if_fail (facts != NULL);
  g_return_if_fail (context != NULL);
  g_return_if_fail (limit_ms > 0);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_tls_fetch_issuer_async);
  g_task_set_priority (task, mw_net_take_turn ());
  self = g_new0 (Search, 1);
  self->facts = mw_tls_facts_ref (facts);
  self->trial = create_trial (facts);
  self->context = mw_tls_context_ref (context);
  self->deadline = g_get_monotonic_time () + limit_ms * G_TIME_SPAN_MILLISECOND;
  g_task_set_task_data (task, self, free_search);

  fetch (task);
}

/**
 * mw_tls_fetch_issuer_finish:
 *
 * Returns: %TRUE whatever was found, or %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
mw_tls_fetch_issuer_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
