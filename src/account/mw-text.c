/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-text.h"

#include <string.h>

/* U+2400 and on: a picture for each control character. */
#define CONTROL_PICTURES 0x2400
#define DELETE_PICTURE 0x2421
#define REPLACED_NUL 0x1a /* SUBSTITUTE */

static char *
to_utf8 (const char *bytes, gsize length)
{
  static const char *const charsets[] = { "GB18030", "ISO-8859-1" };
  const char *end;

  /* The limit may have cut the last character in two. */
  if (g_utf8_validate_len (bytes, length, &end) ||
      (end > bytes && bytes + length - end < 4 && (*end & 0xc0) == 0xc0))
    return g_strndup (bytes, end - bytes);

  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++) {
    char *text = g_convert (bytes, length, "UTF-8", charsets[i], NULL, NULL, NULL);

    if (text != NULL)
      return text;
  }

  return g_utf8_make_valid (bytes, length);
}

/* Characters that turn or hide what stands beside them (Unicode, bidirectional algorithm). */
static gboolean
is_deceptive (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT || c == 0x2028 || c == 0x2029;
}

static gunichar
picture_of (gunichar c)
{
  if (c < 0x20)
    return CONTROL_PICTURES + c;
  if (c == 0x7f)
    return DELETE_PICTURE;
  if (g_unichar_iscntrl (c) || is_deceptive (c))
    return 0xfffd;

  return c;
}

/**
 * mw_text_decode:
 * @bytes: (array length=length): what a server said
 * @length: in bytes
 *
 * Makes hostile text fit to be shown: UTF-8, else GB18030, else Latin-1; control characters as
 * pictures; no more than %MW_TEXT_MAX_CHARS characters. It is still no markup.
 *
 * Returns: (transfer full): valid UTF-8 in one line
 */
char *
mw_text_decode (const char *bytes, gsize length)
{
  g_autofree char *whole = NULL;
  g_autofree char *text = NULL;
  GString *shown = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (bytes != NULL, NULL);

  /* GB18030 has four bytes a character at most. A NUL must not hide what stands behind it. */
  length = MIN (length, 4 * MW_TEXT_MAX_CHARS);
  whole = g_malloc (length + 1);
  for (gsize i = 0; i < length; i++)
    whole[i] = bytes[i] ? bytes[i] : REPLACED_NUL;
  text = to_utf8 (whole, length);
  for (const char *c = text; *c && n < MW_TEXT_MAX_CHARS; c = g_utf8_next_char (c), n++)
    g_string_append_unichar (shown, picture_of (g_utf8_get_char (c)));

  return g_string_free (shown, FALSE);
}
