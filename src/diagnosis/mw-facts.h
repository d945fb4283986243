/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-advice.h"

GHashTable *mw_facts_new (const MwFinding *finding, const MwContext *context);
