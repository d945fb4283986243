/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-error.h"

char *mw_file_read (const char *path, gsize max_bytes, gsize *length, GError **error);
