/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"

MwFinding *mw_clock_doubt (GPtrArray *findings, gint64 now, gint64 built);
gint64 mw_clock_get_built (void);
