/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwLimit:
 *
 * How long an operation may take that has no limit of its own: its cancellable fires when the time
 * is up, and when the caller's does. Belongs to one #GTask, which it must not outlive.
 */
typedef struct _MwLimit MwLimit;

MwLimit *mw_limit_new (guint limit_ms, GTask *task);
void mw_limit_free (MwLimit *self);
GCancellable *mw_limit_get_cancellable (MwLimit *self);
gboolean mw_limit_is_reached (MwLimit *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwLimit, mw_limit_free)
