/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"

void mw_network_note_tunnel (GPtrArray *findings);
void mw_network_blame (GPtrArray *findings, gboolean available, GNetworkConnectivity connectivity);
