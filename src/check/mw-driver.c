/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-driver-private.h"

#include "mw-net-error.h"

G_DEFINE_FINAL_TYPE (MwDriver, mw_driver, G_TYPE_OBJECT)

enum {
  PROP_STAGE = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

MwPart
mw_driver_get_part (MwDriver *self)
{
  return self->server->protocol == MW_PROTOCOL_SMTP ? MW_PART_OUTGOING : MW_PART_INCOMING;
}

/* ------ time ------ */

gboolean
mw_driver_limit_reached_cb (gpointer user_data)
{
  MwDriver *self = MW_DRIVER (user_data);

  self->timed_out = TRUE;
  mw_stage_clock_clear_limit (&self->clock);
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static guint
count_round_trips (MwDriver *self)
{
  return self->channel ? mw_channel_get_round_trips (self->channel) : 0;
}

void
mw_driver_enter (MwDriver *self, MwStage stage)
{
  if (!mw_stage_clock_enter (&self->clock, stage, count_round_trips (self)))
    return;

  mw_stage_clock_limit (&self->clock, mw_driver_limit_reached_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STAGE]);
}

/* ------ the end ------ */

void
mw_driver_find (MwDriver *self, MwSeverity severity, const char *cause, const char *evidence)
{
  g_ptr_array_add (mw_dialogue_get_findings (self->dialogue),
                   mw_finding_new (self->clock.stage, severity, cause, evidence));
}

/* Who was granted leave owes the attempt an answer, once. A server that never answers the password
 * may have counted it all the same. */
static void
report_sign_in (MwDriver *self)
{
  MwSignIn outcome = mw_dialogue_get_sign_in (self->dialogue);

  if (!self->granted || self->reported)
    return;

  if (outcome == MW_SIGN_IN_NOT_TRIED && mw_dialogue_has_said_password (self->dialogue))
    outcome = MW_SIGN_IN_REFUSED;
  self->reported = TRUE;
  mw_attempt_report (self->attempt, mw_driver_get_part (self), outcome);
}

static void
stop_clock (MwDriver *self)
{
  mw_driver_stop_doubting (self);
  mw_stage_clock_stop (&self->clock, count_round_trips (self));
  if (self->caller_source != NULL)
    g_source_destroy (self->caller_source);
  g_clear_pointer (&self->caller_source, g_source_unref);
}

/* Once, on every path. */
void
mw_driver_finish (MwDriver *self, GTask *task)
{
  stop_clock (self);
  self->was_cancelled = self->dropped || g_cancellable_is_cancelled (g_task_get_cancellable (task));
  report_sign_in (self);
  mw_driver_blame_client (self);
  if (self->channel != NULL)
    mw_channel_close_async (self->channel, NULL, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STAGE]);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

/* That the caller cancelled, or dropped it, is no fact about the server, nor is that the other part
 * took all time. Of mail that nobody reads it does not matter how much comes. */
static gboolean
has_not_failed (MwDriver *self, GTask *task)
{
  return g_cancellable_is_cancelled (g_task_get_cancellable (task)) || self->dropped ||
         self->clock.stage == MW_STAGE_LEAVE || (self->awaits_leave && self->timed_out) ||
         mw_dialogue_has_enough (self->dialogue);
}

/* Takes both. That this machine has no files left is no fact about the server either. */
void
mw_driver_fail (GTask *taken_task, GError *taken_error)
{
  g_autoptr (GTask) task = taken_task;
  g_autoptr (GError) error = taken_error;
  MwDriver *self = g_task_get_source_object (task);

  if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_TOO_MANY_FILES)) {
    stop_clock (self);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  if (has_not_failed (self, task))
    mw_driver_finish (self, task);
  else
    mw_driver_understand (g_steal_pointer (&task), g_steal_pointer (&error));
}

/* ------ the loop ------ */

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (mw_channel_send_finish (MW_CHANNEL (source), result, &error))
    mw_driver_proceed (g_steal_pointer (&task));
  else
    mw_driver_fail (g_steal_pointer (&task), error);
}

/* A conversation keeps no clock. */
static void
stamp_letter (MwLetter *letter)
{
  if (letter->receipt != NULL && letter->sent == 0)
    letter->sent = g_get_monotonic_time ();
  if (letter->header != NULL && letter->arrived == 0)
    letter->arrived = g_get_monotonic_time ();
}

