/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"

/* How long a stage took, and how often bytes turned round in it. */
typedef struct {
  gboolean entered;
  double ms;
  guint round_trips;
} MwMeasure;

/**
 * MwStageClock:
 * @deadline: when all has to end, in microseconds of the monotonic clock
 * @stage: the one that is going on, or was the last
 * @measures: complete for the stages that were left
 *
 * Measures the stages of one connection, and ends one that takes too long: the limit is on a stage
 * as a whole, so a server that drips gets no longer. Part of its owner; the rest of it is private.
 */
typedef struct {
  gint64 deadline;
  MwStage stage;
  MwMeasure measures[MW_N_STAGES];

  gint64 began; /* 0: not running */
  guint round_trips;
  GSource *limit; /* (owned) (nullable) */
} MwStageClock;

gboolean mw_stage_clock_enter (MwStageClock *self, MwStage stage, guint round_trips);
void mw_stage_clock_limit (MwStageClock *self, GSourceFunc callback, gpointer user_data);
void mw_stage_clock_limit_to_deadline (MwStageClock *self,
                                       guint reserve_ms,
                                       GSourceFunc callback,
                                       gpointer user_data);
void mw_stage_clock_limit_to (MwStageClock *self,
                              guint seconds,
                              GSourceFunc callback,
                              gpointer user_data);
void mw_stage_clock_limit_shortly (MwStageClock *self, GSourceFunc callback, gpointer user_data);
void mw_stage_clock_clear_limit (MwStageClock *self);
void mw_stage_clock_stop (MwStageClock *self, guint round_trips);
gboolean mw_stage_clock_is_running (const MwStageClock *self);
void mw_stage_clock_forgive (MwStageClock *self, gint64 since);
char *mw_stage_clock_describe_wait (const MwStageClock *self);
