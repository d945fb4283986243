/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-account-row.h"
#include "mw-home-page.h"
#include "mw-keyring.h"
#include "mw-open.h"
#include "mw-preferences.h"
#include "mw-round.h"

struct _MwHomePage {
  MwPage parent_instance;

  MwPresets *presets;        /* (owned) */
  MwStore *store;            /* (owned) */
  GPtrArray *removals;       /* (owned) MwAccount, out of sight, and not yet gone */
  MwRound *round;            /* (owned) (nullable) while all accounts are tested */
  GCancellable *cancellable; /* (owned) (nullable) of that */

  GtkWidget *empty_view;
  GtkWidget *accounts_view;
  GtkWidget *problem_view;
  GtkLabel *problem_label;
  GtkListBox *account_list;
  GtkWidget *first_button;
  GtkWidget *add_button;
  GtkWidget *test_all_button;
  GtkWidget *stop_button;
};

G_DEFINE_FINAL_TYPE (MwHomePage, mw_home_page, MW_TYPE_PAGE)

/* ------ the list ------ */

static void
mw_home_page_update (MwHomePage *self)
{
  guint n = self->store ? g_list_model_get_n_items (G_LIST_MODEL (self->store)) : 0;
  gboolean running = self->round != NULL;
  gboolean had_focus =
    gtk_widget_is_focus (self->test_all_button) || gtk_widget_is_focus (self->stop_button);

  n -= MIN (n, self->removals->len);
  gtk_widget_set_visible (self->empty_view, n == 0);
  gtk_widget_set_visible (self->accounts_view, n > 0);
  gtk_widget_set_visible (self->test_all_button, n > 1 && !running);
  gtk_widget_set_visible (self->stop_button, running);
  g_object_set (self, "default-widget", n > 0 ? self->add_button : self->first_button, NULL);
  if (had_focus) /* one stands in the place of the other */
    gtk_widget_grab_focus (running ? self->stop_button
                           : n > 1 ? self->test_all_button
                                   : mw_page_get_default_widget (MW_PAGE (self)));
}

static void
store_changed_cb (MwHomePage *self)
{
  mw_home_page_update (self);
}

static gboolean
is_being_tested (MwHomePage *self, const char *id)
{
  return self->round != NULL && g_strcmp0 (mw_round_get_current (self->round), id) == 0;
}

static gboolean
is_being_removed (MwHomePage *self, const char *id)
{
  for (guint i = 0; i < self->removals->len; i++)
    if (g_str_equal (mw_account_get_id (g_ptr_array_index (self->removals, i)), id))
      return TRUE;

  return FALSE;
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  MwHomePage *self = MW_HOME_PAGE (user_data);
  const char *id = mw_account_get_id (MW_ACCOUNT (item));
  GtkWidget *row = mw_account_row_new (MW_ACCOUNT (item));

  gtk_widget_set_visible (row, !is_being_removed (self, id));
  if (is_being_tested (self, id))
    mw_account_row_set_busy (MW_ACCOUNT_ROW (row), TRUE);

  return row;
}

/* Out of sight, not gone: GTK 4.8 does not bear the end of a menu in which the pointer is still. */
static void
removals_changed (MwHomePage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->account_list, i)) != NULL; i++)
    gtk_widget_set_visible (GTK_WIDGET (row),
                            !is_being_removed (self, mw_account_row_get_id (MW_ACCOUNT_ROW (row))));

  mw_home_page_update (self);
}

/* ------ removing, and thinking better of it ------ */

/* An account on its way out. */
typedef struct {
  MwHomePage *page;   /* (owned) */
  MwStore *store;     /* (owned) the page may have let go of it */
  MwAccount *account; /* (owned) */
} Removal;

static void
password_cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Removal *removal = user_data;
  g_autoptr (MwHomePage) self = removal->page;
  g_autoptr (MwStore) store = removal->store;
  g_autoptr (MwAccount) account = removal->account;
  g_autoptr (GError) error = NULL;
  gboolean cleared = mw_keyring_clear_finish (result, &error) ||
                     g_error_matches (error, MW_ERROR, MW_ERROR_KEYRING_UNAVAILABLE);

  g_free (removal);
  if (cleared)
    g_clear_error (&error);
  if (cleared)
    mw_store_remove (store, account, &error);
  g_application_release (g_application_get_default ());
  if (self->store == NULL)
    return; /* the window was closed */

  g_ptr_array_remove (self->removals, account);
  removals_changed (self);
  if (error != NULL)
    mw_say (GTK_WIDGET (self), error->message);
}

