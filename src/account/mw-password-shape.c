/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-password-shape.h"

#include <string.h>

#define CODE_LETTERS 16

static gboolean
is_code (const char *text)
{
  gsize n_letters = 0;

  for (; *text != '\0'; text++)
    if (g_ascii_isalpha (*text))
      n_letters++;
    else if (*text != ' ' && *text != '-')
      return FALSE;

  return n_letters == CODE_LETTERS;
}

static gboolean
is_space_at (const char *character)
{
  return g_unichar_isspace (g_utf8_get_char (character));
}

/**
 * mw_password_shape_of:
 * @password: valid UTF-8
 */
MwPasswordShape
mw_password_shape_of (const char *password)
{
  MwPasswordShape shape = 0;

  g_return_val_if_fail (password != NULL, 0);

  if (*password == '\0')
    return 0;
  if (is_code (password))
    shape |= MW_PASSWORD_SHAPE_CODE;
  if (is_space_at (password) || is_space_at (g_utf8_prev_char (password + strlen (password))))
    shape |= MW_PASSWORD_SHAPE_SPACE;

  return shape;
}
