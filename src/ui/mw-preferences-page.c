/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-exceptions.h"
#include "mw-open.h"
#include "mw-preferences-page.h"
#include "mw-preferences.h"
#include "mw-sources-group.h"

struct _MwPreferencesPage {
  MwPage parent_instance;

  GtkWidget *timeout_spin;
  AdwPreferencesGroup *sources_group;
  AdwActionRow *allow_row;
  GtkWidget *allow_switch;
  GtkWidget *exceptions_group;
  GtkListBox *exception_list;
};

G_DEFINE_FINAL_TYPE (MwPreferencesPage, mw_preferences_page, MW_TYPE_PAGE)

/* ------ the exceptions ------ */

static void
undo_pressed_cb (AdwToast *toast, gpointer user_data)
{
  mw_exceptions_put_back (g_object_get_data (G_OBJECT (toast), "entry"));
}

static void
mw_preferences_page_remove (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AdwToast *toast = adw_toast_new (_ ("Removed"));

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast),
                          "entry",
                          g_variant_ref (parameter),
                          (GDestroyNotify) g_variant_unref);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (undo_pressed_cb), NULL);

  mw_exceptions_remove (parameter);
  mw_show_toast (widget, toast);
}

static GtkWidget *
make_remove_button (GVariant *entry, const char *server)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  /* Translators: %s is a server and its port, such as imap.example.com:993 */
  g_autofree char *name = g_strdup_printf (_ ("No longer accept the certificate of %s"), server);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), entry);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "preferences.remove-exception");

  return button;
}

static char *
describe_entry (const char *fingerprint, gint64 until)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (until);
  /* Translators: %-d is the day of the month, %B the name of the month, %Y the year. */
  g_autofree char *when = date ? g_date_time_format (date, _ ("Until %-d %B %Y")) : g_strdup ("");

  return g_strdup_printf ("%s\nSHA-256 %s", when, fingerprint);
}

static GtkWidget *
make_row (GVariant *entry)
{
  GtkWidget *row = adw_action_row_new ();
  const char *host, *fingerprint;
  guint16 port;
  gint64 until;
  g_autofree char *server = NULL;
  g_autofree char *text = NULL;

  g_variant_get (entry, "(&sq&sx)", &host, &port, &fingerprint, &until);
  server = g_strdup_printf ("%s:%u", host, port);
  text = describe_entry (fingerprint, until);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), server);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_remove_button (entry, server));

  return row;
}

static void
show_exceptions (MwPreferencesPage *self)
{
  g_autoptr (GVariant) entries = mw_exceptions_list ();
  gsize n = g_variant_n_children (entries);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->exception_list))) != NULL)
    gtk_list_box_remove (self->exception_list, row);
  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) entry = g_variant_get_child_value (entries, i);

    gtk_list_box_append (self->exception_list, make_row (entry));
  }

  gtk_widget_set_visible (self->exceptions_group, n > 0);
}

static void
exceptions_changed_cb (MwPreferencesPage *self)
{
  show_exceptions (self);
}

/* ------ what is bound to the settings ------ */

/* A policy of the organisation stands above the person: then the switch shows it, and no more. */
static void
show_policy (MwPreferencesPage *self)
{
  const char *text = _ ("Where nobody vouches for the certificate of a server, a button below the "
                        "technical details accepts it for 30 days. Never where the name or the "
                        "date is wrong.");

  if (!g_settings_is_writable (mw_preferences_get (), "allow-certificate-exceptions"))
    text = _ ("Your organization has set this.");

  adw_action_row_set_subtitle (self->allow_row, text);
}

static void
policy_changed_cb (MwPreferencesPage *self)
{
  show_policy (self);
}

static void
bind_settings (MwPreferencesPage *self, GSettings *settings)
{
  mw_sources_group_fill (self->sources_group, settings);
  g_settings_bind (settings, "check-timeout", self->timeout_spin, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings,
                   "allow-certificate-exceptions",
                   self->allow_switch,
                   "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings,
                           "changed::certificate-exceptions",
                           G_CALLBACK (exceptions_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings,
                           "writable-changed::allow-certificate-exceptions",
                           G_CALLBACK (policy_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  show_policy (self);
}

/* ------ the page ------ */

static void
mw_preferences_page_enter (MwPage *page)
{
  MwPreferencesPage *self = MW_PREFERENCES_PAGE (page);

  show_exceptions (self);
  gtk_widget_grab_focus (self->timeout_spin);
}

static void
mw_preferences_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MW_TYPE_PREFERENCES_PAGE);

  G_OBJECT_CLASS (mw_preferences_page_parent_class)->dispose (object);
}

static void
mw_preferences_page_class_init (MwPreferencesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_preferences_page_dispose;
  MW_PAGE_CLASS (klass)->enter = mw_preferences_page_enter;

  gtk_widget_class_install_action (widget_class,
                                   "preferences.remove-exception",
                                   "(sqsx)",
                                   mw_preferences_page_remove);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PREFIX "mw-preferences-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwPreferencesPage, timeout_spin);
  gtk_widget_class_bind_template_child (widget_class, MwPreferencesPage, sources_group);
  gtk_widget_class_bind_template_child (widget_class, MwPreferencesPage, allow_row);
  gtk_widget_class_bind_template_child (widget_class, MwPreferencesPage, allow_switch);
  gtk_widget_class_bind_template_child (widget_class, MwPreferencesPage, exceptions_group);
  gtk_widget_class_bind_template_child (widget_class, MwPreferencesPage, exception_list);
}

static void
mw_preferences_page_init (MwPreferencesPage *self)
{
  GSettings *settings = mw_preferences_get ();

  gtk_widget_init_template (GTK_WIDGET (self));
  if (settings != NULL)
    bind_settings (self, settings);
  else
    gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE); /* nothing would be remembered */
}
