/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwPasswordShape:
 * @MW_PASSWORD_SHAPE_CODE: sixteen letters, as authorization codes and app passwords have; spaces
 *   or hyphens may part them
 * @MW_PASSWORD_SHAPE_SPACE: begins or ends with white space
 *
 * What a password looks like: all that may be told of it.
 */
typedef enum {
  MW_PASSWORD_SHAPE_CODE = 1 << 0,
  MW_PASSWORD_SHAPE_SPACE = 1 << 1,
} MwPasswordShape;

MwPasswordShape mw_password_shape_of (const char *password);
