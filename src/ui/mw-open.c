/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-compat.h"
#include "mw-open.h"

/* In libadwaita 1.2 the button that closes a toast is read as "GtkImage". */
static void
name_close_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Close this message"),
                                    -1);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_close_buttons (child);
}

/**
 * mw_show_toast:
 * @widget: anything in the window
 * @toast: (transfer full): what to show
 */
void
mw_show_toast (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ADW_IS_TOAST (toast));

  overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  if (overlay == NULL) {
    g_object_unref (toast);
    return;
  }
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  mw_name_buttons (overlay);
  for (GtkWidget *child = gtk_widget_get_first_child (overlay); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (child != adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay)))
      name_close_buttons (child);
}

/**
 * mw_say:
 * @text: any text, no markup
 *
 * Says something in passing.
 */
void
mw_say (GtkWidget *widget, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  mw_show_toast (widget, adw_toast_new (markup));
}

static void
uri_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error))
    mw_say (widget, _ ("No program here can open this page."));
}

/**
 * mw_open_uri:
 * @uri: `https:` or `help:`; anything else is left closed
 *
 * Opens a page with the program that the person uses for such pages.
 */
void
mw_open_uri (GtkWidget *widget, const char *uri)
{
  g_autoptr (GAppLaunchContext) context = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (uri != NULL);

  if (!g_str_has_prefix (uri, "https://") && !g_str_has_prefix (uri, "help:"))
    return;

  context =
    G_APP_LAUNCH_CONTEXT (gdk_display_get_app_launch_context (gtk_widget_get_display (widget)));
  g_app_info_launch_default_for_uri_async (uri,
                                           context,
                                           NULL,
                                           uri_opened_cb,
                                           g_object_ref (widget));
}
