/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-compat.h"

#define WEBSITE "https://github.com/mailwright/mailwright"

/* Names of properties, which both the window of 1.2 and the dialog of 1.5 have. */
static const char *const names[] = {
  "application-name", "application-icon", "version",   "developer-name",
  "website",          "issue-url",        "copyright", "translator-credits",
};

static void
fill (gpointer about)
{
  const char *const values[] = {
    "Mailwright",
    APPLICATION_ID,
    VERSION,
    _ ("The Mailwright developers"),
    WEBSITE,
    WEBSITE "/issues",
    "© 2026 The Mailwright developers",
    /* Translators: your names, one a line; they stand in the About window. */
    _ ("translator-credits"),
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == G_N_ELEMENTS (values));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_set (about, names[i], values[i], NULL);
  g_object_set (about, "license-type", GTK_LICENSE_GPL_3_0, NULL);
}

/**
 * mw_show_about:
 *
 * It has no form in libadwaita 1.2 that later versions leave in peace.
 */
void
mw_show_about (GtkWidget *parent)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
#if ADW_CHECK_VERSION(1, 5, 0)
  AdwDialog *about = adw_about_dialog_new ();

  fill (about);
  adw_dialog_present (about, parent);
#else
  GtkWidget *about = adw_about_window_new ();

  fill (about);
  gtk_window_set_transient_for (GTK_WINDOW (about), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_present (GTK_WINDOW (about));
#endif
  G_GNUC_END_IGNORE_DEPRECATIONS
}

/**
 * mw_dup_plain:
 * @label: with a mnemonic
 *
 * Returns: (transfer full): @label without it: "Stop" of "_Stop", and "停止" of "停止(_S)"
 */
char *
mw_dup_plain (const char *label)
{
  char *plain = g_strdup (label);
  char *mnemonic = strchr (plain, '_');

  if (mnemonic != NULL && mnemonic > plain && mnemonic[-1] == '(')
    mnemonic[-1] = '\0';
  else if (mnemonic != NULL)
    memmove (mnemonic, mnemonic + 1, strlen (mnemonic));

  return plain;
}

/**
 * mw_name_peek:
 * @widget: the row of a password, or what is in it
 *
 * In libadwaita 1.2 the button that shows the password is read as "GtkImage".
 */
void
mw_name_peek (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Show or hide the password"),
                                    -1);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mw_name_peek (child);
}

/**
 * mw_name_buttons:
 *
 * In GTK 4.8 a button with a mnemonic is read as "_Stop Stop": its label, mnemonic and all, and the
 * label in it, which alone is right. To be called for @widget and all in it, whenever labels
 * change.
 */
void
mw_name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_use_underline (GTK_BUTTON (widget)))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mw_name_buttons (child);
}

/**
 * mw_wrap_label:
 *
 * Lets a label that holds the name of a server, or an address, take more than one line: without a
 * hyphen, which would look as if it belonged there.
 */
void
mw_wrap_label (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  g_return_if_fail (GTK_IS_LABEL (label));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
}

/**
 * mw_wrap_button:
 *
 * Lets the label of a button take more than one line, where it holds the name of a server. To be
 * called whenever the label was set.
 */
void
mw_wrap_button (GtkButton *button)
{
  GtkWidget *label;

  g_return_if_fail (GTK_IS_BUTTON (button));

  label = gtk_button_get_child (button);
  g_return_if_fail (GTK_IS_LABEL (label));

  mw_wrap_label (GTK_LABEL (label));
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
}

/* ------ choosing a file: deprecated, or not there yet ------ */

#if !GTK_CHECK_VERSION(4, 10, 0)

static void
chooser_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  if (response == GTK_RESPONSE_ACCEPT)
    g_task_return_pointer (task,
                           gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)),
                           g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");
  G_GNUC_END_IGNORE_DEPRECATIONS

  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

/* Takes @task. */
static void
choose (GTask *task, GtkWindow *parent, const char *title, const char *name)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  GtkFileChooserAction action = name ? GTK_FILE_CHOOSER_ACTION_SAVE : GTK_FILE_CHOOSER_ACTION_OPEN;
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);

  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (chooser_response_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
  G_GNUC_END_IGNORE_DEPRECATIONS
}

#else

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

/* Takes @file and @error. */
static void
return_file (GTask *task, GFile *file, GError *error)
{
  if (file != NULL)
    g_task_return_pointer (task, file, g_object_unref);
  else if (g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_FAILED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "dismissed");

  g_clear_error (&error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GFile *file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, &error);

  return_file (task, file, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GFile *file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, &error);

  return_file (task, file, error);
}

/* Takes @task. */
static void
choose (GTask *task, GtkWindow *parent, const char *title, const char *name)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, title);
  gtk_file_dialog_set_initial_name (dialog, name);
  if (name != NULL)
    gtk_file_dialog_save (dialog, parent, NULL, saved_cb, task);
  else
    gtk_file_dialog_open (dialog, parent, NULL, opened_cb, task);
}

G_GNUC_END_IGNORE_DEPRECATIONS

#endif

/**
 * mw_choose_file_to_save_async:
 * @name: what to call the file, if the person does not say otherwise
 *
 * Asks where to save something; a file that is there already may be replaced.
 */
void
mw_choose_file_to_save_async (GtkWidget *widget,
                              const char *title,
                              const char *name,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (widget) && title != NULL && name != NULL);

  task = g_task_new (widget, NULL, callback, user_data);
  g_task_set_source_tag (task, mw_choose_file_to_save_async);
  choose (task, GTK_WINDOW (gtk_widget_get_root (widget)), title, name);
}

/**
 * mw_choose_file_to_open_async:
 *
 * Asks for a file that is there.
 */
void
mw_choose_file_to_open_async (GtkWidget *widget,
                              const char *title,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GTK_IS_WIDGET (widget) && title != NULL);

  task = g_task_new (widget, NULL, callback, user_data);
  g_task_set_source_tag (task, mw_choose_file_to_open_async);
  choose (task, GTK_WINDOW (gtk_widget_get_root (widget)), title, NULL);
}

/**
 * mw_choose_file_finish:
 *
 * Returns: (transfer full): the file, or %NULL with %G_IO_ERROR_CANCELLED where the person chose
 *   none
 */
GFile *
mw_choose_file_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
