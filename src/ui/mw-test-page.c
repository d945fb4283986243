/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-exceptions.h"
#include "mw-handout.h"
#include "mw-open.h"
#include "mw-preferences.h"
#include "mw-signal.h"
#include "mw-test-page-private.h"

G_DEFINE_FINAL_TYPE (MwTestPage, mw_test_page, MW_TYPE_PAGE)

enum {
  ENDED,
  SETTINGS_WANTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
mw_test_page_update (MwTestPage *self)
{
  gboolean running = self->cancellable != NULL;

  gtk_widget_set_visible (self->promise_label, running);
  gtk_widget_set_visible (self->stop_button, running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "test.stop", running);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "test.retry", !running && self->draft);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "test.copy", !running && self->setup);
}

/* ------ what came of it ------ */

static void
show_end (MwTestPage *self, const char *text)
{
  gtk_label_set_label (self->status_label, text);
  gtk_widget_set_visible (self->again_button, TRUE);
}

static void
setup_run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwTestPage) self = MW_TEST_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  gboolean ran = mw_setup_run_finish (MW_SETUP (source), result, &error);

  /* Stopped, or the window was closed, or another test was begun. */
  if (self->setup != MW_SETUP (source) || self->cancellable == NULL)
    return;

  g_clear_object (&self->cancellable);
  mw_test_page_update (self);
  if (!ran) {
    show_end (self, error->message);
    return;
  }

  if (mw_setup_get_verdict (self->setup) == MW_VERDICT_FAILS)
    mw_test_page_show_failure (self);
  g_signal_emit (self, signals[ENDED], 0);
}

/* ------ the run ------ */

static void
stop (MwTestPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
show_beginning (MwTestPage *self)
{
  g_autofree char *status = NULL;

  /* Translators: %s is an e-mail address. */
  status = g_strdup_printf (_ ("Testing %s"), self->draft->address->text);
  gtk_label_set_label (self->status_label, status);
  gtk_widget_set_visible (self->again_button, FALSE);
  mw_part_view_begin (self->receiving_view, self->setup, MW_PART_INCOMING);
  mw_part_view_begin (self->sending_view, self->setup, MW_PART_OUTGOING);
  gtk_adjustment_set_value (self->adjustment, 0);
  g_object_set (self, "default-widget", NULL, NULL);
}

static void
mw_test_page_run (MwTestPage *self)
{
  g_autoptr (MwAccount) kept = NULL;
  g_autoptr (GError) error = NULL;

  stop (self);
  g_clear_object (&self->setup);
  kept = mw_store_find (self->store, self->draft->address->text);
  self->setup =
    mw_draft_make_setup (self->draft, self->presets, kept, mw_preferences_get_timeout (), &error);
  if (self->setup == NULL) {
    show_end (self, error->message);
    mw_test_page_update (self);
    return;
  }

  self->cancellable = g_cancellable_new ();
  show_beginning (self);
  mw_setup_run_async (self->setup, self->cancellable, setup_run_cb, g_object_ref (self));
  mw_test_page_update (self);
  gtk_widget_grab_focus (self->stop_button);
}

static void
mw_test_page_stop (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwTestPage *self = MW_TEST_PAGE (widget);

  if (self->cancellable == NULL)
    return;

  stop (self);
  show_end (self, _ ("Stopped"));
  mw_test_page_update (self);
  gtk_widget_grab_focus (self->again_button);
}

/* ------ what the person does about it ------ */

static MwProblemView *
find_question (MwTestPage *self)
{
  MwPartView *const views[] = { self->receiving_view, self->sending_view };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    MwProblemView *problem = mw_part_view_get_problem (views[i]);

    if (gtk_widget_get_visible (GTK_WIDGET (problem)) && mw_problem_view_asks_password (problem))
      return problem;
  }

  return NULL;
}

static void
mw_test_page_retry (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwTestPage *self = MW_TEST_PAGE (widget);
  MwProblemView *question = find_question (self);

  if (question != NULL) {
    g_autoptr (MwSecret) secret = NULL;

    if (!mw_problem_view_take_secret (question, &secret))
      return;
    if (secret != NULL)
      mw_draft_set_secret (self->draft, secret);
  }

  mw_test_page_run (self);
}

