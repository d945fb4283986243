/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

GPtrArray *mw_line_up_new (GList *addresses, guint max);
