/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-account-row.h"
#include "mw-when.h"

struct _MwAccountRow {
  AdwActionRow parent_instance;

  MwAccount *account; /* (owned) */

  GtkImage *icon;
  GtkMenuButton *menu_button;
};

G_DEFINE_FINAL_TYPE (MwAccountRow, mw_account_row, ADW_TYPE_ACTION_ROW)

static void
add_item (GMenu *menu, const char *label, const char *action, const char *id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", id);
  g_menu_append_item (menu, item);
}

static void
show_menu (MwAccountRow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  const char *id = mw_account_get_id (self->account);
  g_autofree char *name = NULL;

  /* Translators: %s is an e-mail address. */
  name = g_strdup_printf (_ ("What to do with %s"), mw_account_get_address (self->account)->text);
  add_item (menu, _ ("_Test Again"), "win.test-account", id);
  add_item (menu, _ ("_Use in a Mail Program"), "win.use-account", id);
  add_item (menu, _ ("_Remove"), "home.remove", id);
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu_button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
}

static void
show_state (MwAccountRow *self)
{
  const char *verdict = mw_account_get_verdict (self->account);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *state =
    mw_describe_test (verdict, mw_account_get_tested_at (self->account), now);
  const char *icon = "dialog-error-symbolic";
  const char *style = "error";

  if (verdict == NULL) {
    icon = "dialog-question-symbolic";
    style = "dim-label";
  } else if (g_str_equal (verdict, "works")) {
    icon = "object-select-symbolic";
    style = "success";
  } else if (g_str_equal (verdict, "works-with-warnings")) {
    icon = "dialog-warning-symbolic";
    style = "warning";
  }

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), state);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), style);
}

static void
mw_account_row_dispose (GObject *object)
{
  g_clear_object (&MW_ACCOUNT_ROW (object)->account);

  G_OBJECT_CLASS (mw_account_row_parent_class)->dispose (object);
}

static void
mw_account_row_class_init (MwAccountRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mw_account_row_dispose;
}

static void
mw_account_row_init (MwAccountRow *self)
{
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->menu_button = GTK_MENU_BUTTON (gtk_menu_button_new ());

  gtk_menu_button_set_icon_name (self->menu_button, "view-more-symbolic");
  gtk_widget_set_valign (GTK_WIDGET (self->menu_button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->menu_button), "flat");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->icon));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->menu_button));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), GTK_WIDGET (self->menu_button));
  /* Its name has the address already. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->menu_button),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/**
 * mw_account_row_new:
 *
 * Returns: (transfer floating): a row that shows @account, with its menu
 */
GtkWidget *
mw_account_row_new (MwAccount *account)
{
  MwAccountRow *self;

  g_return_val_if_fail (MW_IS_ACCOUNT (account), NULL);

  self = g_object_new (MW_TYPE_ACCOUNT_ROW, NULL);
  self->account = g_object_ref (account);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 mw_account_get_address (account)->text);
  show_state (self);
  show_menu (self);

  return GTK_WIDGET (self);
}

/**
 * mw_account_row_get_id:
 *
 * Returns: (transfer none) (nullable): the id of its account in the store
 */
const char *
mw_account_row_get_id (MwAccountRow *self)
{
  g_return_val_if_fail (MW_IS_ACCOUNT_ROW (self), NULL);

  return mw_account_get_id (self->account);
}

/**
 * mw_account_row_set_busy:
 * @busy: it is being tested
 */
void
mw_account_row_set_busy (MwAccountRow *self, gboolean busy)
{
  g_return_if_fail (MW_IS_ACCOUNT_ROW (self));

  if (busy) {
    gtk_image_set_from_icon_name (self->icon, "process-working-symbolic");
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), _ ("Being tested"));
  } else {
    show_state (self);
  }
}