static void
mw_test_page_use_certificate (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwTestPage *self = MW_TEST_PAGE (widget);
  MwPartView *const views[] = { self->receiving_view, self->sending_view };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++) {
    g_autoptr (MwTlsIdentity) identity =
      mw_problem_view_take_identity (mw_part_view_get_problem (views[i]));

    if (identity != NULL) {
      mw_draft_set_identity (self->draft, identity);
      mw_test_page_run (self);
      return;
    }
  }
}

static void
mw_test_page_fix (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwTestPage *self = MW_TEST_PAGE (widget);
  const MwFinding *sending = mw_test_page_find_problem (self, MW_PART_OUTGOING);

  if (!mw_draft_apply_fix (self->draft, g_variant_get_string (parameter, NULL)))
    return;

  /* What mends it may be another option for each: the press of the button does both. */
  if (mw_test_page_is_same_problem (self,
                                    mw_test_page_find_problem (self, MW_PART_INCOMING),
                                    sending)) {
    g_autoptr (MwAdvice) advice = mw_setup_explain (self->setup, sending);

    if (advice->fix_option != NULL)
      mw_draft_apply_fix (self->draft, advice->fix_option);
  }
  mw_test_page_run (self);
}

static void
mw_test_page_accept (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  const char *host, *fingerprint;
  guint16 port;

  g_variant_get (parameter, "(&sq&s)", &host, &port, &fingerprint);
  mw_exceptions_add (host, port, fingerprint);
  mw_test_page_run (MW_TEST_PAGE (widget));
}

static void
mw_test_page_copy (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwTestPage *self = MW_TEST_PAGE (widget);

  mw_handout_copy_report (widget, self->setup);
}

static void
mw_test_page_edit (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SETTINGS_WANTED], 0);
}

static void
mw_test_page_help (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  mw_open_uri (widget, g_variant_get_string (parameter, NULL));
}

/* While the test runs, going back is stopping it. */
static gboolean
mw_test_page_go_back (MwPage *page)
{
  gboolean running = MW_TEST_PAGE (page)->cancellable != NULL;

  if (running)
    mw_test_page_stop (GTK_WIDGET (page), NULL, NULL);

  return running;
}

static void
mw_test_page_dispose (GObject *object)
{
  MwTestPage *self = MW_TEST_PAGE (object);

  stop (self);
  g_clear_object (&self->setup);
  g_clear_object (&self->presets);
  g_clear_object (&self->store);
  g_clear_pointer (&self->draft, mw_draft_free);

  gtk_widget_dispose_template (GTK_WIDGET (self), MW_TYPE_TEST_PAGE);

  G_OBJECT_CLASS (mw_test_page_parent_class)->dispose (object);
}

static void
mw_test_page_class_init (MwTestPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_test_page_dispose;
  MW_PAGE_CLASS (klass)->go_back = mw_test_page_go_back;

  signals[ENDED] = mw_signal_new ("ended", MW_TYPE_TEST_PAGE);
  signals[SETTINGS_WANTED] = mw_signal_new ("settings-wanted", MW_TYPE_TEST_PAGE);

  gtk_widget_class_install_action (widget_class, "test.stop", NULL, mw_test_page_stop);
  gtk_widget_class_install_action (widget_class, "test.retry", NULL, mw_test_page_retry);
  gtk_widget_class_install_action (widget_class,
                                   "test.use-certificate",
                                   NULL,
                                   mw_test_page_use_certificate);
  gtk_widget_class_install_action (widget_class, "test.fix", "s", mw_test_page_fix);
  gtk_widget_class_install_action (widget_class, "test.accept", "(sqs)", mw_test_page_accept);
  gtk_widget_class_install_action (widget_class, "test.copy", NULL, mw_test_page_copy);
  gtk_widget_class_install_action (widget_class, "test.edit", NULL, mw_test_page_edit);
  gtk_widget_class_install_action (widget_class, "test.help", "s", mw_test_page_help);

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-test-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MwTestPage, adjustment);
  gtk_widget_class_bind_template_child (widget_class, MwTestPage, status_label);
  gtk_widget_class_bind_template_child (widget_class, MwTestPage, promise_label);
  gtk_widget_class_bind_template_child (widget_class, MwTestPage, stop_button);
  gtk_widget_class_bind_template_child (widget_class, MwTestPage, again_button);
  gtk_widget_class_bind_template_child (widget_class, MwTestPage, receiving_view);
  gtk_widget_class_bind_template_child (widget_class, MwTestPage, sending_view);
}

