/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"

/**
 * MwState:
 * @MW_STATE_WAITING: not begun
 * @MW_STATE_RUNNING: going on now
 * @MW_STATE_SKIPPED: not reached, or not wanted
 */
typedef enum {
  MW_STATE_WAITING,
  MW_STATE_RUNNING,
  MW_STATE_PASS,
  MW_STATE_WARNING,
  MW_STATE_ERROR,
  MW_STATE_SKIPPED,
} MwState;

/**
 * MwStageResult:
 *
 * How one stage of the test of one server is going, for a list that fills in live: `state`
 * notifies.
 */
#define MW_TYPE_STAGE_RESULT (mw_stage_result_get_type ())
G_DECLARE_FINAL_TYPE (MwStageResult, mw_stage_result, MW, STAGE_RESULT, GObject)

MwStageResult *mw_stage_result_new (MwStage stage);
void mw_stage_result_set_state (MwStageResult *self, MwState state);
void mw_stage_result_set_measure (MwStageResult *self, double ms, guint round_trips);
MwStage mw_stage_result_get_stage (MwStageResult *self);
MwState mw_stage_result_get_state (MwStageResult *self);
double mw_stage_result_get_ms (MwStageResult *self);
guint mw_stage_result_get_round_trips (MwStageResult *self);
const char *mw_state_to_string (MwState state);
