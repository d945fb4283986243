/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-open.h"
#include "mw-preferences.h"
#include "mw-window-private.h"

G_DEFINE_FINAL_TYPE (MwWindow, mw_window, ADW_TYPE_APPLICATION_WINDOW)

/* ------ walking ------ */

MwPage *
mw_window_get_page (MwWindow *self)
{
  return g_queue_peek_tail (&self->path);
}

static void
default_widget_changed_cb (MwWindow *self)
{
  MwPage *page = mw_window_get_page (self);

  if (page != NULL)
    gtk_window_set_default_widget (GTK_WINDOW (self), mw_page_get_default_widget (page));
}

/* GTK 4.8 tells a screen reader of all pages of a stack. */
static void
hide_other_pages (MwWindow *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page),
                                 GTK_ACCESSIBLE_STATE_HIDDEN,
                                 page != shown,
                                 -1);
}

static void
show_page (MwWindow *self)
{
  MwPage *page = mw_window_get_page (self);

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (page));
  hide_other_pages (self);
  adw_window_title_set_title (self->title, mw_page_get_title (page));
  gtk_widget_set_visible (self->back_button, g_queue_get_length (&self->path) > 1);
  default_widget_changed_cb (self);
  mw_page_enter (page);
}

/* A page that one came from is gone back to, not opened once more. */
void
mw_window_go_to (MwWindow *self, gpointer page)
{
  if (g_queue_find (&self->path, page) == NULL)
    g_queue_push_tail (&self->path, page);
  while (mw_window_get_page (self) != MW_PAGE (page))
    g_queue_pop_tail (&self->path);

  show_page (self);
}

/* What was typed for one account has no place any more. */
static void
forget_all (MwWindow *self)
{
  mw_looking_page_forget (self->looking_page);
  mw_test_page_forget (self->test_page);
  mw_ready_page_forget (self->ready_page);
  mw_settings_page_forget (self->settings_page);
  mw_who_page_forget_password (self->who_page);
  mw_keeper_forget (self->keeper);
}

static void
go_home (MwWindow *self)
{
  mw_window_go_to (self, self->home_page);
  forget_all (self);
}

/* The password that was typed last is the one that stands in the form. */
static void
leave_test (MwWindow *self)
{
  MwDraft *draft = mw_test_page_get_draft (self->test_page);

  if (draft != NULL && draft->secret != NULL)
    mw_who_page_set_password (self->who_page, draft->secret);
  if (draft != NULL)
    mw_settings_page_show_certificate (self->settings_page, draft->certificate);
  mw_test_page_forget (self->test_page);
}

static void
mw_window_back (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwWindow *self = MW_WINDOW (widget);

  if (mw_page_go_back (mw_window_get_page (self)))
    return;
  if (g_queue_get_length (&self->path) <= 2) {
    go_home (self);
    return;
  }
  if (mw_window_get_page (self) == MW_PAGE (self->test_page))
    leave_test (self);
  if (mw_window_get_page (self) == MW_PAGE (self->looking_page))
    mw_looking_page_forget (self->looking_page);
  g_queue_pop_tail (&self->path);
  show_page (self);
}

/* One looks aside, and comes back to where one was. */
static void
mw_window_show_preferences (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  mw_window_go_to (MW_WINDOW (widget), MW_WINDOW (widget)->preferences_page);
}

/* ------ a new account ------ */

static void
mw_window_add (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  mw_window_add_account (MW_WINDOW (widget), NULL);
}

/* Takes @draft. */
void
mw_window_test (MwWindow *self, MwDraft *draft)
{
  mw_window_go_to (self, self->test_page);
  mw_test_page_start (self->test_page, draft);
}

/* What the presets know is tested at once; for the rest, others are asked. */
static void
who_continued_cb (MwWindow *self)
{
  g_autoptr (MwDraft) draft = mw_who_page_make_draft (self->who_page);

  mw_window_fill_settings (self, draft);
  if (mw_settings_page_is_touched (self->settings_page)) {
    mw_settings_page_apply (self->settings_page, draft);
    mw_window_test (self, g_steal_pointer (&draft));
  } else {
    mw_window_search (self, g_steal_pointer (&draft));
  }
}

static void
who_settings_wanted_cb (MwWindow *self)
{
  g_autoptr (MwDraft) draft = mw_who_page_make_draft (self->who_page);

  mw_window_fill_settings (self, draft);
  mw_window_go_to (self, self->settings_page);
}

/* ------ a test, and what comes of it ------ */

