/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-text.h"

#include <string.h>

/* U+2400 and on: a picture for each control character. */
#define CONTROL_PICTURES 0x2400
#define DELETE_PICTURE 0x2421
#define REPLACED_NUL 0x1a /* SUBSTITUTE */

/* GB18030 has four bytes a character at most. */
#define MAX_BYTES (4 * MW_TEXT_MAX_CHARS)

/* How much of @bytes is not ASCII and good UTF-8, in characters, and how much is neither, in bytes.
 */
static void
count_utf8 (const char *bytes, gsize length, guint *n_good, guint *n_bad)
{
  const char *limit = bytes + length;

  for (const char *c = bytes; c < limit;) {
    gunichar one = g_utf8_get_char_validated (c, limit - c);
    gboolean bad = one == (gunichar) -1 || one == (gunichar) -2;

    *n_bad += bad;
    *n_good += !bad && one >= 0x80;
    c = bad ? c + 1 : g_utf8_next_char (c);
  }
}

/* Four hurt characters in a hundred make no other charset. */
static gboolean
is_hurt_utf8 (const char *bytes, gsize length)
{
  guint n_good = 0, n_bad = 0;

  count_utf8 (bytes, length, &n_good, &n_bad);

  return n_good >= 2 && n_bad <= MAX (2, n_good / 4);
}

/* Chinese with a byte that is lost or cut: what cannot be read becomes a question mark. */
static char *
read_hurt_gb18030 (const char *bytes, gsize length)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_han = 0, n_bad = 0;

  for (gsize i = 0; i < length;) {
    gsize n = MIN ((guchar) bytes[i] < 0x80 ? 1 : 2, length - i);
    g_autofree char *one = g_convert (bytes + i, n, "UTF-8", "GB18030", NULL, NULL, NULL);
    gunichar c = one ? g_utf8_get_char (one) : 0xfffd;

    g_string_append_unichar (text, c);
    n_bad += one == NULL;
    n_han += g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
    i += one ? n : 1;
  }

  return n_han >= 2 && n_bad <= MAX (2, n_han / 4) ? g_string_free (g_steal_pointer (&text), FALSE)
                                                   : NULL;
}

static char *
to_utf8 (const char *bytes, gsize length)
{
  const char *end;
  char *text;

  /* The limit may have cut the last character in two. */
  if (g_utf8_validate_len (bytes, length, &end) ||
      (length == MAX_BYTES && bytes + length - end < 4 && (*end & 0xc0) == 0xc0))
    return g_strndup (bytes, end - bytes);
  if (is_hurt_utf8 (bytes, length))
    return g_utf8_make_valid (bytes, length);

  text = g_convert (bytes, length, "UTF-8", "GB18030", NULL, NULL, NULL);
  if (text == NULL)
    text = read_hurt_gb18030 (bytes, length);
  if (text == NULL)
    text = g_convert (bytes, length, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);

  return text ? text : g_utf8_make_valid (bytes, length);
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
 * Makes hostile text fit to be shown: UTF-8, else GB18030, both also with a few broken bytes, else
 * Latin-1; control characters as pictures; no more than %MW_TEXT_MAX_CHARS characters. It is still
 * no markup.
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

  /* A NUL must not hide what stands behind it. */
  length = MIN (length, MAX_BYTES);
  whole = g_malloc (length + 1);
  for (gsize i = 0; i < length; i++)
    whole[i] = bytes[i] ? bytes[i] : REPLACED_NUL;
  text = to_utf8 (whole, length);
  for (const char *c = text; *c && n < MW_TEXT_MAX_CHARS; c = g_utf8_next_char (c), n++)
    g_string_append_unichar (shown, picture_of (g_utf8_get_char (c)));

  return g_string_free (shown, FALSE);
}
