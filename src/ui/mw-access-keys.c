/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-access-keys.h"

#include "mw-compat.h"

/* Of two things alike on one page only the first has the keys: where two have the same, it moves
 * the focus, and presses neither. */

#define KEPT "mw-access-keys" /* data of a label: its text with the mnemonic, (owned) */

static gboolean
is_as_we_left_it (GtkLabel *label, const char *kept)
{
  g_autofree char *plain = mw_dup_plain (kept);

  return g_str_equal (gtk_label_get_label (label), plain);
}

static void
take_key (GtkLabel *label)
{
  const char *kept = g_object_get_data (G_OBJECT (label), KEPT);
  g_autofree char *text = g_strdup (gtk_label_get_label (label));
  g_autofree char *plain = NULL;

  if (kept == NULL ? !gtk_label_get_use_underline (label) : is_as_we_left_it (label, kept))
    return;

  plain = mw_dup_plain (text);
  g_object_set_data_full (G_OBJECT (label), KEPT, g_steal_pointer (&text), g_free);
  gtk_label_set_use_underline (label, FALSE);
  gtk_label_set_label (label, plain);
}

static void
give_key (GtkLabel *label)
{
  g_autofree char *kept = g_object_steal_data (G_OBJECT (label), KEPT);

  if (kept == NULL)
    return;

  if (is_as_we_left_it (label, kept))
    gtk_label_set_label (label, kept);
  gtk_label_set_use_underline (label, TRUE);
}

static void
for_each_label (GtkWidget *widget, void (*func) (GtkLabel *label))
{
  if (GTK_IS_LABEL (widget))
    func (GTK_LABEL (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    for_each_label (child, func);
}

/**
 * mw_access_keys_take:
 *
 * Nothing in @widget is reached by an access key. To be called again whenever labels were set.
 */
void
mw_access_keys_take (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  for_each_label (widget, take_key);
}

/**
 * mw_access_keys_give:
 *
 * Undoes mw_access_keys_take(), whatever labels were set since.
 */
void
mw_access_keys_give (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  for_each_label (widget, give_key);
}
