/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwInbox:
 *
 * What has come from a server and was not asked for yet, with limits. Does no I/O.
 */
typedef struct _MwInbox MwInbox;

MwInbox *mw_inbox_new (void);
void mw_inbox_free (MwInbox *self);

guint8 *mw_inbox_make_room (MwInbox *self, gsize length);
void mw_inbox_fill (MwInbox *self, gsize length);
GBytes *mw_inbox_take (MwInbox *self, gsize length);
gboolean mw_inbox_check_limits (MwInbox *self, gsize length, GError **error);

gboolean mw_inbox_has_bytes (MwInbox *self);
const char *mw_inbox_peek (MwInbox *self, gsize *length);
gsize mw_inbox_get_total (MwInbox *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwInbox, mw_inbox_free)
