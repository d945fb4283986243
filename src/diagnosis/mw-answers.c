/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-answers.h"

#include "mw-diagnosis-resources.h"
#include "mw-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FILE_MAX_BYTES (1024 * 1024)
#define FAMILY_PREFIX "family "

struct _MwAnswers {
  GHashTable *families; /* (owned) (element-type utf8 MwFamily) */
  GPtrArray *patterns;  /* (owned) (element-type MwPattern): a company's own come first */
  guint n_company;      /* how many of them */
  GPtrArray *problems;  /* (owned) (element-type utf8): what cannot be used, and why */
};

/* ------ reading ------ */

static MwAnswers *
new_empty (void)
{
  MwAnswers *self = g_new0 (MwAnswers, 1);

  self->families =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) mw_family_free);
  self->patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_pattern_free);
  self->problems = g_ptr_array_new_with_free_func (g_free);

  return self;
}

static gboolean
add_family (MwAnswers *self, GKeyFile *file, const char *group, GError **error)
{
  const char *name = group + strlen (FAMILY_PREFIX);
  MwFamily *family = g_hash_table_lookup (self->families, name);

  if (family == NULL) {
    family = mw_family_new ();
    g_hash_table_insert (self->families, g_strdup (name), family);
  }

  return mw_family_add (family, file, group, error);
}

static gboolean
knows_families (MwAnswers *self, const MwPattern *pattern, GError **error)
{
  for (gsize i = 0; pattern->families != NULL && pattern->families[i] != NULL; i++)
    if (!g_hash_table_contains (self->families, pattern->families[i])) {
      g_set_error (error,
                   MW_ERROR,
                   MW_ERROR_FILE,
                   _ ("[%s] Family: no such family: “%s”"),
                   pattern->name,
                   pattern->families[i]);
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_pattern (MwAnswers *self, GKeyFile *file, const char *group, gboolean company, GError **error)
{
  g_autoptr (MwPattern) pattern = mw_pattern_new_for_group (file, group, error);

  if (pattern == NULL || !knows_families (self, pattern, error))
    return FALSE;

  g_ptr_array_insert (self->patterns,
                      company ? (int) self->n_company++ : -1,
                      g_steal_pointer (&pattern));

  return TRUE;
}

/* Families first: a pattern may stand before the one that it names. */
static void
add_groups (MwAnswers *self, GKeyFile *file, const char *origin, gboolean company)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (int pass = 0; pass < 2; pass++)
    for (gsize i = 0; groups[i] != NULL; i++) {
      gboolean is_family = g_str_has_prefix (groups[i], FAMILY_PREFIX);
      g_autoptr (GError) error = NULL;

      if (is_family != (pass == 0))
        continue;
      if (is_family ? !add_family (self, file, groups[i], &error)
                    : !add_pattern (self, file, groups[i], company, &error))
        g_ptr_array_add (self->problems, g_strconcat (origin, error->message, NULL));
    }
}

static gboolean
add_text (MwAnswers *self,
          const char *text,
          gsize length,
          const char *origin,
          gboolean company,
          GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) fault = NULL;

  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, &fault)) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s%s", origin, fault->message);
    return FALSE;
  }
  add_groups (self, file, origin, company);

  return TRUE;
}

static gboolean
add_file (MwAnswers *self, const char *path, GError **error)
{
  g_autofree char *origin = g_strconcat (path, ": ", NULL);
  g_autoptr (GError) fault = NULL;
  gsize length = 0;
  g_autofree char *text = mw_file_read (path, FILE_MAX_BYTES, &length, &fault);

  if (text == NULL) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s%s", origin, fault->message);
    return FALSE;
  }

  return add_text (self, text, length, origin, TRUE, error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of their names: which of two files wins must not be up to the file system. */
static void
add_folder (MwAnswers *self, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".ini"))
      g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++) {
    g_autoptr (GError) error = NULL;

    if (!add_file (self, g_ptr_array_index (names, i), &error))
      g_ptr_array_add (self->problems, g_strdup (error->message));
  }
}

static void
add_built_in (MwAnswers *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (mw_diagnosis_get_resource (), RESOURCE_PREFIX "answers.ini", 0, &error);

  if (bytes != NULL)
    add_text (self, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "", FALSE, &error);
  g_assert_no_error (error);
}

/**
 * mw_answers_new:
 * @folders: with files of the company, the most important first
 *
 * Returns: (transfer full): these, and what is built in. Blocks for as long as reading takes. What
 *   cannot be used is left out: see mw_answers_get_problems().
 */
MwAnswers *
mw_answers_new (const char *const *folders)
{
  MwAnswers *self;

  g_return_val_if_fail (folders != NULL, NULL);

  self = new_empty ();
  add_built_in (self);
  for (gsize i = 0; folders[i] != NULL; i++)
    add_folder (self, folders[i]);

  return self;
}

/**
 * mw_answers_new_for_text:
 * @text: a key file as `data/answers.ini` describes it
 *
 * Returns: (transfer full): the patterns of @text alone, or %NULL with `MW_ERROR_FILE` if one of
 *   them is wrong
 */
