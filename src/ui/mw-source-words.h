/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-candidate.h"

/* What the sources of settings are called, and what leaves the computer when they are asked. */
char *mw_source_words_dup_title (MwSource source, const char *domain);
const char *mw_source_words_get_privacy (MwSource source);