static void
heard_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwDriver *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = mw_channel_read_finish (MW_CHANNEL (source), result, &error);
  gsize length;
  const char *line;

  if (bytes == NULL) {
    mw_driver_fail (g_steal_pointer (&task), error);
    return;
  }

  mw_driver_stop_doubting (self);
  line = g_bytes_get_data (bytes, &length);
  mw_dialogue_hear (self->dialogue, line ? line : "", length);
  if (mw_dialogue_get_sign_in (self->dialogue) != MW_SIGN_IN_NOT_TRIED)
    report_sign_in (self);
  if (self->terms->letter != NULL)
    stamp_letter (self->terms->letter);
  mw_driver_proceed (g_steal_pointer (&task));
}

/* What will be thrown away gets little time, once. Takes @task. */
static void
listen (MwDriver *self, gsize literal, GTask *task)
{
  if (mw_dialogue_has_enough (self->dialogue) && !self->hurries) {
    self->hurries = TRUE;
    mw_stage_clock_limit_shortly (&self->clock, mw_driver_limit_reached_cb, self);
  }
  mw_driver_begin_doubting (task);
  mw_channel_set_hides (self->channel, mw_dialogue_hears_mail (self->dialogue));
  mw_channel_read_async (self->channel, literal, self->cancellable, heard_cb, task);
}

/* The pause is over, or we are told to stop. */
static gboolean
pause_over_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwDriver *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, &error)) {
    mw_driver_fail (g_object_ref (task), error);
  } else {
    mw_stage_clock_limit (&self->clock, mw_driver_limit_reached_cb, self);
    mw_dialogue_waited (self->dialogue);
    mw_driver_proceed (g_object_ref (task));
  }

  return G_SOURCE_REMOVE;
}

/* Waiting for mail to arrive is not the server's time. Takes @taken. */
static void
pause_run (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  MwDriver *self = g_task_get_source_object (task);
  g_autoptr (GSource) timer = g_timeout_source_new_seconds (mw_dialogue_get_pause (self->dialogue));
  g_autoptr (GSource) stop = g_cancellable_source_new (self->cancellable);

  mw_stage_clock_limit_to_deadline (&self->clock, 0, mw_driver_limit_reached_cb, self);
  g_source_set_dummy_callback (stop);
  g_source_add_child_source (timer, stop);
  g_task_attach_source (task, timer, pause_over_cb);
}

/* Asks the dialogue what to do, does it, comes back. Takes @task. */
void
mw_driver_proceed (GTask *task)
{
  MwDriver *self = g_task_get_source_object (task);
  g_autoptr (MwLine) line = mw_line_new ();
  gsize literal = 0;
  MwStep step = mw_dialogue_next (self->dialogue, line, &literal);

  if (step != MW_STEP_START_TLS && step != MW_STEP_DONE)
    mw_driver_enter (self, mw_dialogue_get_stage (self->dialogue));

  switch (step) {
  case MW_STEP_SEND:
    mw_channel_send_async (self->channel,
                           g_steal_pointer (&line),
                           self->cancellable,
                           sent_cb,
                           task);
    break;
  case MW_STEP_LISTEN:
    listen (self, literal, task);
    break;
  case MW_STEP_START_TLS:
    mw_driver_start_tls (task);
    break;
  case MW_STEP_ASK_LEAVE:
    mw_driver_ask_leave (task);
    break;
  case MW_STEP_THINK:
    mw_driver_think (task);
    break;
  case MW_STEP_WAIT:
    pause_run (task);
    break;
  case MW_STEP_DONE:
    mw_driver_finish (self, task);
    g_object_unref (task);
    break;
  default:
    g_assert_not_reached ();
  }
}

/* ------ the object ------ */

static void
mw_driver_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STAGE)
    g_value_set_uint (value, MW_DRIVER (object)->clock.stage);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mw_driver_finalize (GObject *object)
{
  MwDriver *self = MW_DRIVER (object);

  mw_stage_clock_clear_limit (&self->clock);
  mw_driver_stop_doubting (self);
  g_clear_object (&self->stream);
  g_free (self->mailbox);
  g_free (self->proxy);
  g_clear_object (&self->address);
  g_object_unref (self->cancellable);
  g_clear_object (&self->channel);
  g_object_unref (self->attempt);
  mw_dialogue_free (self->dialogue);
  mw_tls_context_unref (self->tls);
  mw_server_free (self->server);

  G_OBJECT_CLASS (mw_driver_parent_class)->finalize (object);
}

