/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-setup-private.h"

#include "mw-judge.h"
#include "mw-net-error.h"

#define BUDGET 1          /* definite refusals of one password */
#define BUDGET_OF_GUESS 2 /* where the form of the user name is a guess */

G_DEFINE_FINAL_TYPE (MwSetup, mw_setup, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ------ the servers ------ */

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

static gboolean
was_told (MwSetup *self, const char *cause, const char *host)
{
  for (guint i = 0; i < self->findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (self->findings, i);

    if (g_strcmp0 (finding->cause, cause) == 0 && g_strcmp0 (finding->subject, host) == 0)
      return TRUE;
  }

  return FALSE;
}

/* Without consent the test ends after the greeting. One server for both ways is asked about once.
 */
static void
find_consent (MwSetup *self, const MwChoice *choice)
{
  g_autoptr (MwFinding) finding = NULL;

  if (choice->trusted || was_told (self, choice->distrust, choice->server->host))
    return;

  finding = mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_ERROR, choice->distrust, choice->evidence);
  g_ptr_array_add (self->findings,
                   mw_finding_new_at (finding, MW_PART_DISCOVERY, choice->server->host));
}

static void
changed_cb (MwPartRun *run, MwSetup *self)
{
  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++)
    if (self->runs[mw_tested_parts[i]] == run)
      g_signal_emit (self, signals[CHANGED], 0, mw_tested_parts[i]);
}

static void
make_run (MwSetup *self, MwPart part, GPtrArray *choices)
{
  if (choices->len == 0 || !mw_setup_wants (self, part))
    return;

  find_consent (self, g_ptr_array_index (choices, 0));
  self->runs[part] = mw_part_run_new (part, choices, &self->part_terms);
  g_signal_connect (self->runs[part], "changed", G_CALLBACK (changed_cb), self);
}

static gboolean
guesses_user (GPtrArray *choices)
{
  return choices->len > 0 && ((MwChoice *) g_ptr_array_index (choices, 0))->other_user != NULL;
}

static void
make_runs (MwSetup *self, const MwRequest *request)
{
  g_autoptr (GPtrArray) incoming = mw_setup_list_choices (self, MW_PART_INCOMING, self->candidates);
  g_autoptr (GPtrArray) outgoing = mw_setup_list_choices (self, MW_PART_OUTGOING, self->candidates);
  gboolean guesses = guesses_user (incoming) || guesses_user (outgoing);
  guint budget;

  budget = guesses ? BUDGET_OF_GUESS : BUDGET;
  if (request->found != NULL)
    budget -= MIN (budget, mw_discovery_get_n_refusals (request->found));
  self->attempt = mw_attempt_new (self->secret, budget);
  if (request->by_ticket)
    mw_attempt_go_without_password (self->attempt);
  self->part_terms = (MwPartTerms){
    .mailbox = self->mailbox,
    .tls = self->tls,
    .attempt = self->attempt,
    .scans = self->scans,
    .terms = &self->terms,
    .find_more = mw_setup_find_more,
    .leave_more = mw_setup_leave_more,
    .user_data = self,
  };
  make_run (self, MW_PART_INCOMING, incoming);
  make_run (self, MW_PART_OUTGOING, outgoing);
}

/* ------ the run ------ */

static gboolean
judge_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwSetup *self = g_task_get_source_object (task);

  self->elapsed_ms += (g_get_monotonic_time () - self->began) / 1000.0;
  mw_setup_judge (self);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);

  return G_SOURCE_REMOVE;
}

/* The window is drawn once more before all that was seen is weighed. Takes @taken. */
static void
end_run (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_task_attach_source (task, source, judge_cb);
}

/* What works need not wait for what is said of the domain. */
static gboolean
waits_for_look (MwSetup *self, GTask *task)
{
  return self->looks && self->error == NULL && !mw_setup_is_proven (self) &&
         !g_cancellable_is_cancelled (g_task_get_cancellable (task));
}

static void
web_looked_at_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);

  mw_setup_take_web (g_task_get_source_object (task), result);
  end_run (task);
}

/* All servers are tested. Takes @task. */
static void
end_or_ask_web (GTask *task)
{
  MwSetup *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (self->error == NULL && !g_cancellable_is_cancelled (cancellable) && mw_setup_needs_web (self))
    mw_setup_look_at_web (self, cancellable, web_looked_at_cb, task);
  else
    end_run (task);
}

/* Called by each part and by the starter. Takes @taken. */
static void
finish_op (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  MwSetup *self = g_task_get_source_object (task);

  if (--self->n_pending > 0)
    return;

  self->is_ended = waits_for_look (self, task);
  if (!self->is_ended)
    end_or_ask_web (g_steal_pointer (&task));
}

static void
domain_looked_at_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwSetup *self = g_task_get_source_object (task);

  mw_setup_take_look (self, result);
  if (self->is_ended)
    end_or_ask_web (g_steal_pointer (&task));
}

static void
run_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwSetup *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!mw_part_run_finish (MW_PART_RUN (source), result, &error) && self->error == NULL)
    self->error = g_steal_pointer (&error);

  finish_op (task);
}

