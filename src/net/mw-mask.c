/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-mask.h"

#include <string.h>

#define MASK "***"

/* Fewer characters of base64 than this are met by chance. */
#define BASE64_MIN 4

/* Where @wanted begins in @text from @from on, whatever the case of its letters: some servers
 * repeat a command in capitals. */
static gssize
find_form (const GString *text, gsize from, const char *wanted)
{
  gsize length = strlen (wanted);

  for (gsize i = from; i + length <= text->len; i++)
    if (g_ascii_strncasecmp (text->str + i, wanted, length) == 0)
      return (gssize) i;

  return -1;
}

static gboolean
is_base64 (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/' || c == '=';
}

/* With @whole_word, what hangs together with a find goes too: the first and the last character of a
 * secret in base64 are woven into their neighbours. */
static void
mask_form (GString *text, const char *wanted, gboolean whole_word)
{
  g_autoptr(GString) masked = g_string_new (NULL);
  gsize done = 0;
  gssize at;

  while ((at = find_form (text, done, wanted)) >= 0) {
    gsize begin = at;
    gsize end = begin + strlen (wanted);

    while (whole_word && begin > done && is_base64 (text->str[begin - 1]))
      begin--;
    while (whole_word && end < text->len && is_base64 (text->str[end]))
      end++;
    g_string_append_len (masked, text->str + done, (gssize) (begin - done));
    g_string_append (masked, MASK);
    done = end;
  }

  g_string_append_len (masked, text->str + done, (gssize) (text->len - done));
  g_string_truncate (text, 0);
  g_string_append_len (text, masked->str, (gssize) masked->len);
}

/* RFC 9051, section 9: quoted-specials. */
static void
mask_quoted (GString *text, const MwSecret *secret)
{
  const char *plain = mw_secret_peek (secret);
  g_autofree char *quoted = g_malloc (2 * mw_secret_get_length (secret) + 1);
  char *end = quoted;

  for (const char *c = plain; *c; c++) {
    if (*c == '"' || *c == '\\')
      *end++ = '\\';
    *end++ = *c;
  }
  *end = '\0';
  if (strpbrk (plain, "\"\\") != NULL)
    mask_form (text, quoted, FALSE);
  mw_wipe_string (quoted);
}

/* In base64 a secret looks different after each number of bytes in front of it, modulo three; what
 * is left of it when the characters shared with the neighbours are cut off is always the same. */
static void
mask_base64 (GString *text, const MwSecret *secret, gsize n_before)
{
  static const gsize shared_begin[] = { 0, 2, 3 };
  static const gsize shared_end[] = { 0, 3, 2 };
  gsize length = n_before + mw_secret_get_length (secret);
  g_autofree char *padded = g_malloc0 (length);
  char *base64;
  gsize begin = shared_begin[n_before];
  gsize end;

  memcpy (padded + n_before, mw_secret_peek (secret), length - n_before);
  base64 = g_base64_encode ((const guchar *) padded, length);
  end = strlen (base64) - shared_end[length % 3];
  explicit_bzero (padded, length);

  if (end >= begin + BASE64_MIN) {
    explicit_bzero (base64 + end, strlen (base64 + end));
    mask_form (text, base64 + begin, TRUE);
  }
  explicit_bzero (base64, end);
  g_free (base64);
}

/**
 * mw_mask_secret:
 * @bytes: (array length=length): what a server said, which may repeat what it was told
 * @length: in bytes
 * @secret: (nullable): what must not be shown of it
 *
 * Puts `***` where @bytes has @secret: as it is, with its quotes escaped, or in base64, also as
 * part of something longer. No more than that: who wants to hide a secret in a text can.
 *
 * Returns: (transfer full): @bytes without @secret
 */
GString *
mw_mask_secret (const char *bytes, gsize length, const MwSecret *secret)
{
  GString *text = g_string_new_len (bytes, (gssize) length);

  if (secret == NULL || mw_secret_get_length (secret) == 0)
    return text;

  mask_form (text, mw_secret_peek (secret), FALSE);
  mask_quoted (text, secret);
  for (gsize n_before = 0; n_before < 3; n_before++)
    mask_base64 (text, secret, n_before);

  return text;
}