static void
mw_driver_class_init (MwDriverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = mw_driver_get_property;
  object_class->finalize = mw_driver_finalize;

  props[PROP_STAGE] = g_param_spec_uint ("stage",
                                         NULL,
                                         NULL,
                                         MW_STAGE_INPUT,
                                         MW_STAGE_LEAVE,
                                         MW_STAGE_INPUT,
                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
mw_driver_init (MwDriver *self)
{
  self->cancellable = g_cancellable_new ();
  self->hello_answer = (MwHelloAnswer){ .outcome = MW_HELLO_SILENT, .alert = -1 };
}

/**
 * mw_driver_new:
 * @server: with its user
 * @mailbox: the address that is tried as sender and recipient
 * @address: (nullable): one of the server's; none where a proxy knows it
 * @proxy: (nullable): the URI of a proxy of the desktop's; none where the way is free
 * @terms: outlives the driver
 */
MwDriver *
mw_driver_new (const MwServer *server,
               const char *mailbox,
               GSocketAddress *address,
               const char *proxy,
               MwTlsContext *tls,
               MwAttempt *attempt,
               const MwTerms *terms)
{
  MwDriver *self;

  g_return_val_if_fail (server != NULL && server->user != NULL, NULL);
  g_return_val_if_fail ((address == NULL) == (proxy != NULL) && MW_IS_ATTEMPT (attempt), NULL);

  self = g_object_new (MW_TYPE_DRIVER, NULL);
  self->server = mw_server_copy (server);
  g_set_object (&self->address, address);
  self->proxy = g_strdup (proxy);
  self->tls = mw_tls_context_ref (tls);
  self->attempt = g_object_ref (attempt);
  self->terms = terms;
  self->mailbox = g_strdup (mailbox);
  self->dialogue = mw_dialogue_new (server, mailbox);
  mw_dialogue_set_judge (self->dialogue, terms->judge);
  if (terms->mechanism != NULL)
    mw_dialogue_force_mechanism (self->dialogue, terms->mechanism);
  if (terms->takes_ticket)
    mw_dialogue_take_ticket (self->dialogue);
  if (terms->letter != NULL)
    mw_dialogue_carry (self->dialogue, terms->letter);

  return self;
}

static gboolean
caller_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (MW_DRIVER (user_data)->cancellable);

  return G_SOURCE_REMOVE;
}

/**
 * mw_driver_run_async:
 *
 * Connects, talks, and hangs up.
 */
void
mw_driver_run_async (MwDriver *self,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task;

  g_return_if_fail (MW_IS_DRIVER (self));
  g_return_if_fail (self->channel == NULL && !mw_driver_is_running (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_driver_run_async);
  g_task_set_priority (task, mw_net_take_turn ());
  self->clock.deadline = self->terms->deadline;
  mw_driver_enter (self, MW_STAGE_CONNECT);

  if (cancellable != NULL) {
    self->caller_source = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->caller_source, G_SOURCE_FUNC (caller_cancelled_cb), self, NULL);
    g_source_attach (self->caller_source, g_main_context_get_thread_default ());
  }

  mw_driver_connect (task);
}

/**
 * mw_driver_run_finish:
 *
 * Returns: FALSE if it was cancelled, or could not be carried out on this machine. What a server
 *   does wrong is a finding.
 */
gboolean
mw_driver_run_finish (MwDriver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_driver_ask_hello:
 *
 * Has the driver say no more than a hello of @kind where TLS begins. See mw_driver_get_hello().
 */
void
mw_driver_ask_hello (MwDriver *self, MwHelloKind kind)
{
  g_return_if_fail (MW_IS_DRIVER (self));

  self->asks_hello = TRUE;
  self->hello = kind;
}

/**
 * mw_driver_give_up:
 *
 * Ends the run soon, with the finding that this address takes too long.
 */
void
mw_driver_give_up (MwDriver *self)
{
  g_return_if_fail (MW_IS_DRIVER (self));

  if (!mw_driver_is_running (self))
    return;

  self->timed_out = TRUE;
  g_cancellable_cancel (self->cancellable);
}

/**
 * mw_driver_drop:
 *
 * Ends the run at once, with nothing found: it should not have been begun.
 */
void
mw_driver_drop (MwDriver *self)
{
  g_return_if_fail (MW_IS_DRIVER (self));

  if (!mw_driver_is_running (self))
    return;

  self->dropped = TRUE;
  g_cancellable_cancel (self->cancellable);
}
