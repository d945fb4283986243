/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-access-keys.h"
#include "mw-client-view.h"
#include "mw-compat.h"
#include "mw-open.h"
#include "mw-preferences.h"
#include "mw-signal.h"

struct _MwClientView {
  GtkBox parent_instance;

  MwExporter *exporter; /* (owned) */
  MwAccount *account;   /* (owned) */
  MwSecret *secret;     /* (owned) (nullable) */
  MwExportPlan *plan;   /* (owned) (nullable) what would be done */
  char *undo_id;        /* (owned) (nullable) of what was done */
  gboolean is_busy;     /* something is being done */
  gboolean is_primary;  /* the mail program that the person uses: the others have no access keys */

  GtkLabel *summary;
  GtkLabel *message;
  GtkButton *use_button;
  GtkWidget *undo_button;
  GtkToggleButton *details_button;
  GtkLabel *details_label;
  GtkLabel *steps;
};

G_DEFINE_FINAL_TYPE (MwClientView, mw_client_view, GTK_TYPE_BOX)

enum {
  HANDED_OVER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const struct {
  const char *planned;
  const char *done;
} actions[] = {
  [MW_EXPORT_CREATE] = { N_ ("Makes this file or folder"), N_ ("Made this file or folder") },
  [MW_EXPORT_APPEND] = { N_ ("Adds to this file, and keeps a copy of it"),
                         N_ ("Added to this file, and kept a copy of it") },
  [MW_EXPORT_KEYRING] = { N_ ("Puts the password where the program looks for it"),
                          N_ ("Put the password where the program looks for it") },
  [MW_EXPORT_DBUS] = { N_ ("Tells the running program about it"),
                       N_ ("Told the running program about it") },
};

static const char *
describe_action (MwExportAction action, gboolean applied)
{
  return _ (applied ? actions[action].done : actions[action].planned);
}

/* What is left to do stands above, once it is done. */
static void
show_steps (MwClientView *self)
{
  gboolean applied = self->undo_id != NULL;
  const char *const *notes = applied ? NULL : mw_export_plan_get_notes (self->plan);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < mw_export_plan_get_n_steps (self->plan); i++) {
    MwExportStep step = mw_export_plan_get_step (self->plan, i);

    /* Translators: what is done, and to what: "Makes this file or folder: /home/anna/.msmtprc" */
    g_string_append_printf (text,
                            _ ("%s: %s"),
                            describe_action (step.action, applied),
                            step.target);
    g_string_append_c (text, '\n');
  }
  for (gsize i = 0; notes && notes[i]; i++)
    g_string_append_printf (text, "%s\n", notes[i]);

  g_string_truncate (text, text->len > 0 ? text->len - 1 : 0);
  gtk_label_set_text (self->steps, text->str);
}

