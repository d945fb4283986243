/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-consent.h"
#include "mw-looking-page.h"
#include "mw-ranking.h"
#include "mw-signal.h"
#include "mw-source-words.h"

struct _MwLookingPage {
  MwPage parent_instance;

  MwDraft *draft;            /* (owned) (nullable) whose settings are looked for */
  GCancellable *cancellable; /* (owned) (nullable) of the search while it runs */
  GStrv asked_hosts;         /* (owned) (nullable) that the question is about */
  gboolean stopped;          /* by the person */
  gboolean has_nothing;      /* the search came to its end, and nothing was found */

  GtkLabel *status_label;
  GtkListBox *source_list;
  GtkWidget *stop_button;
  GtkWidget *consent_box;
  GtkLabel *consent_title;
  GtkLabel *consent_text;
  GtkButton *accept_button;
  GtkButton *decline_button;
  GtkButton *settings_button;
};

G_DEFINE_FINAL_TYPE (MwLookingPage, mw_looking_page, MW_TYPE_PAGE)

enum {
  FOUND,
  SETTINGS_WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ------ who is asked ------ */

static const char *
describe_state (MwSourceState state)
{
  switch (state) {
  case MW_SOURCE_FOUND:
    return _ ("Found");
  case MW_SOURCE_NOTHING:
    return _ ("Not found");
  case MW_SOURCE_LEFT:
    return _ ("Not needed");
  case MW_SOURCE_OFF:
    return _ ("Switched off");
  case MW_SOURCE_WAITING:
  default:
    return _ ("Asking…");
  }
}

static void
source_changed_cb (MwSourceResult *result, GtkLabel *state)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (state), MW_TYPE_LOOKING_PAGE);
  MwSourceState reached = mw_source_result_get_state (result);
  gboolean stopped = reached == MW_SOURCE_LEFT && page != NULL && MW_LOOKING_PAGE (page)->stopped;

  gtk_label_set_label (state, stopped ? _ ("Stopped") : describe_state (reached));
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  MwSourceResult *result = MW_SOURCE_RESULT (item);
  MwLookingPage *self = MW_LOOKING_PAGE (user_data);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *state = gtk_label_new (NULL);
  g_autofree char *title =
    mw_source_words_dup_title (mw_source_result_get_source (result),
                               mw_address_get_domain_text (self->draft->address));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (state, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), state);
  g_signal_connect_object (result, "changed", G_CALLBACK (source_changed_cb), state, 0);
  source_changed_cb (result, GTK_LABEL (state));

  return row;
}

/* ------ what is done about it ------ */

static void
mw_looking_page_update (MwLookingPage *self)
{
  gtk_widget_set_visible (self->stop_button, self->cancellable != NULL);
  gtk_widget_set_visible (self->consent_box, self->asked_hosts != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->settings_button), self->asked_hosts == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "looking.stop", self->cancellable != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "looking.accept", self->asked_hosts != NULL);
}

