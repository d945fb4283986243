/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-dns.h"

/**
 * MwGuessHost:
 *
 * A name that a server may have, and whether anybody is there. Asks the name service and nobody
 * else. For one main context.
 */
typedef struct _MwGuessHost MwGuessHost;

MwGuessHost *mw_guess_host_new (const char *name);
MwGuessHost *mw_guess_host_ref (MwGuessHost *self);
void mw_guess_host_unref (MwGuessHost *self);
void
mw_guess_host_resolve (MwGuessHost *self, MwDns *dns, guint limit_ms, GCancellable *cancellable);

const char *mw_guess_host_get_name (const MwGuessHost *self);
gboolean mw_guess_host_is_known (const MwGuessHost *self);
gboolean mw_guess_host_exists (const MwGuessHost *self);
gboolean mw_guess_host_has_failed (const MwGuessHost *self);
gboolean mw_guess_host_shares_address (const MwGuessHost *self, const MwGuessHost *other);
GPtrArray *mw_guess_host_line_up (const MwGuessHost *self);