static void
mw_setup_finalize (GObject *object)
{
  MwSetup *self = MW_SETUP (object);

  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++) {
    MwPartRun *run = self->runs[mw_tested_parts[i]];

    if (run != NULL)
      g_signal_handlers_disconnect_by_data (run, self);
    g_clear_object (&self->runs[mw_tested_parts[i]]);
  }
  g_clear_object (&self->kept);
  g_clear_object (&self->found);
  g_clear_object (&self->more);
  g_clear_object (&self->more_cancellable);
  g_clear_pointer (&self->more_candidates, g_ptr_array_unref);
  g_clear_object (&self->test_message);
  g_clear_object (&self->attempt);
  g_clear_pointer (&self->tls, mw_tls_context_unref);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_clear_pointer (&self->identity, mw_tls_identity_unref);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_ptr_array_unref (self->findings);
  g_clear_object (&self->presets);
  g_clear_object (&self->scans);
  g_clear_object (&self->domain_looks);
  g_clear_error (&self->error);
  g_strfreev (self->accepted_hosts);
  g_strfreev (self->owned_hosts);
  g_clear_pointer (&self->exceptions, g_ptr_array_unref);
  g_free (self->domain_evidence);
  g_free (self->portal);
  g_free (self->user);
  g_free (self->mechanism);
  g_free (self->mailbox);
  g_free (self->other_form);
  mw_address_free (self->address);

  G_OBJECT_CLASS (mw_setup_parent_class)->finalize (object);
}

static void
mw_setup_class_init (MwSetupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_setup_finalize;

  signals[CHANGED] = g_signal_new ("changed",
                                   MW_TYPE_SETUP,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_UINT);
}

static void
mw_setup_init (MwSetup *self)
{
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
}

static void
take_request (MwSetup *self, const MwRequest *request)
{
  self->address = mw_address_copy (request->address);
  self->mailbox = g_strdup_printf ("%s@%s", self->address->local_part, self->address->domain);
  self->other_form = mw_address_dup_other_form (self->address);
  self->secret = request->secret ? mw_secret_ref (request->secret) : NULL;
  self->user = g_strdup (request->user);
  self->receiving = request->receiving;
  self->mechanism = g_strdup (request->mechanism);
  self->accepted_hosts = g_strdupv ((GStrv) request->accepted_hosts);
  self->owned_hosts = g_strdupv ((GStrv) request->owned_hosts);
  self->exceptions = collect_exceptions (request);
  self->identity = request->identity ? mw_tls_identity_ref (request->identity) : NULL;
  self->receiving_only = request->receiving_only;
  g_set_object (&self->kept, request->kept);
  g_set_object (&self->found, request->found);
  g_set_object (&self->scans, request->scans);
  g_set_object (&self->domain_looks, request->domain_looks);
  self->timeout = request->timeout;
}

/* What every test keeps to. */
static void
set_terms (MwSetup *self, const MwRequest *request)
{
  self->terms = (MwTerms){
    .mechanism = self->mechanism,
    .judge = mw_judge_blames_password,
    .exceptions = self->exceptions,
    .identity = self->identity,
    .owned_hosts = (const char *const *) self->owned_hosts,
    .allows_plain_text = request->allows_plain_text,
    .asks_no_others = request->asks_no_others,
    .takes_ticket = request->scans == NULL,
  };
}

/**
 * mw_setup_new:
 * @request: copied
 *
 * Makes the tests that will be run, of what was found or else is known.
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
  take_request (self, request);
  self->presets = g_object_ref (presets);
  set_terms (self, request);
  self->tls = mw_tls_context_get_shared (request->ca_file, error);
  if (self->tls == NULL)
    return NULL;

  mw_setup_tell_repairs (self, request->typed);
  mw_setup_find_candidates (self, request);
  make_runs (self, request);

  return g_steal_pointer (&self);
}

/**
 * mw_setup_prepare:
 *
 * Reads the authorities of this computer, which takes longer than to draw a window twice: best done
 * while nobody waits. The first test does it otherwise.
 */
void
mw_setup_prepare (void)
{
  MwTlsContext *tls = mw_tls_context_get_shared (NULL, NULL);

  g_clear_pointer (&tls, mw_tls_context_unref);
}

/**
 * mw_setup_run_async:
 *
 * Tests receiving and sending side by side, and mends what can be mended.
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
  g_task_set_priority (task, mw_net_take_turn ());
  self->n_pending = 1;
  self->began = g_get_monotonic_time ();
  self->terms.deadline = self->began + self->timeout * G_USEC_PER_SEC;

  if (self->provider == NULL && !self->terms.asks_no_others)
    mw_setup_look_at_domain (self, cancellable, domain_looked_at_cb, g_object_ref (task));
  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++)
    if (self->runs[mw_tested_parts[i]] != NULL) {
      self->n_pending++;
      mw_part_run_async (self->runs[mw_tested_parts[i]],
                         cancellable,
                         run_done_cb,
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
