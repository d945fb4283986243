/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-file.h"
#include "mw-presets-resources.h"
#include "mw-presets.h"
#include "mw-typo.h"

#define FILE_MAX_BYTES (1024 * 1024)
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct _MwPresets {
  GObject parent_instance;

  GPtrArray *providers; /* (owned) MwProvider; a company's own come first */
  guint n_company;      /* how many of them */
  GHashTable *domains;  /* (owned) domain → MwProvider, both owned by providers */
  GPtrArray *problems;  /* (owned) char *: files and lines that cannot be used */
};

G_DEFINE_FINAL_TYPE (MwPresets, mw_presets, G_TYPE_OBJECT)

static gboolean
is_of_same_file (MwPresets *self, const MwProvider *provider, guint first)
{
  for (guint i = first; i < self->providers->len; i++)
    if (g_ptr_array_index (self->providers, i) == provider)
      return TRUE;

  return FALSE;
}

/* The first that names a domain has it; that a company's file does so before ours is its right. */
static void
add_provider (MwPresets *self, MwProvider *provider, const char *origin, guint first)
{
  g_ptr_array_add (self->providers, provider);

  for (guint i = 0; provider->domains && provider->domains[i]; i++) {
    const MwProvider *other = g_hash_table_lookup (self->domains, provider->domains[i]);

    if (other == NULL)
      g_hash_table_insert (self->domains, provider->domains[i], provider);
    else if (is_of_same_file (self, other, first))
      g_ptr_array_add (self->problems,
                       g_strdup_printf (_ ("%s[%s] Domains: “%s” stands in [%s] already"),
                                        origin,
                                        provider->id,
                                        provider->domains[i],
                                        other->id));
  }
}

static void
add_key_file (MwPresets *self, GKeyFile *file, const char *origin)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  guint first = self->providers->len;

  for (guint i = 0; groups[i]; i++) {
    g_autoptr (GError) error = NULL;
    MwProvider *provider = mw_provider_new_for_group (file, groups[i], &error);

    if (provider != NULL)
      add_provider (self, provider, origin, first);
    else
      g_ptr_array_add (self->problems, g_strconcat (origin, error->message, NULL));
  }
}

static GKeyFile *
load_key_file (const char *text, gsize length, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) problem = NULL;
  gsize mark = g_str_has_prefix (text, BYTE_ORDER_MARK) ? strlen (BYTE_ORDER_MARK) : 0;

  if (!g_utf8_validate_len (text, length, NULL)) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", path, _ ("it is not text"));
    return NULL;
  }
  if (!g_key_file_load_from_data (file,
                                  text + mark,
                                  length - mark,
                                  G_KEY_FILE_KEEP_TRANSLATIONS,
                                  &problem)) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", path, problem->message);
    return NULL;
  }

  return g_steal_pointer (&file);
}

static gboolean
add_document (MwPresets *self, const char *text, gsize length, const char *path, GError **error)
{
  g_autoptr (GBytes) document = g_bytes_new (text, length);
  MwProvider *provider = mw_provider_new_for_document (document, path, self->problems, error);

  if (provider != NULL)
    add_provider (self, provider, "", self->providers->len);

  return provider != NULL;
}

static gboolean
add_file (MwPresets *self, const char *path, const char *origin, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gsize length = 0;
  g_autofree char *text = mw_file_read (path, FILE_MAX_BYTES, &length, &problem);
  g_autoptr (GKeyFile) file = NULL;

  if (text != NULL && g_str_has_suffix (path, ".xml"))
    return add_document (self, text, length, path, error);
  if (text == NULL) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", path, problem->message);
    return FALSE;
  }
  file = load_key_file (text, length, path, error);
  if (file == NULL)
    return FALSE;
  add_key_file (self, file, origin);

  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In the order of their names: which of two files wins must not be up to the file system. */
static void
add_folder (MwPresets *self, const char *data_dir)
{
  g_autofree char *path = g_build_filename (data_dir, "mailwright", "providers", NULL);
  g_autoptr (GError) problem = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &problem);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL && !g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_ptr_array_add (self->problems, g_strdup (problem->message));
  while (dir && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".ini") || g_str_has_suffix (name, ".xml"))
      g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++) {
    const char *file = g_ptr_array_index (names, i);
    g_autofree char *origin = g_strconcat (file, ": ", NULL);
    g_autoptr (GError) error = NULL;

    if (!add_file (self, file, origin, &error))
      g_ptr_array_add (self->problems, g_strdup (error->message));
  }
}

static void
add_built_in (MwPresets *self)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GKeyFile) file = NULL;
  g_autoptr (GError) error = NULL;

  bytes = g_resource_lookup_data (mw_presets_get_resource (),
                                  RESOURCE_PREFIX "providers.ini",
                                  G_RESOURCE_LOOKUP_FLAGS_NONE,
                                  &error);
  g_assert_no_error (error);
  file = load_key_file (g_bytes_get_data (bytes, NULL),
                        g_bytes_get_size (bytes),
                        "providers.ini",
                        &error);
  g_assert_no_error (error);
  add_key_file (self, file, "");
}

