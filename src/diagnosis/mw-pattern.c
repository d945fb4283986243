/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-pattern.h"

#include "mw-advice.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Codes stand at the beginning of an answer, behind a tag at most. */
#define MAX_WORDS_BEFORE_CODE 4

/* ------ reading ------ */

static gboolean
complain (GError **error, const char *group, const char *key, const char *problem)
{
  g_set_error (error, MW_ERROR, MW_ERROR_FILE, "[%s] %s: %s", group, key, problem);

  return FALSE;
}

static gboolean
complain_of (GError **error,
             const char *group,
             const char *key,
             const char *problem,
             const char *value)
{
  g_autofree char *text = g_strdup_printf ("%s: “%s”", problem, value);

  return complain (error, group, key, text);
}

/* A misspelt key would be a pattern that is silently wider than meant. */
static gboolean
knows_keys (GKeyFile *file, const char *group, const char *const *known, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!g_strv_contains (known, keys[i]))
      return complain (error, group, keys[i], _ ("there is no such key"));

  return TRUE;
}

/* An empty piece would fit everything. */
static gboolean
read_list (GKeyFile *file, const char *group, const char *key, GStrv *list, GError **error)
{
  *list = g_key_file_get_string_list (file, group, key, NULL, NULL);
  if (*list == NULL)
    return TRUE;

  for (gsize i = 0; (*list)[i] != NULL; i++)
    if (*g_strstrip ((*list)[i]) == '\0')
      return complain (error, group, key, _ ("an item of the list is empty"));

  return (*list)[0] != NULL || complain (error, group, key, _ ("the list is empty"));
}

static void
fold (GStrv list)
{
  for (gsize i = 0; list != NULL && list[i] != NULL; i++) {
    char *folded = g_utf8_casefold (list[i], -1);

    g_free (list[i]);
    list[i] = folded;
  }
}

/* ------ families ------ */

/**
 * mw_family_new:
 *
 * Returns: (transfer full): a family that no server belongs to yet
 */
MwFamily *
mw_family_new (void)
{
  MwFamily *self = g_new0 (MwFamily, 1);

  self->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_pattern_spec_free);
  self->banners = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
mw_family_free (MwFamily *self)
{
  g_ptr_array_unref (self->hosts);
  g_ptr_array_unref (self->banners);
  g_free (self);
}

/**
 * mw_family_add:
 * @group: of @file, with `Hosts`, `Banner` or both
 *
 * Adds to what the family is known by: a company's file may add to one that is built in.
 */
gboolean
mw_family_add (MwFamily *self, GKeyFile *file, const char *group, GError **error)
{
  static const char *const known[] = { "Hosts", "Banner", NULL };
  g_auto (GStrv) hosts = NULL;
  g_auto (GStrv) banners = NULL;

  if (!knows_keys (file, group, known, error) || !read_list (file, group, "Hosts", &hosts, error) ||
      !read_list (file, group, "Banner", &banners, error))
    return FALSE;
  if (hosts == NULL && banners == NULL)
    return complain (error, group, "Hosts", _ ("neither Hosts nor Banner is given"));

  for (gsize i = 0; hosts != NULL && hosts[i] != NULL; i++) {
    g_autofree char *lower = g_ascii_strdown (hosts[i], -1);

    g_ptr_array_add (self->hosts, g_pattern_spec_new (lower));
  }
  fold (banners);
  for (gsize i = 0; banners != NULL && banners[i] != NULL; i++)
    g_ptr_array_add (self->banners, g_strdup (banners[i]));

  return TRUE;
}

/**
 * mw_family_includes:
 *
 * Whether @heard was said by one of @self, by its name or its greeting.
 */
gboolean
mw_family_includes (const MwFamily *self, const MwHeard *heard)
{
  g_autofree char *host = heard->host ? g_ascii_strdown (heard->host, -1) : NULL;
  g_autofree char *banner = heard->banner ? g_utf8_casefold (heard->banner, -1) : NULL;

  for (guint i = 0; host != NULL && i < self->hosts->len; i++)
    if (g_pattern_spec_match_string (g_ptr_array_index (self->hosts, i), host))
      return TRUE;
  for (guint i = 0; banner != NULL && i < self->banners->len; i++)
    if (strstr (banner, g_ptr_array_index (self->banners, i)) != NULL)
      return TRUE;

  return FALSE;
}

/* ------ patterns ------ */

static gboolean
read_protocols (MwPattern *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) names = NULL;

  if (!read_list (file, self->name, "Protocols", &names, error))
    return FALSE;

  for (gsize i = 0; names != NULL && names[i] != NULL; i++) {
    guint bit = 0;

    for (MwProtocol protocol = MW_PROTOCOL_IMAP; protocol <= MW_PROTOCOL_SMTP; protocol++)
      if (g_str_equal (names[i], mw_protocol_to_string (protocol)))
        bit = 1u << protocol;
    if (bit == 0)
      return complain_of (error, self->name, "Protocols", _ ("no such protocol"), names[i]);
    self->protocols |= bit;
  }

  return TRUE;
}

