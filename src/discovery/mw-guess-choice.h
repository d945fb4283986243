/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-found.h"
#include "mw-guess-try.h"

MwFound *mw_guess_tries_choose (GPtrArray *tries, MwGuessHost *invented, const MwAddress *address);
