/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-error.h"

gboolean mw_field_check_name (const char *text, GError **error);
gboolean mw_field_check_address (const char *text, GError **error);
gboolean mw_field_check_password (const char *text, GError **error);
gboolean mw_field_check_host (const char *text, GError **error);
gboolean mw_field_check_port (const char *text, guint16 *port, GError **error);
gboolean mw_field_check_user (const char *text, GError **error);

const char *mw_field_warn_password (const char *text);
