/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-preferences.h"
#include "mw-source-words.h"
#include "mw-sources-group.h"

#define KEY "sources-off"

static gboolean
read_switch (GValue *value, GVariant *off, gpointer user_data)
{
  const char **names = g_variant_get_strv (off, NULL);

  g_value_set_boolean (value, !g_strv_contains (names, user_data));
  g_free (names);

  return TRUE;
}

/* The key holds all of them: the others stay as they are. */
static GVariant *
write_switch (const GValue *value, const GVariantType *type, gpointer user_data)
{
  g_autoptr (GSettings) settings = g_settings_new (APPLICATION_ID);
  g_auto (GStrv) old = g_settings_get_strv (settings, KEY);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; old[i] != NULL; i++)
    if (!g_str_equal (old[i], user_data))
      g_ptr_array_add (names, old[i]);
  if (!g_value_get_boolean (value))
    g_ptr_array_add (names, user_data);

  return g_variant_new_strv ((const char *const *) names->pdata, names->len);
}

/* @name is one of the key's, and static. */
static void
add_row (AdwPreferencesGroup *group,
         GSettings *settings,
         const char *name,
         const char *title,
         const char *privacy)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_switch_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), privacy);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  g_settings_bind_with_mapping (settings,
                                KEY,
                                button,
                                "active",
                                G_SETTINGS_BIND_DEFAULT,
                                read_switch,
                                write_switch,
                                (gpointer) name,
                                NULL);
  adw_preferences_group_add (group, row);
}

static void
add_source (AdwPreferencesGroup *group, GSettings *settings, MwSource source)
{
  const char *privacy = mw_source_words_get_privacy (source);
  g_autofree char *title = mw_source_words_dup_title (source, _ ("your domain"));

  if (privacy != NULL)
    add_row (group, settings, mw_source_to_string (source), title, privacy);
}

/**
 * mw_sources_group_fill:
 * @settings: of the program
 *
 * Lists every look-up that leaves this computer, and lets the person switch each off.
 */
void
mw_sources_group_fill (AdwPreferencesGroup *group, GSettings *settings)
{
  g_return_if_fail (ADW_IS_PREFERENCES_GROUP (group));
  g_return_if_fail (G_IS_SETTINGS (settings));

  for (MwSource source = 0; source < MW_N_SOURCES; source++)
    add_source (group, settings, source);
  add_row (
    group,
    settings,
    MW_PREFERENCES_OTHERS,
    _ ("Second opinion in a test"),
    _ ("The name service is asked whether your domain has mail. Where a test fails, its web "
       "server is asked what time it is, and whether this network lets you through to it, and the "
       "issuer of a certificate for what is missing."));
}
