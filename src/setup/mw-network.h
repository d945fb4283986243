/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"

char *mw_network_find_tunnel (void);
void mw_network_note_tunnel (GPtrArray *findings, const char *name);
void mw_network_blame (GPtrArray *findings, gboolean available, GNetworkConnectivity connectivity);
