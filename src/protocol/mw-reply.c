/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-reply.h"

#include <string.h>

#include "mw-text.h"

/* More could not be shown; GB18030 has four bytes a character at most. */
#define WORDS_MAX (4 * MW_TEXT_MAX_CHARS)

/**
 * mw_reply_init:
 * @tag: in IMAP, the number of the command
 *
 * Makes ready for the first line.
 */
void
mw_reply_init (MwReply *self, MwReplyKind kind, guint tag)
{
  *self = (MwReply){
    .kind = kind,
    .tag = tag,
    .lines = g_ptr_array_new_with_free_func (g_free),
    .words = g_string_new (NULL),
  };
}

void
mw_reply_clear (MwReply *self)
{
  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  if (self->words != NULL)
    g_string_free (g_steal_pointer (&self->words), TRUE);
}

/**
 * mw_reply_add_words:
 *
 * Unfolds: what stood in several lines is one sentence.
 */
void
mw_reply_add_words (MwReply *self, const char *words)
{
  if (self->words->len >= WORDS_MAX)
    return;

  words += strspn (words, " ");
  if (self->words->len > 0 && *words != '\0')
    g_string_append_c (self->words, ' ');
  g_string_append (self->words, words);
}

/**
 * mw_reply_take_bracketed:
 *
 *     ["[" code "]" SP] text
 *
 * The form is the same in RFC 9051, section 7.1, and RFC 2449, section 8.
 *
 * Returns: (transfer none): where the text begins
 */
const char *
mw_reply_take_bracketed (MwReply *self, const char *text)
{
  const char *end;

  text += strspn (text, " ");
  g_clear_pointer (&self->detail, g_free);
  if (*text == '[' && (end = strchr (text, ']')) != NULL) {
    self->detail = g_strndup (text + 1, end - text - 1);
    text = end + 1;
  }

  return text + strspn (text, " ");
}

/**
 * mw_reply_has_code:
 * @code: such as `LIMIT`, which also stands for `LIMIT 5`
 */
gboolean
mw_reply_has_code (const MwReply *self, const char *code)
{
  gsize length = strlen (code);

  return self->detail != NULL && g_ascii_strncasecmp (self->detail, code, length) == 0 &&
         (self->detail[length] == '\0' || self->detail[length] == ' ');
}

/**
 * mw_reply_mentions:
 * @phrases: in lower case, %NULL at the end
 */
gboolean
mw_reply_mentions (const MwReply *self, const char *const *phrases)
{
  g_autofree char *words = g_ascii_strdown (self->words->str, -1);

  for (; *phrases != NULL; phrases++)
    if (strstr (words, *phrases) != NULL)
      return TRUE;

  return FALSE;
}
