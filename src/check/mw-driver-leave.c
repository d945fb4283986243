/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-driver-private.h"

/* The way to the sign-in: one connection of an account at a time has leave to say the password. */

#define RESERVE_MS 15000 /* for sending, where receiving does not get anywhere */

/* The last wall: whatever was promised, no password leaves in the clear without a yes to it. */
static gboolean
is_safe (MwDriver *self)
{
  return self->terms->allows_plain_text || mw_channel_get_tls (self->channel) != NULL;
}

static void
leave_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwDriver *self = g_task_get_source_object (task);
  MwLeave leave;
  GError *error = NULL;

  if (!mw_attempt_ask_finish (MW_ATTEMPT (source), result, &leave, &error)) {
    mw_driver_fail (g_steal_pointer (&task), error);
    return;
  }

  self->awaits_leave = FALSE;
  mw_stage_clock_forgive (&self->clock, self->asked_leave_at);
  self->granted = leave == MW_LEAVE_GRANTED;
  mw_stage_clock_limit (&self->clock, mw_driver_limit_reached_cb, self);
  if (self->granted && is_safe (self)) {
    if (mw_attempt_get_secret (self->attempt) != NULL)
      mw_channel_set_secret (self->channel, mw_attempt_get_secret (self->attempt));
    mw_dialogue_sign_in_as (self->dialogue,
                            mw_attempt_choose_user (self->attempt, self->server->user),
                            mw_attempt_get_secret (self->attempt));
  } else {
    mw_dialogue_skip_sign_in (self->dialogue);
  }
  if (self->granted && !is_safe (self))
    mw_driver_find (self, MW_SEVERITY_ERROR, "tls.not-offered", NULL);

  mw_driver_proceed (g_steal_pointer (&task));
}

static gboolean
waited_long_cb (gpointer user_data)
{
  MwDriver *self = MW_DRIVER (user_data);

  mw_stage_clock_limit_to_deadline (&self->clock, 0, mw_driver_limit_reached_cb, self);
  mw_attempt_hurry (self->attempt);

  return G_SOURCE_REMOVE;
}

/* Of what is left, enough to sign in all the same. */
static guint
find_reserve_ms (MwDriver *self)
{
  gint64 left_ms = (self->terms->deadline - g_get_monotonic_time ()) / 1000;

  return (guint) CLAMP (left_ms / 3, 0, RESERVE_MS);
}

/**
 * mw_driver_ask_leave:
 * @task: (transfer full): the run
 *
 * Signs in, once it is this connection's turn.
 */
void
mw_driver_ask_leave (GTask *task)
{
  MwDriver *self = g_task_get_source_object (task);

  /* Waiting for leave is not the server's time. */
  self->awaits_leave = TRUE;
  self->asked_leave_at = g_get_monotonic_time ();
  mw_stage_clock_limit_to_deadline (&self->clock, find_reserve_ms (self), waited_long_cb, self);
  mw_attempt_ask_async (self->attempt,
                        mw_driver_get_part (self),
                        self->server->user,
                        self->cancellable,
                        leave_asked_cb,
                        task);
}
