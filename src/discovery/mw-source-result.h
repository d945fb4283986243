/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-candidate.h"

/**
 * MwSourceState:
 * @MW_SOURCE_WAITING: it has not answered yet
 * @MW_SOURCE_FOUND: it has settings
 * @MW_SOURCE_NOTHING: it has none, or could not be asked
 * @MW_SOURCE_LEFT: nobody waited for it, since a better one has settings
 * @MW_SOURCE_OFF: the person does not want it asked
 */
typedef enum {
  MW_SOURCE_WAITING,
  MW_SOURCE_FOUND,
  MW_SOURCE_NOTHING,
  MW_SOURCE_LEFT,
  MW_SOURCE_OFF,
} MwSourceState;

/**
 * MwSourceResult:
 *
 * How far one source of settings has got: an item of the list that a window shows. Emits `changed`.
 */
#define MW_TYPE_SOURCE_RESULT (mw_source_result_get_type ())
G_DECLARE_FINAL_TYPE (MwSourceResult, mw_source_result, MW, SOURCE_RESULT, GObject)

MwSourceResult *mw_source_result_new (MwSource source, MwSourceState state);
void mw_source_result_end (MwSourceResult *self, MwSourceState state, double ms, const char *text);

MwSource mw_source_result_get_source (MwSourceResult *self);
MwSourceState mw_source_result_get_state (MwSourceResult *self);
double mw_source_result_get_ms (MwSourceResult *self);
const char *mw_source_result_get_text (MwSourceResult *self);

const char *mw_source_state_to_string (MwSourceState state);
