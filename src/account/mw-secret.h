/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwSecret:
 *
 * A password. Kept out of swap and core files, and wiped when its last owner lets go. Immutable;
 * may be shared between threads.
 */
typedef struct _MwSecret MwSecret;

#define MW_TYPE_SECRET (mw_secret_get_type ())
GType mw_secret_get_type (void);

MwSecret *mw_secret_new (const char *text);
MwSecret *mw_secret_new_for_bytes (const char *bytes, gsize length);
MwSecret *mw_secret_ref (MwSecret *self);
void mw_secret_unref (MwSecret *self);
const char *mw_secret_peek (const MwSecret *self);
gsize mw_secret_get_length (const MwSecret *self);

void mw_wipe_string (char *text);
void mw_free_secret_string (char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwSecret, mw_secret_unref)
