/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

/* Documents in JSON from outside (RFC 8259): bounded in length and in depth. */

JsonNode *mw_json_read (GBytes *document, GError **error);
JsonObject *mw_json_find_object (JsonObject *parent, const char *name);
const char *mw_json_find_text (JsonObject *parent, const char *name);
