/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-setup-private.h"

#include "mw-net-error.h"

#define BUDGET 1 /* definite refusals of one password */

G_DEFINE_FINAL_TYPE (MwSetup, mw_setup, G_TYPE_OBJECT)

/* ------ the servers ------ */

static MwCandidate *
new_candidate_of_person (const MwRequest *request)
{
  MwCandidate *candidate = g_new0 (MwCandidate, 1);

  candidate->source = MW_SOURCE_PERSON;
  candidate->evidence = g_strdup ("typed");
  candidate->trusted = TRUE;
  candidate->incoming = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  candidate->outgoing = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_server_free);
  if (request->incoming != NULL)
    g_ptr_array_add (candidate->incoming, mw_server_copy (request->incoming));
  if (request->outgoing != NULL)
    g_ptr_array_add (candidate->outgoing, mw_server_copy (request->outgoing));

  return candidate;
}

static void
find_candidates (MwSetup *self, const MwRequest *request)
{
  self->provider = mw_presets_find (self->presets, self->address->domain);
  self->candidates = mw_discovery_find (self->address, self->presets);
  if (request->incoming != NULL || request->outgoing != NULL)
    g_ptr_array_insert (self->candidates, 0, new_candidate_of_person (request));
}

/* POP3 only where the person wants it, or where there is nothing else. */
static const MwServer *
pick (const MwCandidate *candidate, MwPart part, MwProtocol receiving)
{
  const MwServer *server;

  if (part == MW_PART_OUTGOING)
    return mw_candidate_pick (candidate, MW_PROTOCOL_SMTP);
  if (candidate->source == MW_SOURCE_PERSON)
    return candidate->incoming->len > 0 ? g_ptr_array_index (candidate->incoming, 0) : NULL;

  server = mw_candidate_pick (candidate, receiving);

  return server ? server : mw_candidate_pick (candidate, MW_PROTOCOL_POP3);
}

static gboolean
may_have_password (MwSetup *self, const MwCandidate *candidate, const MwServer *server)
{
  return candidate->trusted ||
         (self->accepted_hosts != NULL &&
          g_strv_contains ((const char *const *) self->accepted_hosts, server->host));
}

/* Those of the command line are for no server in particular. */
static GPtrArray *
collect_exceptions (const MwRequest *request)
{
  GPtrArray *exceptions = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_exception_free);
  const char *const *certificates = request->accepted_certificates;

  for (gsize i = 0; certificates != NULL && certificates[i] != NULL; i++)
    g_ptr_array_add (exceptions, mw_exception_new (NULL, 0, certificates[i]));
  for (guint i = 0; request->exceptions != NULL && i < request->exceptions->len; i++)
    g_ptr_array_add (exceptions, mw_exception_copy (g_ptr_array_index (request->exceptions, i)));

  return exceptions;
}

/* Without consent the test ends after the greeting: its attempt has no password. */
static void
make_check (MwSetup *self,
            MwPart part,
            const MwCandidate *candidate,
            const MwServer *server,
            const MwRequest *request,
            MwAttempt *attempt)
{
  const char *user = request->user ? request->user : server->user;
  g_autoptr (MwServer) signing = mw_server_new_for_user (server, user ? user : self->address->text);
  g_autoptr (MwAttempt) silent = mw_attempt_new (NULL, 0);
  gboolean trusted = may_have_password (self, candidate, server);

  self->sources[part] = candidate->source;
  self->checks[part] =
    mw_check_new (signing, self->mailbox, self->tls, trusted ? attempt : silent, &self->terms);
  if (!trusted) {
    g_autoptr (MwFinding) finding =
      mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_ERROR, "discovery.foreign-host", server->host);

    g_ptr_array_add (self->findings, mw_finding_new_at (finding, MW_PART_DISCOVERY, server->host));
  }
}

static void
make_checks (MwSetup *self, const MwRequest *request)
{
  g_autoptr (MwAttempt) attempt = mw_attempt_new (self->secret, BUDGET);

  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++) {
    MwPart part = mw_tested_parts[i];

    for (guint j = 0; self->checks[part] == NULL && j < self->candidates->len; j++) {
      const MwCandidate *candidate = g_ptr_array_index (self->candidates, j);
      const MwServer *server = pick (candidate, part, request->receiving);

      if (server != NULL)
        make_check (self, part, candidate, server, request, attempt);
    }
  }
}

/* ------ the run ------ */

