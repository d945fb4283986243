/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#define MW_TEXT_MAX_CHARS 500

char *mw_text_decode (const char *bytes, gsize length);
