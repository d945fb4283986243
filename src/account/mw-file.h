/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-error.h"

/* The one place that reads and writes small files: presets, accounts, certificates, what mail
 * programs wrote. */

char *mw_file_read (const char *path, gsize max_bytes, gsize *length, GError **error);
gboolean
mw_file_write (const char *path, const char *contents, gssize length, int mode, GError **error);
