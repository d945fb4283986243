/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-compat.h"
#include "mw-handout.h"
#include "mw-letter-view.h"
#include "mw-signal.h"

struct _MwLetterView {
  GtkBox parent_instance;

  MwSetup *setup;            /* (owned) (nullable) the run that ended well */
  GCancellable *cancellable; /* (owned) (nullable) of the message while it is under way */
  gint64 began;              /* in microseconds of the monotonic clock */
  guint clock;               /* id of the source, or 0 */

  GtkImage *icon;
  GtkLabel *status;
  GtkLabel *advice;
  GtkWidget *send_button;
  GtkWidget *stop_button;
  GtkWidget *copy_button;
};

G_DEFINE_FINAL_TYPE (MwLetterView, mw_letter_view, GTK_TYPE_BOX)

enum {
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ------ what is said ------ */

static void
show_icon (MwLetterView *self, const char *icon, const char *style)
{
  static const char *const styles[] = { "success", "warning", "error" };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), styles[i]);
  if (style != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), style);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon != NULL);
}

static void
show_advice (MwLetterView *self, const char *text)
{
  gtk_label_set_label (self->advice, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->advice), text != NULL);
}

static void
show_progress (MwLetterView *self)
{
  MwTestMessage *message = mw_setup_get_test_message (self->setup);
  guint seconds = (g_get_monotonic_time () - self->began) / G_USEC_PER_SEC;
  gboolean sent = message != NULL && mw_test_message_was_sent (message);
  g_autofree char *waiting = NULL;

  /* Translators: %u is a time in whole seconds. */
  waiting = g_strdup_printf (_ ("The message is sent. Waiting for it to arrive: %u s"), seconds);
  gtk_label_set_label (self->status, sent ? waiting : _ ("Sending the message"));
}

/* A clock in place of a spinner: see MwStageRow. */
static gboolean
second_passed_cb (gpointer user_data)
{
  show_progress (MW_LETTER_VIEW (user_data));

  return G_SOURCE_CONTINUE;
}

static char *
describe_arrival (MwTestMessage *message)
{
  GVariant *details = mw_test_message_get_details (message);
  guint seconds = 0;
  gboolean removed = FALSE;
  g_autofree char *when = NULL;

  g_variant_lookup (details, "seconds", "u", &seconds);
  g_variant_lookup (details, "removed", "b", &removed);
  when = g_strdup_printf (
    /* Translators: the test message, and how many seconds it took. */
    g_dngettext (GETTEXT_PACKAGE,
                 "It arrived after %u second.",
                 "It arrived after %u seconds.",
                 seconds),
    seconds);

  /* Translators: that it arrived, and what became of it then. */
  return g_strdup_printf (_ ("%s %s"),
                          seconds > 0 ? when : _ ("It arrived at once."),
                          removed ? _ ("Mailwright has removed it again.")
                                  : _ ("It is still in your mailbox; you can delete it."));
}

/* Of many findings the first is the worst. */
static const MwFinding *
find_problem (MwTestMessage *message)
{
  GPtrArray *findings = mw_test_message_get_findings (message);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->cause != NULL && finding->severity >= MW_SEVERITY_WARNING)
      return finding;
  }

  return NULL;
}

static void
show_problem (MwLetterView *self, const MwFinding *problem, const char *arrival)
{
  g_autoptr (MwAdvice) advice = mw_setup_explain (self->setup, problem);
  g_autofree char *words = NULL;
  g_autofree char *text = NULL;
  gboolean warns = problem->severity == MW_SEVERITY_WARNING;

  /* Translators: two sentences. */
  words = g_strdup_printf (_ ("%s %s"), advice->explanation, advice->remedy);
  text = g_strdup_printf ("%s%s%s", arrival ? arrival : "", arrival ? "\n" : "", words);
  show_icon (self,
             warns ? "dialog-warning-symbolic" : "dialog-error-symbolic",
             warns ? "warning" : "error");
  gtk_label_set_label (self->status, advice->title);
  show_advice (self, text);
  gtk_widget_set_visible (self->copy_button, TRUE);
}

static void
show_outcome (MwLetterView *self)
{
  MwTestMessage *message = mw_setup_get_test_message (self->setup);
  const MwFinding *problem = find_problem (message);
  g_autofree char *arrival = NULL;

  if (mw_test_message_has_arrived (message))
    arrival = describe_arrival (message);

  if (problem != NULL) {
    show_problem (self, problem, arrival);
  } else if (arrival != NULL) {
    show_icon (self, "object-select-symbolic", "success");
    gtk_label_set_label (self->status, arrival);
  } else {
    show_icon (self, "dialog-warning-symbolic", "warning");
    gtk_label_set_label (self->status, _ ("The message could not be sent."));
  }
}

/* ------ the message ------ */

/* What had the focus vanishes; the next one takes it, and is read with what came of it. */
static void
hide_stop_button (MwLetterView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *next = NULL;

  if (root != NULL && gtk_widget_is_focus (self->stop_button)) {
    gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
    next = gtk_root_get_focus (root);
  }
  if (next != NULL)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (next),
                                    GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                    self->status,
                                    self->advice,
                                    NULL,
                                    -1);
  gtk_widget_set_visible (self->stop_button, FALSE);
}