static void
show_message (MwClientView *self, const char *text)
{
  gtk_label_set_label (self->message, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
}

static void
show_error (MwClientView *self, const GError *error)
{
  g_autofree char *close = NULL;

  if (g_error_matches (error, MW_ERROR, MW_ERROR_PROGRAM_RUNNING))
    /* Translators: %s is a mail program, such as Thunderbird. */
    close = g_strdup_printf (_ ("Close %s first, then try again."),
                             mw_exporter_get_name (self->exporter));

  show_message (self, close ? close : error->message);
  gtk_button_set_label (self->use_button, _ ("_Try Again"));
  mw_name_buttons (GTK_WIDGET (self->use_button));
}

static void
show_summary (MwClientView *self)
{
  const char *name = mw_exporter_get_name (self->exporter);
  g_autofree char *summary = NULL;

  if (self->undo_id != NULL)
    summary = g_strdup (mw_export_plan_get_outcome (self->plan));
  else
    /* Translators: %s is a mail program, such as Thunderbird. */
    summary =
      g_strdup_printf (_ ("Adds this account to %s. What is there already stays as it is."), name);

  gtk_label_set_text (self->summary, summary);
}

static void
mw_client_view_update (MwClientView *self)
{
  gboolean applied = self->undo_id != NULL;

  show_summary (self);
  gtk_widget_set_visible (GTK_WIDGET (self->use_button), !applied);
  gtk_widget_set_visible (self->undo_button, applied);
  gtk_widget_set_visible (GTK_WIDGET (self->details_button), self->plan != NULL);
  gtk_label_set_label (self->details_label,
                       applied ? _ ("_What Was Changed") : _ ("_What Will Be Changed"));
  mw_name_buttons (GTK_WIDGET (self));
  if (!self->is_primary)
    mw_access_keys_take (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "client.use", !self->is_busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "client.undo", !self->is_busy);
}

static void
make_plan (MwClientView *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *use = NULL;

  g_clear_object (&self->plan);
  self->plan = mw_exporter_plan (self->exporter, self->account, self->secret, NULL, &error);

  /* Translators: %s is a mail program, such as Thunderbird. */
  use = g_strdup_printf (_ ("_Use in %s"), mw_exporter_get_name (self->exporter));
  gtk_button_set_label (self->use_button, use);
  mw_name_buttons (GTK_WIDGET (self));
  show_message (self, NULL);
  if (self->plan != NULL)
    show_steps (self);
  else
    show_error (self, error);
  mw_client_view_update (self);
}

/* What was begun is ended, and the program stays until then, even if the window closes: half a
 * hand-over is of use to nobody. */
static void
begin_work (MwClientView *self)
{
  self->is_busy = TRUE;
  g_application_hold (g_application_get_default ());
  mw_client_view_update (self);
}

/* What was pressed could not have the focus meanwhile; whoever has moved on keeps it. */
static void
take_focus_back (MwClientView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (root == NULL || (focus != NULL && gtk_widget_get_mapped (focus)))
    return;

  gtk_widget_grab_focus (self->undo_id ? self->undo_button : GTK_WIDGET (self->use_button));
}

/* Returns FALSE if there is nobody left to tell. */
static gboolean
end_work (MwClientView *self)
{
  self->is_busy = FALSE;
  g_application_release (g_application_get_default ());

  return self->exporter != NULL;
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwClientView) self = MW_CLIENT_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  gboolean undone = mw_export_undo_finish (result, &error);

  if (!end_work (self))
    return;

  if (undone) {
    g_clear_pointer (&self->undo_id, g_free);
    make_plan (self);
  } else {
    show_message (self, error->message);
    mw_client_view_update (self);
  }
  take_focus_back (self);
}

static void
mw_client_view_undo (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwClientView *self = MW_CLIENT_VIEW (widget);

  if (self->undo_id == NULL || self->is_busy)
    return;

  begin_work (self);
  mw_export_undo_async (self->undo_id, NULL, undone_cb, g_object_ref (self));
}

static void
undo_pressed_cb (MwClientView *self)
{
  mw_client_view_undo (GTK_WIDGET (self), NULL, NULL);
}

static void
show_success (MwClientView *self)
{
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  g_autofree char *undo = mw_dup_plain (_ ("_Undo"));
  AdwToast *toast;

  /* Translators: %s is a mail program, such as Thunderbird. */
  text = g_strdup_printf (_ ("%s is set up"), mw_exporter_get_name (self->exporter));
  markup = g_markup_escape_text (text, -1);
  toast = adw_toast_new (markup);
  adw_toast_set_button_label (toast, undo); /* the key is that of the button below */
  g_signal_connect_object (toast,
                           "button-clicked",
                           G_CALLBACK (undo_pressed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  mw_show_toast (GTK_WIDGET (self), toast);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwClientView) self = MW_CLIENT_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = mw_export_plan_apply_finish (MW_EXPORT_PLAN (source), result, &error);

  if (!end_work (self))
    return;

  if (id != NULL) {
    self->undo_id = g_steal_pointer (&id);
    mw_preferences_set_last_client (mw_exporter_get_id (self->exporter));
    show_message (self, NULL);
    show_steps (self);
    show_success (self);
  } else {
    show_error (self, error);
  }
  mw_client_view_update (self);
  if (self->undo_id != NULL)
    g_signal_emit (self, signals[HANDED_OVER], 0);
  take_focus_back (self);
}

static void
mw_client_view_use (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwClientView *self = MW_CLIENT_VIEW (widget);

  if (self->is_busy || self->undo_id != NULL)
    return;

  /* A plan is applied once, and the program may have been closed in the meantime. */
  make_plan (self);
  if (self->plan == NULL)
    return;

  begin_work (self);
  mw_export_plan_apply_async (self->plan, NULL, applied_cb, g_object_ref (self));
}

static void
mw_client_view_dispose (GObject *object)
{
  MwClientView *self = MW_CLIENT_VIEW (object);

  g_clear_object (&self->exporter);
  g_clear_object (&self->account);
  g_clear_object (&self->plan);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_clear_pointer (&self->undo_id, g_free);

  gtk_widget_dispose_template (GTK_WIDGET (self), MW_TYPE_CLIENT_VIEW);

  G_OBJECT_CLASS (mw_client_view_parent_class)->dispose (object);
}

static void
mw_client_view_class_init (MwClientViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_client_view_dispose;

  signals[HANDED_OVER] = mw_signal_new ("handed-over", MW_TYPE_CLIENT_VIEW);

  gtk_widget_class_install_action (widget_class, "client.use", NULL, mw_client_view_use);
  gtk_widget_class_install_action (widget_class, "client.undo", NULL, mw_client_view_undo);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-client-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MwClientView, summary);
  gtk_widget_class_bind_template_child (widget_class, MwClientView, message);
  gtk_widget_class_bind_template_child (widget_class, MwClientView, use_button);
  gtk_widget_class_bind_template_child (widget_class, MwClientView, undo_button);
  gtk_widget_class_bind_template_child (widget_class, MwClientView, details_button);
  gtk_widget_class_bind_template_child (widget_class, MwClientView, details_label);
  gtk_widget_class_bind_template_child (widget_class, MwClientView, steps);
}

