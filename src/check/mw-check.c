/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

#include "mw-loop.h"
#include "mw-wildcard.h"

#define GRACE 3           /* seconds for the other addresses, when one has signed in */
#define AT_ONCE 4         /* addresses, while none has answered */
#define AT_ONCE_TALKING 2 /* and once one has: a server is not to be stormed */
#define ATTEMPT_DELAY 250 /* milliseconds between two of them: RFC 8305, section 5 */

G_DEFINE_FINAL_TYPE (MwCheck, mw_check, G_TYPE_OBJECT)

/* Nobody waits any longer for what is not there yet. */
static gboolean
grace_over_cb (gpointer user_data)
{
  MwCheck *self = MW_CHECK (user_data);

  mw_loop_clear (&self->grace);
  mw_loop_clear (&self->stagger);
  self->n_begun = self->addresses->len;
  for (guint i = 0; i < self->drivers->len; i++)
    mw_driver_give_up (g_ptr_array_index (self->drivers, i));

  return G_SOURCE_REMOVE;
}

static void
begin_grace (MwCheck *self)
{
  if (self->grace == NULL)
    self->grace = mw_loop_attach (g_timeout_source_new (GRACE * 1000), grace_over_cb, self, NULL);
}

/* Whoever begins now has all its time. */
void
mw_check_end_grace (MwCheck *self)
{
  mw_loop_clear (&self->grace);
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

static void
wildcard_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwCheck *self = g_task_get_source_object (task);
  g_autofree char *name = mw_wildcard_ask_finish (result, NULL);

  if (name != NULL) {
    g_autoptr (MwFinding) finding =
      mw_finding_new (MW_STAGE_RESOLVE, MW_SEVERITY_WARNING, "dns.wildcard-answer", name);

    mw_check_add_finding (self, finding, NULL);
  }

  mw_check_finish_op (task);
}

/* Only where we may have been led to the wrong place. */
static gboolean
doubts_name (MwCheck *self)
{
  mw_check_choose_leader (self);

  return self->leader != NULL && self->scan == NULL && self->addresses->len > 0 &&
         !self->asked_for_wildcard && self->error == NULL && mw_driver_has_errors (self->leader) &&
         g_get_monotonic_time () < self->terms->deadline &&
         mw_driver_get_stage (self->leader) <= MW_STAGE_GREET;
}

static void
ask_for_wildcard (GTask *task)
{
  MwCheck *self = g_task_get_source_object (task);

  self->asked_for_wildcard = TRUE;
  self->n_pending++;
  mw_wildcard_ask_async (self->server->host,
                         self->addresses,
                         g_task_get_cancellable (task),
                         wildcard_asked_cb,
                         g_object_ref (task));
}

/**
 * mw_check_finish_op:
 * @taken: (transfer full): the run
 *
 * Called by every operation that has ended, and by the starter.
 */
void
mw_check_finish_op (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  MwCheck *self = g_task_get_source_object (task);

  if (--self->n_pending == self->n_beside && mw_check_sign_in_elsewhere (task))
    return;
  if (self->n_pending == self->n_beside && self->n_beside > 0)
    mw_check_await_beside (self, g_task_get_cancellable (task));
  if (self->n_pending > 0)
    return;

  mw_check_end_beside (self);
  mw_loop_clear (&self->grace);
  if (doubts_name (self) && !g_cancellable_is_cancelled (g_task_get_cancellable (task))) {
    ask_for_wildcard (task);
    return;
  }

  mw_check_collect_findings (self);
  skip_rest (self);

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
  mw_check_try_again (task, driver);
  mw_check_begin_crowd (task, driver);
  mw_check_show_progress (self);

  mw_check_begin_next (task);
  mw_check_finish_op (task);
}

/* Nobody needs to win the race any more once an address has answered. */
static void
stage_changed_cb (MwCheck *self)
{
  mw_check_show_progress (self);
  mw_check_begin_offers (self->task);
  if (self->stagger != NULL && !mw_check_is_connecting (self))
    mw_check_begin_next (self->task);
}

/**
 * mw_check_begin_driver:
 * @ip: (nullable): one of the server's addresses; none where the proxy knows it
 *
 * Tests one way to the server.
 */
