/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-answers.h"

#include "mw-advice.h"
#include "mw-diagnosis-resources.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Codes stand at the beginning of an answer, behind a tag at most. */
#define MAX_WORDS_BEFORE_CODE 4

typedef struct {
  GPatternSpec **hosts; /* (owned) (nullable): any host */
  guint protocols;      /* bits 1 << MwProtocol; 0: any */
  char *code;           /* (owned) (nullable) */
  GStrv fragments;      /* (owned) (nullable): case folded */
  const char *cause;    /* (interned) */
} MwPattern;

struct _MwAnswers {
  GPtrArray *patterns; /* (owned) (element-type MwPattern) */
};

static void
free_pattern (gpointer data)
{
  MwPattern *pattern = data;

  for (gsize i = 0; pattern->hosts != NULL && pattern->hosts[i] != NULL; i++)
    g_pattern_spec_free (pattern->hosts[i]);
  g_free (pattern->hosts);
  g_free (pattern->code);
  g_strfreev (pattern->fragments);
  g_free (pattern);
}

/* ------ reading the file ------ */

static GPatternSpec **
read_hosts (GKeyFile *file, const char *group)
{
  g_auto (GStrv) hosts = g_key_file_get_string_list (file, group, "Hosts", NULL, NULL);
  GPatternSpec **specs;

  if (hosts == NULL || hosts[0] == NULL)
    return NULL;

  specs = g_new0 (GPatternSpec *, g_strv_length (hosts) + 1);
  for (gsize i = 0; hosts[i] != NULL; i++) {
    g_autofree char *lower = g_ascii_strdown (hosts[i], -1);

    specs[i] = g_pattern_spec_new (lower);
  }

  return specs;
}

static gboolean
read_protocols (GKeyFile *file, const char *group, guint *protocols, GError **error)
{
  g_auto (GStrv) names = g_key_file_get_string_list (file, group, "Protocols", NULL, NULL);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++) {
    guint bit = 0;

    for (MwProtocol protocol = MW_PROTOCOL_IMAP; protocol <= MW_PROTOCOL_SMTP; protocol++)
      if (g_str_equal (names[i], mw_protocol_to_string (protocol)))
        bit = 1u << protocol;
    if (bit == 0) {
      g_set_error (error,
                   MW_ERROR,
                   MW_ERROR_FILE,
                   _ ("[%s]: no such protocol: %s"),
                   group,
                   names[i]);
      return FALSE;
    }
    *protocols |= bit;
  }

  return TRUE;
}

static void
read_fragments (GKeyFile *file, const char *group, MwPattern *pattern)
{
  pattern->fragments = g_key_file_get_string_list (file, group, "Text", NULL, NULL);

  for (gsize i = 0; pattern->fragments != NULL && pattern->fragments[i] != NULL; i++) {
    char *folded = g_utf8_casefold (pattern->fragments[i], -1);

    g_free (pattern->fragments[i]);
    pattern->fragments[i] = folded;
  }
}

static gboolean
read_cause (GKeyFile *file, const char *group, MwPattern *pattern, GError **error)
{
  g_autofree char *cause = g_key_file_get_string (file, group, "Cause", NULL);
  g_auto (GStrv) causes = mw_advice_list_causes ();

  if (cause == NULL || !g_strv_contains ((const char *const *) causes, cause)) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_FILE,
                 _ ("[%s]: no such cause: %s"),
                 group,
                 cause ? cause : "");
    return FALSE;
  }
  pattern->cause = g_intern_string (cause);

  return TRUE;
}

/* A misspelt key would be a pattern that is silently wider than meant. */
static gboolean
knows_keys (GKeyFile *file, const char *group, GError **error)
{
  static const char *const known[] = { "Hosts", "Protocols", "Code", "Text", "Cause", NULL };
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    if (!g_strv_contains (known, keys[i])) {
      g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("[%s]: no such key: %s"), group, keys[i]);
      return FALSE;
    }

  return TRUE;
}

static gboolean
has_something_to_match (const MwPattern *pattern, const char *group, GError **error)
{
  gboolean empty = pattern->fragments == NULL || pattern->fragments[0] == NULL;

  for (gsize i = 0; !empty && pattern->fragments[i] != NULL; i++)
    empty = pattern->fragments[i][0] == '\0';
  if (empty && (pattern->fragments != NULL || pattern->code == NULL)) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("[%s]: neither Code nor Text"), group);
    return FALSE;
  }

  return TRUE;
}

