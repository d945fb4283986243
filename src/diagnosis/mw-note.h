/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"

char *mw_note_tell (const MwFinding *finding);