/* The settings that were typed are those of another domain; the password may be the same. */
static void
settings_address_meant_cb (MwWindow *self, const char *address)
{
  mw_test_page_forget (self->test_page);
  mw_settings_page_forget (self->settings_page);
  mw_who_page_change_address (self->who_page, address);
  mw_window_go_to (self, self->who_page);
}

static void
settings_test_wanted_cb (MwWindow *self)
{
  MwDraft *tested = mw_test_page_get_draft (self->test_page);
  MwDraft *draft = tested ? mw_draft_copy (tested) : mw_who_page_make_draft (self->who_page);

  if (draft == NULL) {
    mw_window_go_to (self, self->who_page);
    return;
  }
  if (tested == NULL)
    mw_window_take_found (self, draft);
  mw_settings_page_apply (self->settings_page, draft);
  mw_window_test (self, draft);
}

static void
test_settings_wanted_cb (MwWindow *self)
{
  MwSetup *setup = mw_test_page_get_setup (self->test_page);
  MwDraft *draft = mw_test_page_get_draft (self->test_page);

  if (draft != NULL)
    mw_settings_page_show_certificate (self->settings_page, draft->certificate);
  if (setup != NULL)
    mw_settings_page_fill_tested (self->settings_page,
                                  mw_setup_get_address (setup),
                                  mw_setup_get_server (setup, MW_PART_INCOMING),
                                  mw_setup_get_server (setup, MW_PART_OUTGOING));
  mw_window_go_to (self, self->settings_page);
}

void
mw_window_show_ready (MwWindow *self, MwAccount *account, MwSecret *secret)
{
  gboolean aside = mw_window_get_page (self) == MW_PAGE (self->preferences_page);

  g_queue_clear (&self->path);
  g_queue_push_tail (&self->path, self->home_page);
  g_queue_push_tail (&self->path, self->ready_page);
  if (aside)
    g_queue_push_tail (&self->path, self->preferences_page);
  mw_ready_page_show_account (self->ready_page, account, secret);
  show_page (self);
}

static void
keeper_told_cb (MwWindow *self)
{
  /* Somebody may hold the window a little longer than it is open. */
  if (self->keeper != NULL && mw_keeper_get_message (self->keeper) != NULL)
    mw_ready_page_show_keeping (self->ready_page,
                                mw_keeper_get_message (self->keeper),
                                mw_keeper_can_retry (self->keeper));
}

static void
keeper_told_late_cb (MwWindow *self, const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (markup);

  adw_toast_set_timeout (toast, 0);
  mw_show_toast (GTK_WIDGET (self->stack), toast);
}

static void
test_ended_cb (MwWindow *self)
{
  MwDraft *draft = mw_test_page_get_draft (self->test_page);
  MwSetup *setup = mw_test_page_get_setup (self->test_page);
  g_autoptr (MwAccount) account = NULL;

  if (mw_setup_get_verdict (setup) == MW_VERDICT_FAILS) {
    mw_keeper_keep_failure (self->keeper, draft);
    return;
  }

  account = mw_keeper_keep (self->keeper, draft, setup);
  mw_window_show_ready (self, account, mw_account_needs_password (account) ? draft->secret : NULL);
  mw_ready_page_show_remarks (self->ready_page, setup);
  keeper_told_cb (self);
  mw_test_page_forget (self->test_page);
  mw_settings_page_forget (self->settings_page);
  mw_who_page_forget_password (self->who_page);
}

static void
ready_keep_wanted_cb (MwWindow *self)
{
  mw_keeper_retry (self->keeper);
}

static void
ready_verdict_changed_cb (MwWindow *self, MwSetup *setup)
{
  mw_keeper_keep_verdict (self->keeper, mw_setup_get_verdict (setup));
}

static void
ready_done_cb (MwWindow *self)
{
  go_home (self);
}

/* ------ the window ------ */

static void
bind_size (MwWindow *self)
{
  GSettings *settings = mw_preferences_get ();

  if (settings == NULL)
    return;

  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
}

/* Enter on a row that does something does that: GTK would press the default button instead. */
static void
mw_window_activate_default (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (GTK_IS_LIST_BOX_ROW (focus) && gtk_list_box_row_get_activatable (GTK_LIST_BOX_ROW (focus)))
    gtk_widget_activate (focus);
  else
    GTK_WINDOW_CLASS (mw_window_parent_class)->activate_default (window);
}

