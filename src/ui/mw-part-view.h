/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-problem-view.h"
#include "mw-setup.h"

/**
 * MwPartView:
 *
 * Receiving, or sending: how its test is going, stage by stage, and what came of it.
 */
#define MW_TYPE_PART_VIEW (mw_part_view_get_type ())
G_DECLARE_FINAL_TYPE (MwPartView, mw_part_view, MW, PART_VIEW, GtkBox)

void mw_part_view_begin (MwPartView *self, MwSetup *setup, MwPart part);
void mw_part_view_clear (MwPartView *self);
void mw_part_view_name_password (MwPartView *self, const MwProvider *provider);
void mw_part_view_show_finding (MwPartView *self, MwSetup *setup, const MwFinding *finding);
void mw_part_view_show_waiting (MwPartView *self);
void mw_part_view_show_same (MwPartView *self);
MwProblemView *mw_part_view_get_problem (MwPartView *self);
