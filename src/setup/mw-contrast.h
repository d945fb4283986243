/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-candidate.h"
#include "mw-finding.h"
#include "mw-account.h"

void mw_contrast_add (GPtrArray *findings,
                      MwPart part,
                      const MwServer *server,
                      MwSource source,
                      MwAccount *account);