/* The password goes first: left behind without its account, nobody would find it again. The program
 * stays until the keyring has answered, even if the window closes. */
static void
remove_account (MwHomePage *self, MwAccount *account)
{
  Removal *removal = g_new0 (Removal, 1);

  removal->page = g_object_ref (self);
  removal->store = g_object_ref (self->store);
  removal->account = g_object_ref (account);
  g_application_hold (g_application_get_default ());
  mw_keyring_clear_async (account, NULL, password_cleared_cb, removal);
}

static void
toast_ended_cb (AdwToast *toast, gpointer user_data)
{
  MwHomePage *self = MW_HOME_PAGE (user_data);
  MwAccount *account = g_object_get_data (G_OBJECT (toast), "account");
  guint position;

  /* Undone, or removed since the window was closed. */
  if (!g_ptr_array_find (self->removals, account, &position))
    return;

  remove_account (self, account);
}

static void
undo_pressed_cb (AdwToast *toast, gpointer user_data)
{
  MwHomePage *self = MW_HOME_PAGE (user_data);

  g_ptr_array_remove (self->removals, g_object_get_data (G_OBJECT (toast), "account"));
  removals_changed (self);
}

static void
mw_home_page_remove (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwHomePage *self = MW_HOME_PAGE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  g_autoptr (MwAccount) account = mw_store_find (self->store, id);
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  AdwToast *toast;

  if (account == NULL)
    return;

  /* Translators: %s is an e-mail address. */
  text = g_strdup_printf (_ ("%s removed"), mw_account_get_address (account)->text);
  markup = g_markup_escape_text (text, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "account", g_object_ref (account), g_object_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_pressed_cb), self, 0);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_ended_cb), self, 0);

  g_ptr_array_add (self->removals, g_object_ref (account));
  removals_changed (self);
  mw_show_toast (widget, toast);
}

/* ------ all at once ------ */

static void
show_current (MwHomePage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->account_list, i)) != NULL; i++)
    mw_account_row_set_busy (MW_ACCOUNT_ROW (row),
                             is_being_tested (self, mw_account_row_get_id (MW_ACCOUNT_ROW (row))));
}

static void
current_changed_cb (MwHomePage *self)
{
  show_current (self);
}

static void
tell_left_out (MwHomePage *self, guint n)
{
  g_autofree char *text = NULL;

  if (n == 0)
    return;

  text =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                  "%u account was left out: its password is not in the keyring",
                                  "%u accounts were left out: their passwords are not in the "
                                  "keyring",
                                  n),
                     n);
  mw_say (GTK_WIDGET (self), text);
}

static void
round_run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwHomePage) self = MW_HOME_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  gboolean ran = mw_round_run_finish (MW_ROUND (source), result, &error);

  if (self->round != MW_ROUND (source))
    return;

  g_clear_object (&self->cancellable);
  g_clear_object (&self->round);
  show_current (self);
  mw_home_page_update (self);
  if (ran)
    tell_left_out (self, mw_round_get_n_without_password (MW_ROUND (source)));
  else
    mw_say (GTK_WIDGET (self), error->message);
}

static void
stop (MwHomePage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->round);
}

