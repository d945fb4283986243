/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-preferences.h"

#define DEFAULT_TIMEOUT 60

/**
 * mw_preferences_get:
 *
 * Returns: (transfer none) (nullable): the settings, or %NULL where their schema is not installed:
 *   then nothing is remembered, and all else works
 */
GSettings *
mw_preferences_get (void)
{
  static GSettings *settings;
  static gsize looked;

  if (g_once_init_enter (&looked)) {
    GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
    g_autoptr (GSettingsSchema) schema = NULL;

    if (source != NULL)
      schema = g_settings_schema_source_lookup (source, APPLICATION_ID, TRUE);
    if (schema != NULL)
      settings = g_settings_new_full (schema, NULL, NULL);
    g_once_init_leave (&looked, 1);
  }

  return settings;
}

/**
 * mw_preferences_get_timeout:
 *
 * Returns: how long a whole test may take, in seconds
 */
guint
mw_preferences_get_timeout (void)
{
  GSettings *settings = mw_preferences_get ();

  return settings ? g_settings_get_uint (settings, "check-timeout") : DEFAULT_TIMEOUT;
}

/**
 * mw_preferences_dup_sources_off:
 *
 * Returns: (transfer full): sources of settings that are not to be asked, by mw_source_to_string()
 */
GStrv
mw_preferences_dup_sources_off (void)
{
  GSettings *settings = mw_preferences_get ();

  return settings ? g_settings_get_strv (settings, "sources-off") : g_new0 (char *, 1);
}

/**
 * mw_preferences_asks_others:
 *
 * Returns: whether a test may ask others than the servers, to learn why it fails
 */
gboolean
mw_preferences_asks_others (void)
{
  g_auto (GStrv) off = mw_preferences_dup_sources_off ();

  return !g_strv_contains ((const char *const *) off, MW_PREFERENCES_OTHERS);
}

/**
 * mw_preferences_dup_last_client:
 *
 * Returns: (transfer full): the id of the mail program that was used last, or ""
 */
char *
mw_preferences_dup_last_client (void)
{
  GSettings *settings = mw_preferences_get ();

  return settings ? g_settings_get_string (settings, "last-client") : g_strdup ("");
}

/**
 * mw_preferences_set_last_client:
 * @id: of the mail program that was chosen last
 */
void
mw_preferences_set_last_client (const char *id)
{
  GSettings *settings = mw_preferences_get ();

  g_return_if_fail (id != NULL);

  if (settings != NULL)
    g_settings_set_string (settings, "last-client", id);
}
