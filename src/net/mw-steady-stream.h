/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

GIOStream *mw_steady_stream_new (GIOStream *base);
GIOStream *mw_steady_stream_get_base (GIOStream *self);
