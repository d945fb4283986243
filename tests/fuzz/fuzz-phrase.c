/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-phrase.h"

/* A phrase with gaps, and what fills them: three lines of values, and the phrase. */

static char *
take_valid_line (FuzzInput *input)
{
  g_autofree char *line = fuzz_take_line (input);

  return g_utf8_make_valid (line, -1);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const names[] = { "provider", "host", "a" };
  FuzzInput input = { (const char *) data, size };
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *phrase = NULL;
  g_autofree char *filled = NULL;
  g_auto (GStrv) gaps = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_hash_table_insert (values, (char *) names[i], take_valid_line (&input));
  phrase = take_valid_line (&input);

  gaps = mw_phrase_list_gaps (phrase);
  filled = mw_phrase_fill (phrase, values);
  for (gsize i = 0; gaps[i] != NULL; i++)
    g_assert_true (filled == NULL || g_hash_table_contains (values, gaps[i]));
  if (filled != NULL)
    fuzz_assert_utf8 (filled);
  if (gaps[0] == NULL)
    g_assert_cmpstr (filled, ==, phrase);

  return 0;
}
