/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-server.h"

/**
 * MwGuess:
 * @server: without a user
 * @rank: how likely it is among those of its protocol: 0 is the likeliest
 * @is_telling: its name is one that is given to mail servers only: that it exists says something
 *
 * A server that a domain may have. A value; never changed after it is made.
 */
typedef struct {
  MwServer *server;
  guint rank;
  gboolean is_telling;
} MwGuess;

GPtrArray *mw_guess_list (const char *domain);
GPtrArray *mw_guess_list_for_mx (const char *domain, const char *host);
int mw_guess_compare (const MwGuess *a, const MwGuess *b);
void mw_guess_free (MwGuess *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwGuess, mw_guess_free)
