/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

#include "mw-net-error.h"
#include "mw-resolve.h"

#define RESOLVE_PATIENCE 10 /* seconds */
#define GRACE 3             /* seconds for the other addresses, when one has signed in */
#define ADDRESSES_MAX 64

G_DEFINE_FINAL_TYPE (MwCheck, mw_check, G_TYPE_OBJECT)

static void
stage_changed_cb (MwCheck *self)
{
  mw_check_show_progress (self);
}

static void
clear_grace (MwCheck *self)
{
  if (self->grace != NULL)
    g_source_destroy (self->grace);
  g_clear_pointer (&self->grace, g_source_unref);
}

static gboolean
grace_over_cb (gpointer user_data)
{
  MwCheck *self = MW_CHECK (user_data);

  clear_grace (self);
  for (guint i = 0; i < self->drivers->len; i++)
    mw_driver_give_up (g_ptr_array_index (self->drivers, i));

  return G_SOURCE_REMOVE;
}

static void
begin_grace (MwCheck *self)
{
  if (self->grace != NULL)
    return;

  self->grace = g_timeout_source_new_seconds (GRACE);
  g_source_set_priority (self->grace, MW_NET_PRIORITY);
  g_source_set_callback (self->grace, grace_over_cb, self, NULL);
  g_source_attach (self->grace, g_main_context_get_thread_default ());
}

static void
skip_rest (MwCheck *self)
{
  for (MwStage stage = MW_STAGE_RESOLVE; stage < MW_STAGE_LEAVE; stage++) {
    MwStageResult *result = mw_check_get_stage (self, stage);
    MwState state = mw_stage_result_get_state (result);

    if (state == MW_STATE_WAITING || state == MW_STATE_RUNNING)
      mw_stage_result_set_state (result, MW_STATE_SKIPPED);
  }
}

/* Called by every driver and by the starter. Takes @task. */
static void
finish_op (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  MwCheck *self = g_task_get_source_object (task);

  if (--self->n_pending > 0)
    return;

  clear_grace (self);
  mw_check_collect_findings (self);
  skip_rest (self);
  mw_attempt_part_done (self->attempt, mw_check_get_part (self));

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
driver_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwCheck *self = g_task_get_source_object (task);
  MwDriver *driver = MW_DRIVER (source);
  g_autoptr (GError) error = NULL;

  if (!mw_driver_run_finish (driver, result, &error) && self->error == NULL)
    self->error = g_steal_pointer (&error);
  if (mw_driver_get_sign_in (driver) != MW_SIGN_IN_NOT_TRIED)
    begin_grace (self);
  mw_check_show_progress (self);

  finish_op (task);
}

static void
start_driver (MwCheck *self, GInetAddress *ip, GTask *task)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (ip, self->server->port);
  MwDriver *driver =
    mw_driver_new (self->server, self->mailbox, address, self->tls, self->attempt, self->terms);

  g_ptr_array_add (self->drivers, driver);
  g_signal_connect_swapped (driver, "notify::stage", G_CALLBACK (stage_changed_cb), self);
  self->n_pending++;
  mw_driver_run_async (driver, g_task_get_cancellable (task), driver_done_cb, g_object_ref (task));
}

static const char *
cause_of_resolver (const GError *error)
{
  if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_NO_SUCH_HOST))
    return "dns.no-such-host";
  if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_RESOLVER_TIMEOUT))
    return "dns.timeout";

  return "dns.servfail";
}

static void
close_resolve (MwCheck *self, const GError *error)
{
  MwStageResult *result = mw_check_get_stage (self, MW_STAGE_RESOLVE);
  g_autoptr (MwFinding) finding = NULL;

  mw_stage_result_set_measure (result, (g_get_monotonic_time () - self->began) / 1000.0, 0);
  mw_stage_result_set_state (result, error ? MW_STATE_ERROR : MW_STATE_PASS);
  if (error == NULL)
    return;

  finding =
    mw_finding_new (MW_STAGE_RESOLVE, MW_SEVERITY_ERROR, cause_of_resolver (error), error->message);
  mw_check_add_finding (self, finding, self->server->host);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwCheck *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  GList *list = mw_resolve_finish (result, &error);

  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task))) {
    close_resolve (self, error);
    for (GList *l = list; l && self->drivers->len < ADDRESSES_MAX; l = l->next)
      start_driver (self, l->data, task);
  }
  g_resolver_free_addresses (list);

  finish_op (task);
}

static void
mw_check_finalize (GObject *object)
{
  MwCheck *self = MW_CHECK (object);

  clear_grace (self);
  for (guint i = 0; i < self->drivers->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->drivers, i), self);
  g_ptr_array_unref (self->drivers);
  g_ptr_array_unref (self->findings);
  g_object_unref (self->stages);
  g_object_unref (self->attempt);
  mw_tls_context_unref (self->tls);
  mw_server_free (self->server);
  g_clear_error (&self->error);
  g_free (self->mailbox);

  G_OBJECT_CLASS (mw_check_parent_class)->finalize (object);
}

static void
mw_check_class_init (MwCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_check_finalize;
}

static void
mw_check_init (MwCheck *self)
{
  self->drivers = g_ptr_array_new_with_free_func (g_object_unref);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  self->stages = g_list_store_new (MW_TYPE_STAGE_RESULT);

  for (MwStage stage = MW_STAGE_RESOLVE; stage < MW_STAGE_LEAVE; stage++) {
    g_autoptr (MwStageResult) result = mw_stage_result_new (stage);

    g_list_store_append (self->stages, result);
  }
}

/**
 * mw_check_new:
 * @server: with its user
 * @mailbox: the address that is tried as sender and recipient
 * @attempt: shared with the other part; a check that is made is expected by it
 * @terms: outlives the check
 */
MwCheck *
mw_check_new (const MwServer *server,
              const char *mailbox,
              MwTlsContext *tls,
              MwAttempt *attempt,
              const MwTerms *terms)
{
  MwCheck *self;

  g_return_val_if_fail (server != NULL && server->user != NULL, NULL);
  g_return_val_if_fail (mailbox != NULL && tls != NULL && terms != NULL, NULL);
  g_return_val_if_fail (MW_IS_ATTEMPT (attempt), NULL);

  self = g_object_new (MW_TYPE_CHECK, NULL);
  self->server = mw_server_copy (server);
  self->mailbox = g_strdup (mailbox);
  self->tls = mw_tls_context_ref (tls);
  self->attempt = g_object_ref (attempt);
  self->terms = terms;
  mw_attempt_expect (attempt, mw_check_get_part (self));

  return self;
}

/**
 * mw_check_run_async:
 *
 * Looks the name up and tests every address it has, side by side.
 */
void
mw_check_run_async (MwCheck *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task;
  gint64 left;

  g_return_if_fail (MW_IS_CHECK (self));
  g_return_if_fail (self->began == 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_check_run_async);
  g_task_set_priority (task, MW_NET_PRIORITY);
  self->n_pending = 1;
  self->began = g_get_monotonic_time ();
  left = (self->terms->deadline - self->began) / G_USEC_PER_SEC;
  mw_stage_result_set_state (mw_check_get_stage (self, MW_STAGE_RESOLVE), MW_STATE_RUNNING);

  mw_resolve_async (self->server->host,
                    (guint) CLAMP (left, 1, RESOLVE_PATIENCE),
                    cancellable,
                    resolved_cb,
                    task);
}

/**
 * mw_check_run_finish:
 *
 * Returns: FALSE if it was cancelled, or could not be carried out on this machine. What a server
 *   does wrong is a finding.
 */
gboolean
mw_check_run_finish (MwCheck *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
