/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mw-setup.h"

/**
 * MwProblemView:
 *
 * One problem in plain words, its way out as one button, and what IT wants to know one click below.
 * Its buttons are actions of the page around it.
 */
#define MW_TYPE_PROBLEM_VIEW (mw_problem_view_get_type ())
G_DECLARE_FINAL_TYPE (MwProblemView, mw_problem_view, MW, PROBLEM_VIEW, GtkBox)

void mw_problem_view_show_finding (MwProblemView *self, MwSetup *setup, const MwFinding *finding);
void mw_problem_view_show_question (MwProblemView *self, const MwAdvice *advice);
void mw_problem_view_set_secondary (MwProblemView *self);
void mw_problem_view_set_password_title (MwProblemView *self, const char *title);
gboolean mw_problem_view_asks_password (MwProblemView *self);
void mw_problem_view_try_certificate (MwProblemView *self, const char *path);
gboolean mw_problem_view_take_secret (MwProblemView *self, MwSecret **secret);
MwTlsIdentity *mw_problem_view_take_identity (MwProblemView *self);
void mw_problem_view_forget (MwProblemView *self);
void mw_problem_view_focus (MwProblemView *self);
GtkWidget *mw_problem_view_get_button (MwProblemView *self);
