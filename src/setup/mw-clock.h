/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"

MwFinding *mw_clock_doubt (GPtrArray *findings, gint64 now, gint64 earliest, gint64 told);
gboolean mw_clock_is_open (GPtrArray *findings, gint64 now, gint64 earliest);
gint64 mw_clock_get_newest (const char *const *paths);
gint64 mw_clock_get_earliest (void);
