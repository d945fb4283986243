/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-access-keys.h"
#include "mw-client-view.h"
#include "mw-details-view.h"
#include "mw-handout.h"
#include "mw-letter-view.h"
#include "mw-preferences.h"
#include "mw-ready-page.h"
#include "mw-signal.h"

struct _MwReadyPage {
  MwPage parent_instance;

  MwSetup *setup; /* (owned) (nullable) the run that ended well */

  GtkAdjustment *adjustment;
  GtkImage *verdict_icon;
  GtkLabel *verdict_label;
  GtkLabel *address_label;
  GtkWidget *keeping_box;
  GtkLabel *keeping_label;
  GtkWidget *keep_button;
  GtkListBox *remark_list;
  GtkWidget *copy_button;
  AdwBin *first_client;
  GtkWidget *no_client;
  GtkWidget *others_group;
  GtkListBox *other_clients;
  MwLetterView *letter_view;
  MwDetailsView *details;
  GtkWidget *done_button;
};

G_DEFINE_FINAL_TYPE (MwReadyPage, mw_ready_page, MW_TYPE_PAGE)

enum {
  DONE,
  KEEP_WANTED,
  VERDICT_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

/* ------ the mail programs ------ */

static GPtrArray *
find_clients (void)
{
  GPtrArray *clients = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *all = mw_exporters_get_all ();
  g_autofree char *last = mw_preferences_dup_last_client ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++) {
    g_autoptr (MwExporter) exporter = g_list_model_get_item (all, i);
    gboolean first = strcmp (mw_exporter_get_id (exporter), last) == 0;

    if (mw_exporter_locate (exporter) != MW_PRESENCE_ABSENT)
      g_ptr_array_insert (clients, first ? 0 : -1, g_steal_pointer (&exporter));
  }

  return clients;
}

/* What is left to do is to leave; but what was done stays in sight. */
static void
handed_over_cb (MwReadyPage *self, MwClientView *view)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (self->done_button, GTK_TYPE_VIEWPORT);

  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->done_button),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  mw_client_view_get_summary (view),
                                  NULL,
                                  -1);
  g_object_set (self, "default-widget", self->done_button, NULL);
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), FALSE);
  gtk_widget_grab_focus (self->done_button);
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (viewport), TRUE);
}

static void
show_first_client (MwReadyPage *self, MwExporter *exporter, MwAccount *account, MwSecret *secret)
{
  GtkWidget *view = mw_client_view_new (exporter, account, secret);

  gtk_widget_add_css_class (view, "card");
  gtk_widget_add_css_class (view, "problem");
  mw_client_view_make_primary (MW_CLIENT_VIEW (view));
  adw_bin_set_child (self->first_client, view);
  g_signal_connect_object (view,
                           "handed-over",
                           G_CALLBACK (handed_over_cb),
                           self,
                           G_CONNECT_SWAPPED);
  mw_client_view_set_news (MW_CLIENT_VIEW (view),
                           GTK_ACCESSIBLE (self->verdict_label),
                           GTK_ACCESSIBLE (self->keeping_label));
  g_object_set (self, "default-widget", mw_client_view_get_button (MW_CLIENT_VIEW (view)), NULL);
}

static void
add_other_client (MwReadyPage *self, MwExporter *exporter, MwAccount *account, MwSecret *secret)
{
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *inside = adw_preferences_row_new ();
  GtkWidget *view = mw_client_view_new (exporter, account, secret);

  gtk_widget_add_css_class (view, "problem");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), mw_exporter_get_name (exporter));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (inside), view);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (inside), FALSE);
  gtk_widget_set_focusable (inside, FALSE);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (row), inside);
  gtk_list_box_append (self->other_clients, row);
}

/* @last: what is said behind the verdict, and where the account is */
static void
describe_done (MwReadyPage *self, gpointer last)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->done_button),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->verdict_label,
                                  self->keeping_label,
                                  last,
                                  NULL,
                                  -1);
}

