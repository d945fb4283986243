/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

guint mw_signal_new (const char *name, GType type);
