/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

gboolean mw_portal_is_answer (guint status, const char *location, GSocketAddress *from);
