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
 * The only thing that has no form in libadwaita 1.2 that later versions leave in peace.
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
