/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mw-stage-result.h"

/**
 * MwStageRow:
 *
 * One stage of a test in plain words, and how it is going.
 */
#define MW_TYPE_STAGE_ROW (mw_stage_row_get_type ())
G_DECLARE_FINAL_TYPE (MwStageRow, mw_stage_row, MW, STAGE_ROW, AdwActionRow)

GtkWidget *mw_stage_row_new (MwStageResult *result, MwPart part);
const char *mw_stage_describe (MwStage stage, MwPart part);
