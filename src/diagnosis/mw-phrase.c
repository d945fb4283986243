/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-phrase.h"

#include <string.h>

/* A phrase has gaps like `{provider}`. Unlike printf formats they can be put into any order, and a
 * slip of a translator cannot crash anybody. */

static gboolean
is_gap_name (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalpha (text[i]))
      return FALSE;

  return length > 0;
}

/* The next gap at or behind @phrase, which gets moved to behind it. */
static char *
take_gap (const char **phrase, const char **begin)
{
  const char *c = *phrase;

  while ((c = strchr (c, '{')) != NULL) {
    const char *end = strchr (c, '}');

    if (end == NULL)
      return NULL;
    if (is_gap_name (c + 1, end - c - 1)) {
      *begin = c;
      *phrase = end + 1;
      return g_strndup (c + 1, end - c - 1);
    }
    c++;
  }

  return NULL;
}

static gboolean
is_han (gunichar c)
{
  return g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN;
}

static gboolean
is_latin (gunichar c)
{
  return c < 0x80 && g_ascii_isalnum (c);
}

/* Chinese is set with a space between Han and Latin letters or digits. The translator cannot know
 * what a value begins or ends with. */
static void
append_joined (GString *text, const char *more)
{
  gunichar before, after;

  if (text->len > 0 && *more != '\0') {
    before = g_utf8_get_char (g_utf8_prev_char (text->str + text->len));
    after = g_utf8_get_char (more);
    if ((is_han (before) && is_latin (after)) || (is_latin (before) && is_han (after)))
      g_string_append_c (text, ' ');
  }

  g_string_append (text, more);
}

/**
 * mw_phrase_fill:
 * @values: (element-type utf8 utf8): what stands for the names in braces
 *
 * Returns: (transfer full) (nullable): @phrase with its gaps filled; %NULL if a value is missing
 */
char *
mw_phrase_fill (const char *phrase, GHashTable *values)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *rest = phrase;
  const char *begin = NULL;

  g_return_val_if_fail (phrase != NULL && values != NULL, NULL);

  for (const char *from = rest;; from = rest) {
    g_autofree char *gap = take_gap (&rest, &begin);
    g_autofree char *between = g_strndup (from, gap ? (gsize) (begin - from) : strlen (from));
    const char *value = gap ? g_hash_table_lookup (values, gap) : NULL;

    append_joined (text, between);
    if (gap == NULL)
      return g_string_free (g_steal_pointer (&text), FALSE);
    if (value == NULL)
      return NULL;
    append_joined (text, value);
  }
}

/**
 * mw_phrase_list_gaps:
 *
 * Returns: (transfer full): the names in braces, in their order
 */
GStrv
mw_phrase_list_gaps (const char *phrase)
{
  g_autoptr (GStrvBuilder) gaps = g_strv_builder_new ();
  const char *begin = NULL;
  char *gap;

  g_return_val_if_fail (phrase != NULL, NULL);

  while ((gap = take_gap (&phrase, &begin)) != NULL) {
    g_strv_builder_add (gaps, gap);
    g_free (gap);
  }

  return g_strv_builder_end (gaps);
}
