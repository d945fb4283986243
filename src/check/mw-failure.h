/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"
#include "mw-server.h"
#include "mw-tls-context.h"

/* What a broken connection says about the server. */

const char *mw_failure_get_cause (const GError *error,
                                  MwStage stage,
                                  MwSecurity security,
                                  const MwTlsFacts *facts);
gboolean mw_failure_blames_client (const MwTlsFacts *facts);
gboolean mw_failure_is_hang_up (const GError *error);
gboolean mw_failure_is_reset (const GError *error);
