/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-advice.h"

GPtrArray *mw_diagnosis_refine (GPtrArray *findings, const MwContext *context);
int mw_diagnosis_compare (const MwFinding *a, const MwFinding *b);
