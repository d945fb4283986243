/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-folder.h"

#include <string.h>

#include "mw-text.h"

/* RFC 6154, section 2 */
static const char *const roles[] = {
  "all", "archive", "drafts", "flagged", "junk", "sent", "trash", NULL,
};

/* mbx-list-flags = "(" *("\" atom) ")" */
static const char *
find_role (const char *flags)
{
  g_auto (GStrv) words = g_strsplit (flags, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    for (guint j = 0; words[i][0] == '\\' && roles[j] != NULL; j++)
      if (g_ascii_strcasecmp (words[i] + 1, roles[j]) == 0)
        return roles[j];

  return NULL;
}

/* quoted = DQUOTE *QUOTED-CHAR DQUOTE; what stands between the quotes. Or an atom. */
static char *
take_string (const char **rest)
{
  const char *begin = *rest;
  const char *end;

  if (*begin != '"') {
    *rest += strcspn (begin, " ");
    return g_strndup (begin, *rest - begin);
  }

  for (end = ++begin; *end != '"'; end++) {
    if (*end == '\\' && end[1] != '\0')
      end++;
    if (*end == '\0')
      return NULL;
  }
  *rest = end + 1;

  return g_strndup (begin, end - begin);
}

static char *
unescape (const char *quoted)
{
  GString *plain = g_string_new (NULL);

  for (; *quoted != '\0'; quoted++) {
    if (*quoted == '\\' && quoted[1] != '\0')
      quoted++;
    g_string_append_c (plain, *quoted);
  }

  return g_string_free (plain, FALSE);
}

/**
 * mw_folder_new_for_list:
 * @line: untagged data, without the star
 *
 *     mailbox-list = "LIST" SP "(" [mbx-list-flags] ")" SP (DQUOTE QUOTED-CHAR DQUOTE / nil) SP
 * mailbox
 *
 * RFC 9051, section 9. A name in a literal is passed over: it has characters that no program would
 * choose.
 *
 * Returns: (transfer full) (nullable): the mailbox, %NULL if @line is about something else
 */
MwFolder *
mw_folder_new_for_list (const char *line)
{
  g_autofree char *flags = NULL;
  g_autofree char *delimiter = NULL;
  g_autofree char *plain = NULL;
  MwFolder *self;
  char *name;

  if (g_ascii_strncasecmp (line, "LIST (", strlen ("LIST (")) != 0)
    return NULL;
  line += strlen ("LIST (");
  flags = g_strndup (line, strcspn (line, ")"));
  line += strlen (flags);
  if (!g_str_has_prefix (line, ") "))
    return NULL;
  line += strlen (") ");

  delimiter = take_string (&line);
  if (delimiter == NULL || *line++ != ' ')
    return NULL;
  name = *line == '{' ? NULL : take_string (&line);
  if (name == NULL || *name == '\0') {
    g_free (name);
    return NULL;
  }

  self = g_new0 (MwFolder, 1);
  self->role = find_role (flags);
  self->wire_name = name;
  plain = unescape (name);
  self->name = mw_folder_decode_name (plain);

  return self;
}

void
mw_folder_free (MwFolder *self)
{
  if (self == NULL)
    return;

  g_free (self->wire_name);
  g_free (self->name);
  g_free (self);
}

/* modified-base64 has a comma for the slash, no padding, and UTF-16BE in it; RFC 3501, 5.1.3 */
static char *
decode_shifted (const char *text, gsize length)
{
  g_autofree char *base64 = g_strndup (text, length);
  g_autofree char *padded = NULL;
  g_autofree guchar *bytes = NULL;
  gsize n_bytes;

  g_strdelimit (base64, ",", '/');
  padded = g_strconcat (base64, &"===="[length % 4 ? length % 4 : 4], NULL);
  bytes = g_base64_decode (padded, &n_bytes);
  if (n_bytes == 0)
    return NULL;

  return g_convert ((char *) bytes, n_bytes, "UTF-8", "UTF-16BE", NULL, NULL, NULL);
}

/* Returns: where the name goes on; @text itself if this is no shift */
static const char *
take_shifted (const char *text, GString *plain)
{
  const char *end = strchr (text, '-');
  g_autofree char *decoded = NULL;

  if (*text != '&' || end == NULL)
    return text;
  if (end == text + 1) {
    g_string_append_c (plain, '&');
    return end + 1;
  }

  decoded = decode_shifted (text + 1, end - text - 1);
  if (decoded == NULL)
    return text;
  g_string_append (plain, decoded);

  return end + 1;
}

/**
 * mw_folder_decode_name:
 * @name: in modified UTF-7, RFC 3501, section 5.1.3; or in UTF-8, RFC 6855
 *
 * Returns: (transfer full): the name, fit to be shown; what cannot be read stays as it is
 */
char *
mw_folder_decode_name (const char *name)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  while (*name != '\0') {
    const char *next = take_shifted (name, plain);

    if (next == name)
      g_string_append_c (plain, *next++);
    name = next;
  }

  return mw_text_decode (plain->str, plain->len);
}
