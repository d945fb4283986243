/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-candidate.h"

/* What worked for a domain, remembered for when nobody can be asked. Without any user's name. */
MwCandidate *mw_worked_find (const MwAddress *address);
void mw_worked_keep (const MwAddress *address,
                     MwSource source,
                     const MwServer *incoming,
                     const MwServer *outgoing);
