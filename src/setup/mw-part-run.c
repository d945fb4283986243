/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-part-run-private.h"

#include <string.h>

#include "mw-loop.h"
#include "mw-mend.h"
#include "mw-name-repair.h"
#include "mw-net-error.h"

G_DEFINE_FINAL_TYPE (MwPartRun, mw_part_run, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void take_next (MwPartRun *self);

/* RFC 8305 is about addresses; this is the same for ports: who may be shut out waits no longer than
 * it takes to be nearly sure. */
static void
try_silent_cb (MwTry *try)
{
  g_autoptr (MwFinding) silence =
    mw_finding_new (MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.timeout", NULL);

  if (!try->proof)
    mw_part_run_queue_others (try, silence);
  take_next (try->run);
}

/* ------ progress ------ */

static void
mirror (MwPartRun *self, MwStageResult *from)
{
  g_autoptr (MwStageResult) to =
    g_list_model_get_item (G_LIST_MODEL (self->stages),
                           mw_stage_result_get_stage (from) - MW_STAGE_RESOLVE);

  mw_stage_result_set_measure (to,
                               mw_stage_result_get_ms (from),
                               mw_stage_result_get_round_trips (from));
  mw_stage_result_set_state (to, mw_stage_result_get_state (from));
}

/* What is shown is what gets on. */
static void
stage_changed_cb (MwTry *try, MwStageResult *result)
{
  MwPartRun *self = try->run;
  MwTry *shown = self->shown;

  if (shown == try)
    mirror (self, result);
  else if (!try->proof && self->winner == NULL && shown->silent &&
           !mw_check_is_connecting (try->check) &&
           mw_stage_result_get_stage (result) > MW_STAGE_CONNECT &&
           mw_stage_result_get_state (result) == MW_STATE_RUNNING)
    mw_part_run_show (self, try);
}

/**
 * mw_part_run_show:
 *
 * Makes @shown the one whose stages and server can be seen.
 */
void
mw_part_run_show (MwPartRun *self, MwTry *shown)
{
  GListModel *stages = mw_check_get_stages (shown->check);
  const char *user = shown->choice->server->user;
  gboolean other = self->shown != shown;

  if (mw_check_get_sign_in (shown->check) == MW_SIGN_IN_ACCEPTED)
    user = mw_attempt_choose_user (self->terms->attempt, user);
  self->shown = shown;
  for (guint i = 0; i < g_list_model_get_n_items (stages); i++) {
    g_autoptr (MwStageResult) result = g_list_model_get_item (stages, i);

    mirror (self, result);
  }

  mw_server_free (self->server);
  self->server = mw_server_new_for_user (shown->choice->server, user);
  if (other)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* ------ the run ------ */

static void
stop (MwPartRun *self, MwTry *but)
{
  mw_part_run_drop_queue (self);
  for (guint i = 0; i < self->tries->len; i++) {
    MwTry *try = g_ptr_array_index (self->tries, i);

    if (try != but)
      g_cancellable_cancel (try->cancellable);
  }
  mw_part_run_leave_more (self);
}

/* The end of each operation that is pending. Takes @taken. */
void
mw_part_run_finish_op (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  MwPartRun *self = g_task_get_source_object (task);

  take_next (self);
  if (--self->n_pending > 0)
    return;

  mw_loop_clear (&self->caller);
  mw_part_run_collect_findings (self);
  mw_attempt_part_done (self->terms->attempt, self->part);
  self->task = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
name_repaired_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwTry *try = user_data;
  MwPartRun *self = try->run;
  const MwServer *server = try->choice->server;
  g_autofree char *name = mw_name_repair_finish (result, NULL);

  if (name != NULL && self->suggestion == NULL) {
    g_autoptr (MwServer) other =
      mw_server_new (server->protocol, server->security, name, server->port, server->user);

    self->suggestion = g_steal_pointer (&name);
    mw_part_run_queue (self, other, try->choice, TRUE);
  }

  mw_part_run_finish_op (self->task);
}

/* Another name of the same machine may fit. */
static void
look_for_name (MwTry *try, const MwFinding *problem)
{
  g_autofree const char **names = mw_finding_get_texts (problem, "names");

  try->run->n_pending++;
  g_object_ref (try->run->task);
  mw_name_repair_async (names,
                        try->choice->server->host,
                        mw_finding_get_text (problem, "address"),
                        try->cancellable,
                        name_repaired_cb,
                        try);
}

static gboolean
was_decided (MwTry *try)
{
  MwSignIn sign_in = mw_check_get_sign_in (try->check);

  return sign_in == MW_SIGN_IN_ACCEPTED || sign_in == MW_SIGN_IN_REFUSED;
}

static void
go_on (MwTry *try)
{
  MwPartRun *self = try->run;
  const MwFinding *problem = mw_try_get_problem (try);

  if (mw_try_works (try)) {
    self->winner = try;
    stop (self, try);
  } else if (try->proof || mw_part_run_queue_other_user (try)) {
    /* It was only to be offered, or the same one is tried again. */
  } else if (problem == NULL) {
    mw_part_run_drop_queue (self); /* there was no leave to sign in */
  } else if (was_decided (try)) {
    stop (self, try);
  } else if (g_strcmp0 (problem->cause, "tls.wrong-name") == 0) {
    mw_part_run_drop_queue (self);
    if (mw_part_run_has_time (self))
      look_for_name (try, problem);
  } else if (mw_mend_is_mendable (problem)) {
    mw_part_run_queue_others (try, problem);
  } else {
    mw_part_run_drop_queue (self);
  }
}

static void
check_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwTry *try = user_data;
  MwPartRun *self = try->run;
  g_autoptr (GError) error = NULL;

  mw_try_end (try);
  try->done = mw_check_run_finish (MW_CHECK (source), result, &error);
  if (try->done)
    go_on (try);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->error == NULL)
    self->error = g_steal_pointer (&error);

  mw_part_run_finish_op (self->task);
}

static void
begin (MwTry *try)
{
  MwPartRun *self = try->run;

  if (!try->proof)
    mw_attempt_renew (self->terms->attempt, self->part);
  try->running = TRUE;
  self->n_pending++;
  g_object_ref (self->task);
  mw_check_run_async (try->check, try->cancellable, check_done_cb, try);
}

static void
make_check (MwTry *try)
{
  mw_try_make_check (try, stage_changed_cb, try_silent_cb);
  g_ptr_array_add (try->run->tries, try);
}

/* Has @next its turn? When those before have failed, or are silent; what is only to be offered
 * waits to the end; and nobody when time is over. */
static gboolean
may_begin (MwPartRun *self, MwTry *next)
{
  for (guint i = 0; i < self->tries->len; i++) {
    MwTry *try = g_ptr_array_index (self->tries, i);

    if (try->running && (next->proof || !try->silent))
      return FALSE;
  }

  return self->winner == NULL && self->error == NULL && mw_part_run_has_time (self);
}

static void
take_next (MwPartRun *self)
{
  MwTry *try = g_queue_peek_head (&self->next);

  if (try == NULL)
    mw_part_run_want_more (self);
  if (try == NULL || !may_begin (self, try))
    return;

  g_queue_pop_head (&self->next);
  make_check (try);
  if (!try->proof && !self->shown->running)
    mw_part_run_show (self, try);
  begin (try);
}

static gboolean
caller_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  stop (MW_PART_RUN (user_data), NULL);

  return G_SOURCE_REMOVE;
}

