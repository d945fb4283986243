/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"
#include "mw-server.h"

GPtrArray *mw_mend_list_servers (const MwServer *server, const MwFinding *problem);
gboolean mw_mend_is_mendable (const MwFinding *problem);
gboolean mw_mend_is_about_place (const MwFinding *problem);
gboolean mw_mend_is_silence (const MwFinding *problem);
