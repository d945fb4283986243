/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What has to happen later, in the main loop of the thread. */
GSource *
mw_loop_attach (GSource *source, GSourceFunc callback, gpointer user_data, GDestroyNotify destroy);
void mw_loop_clear (GSource **source);
