/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

char *mw_phrase_fill (const char *phrase, GHashTable *values);
GStrv mw_phrase_list_gaps (const char *phrase);
