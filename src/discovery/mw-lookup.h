/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-candidate.h"
#include "mw-secret.h"
#include "mw-tls-context.h"

/**
 * MwLookup:
 *
 * What all sources of settings are asked for: the settings of one address, until a moment. What
 * several of them need, such as the mail exchangers, is asked once. For one main context.
 */
#define MW_TYPE_LOOKUP (mw_lookup_get_type ())
G_DECLARE_FINAL_TYPE (MwLookup, mw_lookup, MW, LOOKUP, GObject)

MwLookup *mw_lookup_new (const MwAddress *address, MwPresets *presets, guint limit_ms);
void mw_lookup_set_secret (MwLookup *self, MwSecret *secret);
void mw_lookup_set_trust (MwLookup *self, const char *ca_file, GPtrArray *exceptions);

const MwAddress *mw_lookup_get_address (MwLookup *self);
const char *mw_lookup_get_domain (MwLookup *self);
MwPresets *mw_lookup_get_presets (MwLookup *self);
MwSecret *mw_lookup_get_secret (MwLookup *self);
MwTlsContext *mw_lookup_get_tls (MwLookup *self, GError **error);
const char *mw_lookup_get_ca_file (MwLookup *self);
GPtrArray *mw_lookup_get_exceptions (MwLookup *self);
guint mw_lookup_get_limit_ms (MwLookup *self);
void mw_lookup_note_absent (MwLookup *self, MwProtocol protocol);
gboolean mw_lookup_is_absent (MwLookup *self, MwProtocol protocol);
void mw_lookup_note_guarded (MwLookup *self, const char *uri);
const char *mw_lookup_get_guarded (MwLookup *self);

gboolean mw_lookup_knows_mx (MwLookup *self);
const char *mw_lookup_blame_names (MwLookup *self);
void mw_lookup_find_mx_async (MwLookup *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GStrv mw_lookup_find_mx_finish (MwLookup *self, GAsyncResult *result, GError **error);