static gboolean
mw_window_close_request (GtkWindow *window)
{
  mw_home_page_finish_removals (MW_WINDOW (window)->home_page);

  return GTK_WINDOW_CLASS (mw_window_parent_class)->close_request (window);
}

static void
mw_window_dispose (GObject *object)
{
  MwWindow *self = MW_WINDOW (object);

  g_queue_clear (&self->path);
  if (self->keeper != NULL)
    mw_keeper_forget (self->keeper); /* what fails from now on is told late */
  g_clear_object (&self->keeper);
  g_clear_object (&self->presets);
  g_clear_object (&self->store);

  gtk_widget_dispose_template (GTK_WIDGET (self), MW_TYPE_WINDOW);

  G_OBJECT_CLASS (mw_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MwWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, title);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, home_page);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, who_page);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, looking_page);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, settings_page);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, test_page);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, ready_page);
  gtk_widget_class_bind_template_child (widget_class, MwWindow, preferences_page);
  gtk_widget_class_bind_template_callback (widget_class, who_continued_cb);
  gtk_widget_class_bind_template_callback (widget_class, who_settings_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, mw_window_looking_found_cb);
  gtk_widget_class_bind_template_callback (widget_class, mw_window_looking_settings_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, settings_address_meant_cb);
  gtk_widget_class_bind_template_callback (widget_class, settings_test_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_ended_cb);
  gtk_widget_class_bind_template_callback (widget_class, test_settings_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, ready_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, ready_keep_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, ready_verdict_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, default_widget_changed_cb);
}

static void
mw_window_class_init (MwWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_window_dispose;
  GTK_WINDOW_CLASS (klass)->activate_default = mw_window_activate_default;
  GTK_WINDOW_CLASS (klass)->close_request = mw_window_close_request;

  gtk_widget_class_install_action (widget_class, "win.back", NULL, mw_window_back);
  gtk_widget_class_install_action (widget_class, "win.add-account", NULL, mw_window_add);
  gtk_widget_class_install_action (widget_class,
                                   "win.preferences",
                                   NULL,
                                   mw_window_show_preferences);
  gtk_widget_class_install_action (widget_class, "win.test-account", "s", mw_window_test_account);
  gtk_widget_class_install_action (widget_class, "win.use-account", "s", mw_window_use_account);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.back", NULL);
  bind_template (widget_class);
}

static void
mw_window_init (MwWindow *self)
{
  g_type_ensure (MW_TYPE_HOME_PAGE);
  g_type_ensure (MW_TYPE_WHO_PAGE);
  g_type_ensure (MW_TYPE_LOOKING_PAGE);
  g_type_ensure (MW_TYPE_SETTINGS_PAGE);
  g_type_ensure (MW_TYPE_TEST_PAGE);
  g_type_ensure (MW_TYPE_READY_PAGE);
  g_type_ensure (MW_TYPE_PREFERENCES_PAGE);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_queue_push_tail (&self->path, self->home_page);
  bind_size (self);
}

/**
 * mw_window_new:
 *
 * Returns: (transfer none): the window, not shown yet; GTK owns it
 */
MwWindow *
mw_window_new (GtkApplication *application, MwPresets *presets, MwStore *store)
{
  MwWindow *self = g_object_new (MW_TYPE_WINDOW, "application", application, NULL);

  self->presets = g_object_ref (presets);
  self->store = g_object_ref (store);
  self->keeper = mw_keeper_new (store);
  g_signal_connect_object (self->keeper,
                           "told",
                           G_CALLBACK (keeper_told_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper,
                           "told-late",
                           G_CALLBACK (keeper_told_late_cb),
                           self,
                           G_CONNECT_SWAPPED);
  mw_home_page_set_sources (self->home_page, presets, store);
  mw_who_page_set_sources (self->who_page, presets, store);
  mw_test_page_set_sources (self->test_page, presets, store);
  show_page (self);

  return self;
}

/**
 * mw_window_add_account:
 * @address: (nullable): what is known already
 *
 * Begins with a new account.
 */
void
mw_window_add_account (MwWindow *self, const char *address)
{
  g_return_if_fail (MW_IS_WINDOW (self));

  go_home (self);
  mw_who_page_begin (self->who_page, address);
  mw_window_go_to (self, self->who_page);
}

/**
 * mw_window_show_help:
 *
 * Opens the first page of the help, or says on the page shown that nothing here can.
 */
void
mw_window_show_help (MwWindow *self)
{
  g_return_if_fail (MW_IS_WINDOW (self));

  mw_open_uri (GTK_WIDGET (self->stack), MW_HELP);
}