static void
ask_consent (MwLookingPage *self, GStrv hosts)
{
  const MwCandidate *best = g_ptr_array_index (mw_discovery_get_candidates (self->draft->found), 0);
  g_autofree char *names = g_strjoinv (", ", hosts);
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  if (best->trust == MW_TRUST_NONE)
    /* Translators: %s is one or more names of servers. */
    text = g_strdup_printf (
      _ ("The settings lead to %s. They came over an unprotected page: somebody on the way could "
         "have changed them. Your password was not sent. Ask your IT team whether this is right."),
      names);
  else
    /* Translators: the first %s is one or more names of servers, the second a domain. */
    text =
      g_strdup_printf (_ ("The settings lead to %s. Nothing shows that %s has its mail there. Your "
                          "password was not sent. Ask your IT team whether this is right."),
                       names,
                       mw_address_get_domain_text (self->draft->address));
  /* Translators: %s is one or more names of servers. */
  label = g_strdup_printf (_ ("Use %s"), names);

  gtk_label_set_label (self->consent_title,
                       best->trust == MW_TRUST_NONE
                         ? _ ("These settings came over an unprotected page.")
                         : _ ("The server has another name than your domain."));
  gtk_label_set_label (self->consent_text, text);
  gtk_button_set_label (self->accept_button, label);
  gtk_label_set_label (self->status_label, _ ("One question before the test"));
  self->asked_hosts = g_strdupv (hosts);
  mw_looking_page_update (self);
  /* Enter pressed once too often is no yes. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->decline_button));
}

static gboolean
has_both_ways (MwDiscovery *found)
{
  GPtrArray *candidates = mw_discovery_get_candidates (found);

  return mw_ranking_find (candidates, MW_PART_INCOMING) != NULL &&
         mw_ranking_find (candidates, MW_PART_OUTGOING) != NULL;
}

static void
conclude (MwLookingPage *self)
{
  g_auto (GStrv) hosts = NULL;

  self->has_nothing = mw_discovery_get_candidates (self->draft->found)->len == 0;
  if (!has_both_ways (self->draft->found)) {
    g_signal_emit (self, signals[SETTINGS_WANTED], 0);
    return;
  }

  hosts = mw_consent_list_hosts (self->draft);
  if (*hosts == NULL)
    g_signal_emit (self, signals[FOUND], 0);
  else
    ask_consent (self, hosts);
}

static void
search_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwLookingPage) self = MW_LOOKING_PAGE (user_data);
  gboolean ran = mw_discovery_run_finish (MW_DISCOVERY (source), result, NULL);

  /* Stopped, or the window was closed, or another search was begun. */
  if (self->draft == NULL || self->draft->found != MW_DISCOVERY (source) ||
      self->cancellable == NULL)
    return;

  g_clear_object (&self->cancellable);
  mw_looking_page_update (self);
  if (ran)
    conclude (self);
}

static void
mw_looking_page_accept (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwLookingPage *self = MW_LOOKING_PAGE (widget);
  g_auto (GStrv) hosts = g_steal_pointer (&self->asked_hosts);

  for (guint i = 0; hosts[i] != NULL; i++)
    mw_consent_give (self->draft, hosts[i]);
  mw_looking_page_update (self);
  g_signal_emit (self, signals[FOUND], 0);
}

static void
mw_looking_page_stop (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwLookingPage *self = MW_LOOKING_PAGE (widget);

  self->stopped = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_label_set_label (self->status_label, _ ("The search was stopped"));
  mw_looking_page_update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->settings_button));
}

static void
mw_looking_page_want_settings (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwLookingPage *self = MW_LOOKING_PAGE (widget);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  mw_looking_page_update (self);
  g_signal_emit (self, signals[SETTINGS_WANTED], 0);
}

/* ------ the page ------ */

static void
mw_looking_page_enter (MwPage *page)
{
  MwLookingPage *self = MW_LOOKING_PAGE (page);

  if (self->cancellable != NULL)
    gtk_widget_grab_focus (self->stop_button);
  else if (self->asked_hosts != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->decline_button));
}

static void
mw_looking_page_dispose (GObject *object)
{
  mw_looking_page_forget (MW_LOOKING_PAGE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), MW_TYPE_LOOKING_PAGE);

  G_OBJECT_CLASS (mw_looking_page_parent_class)->dispose (object);
}

