/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-bulk-host.h"
#include "mw-setup.h"

/* What the test of one account says about its servers. */

const MwFinding *mw_bulk_judge_main_finding (MwSetup *setup);
gboolean mw_bulk_judge_is_open (MwSetup *setup, MwPart part);
gboolean mw_bulk_judge_is_busy (MwSetup *setup, MwPart part);
MwBulkAnswer mw_bulk_judge_answer (MwSetup *setup, MwPart part);
