/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-setup-private.h"

/* The parts of what is sent to the IT helper; used by the files of the report alone. */

void mw_report_add_line (GString *text, const char *line);
void mw_report_add_format (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);
void mw_report_add_check (GString *text, MwSetup *setup, MwPart part, MwCheck *check);