static void
mw_test_page_init (MwTestPage *self)
{
  g_type_ensure (MW_TYPE_PART_VIEW);
  gtk_widget_init_template (GTK_WIDGET (self));
  mw_test_page_update (self);
}

/**
 * mw_test_page_set_sources:
 * @presets: (transfer none): the providers that are known
 * @store: (transfer none): the accounts that are kept
 */
void
mw_test_page_set_sources (MwTestPage *self, MwPresets *presets, MwStore *store)
{
  g_return_if_fail (MW_IS_TEST_PAGE (self));

  g_set_object (&self->presets, presets);
  g_set_object (&self->store, store);
}

static void
take_draft (MwTestPage *self, MwDraft *draft)
{
  mw_test_page_forget (self);
  self->draft = draft;
}

/**
 * mw_test_page_start:
 * @draft: (transfer full): what to test
 */
void
mw_test_page_start (MwTestPage *self, MwDraft *draft)
{
  g_return_if_fail (MW_IS_TEST_PAGE (self));
  g_return_if_fail (draft != NULL);

  take_draft (self, draft);
  mw_test_page_run (self);
}

/**
 * mw_test_page_ask_password:
 * @draft: (transfer full): what to test as soon as the password is there
 * @reason: why it is asked for, as a sentence
 */
void
mw_test_page_ask_password (MwTestPage *self, MwDraft *draft, const char *reason)
{
  MwProblemView *problem;
  MwAdvice advice = { .who = MW_WHO_YOU };

  g_return_if_fail (MW_IS_TEST_PAGE (self));
  g_return_if_fail (draft != NULL && reason != NULL);

  take_draft (self, draft);
  problem = mw_part_view_get_problem (self->receiving_view);
  advice.title = (char *) _ ("Your password is needed");
  advice.explanation = (char *) reason;
  gtk_label_set_label (self->status_label, draft->address->text);
  gtk_widget_set_visible (self->again_button, FALSE);
  mw_part_view_name_password (self->receiving_view,
                              mw_presets_find (self->presets, draft->address->domain));
  mw_problem_view_show_question (problem, &advice);
  mw_test_page_update (self);
  mw_test_page_turn_to (self, problem);
}

/**
 * mw_test_page_forget:
 *
 * Stops what runs, and lets go of the password.
 */
void
mw_test_page_forget (MwTestPage *self)
{
  g_return_if_fail (MW_IS_TEST_PAGE (self));

  stop (self);
  g_clear_object (&self->setup);
  g_clear_pointer (&self->draft, mw_draft_free);
  mw_part_view_clear (self->receiving_view);
  mw_part_view_clear (self->sending_view);
  mw_test_page_update (self);
}

/**
 * mw_test_page_get_draft:
 *
 * Returns: (transfer none) (nullable): what is tested, with the password that was typed last
 */
MwDraft *
mw_test_page_get_draft (MwTestPage *self)
{
  g_return_val_if_fail (MW_IS_TEST_PAGE (self), NULL);

  return self->draft;
}

/**
 * mw_test_page_get_setup:
 *
 * Returns: (transfer none) (nullable): the run that is shown
 */
MwSetup *
mw_test_page_get_setup (MwTestPage *self)
{
  g_return_val_if_fail (MW_IS_TEST_PAGE (self), NULL);

  return self->setup;
}
