/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mw-server.h"

/**
 * MwServerGroup:
 *
 * The part of the form that describes one server. What the person typed stays, whatever is filled
 * in later; the box for the server takes anything that can be pasted.
 */
#define MW_TYPE_SERVER_GROUP (mw_server_group_get_type ())
G_DECLARE_FINAL_TYPE (MwServerGroup, mw_server_group, MW, SERVER_GROUP, AdwPreferencesGroup)

void mw_server_group_set_protocol (MwServerGroup *self, MwProtocol protocol);
void mw_server_group_fill (MwServerGroup *self, const MwServer *server, const char *user);
void mw_server_group_forget (MwServerGroup *self);
gboolean mw_server_group_is_touched (MwServerGroup *self);
gboolean mw_server_group_insist (MwServerGroup *self, gboolean focus);
void mw_server_group_focus (MwServerGroup *self);
void mw_server_group_set_origin (MwServerGroup *self, GtkAccessible *origin);
MwServer *mw_server_group_make_server (MwServerGroup *self);