static gboolean
add_pattern (MwAnswers *self, GKeyFile *file, const char *group, GError **error)
{
  MwPattern *pattern = g_new0 (MwPattern, 1);

  g_ptr_array_add (self->patterns, pattern);
  pattern->hosts = read_hosts (file, group);
  pattern->code = g_key_file_get_string (file, group, "Code", NULL);
  read_fragments (file, group, pattern);

  return knows_keys (file, group, error) &&
         read_protocols (file, group, &pattern->protocols, error) &&
         read_cause (file, group, pattern, error) && has_something_to_match (pattern, group, error);
}

/**
 * mw_answers_new_for_text:
 * @text: a key file as `data/answers.ini` describes it
 *
 * Returns: (transfer full): the patterns, or %NULL with `MW_ERROR_FILE` if one of them is wrong
 */
MwAnswers *
mw_answers_new_for_text (const char *text, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (MwAnswers) self = g_new0 (MwAnswers, 1);
  g_autoptr (GError) fault = NULL;
  g_auto (GStrv) groups = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  self->patterns = g_ptr_array_new_with_free_func (free_pattern);
  if (!g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, &fault)) {
    g_set_error_literal (error, MW_ERROR, MW_ERROR_FILE, fault->message);
    return NULL;
  }

  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    if (!add_pattern (self, file, groups[i], error))
      return NULL;

  return g_steal_pointer (&self);
}

static MwAnswers *
load_default (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (mw_diagnosis_get_resource (), RESOURCE_PREFIX "answers.ini", 0, &error);
  MwAnswers *self = NULL;

  /* The resource ends with a NUL that is not counted. */
  if (bytes != NULL)
    self = mw_answers_new_for_text (g_bytes_get_data (bytes, NULL), &error);
  if (self == NULL) {
    g_critical ("answers.ini: %s", error->message);
    self = mw_answers_new_for_text ("", NULL);
  }

  return self;
}

/**
 * mw_answers_get_default:
 *
 * Returns: (transfer none): the patterns that are built in
 */
MwAnswers *
mw_answers_get_default (void)
{
  static MwAnswers *answers = NULL;

  if (g_once_init_enter (&answers))
    g_once_init_leave (&answers, load_default ());

  return answers;
}

void
mw_answers_free (MwAnswers *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->patterns);
  g_free (self);
}

/* ------ matching ------ */

static gboolean
matches_host (const MwPattern *pattern, const char *host)
{
  g_autofree char *lower = NULL;

  if (pattern->hosts == NULL)
    return TRUE;
  if (host == NULL)
    return FALSE;

  lower = g_ascii_strdown (host, -1);
  for (gsize i = 0; pattern->hosts[i] != NULL; i++)
    if (g_pattern_spec_match_string (pattern->hosts[i], lower))
      return TRUE;

  return FALSE;
}

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
matches_code (const MwPattern *pattern, const char *answer)
{
  g_auto (GStrv) words = NULL;

  if (pattern->code == NULL)
    return TRUE;

  words = g_strsplit (answer, " ", MAX_WORDS_BEFORE_CODE + 1);
  for (gsize i = 0; words[i] != NULL && i < MAX_WORDS_BEFORE_CODE; i++) {
    const char *dash = g_ascii_isdigit (words[i][0]) ? strchr (words[i], '-') : NULL;

    if (is_code (words[i], pattern->code) || (dash != NULL && is_code (dash + 1, pattern->code)))
      return TRUE;
  }

  return FALSE;
}

static gboolean
matches_text (const MwPattern *pattern, const char *folded)
{
  if (pattern->fragments == NULL)
    return TRUE;

  for (gsize i = 0; pattern->fragments[i] != NULL; i++)
    if (strstr (folded, pattern->fragments[i]) != NULL)
      return TRUE;

  return FALSE;
}

/**
 * mw_answers_match:
 * @host: (nullable): of the server that answered
 * @answer: valid UTF-8, in one line
 *
 * Returns: (nullable): the cause that @answer means, by the first pattern that fits
 */
const char *
mw_answers_match (const MwAnswers *self, MwProtocol protocol, const char *host, const char *answer)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (self != NULL && answer != NULL, NULL);

  folded = g_utf8_casefold (answer, -1);
  for (guint i = 0; i < self->patterns->len; i++) {
    const MwPattern *pattern = g_ptr_array_index (self->patterns, i);

    if ((pattern->protocols == 0 || pattern->protocols & (1u << protocol)) &&
        matches_host (pattern, host) && matches_code (pattern, answer) &&
        matches_text (pattern, folded))
      return pattern->cause;
  }

  return NULL;
}
