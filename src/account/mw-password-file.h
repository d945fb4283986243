/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-error.h"
#include "mw-secret.h"

#define MW_PASSWORD_MAX_BYTES 1024

MwSecret *mw_password_file_read (const char *path, GError **error);
MwSecret *mw_password_file_read_fd (int fd, const char *name, GError **error);
MwSecret *mw_password_file_make (char *buffer, gsize length, const char *name, GError **error);