/* ------ the object ------ */

static void
mw_part_run_finalize (GObject *object)
{
  MwPartRun *self = MW_PART_RUN (object);

  mw_loop_clear (&self->caller);
  mw_part_run_drop_queue (self);
  g_ptr_array_unref (self->tries);
  g_ptr_array_unref (self->choices);
  g_ptr_array_unref (self->findings);
  g_object_unref (self->no_attempt);
  g_object_unref (self->stages);
  mw_server_free (self->server);
  g_clear_error (&self->error);
  g_free (self->suggestion);

  G_OBJECT_CLASS (mw_part_run_parent_class)->finalize (object);
}

static void
mw_part_run_class_init (MwPartRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_part_run_finalize;

  signals[CHANGED] = g_signal_new ("changed",
                                   MW_TYPE_PART_RUN,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
mw_part_run_init (MwPartRun *self)
{
  self->tries = g_ptr_array_new_with_free_func (mw_try_free);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  self->no_attempt = mw_attempt_new (NULL, 0);
  self->stages = g_list_store_new (MW_TYPE_STAGE_RESULT);
  g_queue_init (&self->next);

  for (MwStage stage = MW_STAGE_RESOLVE; stage < MW_STAGE_LEAVE; stage++) {
    g_autoptr (MwStageResult) result = mw_stage_result_new (stage);

    g_list_store_append (self->stages, result);
  }
}

/**
 * mw_part_run_new:
 * @choices: (element-type MwChoice): the best first, at least one
 * @terms: outlives the run; its attempt expects this part from now on
 */
MwPartRun *
mw_part_run_new (MwPart part, GPtrArray *choices, const MwPartTerms *terms)
{
  MwPartRun *self;
  const MwChoice *first;

  g_return_val_if_fail (choices != NULL && choices->len > 0, NULL);
  g_return_val_if_fail (terms != NULL, NULL);

  self = g_object_new (MW_TYPE_PART_RUN, NULL);
  self->part = part;
  self->choices = g_ptr_array_ref (choices);
  self->terms = terms;
  first = g_ptr_array_index (choices, 0);
  self->shown = mw_try_new (self, first->server, first, FALSE);
  self->server = mw_server_copy (first->server);
  make_check (self->shown);
  mw_attempt_expect (terms->attempt, part);

  return self;
}

/**
 * mw_part_run_async:
 *
 * Tests the best server, and others while none works.
 */
void
mw_part_run_async (MwPartRun *self,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_return_if_fail (MW_IS_PART_RUN (self));
  g_return_if_fail (self->task == NULL && !self->shown->done);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, mw_part_run_async);
  g_task_set_priority (self->task, mw_net_take_turn ());
  self->n_pending = 1;

  if (cancellable != NULL) {
    self->caller = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->caller, G_SOURCE_FUNC (caller_cancelled_cb), self, NULL);
    g_source_attach (self->caller, g_main_context_get_thread_default ());
  }
  begin (self->shown);
  mw_part_run_finish_op (self->task);
}

/**
 * mw_part_run_finish:
 *
 * Returns: FALSE if it was cancelled, or could not be carried out on this machine
 */
gboolean
mw_part_run_finish (MwPartRun *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
