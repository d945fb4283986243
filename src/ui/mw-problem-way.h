/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-setup.h"

/**
 * MwProblemWay:
 * @MW_PROBLEM_WAY_FIX: ours, if it helps
 * @MW_PROBLEM_WAY_RETRY: perhaps with another password
 * @MW_PROBLEM_WAY_CERTIFICATE: a certificate of the person's own
 * @MW_PROBLEM_WAY_EDIT: what the person can change
 * @MW_PROBLEM_WAY_HELP: how to do it
 * @MW_PROBLEM_WAY_COPY: those who can help
 * @MW_PROBLEM_WAY_LEARN: where there is nothing to be shown
 *
 * The way out of a problem, as a button.
 */
typedef enum {
  MW_PROBLEM_WAY_FIX,
  MW_PROBLEM_WAY_RETRY,
  MW_PROBLEM_WAY_CERTIFICATE,
  MW_PROBLEM_WAY_EDIT,
  MW_PROBLEM_WAY_HELP,
  MW_PROBLEM_WAY_COPY,
  MW_PROBLEM_WAY_LEARN,
} MwProblemWay;

MwProblemWay
mw_problem_way_choose (const MwAdvice *advice, const char *cause, gboolean asks_password);
MwProblemWay mw_problem_way_choose_second (MwProblemWay first, gboolean asks_password);
GVariant *mw_problem_way_make_target (MwProblemWay way, const MwAdvice *advice);
const char *mw_problem_way_get_action (MwProblemWay way);
const char *mw_problem_way_get_label (MwProblemWay way);