static void
mw_home_page_test_all (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwHomePage *self = MW_HOME_PAGE (widget);

  if (self->round != NULL)
    return;

  self->round = mw_round_new (self->store, self->presets, mw_preferences_get_timeout ());
  self->cancellable = g_cancellable_new ();
  g_signal_connect_object (self->round,
                           "notify::current",
                           G_CALLBACK (current_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  mw_round_run_async (self->round, self->cancellable, round_run_cb, g_object_ref (self));
  mw_home_page_update (self);
  gtk_widget_grab_focus (self->stop_button);
}

static void
mw_home_page_stop (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwHomePage *self = MW_HOME_PAGE (widget);

  stop (self);
  show_current (self);
  mw_home_page_update (self);
}

static gboolean
mw_home_page_go_back (MwPage *page)
{
  gboolean running = MW_HOME_PAGE (page)->round != NULL;

  if (running)
    mw_home_page_stop (GTK_WIDGET (page), NULL, NULL);

  return running;
}

/* ------ the page ------ */

static void
mw_home_page_enter (MwPage *page)
{
  gtk_widget_grab_focus (mw_page_get_default_widget (page));
}

static void
mw_home_page_dispose (GObject *object)
{
  MwHomePage *self = MW_HOME_PAGE (object);

  stop (self);
  if (self->account_list != NULL)
    gtk_list_box_bind_model (self->account_list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->store);
  g_clear_object (&self->presets);

  gtk_widget_dispose_template (GTK_WIDGET (self), MW_TYPE_HOME_PAGE);

  G_OBJECT_CLASS (mw_home_page_parent_class)->dispose (object);
}

static void
mw_home_page_finalize (GObject *object)
{
  g_ptr_array_unref (MW_HOME_PAGE (object)->removals);

  G_OBJECT_CLASS (mw_home_page_parent_class)->finalize (object);
}

static void
mw_home_page_class_init (MwHomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mw_home_page_dispose;
  object_class->finalize = mw_home_page_finalize;
  MW_PAGE_CLASS (klass)->enter = mw_home_page_enter;
  MW_PAGE_CLASS (klass)->go_back = mw_home_page_go_back;

  gtk_widget_class_install_action (widget_class, "home.remove", "s", mw_home_page_remove);
  gtk_widget_class_install_action (widget_class, "home.test-all", NULL, mw_home_page_test_all);
  gtk_widget_class_install_action (widget_class, "home.stop", NULL, mw_home_page_stop);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwHomePage, empty_view);
  gtk_widget_class_bind_template_child (widget_class, MwHomePage, accounts_view);
  gtk_widget_class_bind_template_child (widget_class, MwHomePage, problem_view);
  gtk_widget_class_bind_template_child (widget_class, MwHomePage, problem_label);
  gtk_widget_class_bind_template_child (widget_class, MwHomePage, account_list);
  gtk_widget_class_bind_template_child (widget_class, MwHomePage, first_button);
  gtk_widget_class_bind_template_child (widget_class, MwHomePage, add_button);
  gtk_widget_class_bind_template_child (widget_class, MwHomePage, test_all_button);
  gtk_widget_class_bind_template_child (widget_class, MwHomePage, stop_button);
}

static void
mw_home_page_init (MwHomePage *self)
{
  self->removals = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  mw_home_page_update (self);
}

static void
add_problems (GString *text, GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    g_string_append_printf (text,
                            "%s%s",
                            text->len > 0 ? "\n" : "",
                            (char *) g_ptr_array_index (problems, i));
}

/* Of accounts, and of the presets of a company. */
static void
show_problems (MwHomePage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_problems (text, mw_store_get_problems (self->store));
  add_problems (text, mw_presets_get_problems (self->presets));

  gtk_label_set_text (self->problem_label, text->str);
  gtk_widget_set_visible (self->problem_view, text->len > 0);
}

/**
 * mw_home_page_set_sources:
 * @presets: for the tests
 * @store: the accounts
 */
void
mw_home_page_set_sources (MwHomePage *self, MwPresets *presets, MwStore *store)
{
  g_return_if_fail (MW_IS_HOME_PAGE (self));
  g_return_if_fail (self->store == NULL);

  self->presets = g_object_ref (presets);
  self->store = g_object_ref (store);
  gtk_list_box_bind_model (self->account_list, G_LIST_MODEL (store), create_row, self, NULL);
  g_signal_connect_object (store,
                           "items-changed",
                           G_CALLBACK (store_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  show_problems (self);
  mw_home_page_update (self);
}

/**
 * mw_home_page_finish_removals:
 *
 * The window closes: what the person removed goes now.
 */
void
mw_home_page_finish_removals (MwHomePage *self)
{
  g_autoptr (GPtrArray) removals = NULL;

  g_return_if_fail (MW_IS_HOME_PAGE (self));

  removals = g_steal_pointer (&self->removals);
  self->removals = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < removals->len; i++)
    remove_account (self, g_ptr_array_index (removals, i));
}
