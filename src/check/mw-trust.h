/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"
#include "mw-terms.h"
#include "mw-tls-context.h"

gboolean mw_trust_accepts (const MwTlsFacts *facts,
                           const MwServer *server,
                           const MwTerms *terms,
                           GPtrArray *findings);
gboolean mw_trust_wonders (const MwTlsFacts *facts, const MwServer *server, const MwTerms *terms);