static void
mw_looking_page_class_init (MwLookingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_looking_page_dispose;
  MW_PAGE_CLASS (klass)->enter = mw_looking_page_enter;
  signals[FOUND] = mw_signal_new ("found", MW_TYPE_LOOKING_PAGE);
  signals[SETTINGS_WANTED] = mw_signal_new ("settings-wanted", MW_TYPE_LOOKING_PAGE);

  gtk_widget_class_install_action (widget_class, "looking.stop", NULL, mw_looking_page_stop);
  gtk_widget_class_install_action (widget_class, "looking.accept", NULL, mw_looking_page_accept);
  gtk_widget_class_install_action (widget_class,
                                   "looking.settings",
                                   NULL,
                                   mw_looking_page_want_settings);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-looking-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwLookingPage, status_label);
  gtk_widget_class_bind_template_child (widget_class, MwLookingPage, source_list);
  gtk_widget_class_bind_template_child (widget_class, MwLookingPage, stop_button);
  gtk_widget_class_bind_template_child (widget_class, MwLookingPage, consent_box);
  gtk_widget_class_bind_template_child (widget_class, MwLookingPage, consent_title);
  gtk_widget_class_bind_template_child (widget_class, MwLookingPage, consent_text);
  gtk_widget_class_bind_template_child (widget_class, MwLookingPage, accept_button);
  gtk_widget_class_bind_template_child (widget_class, MwLookingPage, decline_button);
  gtk_widget_class_bind_template_child (widget_class, MwLookingPage, settings_button);
}

/* Who hears an answer has to hear the question. */
static void
describe_answer (MwLookingPage *self, GtkButton *answer)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (answer),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->consent_title,
                                  self->consent_text,
                                  NULL,
                                  -1);
}

static void
mw_looking_page_init (MwLookingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  describe_answer (self, self->accept_button);
  describe_answer (self, self->decline_button);
}

/**
 * mw_looking_page_start:
 * @draft: (transfer full): with a search that has not begun
 *
 * Begins to look.
 */
void
mw_looking_page_start (MwLookingPage *self, MwDraft *draft)
{
  g_autofree char *status = NULL;

  g_return_if_fail (MW_IS_LOOKING_PAGE (self));
  g_return_if_fail (draft != NULL && draft->found != NULL);

  mw_looking_page_forget (self);
  self->draft = draft;
  self->cancellable = g_cancellable_new ();

  /* Translators: %s is an e-mail address. */
  status = g_strdup_printf (_ ("Looking for the settings of %s"), draft->address->text);
  gtk_label_set_label (self->status_label, status);
  gtk_list_box_bind_model (self->source_list,
                           mw_discovery_get_results (draft->found),
                           create_row,
                           self,
                           NULL);
  mw_looking_page_update (self);
  mw_discovery_run_async (draft->found, self->cancellable, search_ended_cb, g_object_ref (self));
}

/**
 * mw_looking_page_forget:
 *
 * Stops the search, and forgets whose it was.
 */
void
mw_looking_page_forget (MwLookingPage *self)
{
  g_return_if_fail (MW_IS_LOOKING_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->asked_hosts, g_strfreev);
  self->has_nothing = FALSE;
  self->stopped = FALSE;
  if (self->source_list != NULL)
    gtk_list_box_bind_model (self->source_list, NULL, NULL, NULL, NULL);
  g_clear_pointer (&self->draft, mw_draft_free);
}

/**
 * mw_looking_page_take_draft:
 *
 * Returns: (transfer full) (nullable): what was looked for, with what was found. The page has it no
 *   more
 */
MwDraft *
mw_looking_page_take_draft (MwLookingPage *self)
{
  MwDraft *draft;

  g_return_val_if_fail (MW_IS_LOOKING_PAGE (self), NULL);

  draft = g_steal_pointer (&self->draft);
  mw_looking_page_forget (self);

  return draft;
}

/**
 * mw_looking_page_get_draft:
 *
 * Returns: (transfer none) (nullable): what is looked for
 */
const MwDraft *
mw_looking_page_get_draft (MwLookingPage *self)
{
  g_return_val_if_fail (MW_IS_LOOKING_PAGE (self), NULL);

  return self->draft;
}

/**
 * mw_looking_page_has_nothing:
 *
 * Returns: whether the search came to its end, and nothing was found
 */
gboolean
mw_looking_page_has_nothing (MwLookingPage *self)
{
  g_return_val_if_fail (MW_IS_LOOKING_PAGE (self), FALSE);

  return self->has_nothing;
}