static void
mw_client_view_init (MwClientView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->use_button),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->message,
                                  self->summary,
                                  NULL,
                                  -1);
}

/**
 * mw_client_view_new:
 * @secret: (nullable): the password, for programs that can take it over
 */
GtkWidget *
mw_client_view_new (MwExporter *exporter, MwAccount *account, MwSecret *secret)
{
  MwClientView *self;

  g_return_val_if_fail (MW_IS_EXPORTER (exporter), NULL);
  g_return_val_if_fail (MW_IS_ACCOUNT (account), NULL);

  self = g_object_new (MW_TYPE_CLIENT_VIEW, NULL);
  self->exporter = g_object_ref (exporter);
  self->account = g_object_ref (account);
  self->secret = secret ? mw_secret_ref (secret) : NULL;
  make_plan (self);

  return GTK_WIDGET (self);
}

/**
 * mw_client_view_make_primary:
 *
 * This is the mail program that the person uses: its buttons have access keys.
 */
void
mw_client_view_make_primary (MwClientView *self)
{
  g_return_if_fail (MW_IS_CLIENT_VIEW (self));

  self->is_primary = TRUE;
  mw_access_keys_give (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self->use_button), "pill");
  gtk_widget_add_css_class (GTK_WIDGET (self->use_button), "suggested-action");
  gtk_widget_set_halign (GTK_WIDGET (self->use_button), GTK_ALIGN_CENTER);
}

/**
 * mw_client_view_set_news:
 * @verdict: what the test said
 * @keeping: what became of the account
 *
 * A screen reader says both at the button, which has the focus when they come.
 */
void
mw_client_view_set_news (MwClientView *self, GtkAccessible *verdict, GtkAccessible *keeping)
{
  g_return_if_fail (MW_IS_CLIENT_VIEW (self));
  g_return_if_fail (GTK_IS_ACCESSIBLE (verdict) && GTK_IS_ACCESSIBLE (keeping));

  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->use_button),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->message,
                                  verdict,
                                  keeping,
                                  self->summary,
                                  NULL,
                                  -1);
}

/**
 * mw_client_view_get_summary:
 *
 * Returns: (transfer none): what says in a sentence what is done, or was
 */
GtkAccessible *
mw_client_view_get_summary (MwClientView *self)
{
  g_return_val_if_fail (MW_IS_CLIENT_VIEW (self), NULL);

  return GTK_ACCESSIBLE (self->summary);
}

/**
 * mw_client_view_get_button:
 *
 * Returns: (transfer none): the button that does it
 */
GtkWidget *
mw_client_view_get_button (MwClientView *self)
{
  g_return_val_if_fail (MW_IS_CLIENT_VIEW (self), NULL);

  return GTK_WIDGET (self->use_button);
}
