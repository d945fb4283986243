/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-server.h"

char *mw_pasted_server_tidy (const char *text);
gboolean mw_pasted_server_is_plain_host (const char *text);
MwServer *
mw_pasted_server_parse (const char *text, MwProtocol protocol, MwSecurity security, GError **error);
