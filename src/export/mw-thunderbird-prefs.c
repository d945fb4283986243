/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-thunderbird-prefs.h"

#include <string.h>

#define LINE_START "user_pref(\""

struct _MwThunderbirdPrefs {
  GPtrArray *lines;   /* (owned) (element-type utf8) each with its end */
  GHashTable *places; /* (owned) (element-type utf8 uint) index of the line, by key */
  const char *end;    /* of a line */
};

/* Keys are written by Thunderbird and hold no quotes. */
static char *
get_key (const char *line)
{
  const char *end;

  if (!g_str_has_prefix (line, LINE_START))
    return NULL;
  line += strlen (LINE_START);
  end = strchr (line, '"');

  return end ? g_strndup (line, end - line) : NULL;
}

static void
add_line (MwThunderbirdPrefs *self, char *line)
{
  char *key = get_key (line);

  g_ptr_array_add (self->lines, line);
  if (key != NULL)
    g_hash_table_replace (self->places, key, GUINT_TO_POINTER (self->lines->len - 1));
}

/**
 * mw_thunderbird_prefs_new:
 * @text: of the whole file, in UTF-8; copied
 */
MwThunderbirdPrefs *
mw_thunderbird_prefs_new (const char *text)
{
  MwThunderbirdPrefs *self = g_new0 (MwThunderbirdPrefs, 1);
  const char *first_end = strchr (text, '\n');

  self->lines = g_ptr_array_new_with_free_func (g_free);
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->end = first_end != NULL && first_end > text && first_end[-1] == '\r' ? "\r\n" : "\n";

  while (*text != '\0') {
    gsize length = strcspn (text, "\n");

    length += text[length] == '\n';
    add_line (self, g_strndup (text, length));
    text += length;
  }

  return self;
}

void
mw_thunderbird_prefs_free (MwThunderbirdPrefs *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->lines);
  g_hash_table_unref (self->places);
  g_free (self);
}

/* What stands between the comma and the last parenthesis. */
static char *
get_value (MwThunderbirdPrefs *self, const char *key)
{
  gpointer place;
  const char *line;
  const char *end;

  if (!g_hash_table_lookup_extended (self->places, key, NULL, &place))
    return NULL;

  line = g_ptr_array_index (self->lines, GPOINTER_TO_UINT (place));
  line = strchr (line + strlen (LINE_START), ',');
  end = line ? strrchr (line, ')') : NULL;

  return end ? g_strstrip (g_strndup (line + 1, end - line - 1)) : NULL;
}

/**
 * mw_thunderbird_prefs_get_string:
 *
 * Returns: (transfer full) (nullable): the value; %NULL if there is none or it is no string
 */
char *
mw_thunderbird_prefs_get_string (MwThunderbirdPrefs *self, const char *key)
{
  g_autofree char *value = get_value (self, key);
  gsize length = value ? strlen (value) : 0;
  g_autoptr (GString) text = NULL;

  if (length < 2 || value[0] != '"' || value[length - 1] != '"')
    return NULL;

  text = g_string_new (NULL);
  for (gsize i = 1; i < length - 1; i++) {
    if (value[i] == '\\' && i + 1 < length - 1)
      i++;
    g_string_append_c (text, value[i]);
  }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * mw_thunderbird_prefs_get_number:
 *
 * Returns: the value, or 0
 */
gint64
mw_thunderbird_prefs_get_number (MwThunderbirdPrefs *self, const char *key)
{
  g_autofree char *value = get_value (self, key);

  return value ? g_ascii_strtoll (value, NULL, 10) : 0;
}

/**
 * mw_thunderbird_prefs_find_free_number:
 * @prefix: such as `mail.account.account`, which a number follows in every key
 *
 * Returns: one more than the highest number
 */
guint
mw_thunderbird_prefs_find_free_number (MwThunderbirdPrefs *self, const char *prefix)
{
  GHashTableIter iter;
  gpointer key;
  guint highest = 0;

  g_hash_table_iter_init (&iter, self->places);
  while (g_hash_table_iter_next (&iter, &key, NULL)) {
    guint64 number = 0;

    if (g_str_has_prefix (key, prefix))
      number = g_ascii_strtoull ((const char *) key + strlen (prefix), NULL, 10);
    if (number < G_MAXINT)
      highest = MAX (highest, number);
  }

  return highest + 1;
}

static void
set_value (MwThunderbirdPrefs *self, const char *key, const char *value)
{
  g_autofree char *line = g_strdup_printf (LINE_START "%s\", %s);%s", key, value, self->end);
  gpointer place;

  if (g_hash_table_lookup_extended (self->places, key, NULL, &place)) {
    char **old = (char **) &g_ptr_array_index (self->lines, GPOINTER_TO_UINT (place));

    g_free (*old);
    *old = g_steal_pointer (&line);
    return;
  }

  if (self->lines->len > 0) {
    char **last = (char **) &g_ptr_array_index (self->lines, self->lines->len - 1);

    if (!g_str_has_suffix (*last, "\n")) {
      char *ended = g_strconcat (*last, self->end, NULL);

      g_free (*last);
      *last = ended;
    }
  }
  add_line (self, g_steal_pointer (&line));
}

/**
 * mw_thunderbird_prefs_set_string:
 * @value: in UTF-8, without line ends; quoted here
 */
void
mw_thunderbird_prefs_set_string (MwThunderbirdPrefs *self, const char *key, const char *value)
{
  g_autoptr (GString) quoted = g_string_new ("\"");

  for (; *value; value++) {
    if (*value == '"' || *value == '\\')
      g_string_append_c (quoted, '\\');
    g_string_append_c (quoted, *value);
  }
  g_string_append_c (quoted, '"');

  set_value (self, key, quoted->str);
}

/**
 * mw_thunderbird_prefs_set_number:
 *
 * Sets or replaces a preference.
 */
void
mw_thunderbird_prefs_set_number (MwThunderbirdPrefs *self, const char *key, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  set_value (self, key, text);
}

/**
 * mw_thunderbird_prefs_set_boolean:
 *
 * Sets or replaces a preference.
 */
void
mw_thunderbird_prefs_set_boolean (MwThunderbirdPrefs *self, const char *key, gboolean value)
{
  set_value (self, key, value ? "true" : "false");
}

/**
 * mw_thunderbird_prefs_to_text:
 *
 * Returns: (transfer full): the whole file
 */
char *
mw_thunderbird_prefs_to_text (MwThunderbirdPrefs *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->lines->len; i++)
    g_string_append (text, g_ptr_array_index (self->lines, i));

  return g_string_free (text, FALSE);
}
