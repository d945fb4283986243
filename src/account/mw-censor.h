/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-secret.h"

/**
 * MwCensor:
 *
 * Knows what must not be read in what a server says: some repeat the line that they did not
 * understand, and that may be the one with the password. It takes out no more than what servers do
 * by carelessness: who wants to hide a password in a text can.
 */
typedef struct _MwCensor MwCensor;

MwCensor *mw_censor_new (void);
void mw_censor_free (MwCensor *self);
void mw_censor_add (MwCensor *self, const char *secret);
GString *mw_censor_clean (MwCensor *self, const char *bytes, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwCensor, mw_censor_free)
