/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-candidate.h"
#include "mw-finding.h"

/* What is known so far: (element-type MwCandidate) arrays, best first. */
void mw_ranking_add (GPtrArray *candidates, MwCandidate *candidate);
const MwCandidate *mw_ranking_find (GPtrArray *candidates, MwPart part);
gboolean mw_ranking_is_enough (GPtrArray *candidates);
MwSource mw_ranking_get_worst_source (GPtrArray *candidates);
void mw_ranking_tell_conflicts (GPtrArray *candidates, GPtrArray *findings);
