/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-advice.h"

/* Which causes are likely where nobody says which it is. */

const char *mw_suspects_get_disabled (MwProtocol protocol);
GStrv mw_suspects_list (MwProtocol protocol, const MwContext *context);
char *mw_suspects_describe (const char *const *suspects, const char **likely);