static void
show_clients (MwReadyPage *self, MwAccount *account, MwSecret *secret)
{
  g_autoptr (GPtrArray) clients = find_clients ();

  if (clients->len > 0)
    show_first_client (self, g_ptr_array_index (clients, 0), account, secret);
  for (guint i = 1; i < clients->len; i++)
    add_other_client (self, g_ptr_array_index (clients, i), account, secret);

  if (clients->len == 0)
    describe_done (self, self->no_client);
  gtk_widget_set_visible (self->no_client, clients->len == 0);
  gtk_widget_set_visible (self->others_group, clients->len > 1);
}

/* ------ the verdict ------ */

static void
show_verdict (MwReadyPage *self, gboolean works)
{
  gtk_image_set_from_icon_name (self->verdict_icon,
                                works ? "object-select-symbolic" : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->verdict_icon), works ? "warning" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->verdict_icon), works ? "success" : "warning");
  gtk_label_set_label (self->verdict_label,
                       works ? _ ("Your mail works") : _ ("Your mail does not work yet"));
}

/* *Copy for IT* stands where a sentence points to it, and else below the details. */
static void
offer_report (MwReadyPage *self)
{
  gboolean above = gtk_widget_get_visible (self->copy_button);
  gboolean below = mw_letter_view_offers_report (self->letter_view);

  mw_details_view_offer_report (self->details, !above && !below);
  if (above && below)
    mw_access_keys_take (GTK_WIDGET (self->letter_view));
  else
    mw_access_keys_give (GTK_WIDGET (self->letter_view));
}

/* A message that does not arrive says more than all that was tried before. */
static void
letter_ended_cb (MwReadyPage *self)
{
  show_verdict (self, mw_setup_get_verdict (self->setup) != MW_VERDICT_FAILS);
  mw_details_view_show_setup (self->details, self->setup);
  offer_report (self);
  g_signal_emit (self, signals[VERDICT_CHANGED], 0, self->setup);
}

/* ------ the page ------ */

static void
mw_ready_page_done (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit (widget, signals[DONE], 0);
}

static void
mw_ready_page_copy (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwReadyPage *self = MW_READY_PAGE (widget);

  if (self->setup != NULL)
    mw_handout_copy_report (widget, self->setup);
}

static void
mw_ready_page_keep (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit (widget, signals[KEEP_WANTED], 0);
}

static void
mw_ready_page_enter (MwPage *page)
{
  gtk_widget_grab_focus (mw_page_get_default_widget (page));
}

static void
mw_ready_page_dispose (GObject *object)
{
  g_clear_object (&MW_READY_PAGE (object)->setup);
  gtk_widget_dispose_template (GTK_WIDGET (object), MW_TYPE_READY_PAGE);

  G_OBJECT_CLASS (mw_ready_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-ready-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, adjustment);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, address_label);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, keeping_box);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, keeping_label);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, keep_button);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, remark_list);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, copy_button);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, first_client);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, no_client);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, others_group);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, other_clients);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, letter_view);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, details);
  gtk_widget_class_bind_template_child (widget_class, MwReadyPage, done_button);
  gtk_widget_class_bind_template_callback (widget_class, letter_ended_cb);
}

static void
mw_ready_page_class_init (MwReadyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_ready_page_dispose;
  MW_PAGE_CLASS (klass)->enter = mw_ready_page_enter;

  signals[DONE] = mw_signal_new ("done", MW_TYPE_READY_PAGE);
  signals[KEEP_WANTED] = mw_signal_new ("keep-wanted", MW_TYPE_READY_PAGE);
  signals[VERDICT_CHANGED] = g_signal_new ("verdict-changed",
                                           MW_TYPE_READY_PAGE,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           1,
                                           MW_TYPE_SETUP);

  gtk_widget_class_install_action (widget_class, "ready.done", NULL, mw_ready_page_done);
  gtk_widget_class_install_action (widget_class, "ready.copy", NULL, mw_ready_page_copy);
  gtk_widget_class_install_action (widget_class, "ready.keep", NULL, mw_ready_page_keep);
  bind_template (widget_class);
}

static void
mw_ready_page_init (MwReadyPage *self)
{
  g_type_ensure (MW_TYPE_DETAILS_VIEW);
  g_type_ensure (MW_TYPE_LETTER_VIEW);
  gtk_widget_init_template (GTK_WIDGET (self));
  mw_ready_page_forget (self);
}

/**
 * mw_ready_page_show_account:
 * @secret: (nullable): the password, for mail programs that can take it over
 */