/* Called by each part and by the starter. Takes @task. */
static void
finish_op (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  MwSetup *self = g_task_get_source_object (task);

  if (--self->n_pending > 0)
    return;

  self->elapsed_ms = (g_get_monotonic_time () - self->began) / 1000.0;
  mw_setup_judge (self);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
check_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwSetup *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!mw_check_run_finish (MW_CHECK (source), result, &error) && self->error == NULL)
    self->error = g_steal_pointer (&error);

  finish_op (task);
}

static void
mw_setup_finalize (GObject *object)
{
  MwSetup *self = MW_SETUP (object);

  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++)
    g_clear_object (&self->checks[mw_tested_parts[i]]);
  g_clear_pointer (&self->tls, mw_tls_context_unref);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_clear_pointer (&self->identity, mw_tls_identity_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_ptr_array_unref (self->findings);
  g_clear_object (&self->presets);
  g_clear_error (&self->error);
  g_strfreev (self->accepted_hosts);
  g_clear_pointer (&self->exceptions, g_ptr_array_unref);
  g_free (self->mechanism);
  g_free (self->mailbox);
  mw_address_free (self->address);

  G_OBJECT_CLASS (mw_setup_parent_class)->finalize (object);
}

static void
mw_setup_class_init (MwSetupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_setup_finalize;
}

static void
mw_setup_init (MwSetup *self)
{
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
}

/* Reading the trust store takes longer than a handshake: once is enough. */
static MwTlsContext *
get_tls_context (const char *ca_file, GError **error)
{
  static MwTlsContext *shared;

  if (ca_file != NULL)
    return mw_tls_context_new (ca_file, error);
  if (shared == NULL)
    shared = mw_tls_context_new (NULL, error);

  return shared ? mw_tls_context_ref (shared) : NULL;
}

/**
 * mw_setup_new:
 * @request: copied
 *
 * Finds the settings, and makes the tests that will be run.
 *
 * Returns: (transfer full): the run, or %NULL with %MW_ERROR_FILE for the file of certificates
 */
MwSetup *
mw_setup_new (const MwRequest *request, MwPresets *presets, GError **error)
{
  g_autoptr (MwSetup) self = NULL;

  g_return_val_if_fail (request != NULL && request->address != NULL, NULL);
  g_return_val_if_fail (MW_IS_PRESETS (presets), NULL);

  self = g_object_new (MW_TYPE_SETUP, NULL);
  self->address = mw_address_copy (request->address);
  self->mailbox = g_strdup_printf ("%s@%s", self->address->local_part, self->address->domain);
  self->secret = request->secret ? mw_secret_ref (request->secret) : NULL;
  self->mechanism = g_strdup (request->mechanism);
  self->accepted_hosts = g_strdupv ((GStrv) request->accepted_hosts);
  self->exceptions = collect_exceptions (request);
  self->identity = request->identity ? mw_tls_identity_ref (request->identity) : NULL;
  self->timeout = request->timeout;
  self->presets = g_object_ref (presets);
  self->terms = (MwTerms){
    .mechanism = self->mechanism,
    .exceptions = self->exceptions,
    .identity = self->identity,
    .allows_plain_text = request->allows_plain_text,
  };
  self->tls = get_tls_context (request->ca_file, error);
  if (self->tls == NULL)
    return NULL;

  find_candidates (self, request);
  make_checks (self, request);

  return g_steal_pointer (&self);
}

/**
 * mw_setup_run_async:
 *
 * Tests receiving and sending side by side.
 */
void
mw_setup_run_async (MwSetup *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task;

  g_return_if_fail (MW_IS_SETUP (self));
  g_return_if_fail (self->began == 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_setup_run_async);
  g_task_set_priority (task, MW_NET_PRIORITY);
  self->n_pending = 1;
  self->began = g_get_monotonic_time ();
  self->terms.deadline = self->began + self->timeout * G_USEC_PER_SEC;

  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++)
    if (self->checks[mw_tested_parts[i]] != NULL) {
      self->n_pending++;
      mw_check_run_async (self->checks[mw_tested_parts[i]],
                          cancellable,
                          check_done_cb,
                          g_object_ref (task));
    }

  finish_op (task);
}

/**
 * mw_setup_run_finish:
 *
 * Returns: FALSE if it was cancelled, or could not be carried out on this machine. That mail does
 * not work is a verdict.
 */
gboolean
mw_setup_run_finish (MwSetup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
