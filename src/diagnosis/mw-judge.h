/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-heard.h"

gboolean mw_judge_blames_password (const MwHeard *refusal);
