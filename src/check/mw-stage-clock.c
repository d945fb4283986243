/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-stage-clock.h"

#include "mw-loop.h"

#define HARDLY 3000 /* milliseconds */

/* In seconds. Servers answer a wrong password slowly on purpose. */
static const struct {
  guint patience;
  const char *awaited;
} limits[MW_N_STAGES] = {
  [MW_STAGE_CONNECT] = { 10, "the connection" },
  [MW_STAGE_ENCRYPT] = { 15, "the TLS handshake" },
  [MW_STAGE_GREET] = { 30, "the greeting" },
  [MW_STAGE_SIGN_IN] = { 45, "the answer to the sign-in" },
  [MW_STAGE_USE] = { 20, "an answer" },
  [MW_STAGE_LEAVE] = { 5, "the goodbye" },
};

static void
close_stage (MwStageClock *self, guint round_trips)
{
  MwMeasure *measure = &self->measures[self->stage];

  measure->ms += (g_get_monotonic_time () - self->began) / 1000.0;
  measure->round_trips += round_trips - self->round_trips;
}

/**
 * mw_stage_clock_enter:
 * @round_trips: that the connection has seen so far
 *
 * Returns: whether @stage is another one, and so wants a limit of its own
 */
gboolean
mw_stage_clock_enter (MwStageClock *self, MwStage stage, guint round_trips)
{
  if (self->began != 0 && stage == self->stage)
    return FALSE;

  if (self->began != 0)
    close_stage (self, round_trips);
  self->stage = stage;
  self->began = g_get_monotonic_time ();
  self->round_trips = round_trips;
  self->measures[stage].entered = TRUE;

  return TRUE;
}

static void
set_limit (MwStageClock *self, gint64 ms, GSourceFunc callback, gpointer user_data)
{
  gint64 left = (self->deadline - g_get_monotonic_time ()) / 1000;

  mw_stage_clock_clear_limit (self);
  self->limit =
    mw_loop_attach (g_timeout_source_new ((guint) CLAMP (left, 0, ms)), callback, user_data, NULL);
}

/**
 * mw_stage_clock_limit:
 * @callback: called once, when the stage has taken too long
 *
 * Gives the stage its usual time from now on, but none beyond the deadline.
 */
void
mw_stage_clock_limit (MwStageClock *self, GSourceFunc callback, gpointer user_data)
{
  set_limit (self, limits[self->stage].patience * 1000, callback, user_data);
}

/**
 * mw_stage_clock_limit_to_deadline:
 * @reserve_ms: how long before
 * @callback: called once, when that time has come
 *
 * For a wait that is not the server's fault.
 */
void
mw_stage_clock_limit_to_deadline (MwStageClock *self,
                                  guint reserve_ms,
                                  GSourceFunc callback,
                                  gpointer user_data)
{
  gint64 left = (self->deadline - g_get_monotonic_time ()) / 1000;

  set_limit (self, CLAMP (left - reserve_ms, 0, G_MAXINT), callback, user_data);
}

/**
 * mw_stage_clock_limit_to:
 * @seconds: but not beyond the deadline
 * @callback: called once, when that time is over
 *
 * For a wait that has a limit of its own.
 */
void
mw_stage_clock_limit_to (MwStageClock *self,
                         guint seconds,
                         GSourceFunc callback,
                         gpointer user_data)
{
  set_limit (self, seconds * 1000, callback, user_data);
}

/**
 * mw_stage_clock_limit_shortly:
 * @callback: called once, in three seconds, or at the deadline
 *
 * For an answer that hardly matters.
 */
void
mw_stage_clock_limit_shortly (MwStageClock *self, GSourceFunc callback, gpointer user_data)
{
  set_limit (self, HARDLY, callback, user_data);
}

/**
 * mw_stage_clock_clear_limit:
 *
 * Lets the stage take as long as it wants. Nothing happens if there is no limit.
 */
void
mw_stage_clock_clear_limit (MwStageClock *self)
{
  mw_loop_clear (&self->limit);
}

/**
 * mw_stage_clock_forgive:
 * @since: in microseconds of the monotonic clock, not before the stage began
 *
 * The time from then to now was spent on waiting for somebody else, and is not the stage's.
 */
void
mw_stage_clock_forgive (MwStageClock *self, gint64 since)
{
  if (self->began != 0)
    self->began += g_get_monotonic_time () - MAX (since, self->began);
}

/**
 * mw_stage_clock_stop:
 *
 * The connection has ended.
 */
void
mw_stage_clock_stop (MwStageClock *self, guint round_trips)
{
  if (self->began != 0)
    close_stage (self, round_trips);
  self->began = 0;
  mw_stage_clock_clear_limit (self);
}

/**
 * mw_stage_clock_is_running:
 *
 * Returns: whether a stage is being timed
 */
gboolean
mw_stage_clock_is_running (const MwStageClock *self)
{
  return self->began != 0;
}

/**
 * mw_stage_clock_describe_wait:
 *
 * Returns: (transfer full): what has been waited for, and for how long
 */
char *
mw_stage_clock_describe_wait (const MwStageClock *self)
{
  return g_strdup_printf ("Waited %.0f s for %s",
                          (g_get_monotonic_time () - self->began) / 1e6,
                          limits[self->stage].awaited);
}
