/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks at the windows of the program under test from inside, several times a second, for what a
 * screen reader is not told: two controls in sight that have one access key, and a focus that is
 * nowhere. Compiled and preloaded by `driver.py`; what it says on standard error fails the test.
 * What has the focus is written to the file WATCH_FOCUS. With WATCH_MIRRORED the window is laid out
 * from right to left; WATCH_DPI is the resolution of its text. */

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <stdlib.h>

#define PERIOD 250 /* ms */
#define PATIENCE 6 /* looks in a row: a page may be on its way */

static char *last; /* what the look before this one found */
static guint n_same;

static gboolean
is_sliding (GtkWidget *widget)
{
  return (GTK_IS_STACK (widget) && gtk_stack_get_transition_running (GTK_STACK (widget))) ||
         (GTK_IS_REVEALER (widget) && gtk_revealer_get_child_revealed (GTK_REVEALER (widget)) !=
                                        gtk_revealer_get_reveal_child (GTK_REVEALER (widget)));
}

/* A row for text shows its title in one of two labels. */
static GtkWidget *
find_owner (GtkWidget *label)
{
  GtkWidget *row = gtk_widget_get_ancestor (label, GTK_TYPE_LIST_BOX_ROW);

  return gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) == NULL && row != NULL ? row : label;
}

static void
look_at_label (GtkLabel *label, GHashTable *keys, GString *complaint)
{
  guint key = gdk_keyval_to_lower (gtk_label_get_mnemonic_keyval (label));
  GtkLabel *other = g_hash_table_lookup (keys, GUINT_TO_POINTER (key));

  if (key == GDK_KEY_VoidSymbol)
    return;

  if (other == NULL)
    g_hash_table_insert (keys, GUINT_TO_POINTER (key), label);
  else if (find_owner (GTK_WIDGET (other)) != find_owner (GTK_WIDGET (label)))
    g_string_append_printf (complaint,
                            " “%s” and “%s” have the key %s;",
                            gtk_label_get_text (other),
                            gtk_label_get_text (label),
                            gdk_keyval_name (key));
}

/* A menu has keys of its own. */
static void
look_at (GtkWidget *widget, GHashTable *keys, GString *complaint)
{
  if (!gtk_widget_get_mapped (widget) || is_sliding (widget))
    return;

  if (GTK_IS_LABEL (widget))
    look_at_label (GTK_LABEL (widget), keys, complaint);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child))
      look_at (child, keys, complaint);
}

static void
look_for_focus (GtkWindow *window, GString *complaint)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (focus == NULL)
    g_string_append (complaint, " nothing has the focus;");
  else if (!gtk_widget_get_mapped (focus) || !gtk_widget_is_sensitive (focus))
    g_string_append_printf (complaint,
                            " a %s out of sight has the focus;",
                            G_OBJECT_TYPE_NAME (focus));
}

/* (nullable): as it is written there */
static const char *
find_words (GtkWidget *widget)
{
  const char *words = NULL;

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    words = gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && (words == NULL || *words == '\0');
       child = gtk_widget_get_next_sibling (child))
    words = find_words (child);

  return words;
}

/* Not waiting for the disk, which a test may make slow. */
static void
write_file (const char *file, const char *text)
{
  g_autofree char *new = g_strconcat (file, ".new", NULL);

  g_file_set_contents_full (new, text, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
  g_rename (new, file);
}

/* A box for text has its name in the row around it. */
static void
tell_focus (GtkWindow *window)
{
  static char *told;
  const char *file = g_getenv ("WATCH_FOCUS");
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *row =
    GTK_IS_TEXT (focus) ? gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_BOX_ROW) : NULL;
  const char *words = focus ? find_words (row ? row : focus) : NULL;

  if (words == NULL)
    words = focus ? G_OBJECT_TYPE_NAME (focus) : "";
  if (file != NULL && g_strcmp0 (words, told) != 0) {
    write_file (file, words);
    g_free (told);
    told = g_strdup (words);
  }
}

/* What cannot be set from outside without a desktop that does it. */
static void
dress (void)
{
  static gboolean is_dressed;
  const char *dpi = g_getenv ("WATCH_DPI");

  if (is_dressed)
    return;

  is_dressed = TRUE;
  if (dpi != NULL)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", atoi (dpi) * 1024, NULL);
  if (g_getenv ("WATCH_MIRRORED") != NULL)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
}

static gboolean
look_cb (gpointer user_data)
{
  g_autoptr (GString) complaint = g_string_new (NULL);
  GListModel *windows = gtk_is_initialized () ? gtk_window_get_toplevels () : NULL;

  for (guint i = 0; windows != NULL && i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
    g_autoptr (GHashTable) keys = g_hash_table_new (NULL, NULL);

    if (!g_str_has_prefix (G_OBJECT_TYPE_NAME (window), "Mw") ||
        !gtk_widget_get_mapped (GTK_WIDGET (window)))
      continue;
    look_at (GTK_WIDGET (window), keys, complaint);
    look_for_focus (window, complaint);
    tell_focus (window);
  }

  if (windows != NULL)
    dress ();
  n_same = g_strcmp0 (last, complaint->str) == 0 ? n_same + 1 : 0;
  if (n_same == PATIENCE && complaint->len > 0)
    g_printerr ("watch:%s\n", complaint->str);
  g_free (last);
  last = g_strdup (complaint->str);

  return G_SOURCE_CONTINUE;
}

static void __attribute__ ((constructor)) begin (void)
{
  g_timeout_add (PERIOD, look_cb, NULL);
}