static gboolean
read_password (MwPattern *self, GKeyFile *file, GError **error)
{
  g_autofree char *shape = g_key_file_get_string (file, self->name, "Password", NULL);

  self->wants_code = g_strcmp0 (shape, "code") == 0;

  return shape == NULL || self->wants_code ||
         complain_of (error, self->name, "Password", _ ("only “code” is known"), shape);
}

static gboolean
read_list_of_causes (MwPattern *self, GKeyFile *file, const char *key, GStrv *list, GError **error)
{
  g_auto (GStrv) causes = mw_advice_list_causes ();

  if (!read_list (file, self->name, key, list, error))
    return FALSE;

  for (gsize i = 0; *list != NULL && (*list)[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) causes, (*list)[i]))
      return complain_of (error, self->name, key, _ ("no such cause"), (*list)[i]);

  return TRUE;
}

static gboolean
read_causes (MwPattern *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) cause = NULL;

  if (!read_list_of_causes (self, file, "Cause", &cause, error) ||
      !read_list_of_causes (self, file, "Instead", &self->instead, error) ||
      !read_list_of_causes (self, file, "Suspects", &self->suspects, error))
    return FALSE;
  if (cause == NULL || cause[1] != NULL)
    return complain (error, self->name, "Cause", _ ("one cause is needed"));
  self->cause = g_intern_string (cause[0]);

  return TRUE;
}

static gboolean
read_pattern (MwPattern *self, GKeyFile *file, GError **error)
{
  static const char *const known[] = { "Family",  "Protocols", "Code",     "Text", "Password",
                                       "Instead", "Cause",     "Suspects", NULL };

  self->code = g_key_file_get_string (file, self->name, "Code", NULL);
  if (!knows_keys (file, self->name, known, error) ||
      !read_list (file, self->name, "Family", &self->families, error) ||
      !read_list (file, self->name, "Text", &self->fragments, error))
    return FALSE;
  if (self->fragments == NULL && (self->code == NULL || *self->code == '\0'))
    return complain (error, self->name, "Text", _ ("neither Code nor Text is given"));
  fold (self->fragments);

  return read_protocols (self, file, error) && read_password (self, file, error) &&
         read_causes (self, file, error);
}

/**
 * mw_pattern_new_for_group:
 *
 * Returns: (transfer full): the meaning that @group of @file gives, or %NULL with `MW_ERROR_FILE`
 */
MwPattern *
mw_pattern_new_for_group (GKeyFile *file, const char *group, GError **error)
{
  g_autoptr (MwPattern) self = g_new0 (MwPattern, 1);

  self->name = g_strdup (group);

  return read_pattern (self, file, error) ? g_steal_pointer (&self) : NULL;
}

void
mw_pattern_free (MwPattern *self)
{
  g_free (self->name);
  g_strfreev (self->families);
  g_free (self->code);
  g_strfreev (self->fragments);
  g_strfreev (self->instead);
  g_strfreev (self->suspects);
  g_free (self);
}

/* ------ matching ------ */

/* `535`, also as `535-` where more lines follow, `5.7.8`, `[AUTH]` */
static gboolean
is_code (const char *word, const char *code)
{
  gsize length = strlen (code);

  if (*word == '[')
    word++;

  return g_ascii_strncasecmp (word, code, length) == 0 && !g_ascii_isalnum (word[length]) &&
         word[length] != '.';
}

static gboolean
has_code (const char *answer, const char *code)
{
  g_auto (GStrv) words = g_strsplit (answer, " ", MAX_WORDS_BEFORE_CODE + 1);

  for (gsize i = 0; words[i] != NULL && i < MAX_WORDS_BEFORE_CODE; i++) {
    const char *dash = g_ascii_isdigit (words[i][0]) ? strchr (words[i], '-') : NULL;

    if (is_code (words[i], code) || (dash != NULL && is_code (dash + 1, code)))
      return TRUE;
  }

  return FALSE;
}

static gboolean
mentions (const char *answer, const char *const *fragments)
{
  g_autofree char *folded = g_utf8_casefold (answer, -1);

  for (gsize i = 0; fragments[i] != NULL; i++)
    if (strstr (folded, fragments[i]) != NULL)
      return TRUE;

  return FALSE;
}

/**
 * mw_pattern_fits:
 *
 * Returns: whether @heard is what @self describes; its families are not looked at
 */
gboolean
mw_pattern_fits (const MwPattern *self, const MwHeard *heard)
{
  if (self->protocols != 0 && (self->protocols & (1u << heard->protocol)) == 0)
    return FALSE;
  if (self->wants_code && !heard->password_is_code)
    return FALSE;
  if (self->instead != NULL && heard->cause != NULL &&
      !g_strv_contains ((const char *const *) self->instead, heard->cause))
    return FALSE;
  if (self->code != NULL && !has_code (heard->answer, self->code))
    return FALSE;

  return self->fragments == NULL || mentions (heard->answer, (const char *const *) self->fragments);
}
