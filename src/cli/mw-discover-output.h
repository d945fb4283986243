/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-cli.h"

/* What `discover` found, for scripts and for people. */
void mw_discover_print_json (const MwAddress *address, MwDiscovery *discovery, GPtrArray *findings);
void mw_discover_print (const MwAddress *address, MwDiscovery *discovery, GPtrArray *findings);

MwExit mw_cli_publish (const MwAddress *address, MwDiscovery *discovery, gboolean json);

MwAdvice *
mw_discover_explain (const MwAddress *address, MwDiscovery *discovery, const MwFinding *finding);
