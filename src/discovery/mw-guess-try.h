/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"
#include "mw-guess-host.h"
#include "mw-guess.h"
#include "mw-probe.h"

/**
 * MwGuessTry:
 * @guess: (owned): what is tried
 * @host: (owned): where
 * @probe: (owned) (nullable): once it has begun
 *
 * One guess, and how far it has got.
 */
typedef struct {
  MwGuess *guess;
  MwGuessHost *host;
  MwProbe *probe;
} MwGuessTry;

MwGuessTry *mw_guess_try_new (MwGuess *guess, MwGuessHost *host);
void mw_guess_try_free (MwGuessTry *self);
int mw_guess_try_compare (const MwGuessTry *a, const MwGuessTry *b);
MwProbeOutcome mw_guess_try_get_outcome (const MwGuessTry *self);
gboolean mw_guess_try_answers (const MwGuessTry *self);

gboolean mw_guess_tries_may_begin (GPtrArray *tries, const MwGuessTry *next);
const MwGuessTry *mw_guess_tries_find_good (GPtrArray *tries, MwPart part);
gboolean mw_guess_tries_may_better (GPtrArray *tries, MwPart part);
gboolean mw_guess_tries_has_one_near (GPtrArray *tries);
