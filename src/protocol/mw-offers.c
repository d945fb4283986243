/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-offers.h"

#include <stdlib.h>
#include <string.h>

#include "mw-text.h"

struct _MwOffers {
  GHashTable *words; /* (owned) */
};

/**
 * mw_offers_new:
 *
 * Returns: (transfer full): no offers; free with mw_offers_free()
 */
MwOffers *
mw_offers_new (void)
{
  MwOffers *self = g_new0 (MwOffers, 1);

  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

void
mw_offers_free (MwOffers *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->words);
  g_free (self);
}

/**
 * mw_offers_add:
 * @word: in any case; an empty one is ignored
 */
void
mw_offers_add (MwOffers *self, const char *word)
{
  g_return_if_fail (self != NULL && word != NULL);

  if (*word != '\0')
    g_hash_table_add (self->words, g_ascii_strup (word, -1));
}

/**
 * mw_offers_add_keyword:
 * @line: a keyword and its values, as EHLO and CAPA list them
 *
 * The first value may also hang on by an equals sign, as `AUTH=LOGIN PLAIN` did in the drafts of
 * RFC 2554.
 */
void
mw_offers_add_keyword (MwOffers *self, const char *line)
{
  g_auto (GStrv) words = NULL;

  g_return_if_fail (self != NULL && line != NULL);

  words = g_strsplit_set (line, " =\t", -1);
  if (words[0] == NULL)
    return;

  mw_offers_add (self, words[0]);
  for (guint i = 1; words[i] != NULL; i++) {
    g_autofree char *word = g_strconcat (words[0], "=", words[i], NULL);

    if (*words[i] != '\0')
      mw_offers_add (self, word);
  }
}

/**
 * mw_offers_includes:
 * @self: (nullable): nothing is known yet
 * @word: in upper case
 *
 * Returns: whether the server offers exactly @word: `SCRAM-SHA-1-PLUS` is not `SCRAM-SHA-1`
 */
gboolean
mw_offers_includes (MwOffers *self, const char *word)
{
  return self != NULL && g_hash_table_contains (self->words, word);
}

/**
 * mw_offers_find_number:
 * @self: (nullable): nothing is known yet
 * @word: in upper case
 * @number: (out): 0 to %G_MAXINT64
 *
 * Returns: whether a number stands behind @word, alone or among other values
 */
gboolean
mw_offers_find_number (MwOffers *self, const char *word, guint64 *number)
{
  g_autofree char *prefix = g_strconcat (word, "=", NULL);
  GHashTableIter iter;
  gpointer key;

  if (self == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, self->words);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_prefix (key, prefix) &&
        g_ascii_string_to_unsigned ((const char *) key + strlen (prefix),
                                    10,
                                    0,
                                    G_MAXINT64,
                                    number,
                                    NULL))
      return TRUE;

  return FALSE;
}

static int
compare_words (const void *a, const void *b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

/**
 * mw_offers_dup_words:
 *
 * Returns: (transfer full): the words, sorted, fit to be shown
 */
GStrv
mw_offers_dup_words (MwOffers *self)
{
  GStrv words;
  guint length;

  g_return_val_if_fail (self != NULL, NULL);

  words = (GStrv) g_hash_table_get_keys_as_array (self->words, &length);
  qsort (words, length, sizeof (char *), compare_words);
  for (guint i = 0; i < length; i++)
    words[i] = mw_text_decode (words[i], strlen (words[i]));

  return words;
}

/**
 * mw_offers_to_string:
 *
 * Returns: (transfer full): the words in one line
 */
char *
mw_offers_to_string (MwOffers *self)
{
  g_auto (GStrv) words = mw_offers_dup_words (self);

  return g_strjoinv (" ", words);
}
