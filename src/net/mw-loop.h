/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwTurnFunc:
 * @task: returned here, or handed on with a reference of its own
 * @result: what it waited for
 */
typedef void (*MwTurnFunc) (GTask *task, GAsyncResult *result);

/* What has to happen later, in the main loop of the thread. */
GSource *
mw_loop_attach (GSource *source, GSourceFunc callback, gpointer user_data, GDestroyNotify destroy);
void mw_loop_take_turn (GTask *task, GAsyncResult *result, MwTurnFunc func);
void mw_loop_clear (GSource **source);