static void
end (MwLetterView *self)
{
  g_clear_handle_id (&self->clock, g_source_remove);
  g_clear_object (&self->cancellable);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwLetterView) self = MW_LETTER_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  gboolean ran = mw_setup_send_test_message_finish (MW_SETUP (source), result, &error);

  /* The window was closed, or another account was begun. */
  if (self->setup != MW_SETUP (source) || self->cancellable == NULL)
    return;

  end (self);
  if (ran) {
    show_outcome (self);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    gtk_label_set_label (self->status, _ ("Stopped"));
    show_advice (self,
                 _ ("If the message was sent already, it may still arrive; you can delete it."));
  } else {
    show_icon (self, "dialog-error-symbolic", "error");
    gtk_label_set_label (self->status, error->message);
  }
  gtk_widget_set_visible (self->send_button, !ran);
  hide_stop_button (self);
  if (ran)
    g_signal_emit (self, signals[ENDED], 0);
}

static void
mw_letter_view_send (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwLetterView *self = MW_LETTER_VIEW (widget);

  if (self->setup == NULL || self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  self->began = g_get_monotonic_time ();
  mw_setup_send_test_message_async (self->setup, self->cancellable, sent_cb, g_object_ref (self));
  self->clock = g_timeout_add_seconds_full (G_PRIORITY_LOW, 1, second_passed_cb, self, NULL);
  show_icon (self, NULL, NULL);
  show_advice (self, NULL);
  show_progress (self);
  gtk_widget_set_visible (self->stop_button, TRUE);
  gtk_widget_grab_focus (self->stop_button);
  gtk_widget_set_visible (self->send_button, FALSE);
}

static void
mw_letter_view_stop (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  g_cancellable_cancel (MW_LETTER_VIEW (widget)->cancellable);
}

static void
mw_letter_view_copy (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  mw_handout_copy_report (widget, MW_LETTER_VIEW (widget)->setup);
}

/* ------ the view ------ */

static void
mw_letter_view_dispose (GObject *object)
{
  MwLetterView *self = MW_LETTER_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  end (self);
  g_clear_object (&self->setup);

  gtk_widget_dispose_template (GTK_WIDGET (self), MW_TYPE_LETTER_VIEW);

  G_OBJECT_CLASS (mw_letter_view_parent_class)->dispose (object);
}

static void
mw_letter_view_class_init (MwLetterViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_letter_view_dispose;

  signals[ENDED] = mw_signal_new ("ended", MW_TYPE_LETTER_VIEW);

  gtk_widget_class_install_action (widget_class, "letter.send", NULL, mw_letter_view_send);
  gtk_widget_class_install_action (widget_class, "letter.stop", NULL, mw_letter_view_stop);
  gtk_widget_class_install_action (widget_class, "letter.copy", NULL, mw_letter_view_copy);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-letter-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MwLetterView, icon);
  gtk_widget_class_bind_template_child (widget_class, MwLetterView, status);
  gtk_widget_class_bind_template_child (widget_class, MwLetterView, advice);
  gtk_widget_class_bind_template_child (widget_class, MwLetterView, send_button);
  gtk_widget_class_bind_template_child (widget_class, MwLetterView, stop_button);
  gtk_widget_class_bind_template_child (widget_class, MwLetterView, copy_button);
}

static void
mw_letter_view_init (MwLetterView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * mw_letter_view_offer:
 * @setup: a run that did not fail, with its password
 *
 * Shows the button. Nothing is sent before it is pressed.
 */
void
mw_letter_view_offer (MwLetterView *self, MwSetup *setup)
{
  g_return_if_fail (MW_IS_LETTER_VIEW (self));
  g_return_if_fail (MW_IS_SETUP (setup));

  mw_letter_view_forget (self);
  self->setup = g_object_ref (setup);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * mw_letter_view_offers_report:
 *
 * Returns: whether *Copy for IT* is in sight, since the message did not do well
 */
gboolean
mw_letter_view_offers_report (MwLetterView *self)
{
  g_return_val_if_fail (MW_IS_LETTER_VIEW (self), FALSE);

  return gtk_widget_get_visible (self->copy_button);
}

/**
 * mw_letter_view_forget:
 *
 * Stops what is under way, and lets go of the run and of its password.
 */
void
mw_letter_view_forget (MwLetterView *self)
{
  g_return_if_fail (MW_IS_LETTER_VIEW (self));

  g_cancellable_cancel (self->cancellable);
  end (self);
  g_clear_object (&self->setup);
  show_icon (self, NULL, NULL);
  show_advice (self, NULL);
  gtk_label_set_label (self->status, _ ("To be quite sure, send one message to yourself."));
  gtk_widget_set_visible (self->send_button, TRUE);
  gtk_widget_set_visible (self->stop_button, FALSE);
  gtk_widget_set_visible (self->copy_button, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