static void
mw_presets_finalize (GObject *object)
{
  MwPresets *self = MW_PRESETS (object);

  g_hash_table_unref (self->domains);
  g_ptr_array_unref (self->providers);
  g_ptr_array_unref (self->problems);

  G_OBJECT_CLASS (mw_presets_parent_class)->finalize (object);
}

static void
mw_presets_class_init (MwPresetsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_presets_finalize;
}

static void
mw_presets_init (MwPresets *self)
{
  self->providers = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_provider_free);
  self->problems = g_ptr_array_new_with_free_func (g_free);
  self->domains = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * mw_presets_new:
 *
 * Reads the key files and autoconfig documents of the company, then the built-in one. Blocks for as
 * long as that takes.
 */
MwPresets *
mw_presets_new (void)
{
  MwPresets *self = g_object_new (MW_TYPE_PRESETS, NULL);
  const char *const *dirs = g_get_system_data_dirs ();

  add_folder (self, g_get_user_data_dir ());
  for (guint i = 0; dirs[i]; i++)
    add_folder (self, dirs[i]);
  self->n_company = self->providers->len;
  add_built_in (self);

  return self;
}

/**
 * mw_presets_new_for_file:
 *
 * Returns: (transfer full): the presets of one file of the company, or %NULL with %MW_ERROR_FILE
 */
MwPresets *
mw_presets_new_for_file (const char *path, GError **error)
{
  g_autoptr (MwPresets) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (MW_TYPE_PRESETS, NULL);
  if (!add_file (self, path, "", error))
    return NULL;
  self->n_company = self->providers->len;

  return g_steal_pointer (&self);
}

/**
 * mw_presets_find:
 * @domain: in A-labels and lower case
 *
 * Returns: (nullable) (transfer none): who provides mail for @domain
 */
const MwProvider *
mw_presets_find (MwPresets *self, const char *domain)
{
  g_return_val_if_fail (MW_IS_PRESETS (self), NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  return g_hash_table_lookup (self->domains, domain);
}

static gboolean
matches (const MwProvider *provider, const char *host)
{
  for (guint i = 0; provider->mx != NULL && provider->mx[i] != NULL; i++)
    if (g_pattern_match_simple (provider->mx[i], host))
      return TRUE;

  return FALSE;
}

/**
 * mw_presets_find_by_mx:
 * @host: a mail exchanger, in A-labels and lower case
 *
 * Returns: (nullable) (transfer none): who provides mail for domains that have it
 */
const MwProvider *
mw_presets_find_by_mx (MwPresets *self, const char *host)
{
  g_return_val_if_fail (MW_IS_PRESETS (self), NULL);
  g_return_val_if_fail (host != NULL, NULL);

  for (guint i = 0; i < self->providers->len; i++)
    if (matches (g_ptr_array_index (self->providers, i), host))
      return g_ptr_array_index (self->providers, i);

  return NULL;
}

/**
 * mw_presets_is_company:
 *
 * Returns: whether @provider is of the company's own files
 */
gboolean
mw_presets_is_company (MwPresets *self, const MwProvider *provider)
{
  g_return_val_if_fail (MW_IS_PRESETS (self), FALSE);

  for (guint i = 0; i < self->n_company; i++)
    if (g_ptr_array_index (self->providers, i) == provider)
      return TRUE;

  return FALSE;
}

/**
 * mw_presets_get_providers:
 *
 * Returns: (transfer none) (element-type MwProvider): all of them
 */
GPtrArray *
mw_presets_get_providers (MwPresets *self)
{
  g_return_val_if_fail (MW_IS_PRESETS (self), NULL);

  return self->providers;
}

/**
 * mw_presets_suggest:
 * @domain: of an address, in A-labels and lower case
 *
 * Returns: (nullable) (transfer none): the domain of a provider that was probably meant; %NULL if
 *   none is near, or if @domain is one of them
 */
const char *
mw_presets_suggest (MwPresets *self, const char *domain)
{
  g_autoptr (GPtrArray) domains = g_ptr_array_new ();

  g_return_val_if_fail (MW_IS_PRESETS (self), NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  for (guint i = 0; i < self->providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (self->providers, i);

    for (gsize j = 0; provider->domains != NULL && provider->domains[j] != NULL; j++)
      g_ptr_array_add (domains, provider->domains[j]);
  }
  g_ptr_array_add (domains, NULL);

  return mw_typo_suggest (domain, (const char *const *) domains->pdata);
}

/**
 * mw_presets_get_problems:
 *
 * Returns: (transfer none) (element-type utf8): one sentence each for what could not be used
 */
GPtrArray *
mw_presets_get_problems (MwPresets *self)
{
  g_return_val_if_fail (MW_IS_PRESETS (self), NULL);

  return self->problems;
}
