/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-setup.h"
#include "mw-store.h"

/**
 * MwRound:
 *
 * One round through all kept accounts: each is tested with its password from the keyring, and what
 * came of it is kept. One after the other; `current` notifies. Made, run once, read.
 */
#define MW_TYPE_ROUND (mw_round_get_type ())
G_DECLARE_FINAL_TYPE (MwRound, mw_round, MW, ROUND, GObject)

MwRound *mw_round_new (MwStore *store, MwPresets *presets, guint timeout);
void mw_round_run_async (MwRound *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean mw_round_run_finish (MwRound *self, GAsyncResult *result, GError **error);
const char *mw_round_get_current (MwRound *self);
guint mw_round_get_n_without_password (MwRound *self);
