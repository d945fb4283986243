/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-draft.h"
#include "mw-store.h"

/**
 * MwKeeper:
 *
 * Keeps what was tested: the account on disk, its password in the keyring. What came of it is told
 * in plain words, when the keyring has answered: `told`; where it failed after another account was
 * begun: `told-late`, with a sentence.
 */
#define MW_TYPE_KEEPER (mw_keeper_get_type ())
G_DECLARE_FINAL_TYPE (MwKeeper, mw_keeper, MW, KEEPER, GObject)

MwKeeper *mw_keeper_new (MwStore *store);
MwAccount *mw_keeper_keep (MwKeeper *self, const MwDraft *draft, MwSetup *setup);
void mw_keeper_keep_failure (MwKeeper *self, const MwDraft *draft);
void mw_keeper_keep_verdict (MwKeeper *self, MwVerdict verdict);
void mw_keeper_retry (MwKeeper *self);
void mw_keeper_forget (MwKeeper *self);
const char *mw_keeper_get_message (MwKeeper *self);
gboolean mw_keeper_can_retry (MwKeeper *self);
