/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-application.h"
#include "mw-compat.h"
#include "mw-open.h"
#include "mw-setup.h"
#include "mw-window.h"

struct _MwApplication {
  AdwApplication parent_instance;

  MwPresets *presets; /* (owned) (nullable) until there is a window */
  MwStore *store;     /* (owned) (nullable) until there is a window */
};

G_DEFINE_FINAL_TYPE (MwApplication, mw_application, ADW_TYPE_APPLICATION)

static gboolean
prepare_cb (gpointer user_data)
{
  mw_setup_prepare ();

  return G_SOURCE_REMOVE;
}

/* The first window is drawn, and can be typed in, before the rest is read. */
static void
open_parts (MwApplication *self)
{
  self->presets = mw_presets_new ();
  self->store = mw_store_new (NULL);
  g_idle_add_full (G_PRIORITY_LOW, prepare_cb, NULL, NULL);
}

static MwWindow *
get_window (MwApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    return MW_WINDOW (window);

  if (self->store == NULL)
    open_parts (self);

  return mw_window_new (GTK_APPLICATION (self), self->presets, self->store);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  mw_show_about (GTK_WIDGET (get_window (MW_APPLICATION (user_data))));
}

static void
help_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  mw_window_show_help (get_window (MW_APPLICATION (user_data)));
}

/* Windows close first, so that each can end what it has begun. */
static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GList) windows =
    g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  for (GList *l = windows; l; l = l->next)
    gtk_window_close (l->data);
}

static const GActionEntry actions[] = {
  { "about", about_cb },
  { "help", help_cb },
  { "quit", quit_cb },
};

/* Words that mean nothing here are better told than passed over. */
static gboolean
complain_of_words (GVariantDict *options)
{
  g_autofree const char **words = NULL;

  if (!g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&s", &words))
    return FALSE;

  g_printerr ("mailwright: ");
  g_printerr (_ ("“%s” means nothing here. An address stands behind --address."), words[0]);
  g_printerr ("\n");

  return TRUE;
}

static int
mw_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version")) {
    g_print ("Mailwright %s\n", VERSION);
    return 0;
  }

  return complain_of_words (options) ? 2 : -1;
}

static int
mw_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  MwWindow *window = get_window (MW_APPLICATION (application));
  const char *address;

  gtk_window_present (GTK_WINDOW (window));
  if (g_variant_dict_lookup (options, "address", "&s", &address))
    mw_window_add_account (window, address);

  return 0;
}

static void
mw_application_activate (GApplication *application)
{
  gtk_window_present (GTK_WINDOW (get_window (MW_APPLICATION (application))));
}

static void
mw_application_startup (GApplication *application)
{
  static const char *const quit[] = { "<Control>q", NULL };
  static const char *const add[] = { "<Control>n", NULL };
  static const char *const close[] = { "<Control>w", NULL };
  static const char *const help[] = { "F1", NULL };
  static const char *const preferences[] = { "<Control>comma", NULL };

  G_APPLICATION_CLASS (mw_application_parent_class)->startup (application);

  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit", quit);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "window.close", close);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.help", help);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "win.add-account", add);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application),
                                         "win.preferences",
                                         preferences);
  gtk_window_set_default_icon_name (APPLICATION_ID);
}

static void
mw_application_finalize (GObject *object)
{
  MwApplication *self = MW_APPLICATION (object);

  g_clear_object (&self->presets);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (mw_application_parent_class)->finalize (object);
}

static void
mw_application_class_init (MwApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mw_application_finalize;
  application_class->handle_local_options = mw_application_handle_local_options;
  application_class->command_line = mw_application_command_line;
  application_class->activate = mw_application_activate;
  application_class->startup = mw_application_startup;
}

static void
mw_application_init (MwApplication *self)
{
  const GOptionEntry options[] = {
    { "address",
      0,
      0,
      G_OPTION_ARG_STRING,
      NULL,
      N_ ("Begin with this e-mail address"),
      N_ ("ADDRESS") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

/**
 * mw_application_new:
 *
 * Returns: (transfer full): the application, with its presets and the saved accounts
 */
MwApplication *
mw_application_new (void)
{
  return g_object_new (MW_TYPE_APPLICATION,
                       "application-id",
                       APPLICATION_ID,
                       "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path",
                       "/io/github/mailwright/Mailwright",
                       NULL);
}