void
mw_ready_page_show_account (MwReadyPage *self, MwAccount *account, MwSecret *secret)
{
  g_return_if_fail (MW_IS_READY_PAGE (self));
  g_return_if_fail (MW_IS_ACCOUNT (account));

  mw_ready_page_forget (self);
  gtk_label_set_label (self->address_label, mw_account_get_address (account)->text);
  show_clients (self, account, secret);
  gtk_adjustment_set_value (self->adjustment, 0);
}

static GtkWidget *
make_remark_row (const MwAdvice *advice, const MwFinding *finding)
{
  g_autofree char *text = g_strdup_printf (_ ("%s %s"), advice->explanation, advice->remedy);
  GtkWidget *row = adw_action_row_new ();
  gboolean warns = finding->severity == MW_SEVERITY_WARNING;
  GtkWidget *icon = gtk_image_new_from_icon_name (warns ? "dialog-warning-symbolic"
                                                        : "dialog-information-symbolic");

  gtk_widget_add_css_class (icon, warns ? "warning" : "dim-label");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), advice->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);

  return row;
}

/* What was changed, the person reads even where it is all the same. */
static gboolean
is_worth_a_word (const MwFinding *finding)
{
  return finding->cause != NULL &&
         (finding->severity == MW_SEVERITY_WARNING || mw_finding_get_flag (finding, "changed"));
}

/* What is the same for receiving and for sending is said once. */
static void
show_remark (MwReadyPage *self, const MwFinding *finding)
{
  g_autoptr (GPtrArray) alike = mw_setup_list_alike (self->setup, finding);
  g_autoptr (MwAdvice) advice = mw_setup_explain_alike (self->setup, alike);

  if (g_ptr_array_index (alike, 0) != finding)
    return;

  gtk_list_box_append (self->remark_list, make_remark_row (advice, finding));
  if (mw_handout_is_named (advice->remedy))
    gtk_widget_set_visible (self->copy_button, TRUE);
}

static void
show_remarks (MwReadyPage *self, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (is_worth_a_word (g_ptr_array_index (findings, i)))
      show_remark (self, g_ptr_array_index (findings, i));
}

/**
 * mw_ready_page_show_remarks:
 *
 * Shows what is worth a word although it works, offers to send a message, and has below it what IT
 * may want to know.
 */
void
mw_ready_page_show_remarks (MwReadyPage *self, MwSetup *setup)
{
  g_return_if_fail (MW_IS_READY_PAGE (self));
  g_return_if_fail (MW_IS_SETUP (setup));

  g_set_object (&self->setup, setup);
  show_remarks (self, mw_setup_get_findings (setup));
  gtk_widget_set_visible (GTK_WIDGET (self->remark_list),
                          gtk_list_box_get_row_at_index (self->remark_list, 0) != NULL);
  mw_letter_view_offer (self->letter_view, setup);
  mw_details_view_show_setup (self->details, setup);
  gtk_widget_set_visible (GTK_WIDGET (self->details), TRUE);
  offer_report (self);
}

/**
 * mw_ready_page_show_keeping:
 * @text: where the account and its password are kept, or why not
 * @again: offer to try once more
 */
void
mw_ready_page_show_keeping (MwReadyPage *self, const char *text, gboolean again)
{
  g_return_if_fail (MW_IS_READY_PAGE (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_label (self->keeping_label, text);
  gtk_widget_set_visible (self->keep_button, again);
  gtk_widget_set_visible (self->keeping_box, TRUE);
}

/**
 * mw_ready_page_forget:
 *
 * Lets go of the account, and of its password.
 */
void
mw_ready_page_forget (MwReadyPage *self)
{
  g_return_if_fail (MW_IS_READY_PAGE (self));

  g_clear_object (&self->setup);
  show_verdict (self, TRUE);
  mw_letter_view_forget (self->letter_view);
  gtk_widget_set_visible (self->keeping_box, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->remark_list), FALSE);
  gtk_widget_set_visible (self->copy_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->details), FALSE);
  mw_details_view_forget (self->details);
  clear_list (self->remark_list);
  clear_list (self->other_clients);
  adw_bin_set_child (self->first_client, NULL);
  describe_done (self, self->address_label);
  g_object_set (self, "default-widget", self->done_button, NULL);
}