void
mw_check_begin_driver (GTask *task, GInetAddress *ip)
{
  MwCheck *self = g_task_get_source_object (task);
  g_autoptr (GSocketAddress) address =
    ip != NULL ? g_inet_socket_address_new (ip, self->server->port) : NULL;
  MwDriver *driver = mw_driver_new (self->server,
                                    self->mailbox,
                                    address,
                                    ip != NULL ? NULL : self->proxy,
                                    self->tls,
                                    self->attempt,
                                    self->terms);

  g_ptr_array_add (self->drivers, driver);
  g_signal_connect_swapped (driver, "notify::stage", G_CALLBACK (stage_changed_cb), self);
  self->n_pending++;
  mw_driver_run_async (driver, g_task_get_cancellable (task), driver_done_cb, g_object_ref (task));
}

static gboolean
attempt_delay_over_cb (gpointer user_data)
{
  mw_check_begin_next (G_TASK (user_data));

  return G_SOURCE_REMOVE;
}

static gboolean
is_full (MwCheck *self)
{
  gboolean talking = FALSE;
  guint n = 0;

  for (guint i = 0; i < self->drivers->len; i++) {
    MwDriver *driver = g_ptr_array_index (self->drivers, i);

    n += mw_driver_is_running (driver);
    talking |= mw_driver_is_running (driver) && mw_driver_get_stage (driver) > MW_STAGE_CONNECT;
  }

  return n >= (talking ? AT_ONCE_TALKING : AT_ONCE);
}

/**
 * mw_check_begin_next:
 *
 * RFC 8305, section 5: the next address has its turn a little later than the last one, or as soon
 * as one has ended. While some have not begun, at least one is running, and holds @task.
 */
void
mw_check_begin_next (GTask *task)
{
  MwCheck *self = g_task_get_source_object (task);

  mw_loop_clear (&self->stagger);
  if (self->n_begun == self->addresses->len || is_full (self) ||
      g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;

  mw_check_begin_driver (task, g_ptr_array_index (self->addresses, self->n_begun++));
  if (self->n_begun < self->addresses->len)
    self->stagger =
      mw_loop_attach (g_timeout_source_new (ATTEMPT_DELAY), attempt_delay_over_cb, task, NULL);
}

static void
mw_check_finalize (GObject *object)
{
  MwCheck *self = MW_CHECK (object);

  mw_loop_clear (&self->grace);
  mw_loop_clear (&self->stagger);
  mw_check_end_beside (self);
  g_object_unref (self->beside);
  g_clear_pointer (&self->tlsa, g_ptr_array_unref);
  g_clear_pointer (&self->better, mw_finding_unref);
  g_free (self->proof_fault);
  for (guint i = 0; i < self->drivers->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->drivers, i), self);
  g_ptr_array_unref (self->drivers);
  g_ptr_array_unref (self->dropped);
  g_ptr_array_unref (self->addresses);
  g_ptr_array_unref (self->findings);
  g_ptr_array_unref (self->trials);
  g_object_unref (self->stages);
  g_object_unref (self->attempt);
  g_clear_object (&self->scans);
  g_clear_object (&self->scan);
  mw_tls_context_unref (self->tls);
  mw_server_free (self->server);
  g_clear_error (&self->error);
  g_free (self->mailbox);
  g_free (self->proxy);

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
  self->addresses = g_ptr_array_new_with_free_func (g_object_unref);
  self->beside = g_cancellable_new ();
  self->dropped = g_ptr_array_new_with_free_func (g_object_unref);
  self->drivers = g_ptr_array_new_with_free_func (g_object_unref);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  self->trials = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
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
 * @attempt: shared with the other part; whoever owns the check tells it what to expect, and the end
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

  return self;
}

/**
 * mw_check_set_scans:
 * @scans: (nullable): what is known of servers
 *
 * Before the run: have it ask @scans for all that is not about one account, and visit one address
 * only, to sign in there.
 */
void
mw_check_set_scans (MwCheck *self, MwScans *scans)
{
  g_return_if_fail (MW_IS_CHECK (self) && self->began == 0);

  g_set_object (&self->scans, scans);
}

/**
 * mw_check_run_async:
 *
 * Looks the name up and tests every address it has, side by side; or tests what is behind the
 * desktop's proxy.
 */
void
mw_check_run_async (MwCheck *self,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task;

  g_return_if_fail (MW_IS_CHECK (self));
  g_return_if_fail (self->began == 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_check_run_async);
  g_task_set_priority (task, mw_net_take_turn ());
  self->task = task;
  self->n_pending = 1;
  self->began = g_get_monotonic_time ();
  mw_check_find_way (task);
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