MwAnswers *
mw_answers_new_for_text (const char *text, GError **error)
{
  g_autoptr (MwAnswers) self = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  self = new_empty ();
  if (!add_text (self, text, strlen (text), "", FALSE, error))
    return NULL;
  if (self->problems->len > 0) {
    g_set_error_literal (error, MW_ERROR, MW_ERROR_FILE, g_ptr_array_index (self->problems, 0));
    return NULL;
  }

  return g_steal_pointer (&self);
}

static MwAnswers *
load_default (void)
{
  const char *const *dirs = g_get_system_data_dirs ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) folders = NULL;

  g_strv_builder_add (builder, g_get_user_data_dir ());
  g_strv_builder_addv (builder, (const char **) dirs);
  folders = g_strv_builder_end (builder);
  for (gsize i = 0; folders[i] != NULL; i++) {
    char *folder = g_build_filename (folders[i], "mailwright", "answers", NULL);

    g_free (folders[i]);
    folders[i] = folder;
  }

  return mw_answers_new ((const char *const *) folders);
}

/**
 * mw_answers_get_default:
 *
 * Returns: (transfer none): the patterns of this machine, read when they are wanted first
 */
const MwAnswers *
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

  g_hash_table_unref (self->families);
  g_ptr_array_unref (self->patterns);
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/* ------ matching ------ */

static gboolean
is_of_family (const MwAnswers *self, const MwPattern *pattern, const MwHeard *heard)
{
  if (pattern->families == NULL)
    return TRUE;

  for (gsize i = 0; pattern->families[i] != NULL; i++)
    if (mw_family_includes (g_hash_table_lookup (self->families, pattern->families[i]), heard))
      return TRUE;

  return FALSE;
}

/**
 * mw_answers_match:
 *
 * Returns: (nullable) (transfer none): the first pattern that fits
 */
const MwPattern *
mw_answers_match (const MwAnswers *self, const MwHeard *heard)
{
  g_return_val_if_fail (self != NULL && heard != NULL && heard->answer != NULL, NULL);

  for (guint i = 0; i < self->patterns->len; i++) {
    const MwPattern *pattern = g_ptr_array_index (self->patterns, i);

    if (mw_pattern_fits (pattern, heard) && is_of_family (self, pattern, heard))
      return pattern;
  }

  return NULL;
}

/* What a conversation says where the code alone is vague, or lies: 454 for a locked door, 535 for a
 * service that is off. Anything more exact has been told by a machine-readable code, or was seen on
 * the wire, and stays. */
static const char *const vague_causes[] = {
  "auth.account-suspended",
  "auth.no-usable-mechanism",
  "auth.not-offered",
  "auth.temporary-failure",
  "auth.too-many-attempts",
  "auth.too-many-connections",
  "auth.unknown",
  "auth.wrong-password",
  "mailbox.cannot-open",
  "net.closed-after-auth",
  "net.server-unavailable",
  "proto.unexpected-answer",
  "smtp.client-blocked",
  "smtp.recipient-rejected",
  "smtp.sender-rejected",
  "smtp.temporary",
  NULL,
};

/**
 * mw_answers_explain:
 *
 * Returns: (nullable) (transfer none): the first pattern that fits, where the code alone leaves
 * room for one
 */
const MwPattern *
mw_answers_explain (const MwAnswers *self, const MwHeard *heard)
{
  g_return_val_if_fail (self != NULL && heard != NULL, NULL);

  if (heard->answer == NULL || heard->cause == NULL ||
      !g_strv_contains (vague_causes, heard->cause))
    return NULL;

  return mw_answers_match (self, heard);
}

/**
 * mw_answers_get_problems:
 *
 * Returns: (transfer none) (element-type utf8): one sentence each for what could not be used
 */
GPtrArray *
mw_answers_get_problems (const MwAnswers *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->problems;
}

/**
 * mw_answers_is_file:
 *
 * Returns: whether @path is meant to be an answers file: only those name causes
 */
gboolean
mw_answers_is_file (const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  gsize length = 0;
  g_autofree char *text = mw_file_read (path, FILE_MAX_BYTES, &length, NULL);
  g_auto (GStrv) groups = NULL;

  if (text == NULL || !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL))
    return FALSE;

  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++)
    if (g_key_file_has_key (file, groups[i], "Cause", NULL) ||
        g_str_has_prefix (groups[i], FAMILY_PREFIX))
      return TRUE;

  return FALSE;
}

/**
 * mw_answers_lint:
 * @path: an answers file of the company
 *
 * Returns: (transfer full) (element-type utf8): everything wrong with it, one line each, or %NULL
 *   with `MW_ERROR_FILE` if it cannot be read at all
 */
GPtrArray *
mw_answers_lint (const char *path, GError **error)
{
  const char *const no_folders[] = { NULL };
  g_autoptr (MwAnswers) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = mw_answers_new (no_folders);
  if (!add_file (self, path, error))
    return NULL;

  return g_ptr_array_ref (self->problems);
}
