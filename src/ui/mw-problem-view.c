/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-access-keys.h"
#include "mw-certificate-view.h"
#include "mw-compat.h"
#include "mw-details-view.h"
#include "mw-exceptions.h"
#include "mw-field-message.h"
#include "mw-field.h"
#include "mw-handout.h"
#include "mw-problem-cause.h"
#include "mw-problem-view.h"
#include "mw-problem-way.h"
#include "mw-wrap-layout.h"

struct _MwProblemView {
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *explanation;
  GtkLabel *remedy;
  GtkWidget *password_list;
  GtkEditable *password_row;
  MwFieldMessage *password_message;
  MwCertificateView *certificate_view;
  gboolean is_optional;  /* the password: who has no other one tries again with that */
  gboolean is_secondary; /* there is another problem above */
  GtkButton *button;
  GtkButton *second_button;
  GtkWidget *copy_button;
  MwDetailsView *details;
  GtkWidget *retry_button;
  GtkWidget *edit_button;
  GtkWidget *accept_button;
};

G_DEFINE_FINAL_TYPE (MwProblemView, mw_problem_view, GTK_TYPE_BOX)

/* Whoever switches it on there is given a new code. */
static gboolean
gives_new_code (MwSetup *setup)
{
  const MwProvider *provider = mw_setup_get_provider (setup);

  return provider != NULL && g_strcmp0 (provider->advice, "authorization-code") == 0;
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text && *text);
}

/* Without a name while the target changes: an action and a target of another type do not fit. */
static void
set_action (gpointer button, const char *action, GVariant *target)
{
  gtk_actionable_set_action_name (button, NULL);
  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, action);
}

static void
show_advice (MwProblemView *self, const MwAdvice *advice)
{
  show_text (self->title, advice->title);
  show_text (self->explanation, advice->explanation);
  show_text (self->remedy, advice->remedy);
}

static void
show_second_way (MwProblemView *self, const MwAdvice *advice, MwProblemWay way)
{
  gtk_widget_set_visible (GTK_WIDGET (self->second_button), advice->help_uri != NULL);
  if (advice->help_uri == NULL)
    return;

  gtk_button_set_label (self->second_button, mw_problem_way_get_label (way));
  mw_wrap_button (self->second_button);
  set_action (self->second_button,
              mw_problem_way_get_action (way),
              mw_problem_way_make_target (way, advice));
}

/* Where a sentence points to it, it is in sight; else it is one click below. */
static void
offer_report (MwProblemView *self, const MwAdvice *advice, MwProblemWay way)
{
  gboolean named = way != MW_PROBLEM_WAY_COPY && mw_handout_is_named (advice->remedy);

  gtk_widget_set_visible (self->copy_button, named);
  mw_details_view_offer_report (self->details, way != MW_PROBLEM_WAY_COPY && !named);
}

static void
update_keys (MwProblemView *self)
{
  mw_name_buttons (GTK_WIDGET (self));
  if (self->is_secondary)
    mw_access_keys_take (GTK_WIDGET (self));
  else
    mw_access_keys_give (GTK_WIDGET (self));
}

static void
show_way (MwProblemView *self, const MwAdvice *advice, const char *cause)
{
  MwProblemWay way = mw_problem_way_choose (advice, cause, mw_problem_view_asks_password (self));

  gtk_button_set_use_underline (self->button, way != MW_PROBLEM_WAY_FIX);
  gtk_button_set_label (self->button,
                        way == MW_PROBLEM_WAY_FIX ? advice->fix_label
                                                  : mw_problem_way_get_label (way));
  mw_wrap_button (self->button);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "suggested-action");
  set_action (self->button,
              mw_problem_way_get_action (way),
              mw_problem_way_make_target (way, advice));
  show_second_way (self,
                   advice,
                   mw_problem_way_choose_second (way, mw_problem_view_asks_password (self)));
  update_keys (self);

  gtk_widget_set_visible (self->retry_button,
                          way != MW_PROBLEM_WAY_RETRY && way != MW_PROBLEM_WAY_HELP);
  gtk_widget_set_visible (self->edit_button, way != MW_PROBLEM_WAY_EDIT);
  offer_report (self, advice, way);
}

/* That nobody vouches for a certificate can be made up for by knowing it: not a wrong name, a date,
 * or weakness. */
static gboolean
can_be_accepted (const MwFinding *finding)
{
  return (g_strcmp0 (finding->cause, "tls.self-signed") == 0 ||
          g_strcmp0 (finding->cause, "tls.unknown-issuer") == 0) &&
         mw_finding_get_text (finding, "fingerprint") != NULL && mw_exceptions_can_add ();
}

static void
show_exception (MwProblemView *self, MwSetup *setup, const MwFinding *finding)
{
  const MwServer *server = mw_setup_get_server (setup, finding->part);
  gboolean possible = server != NULL && can_be_accepted (finding);

  gtk_widget_set_visible (self->accept_button, possible);
  if (possible)
    set_action (self->accept_button,
                "test.accept",
                g_variant_new ("(sqs)",
                               server->host,
                               server->port,
                               mw_finding_get_text (finding, "fingerprint")));
}

/* ------ a certificate of the person's own ------ */

static void
mw_problem_view_certificate (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  MwProblemView *self = MW_PROBLEM_VIEW (widget);

  if (mw_certificate_view_is_locked (self->certificate_view))
    mw_certificate_view_open (self->certificate_view);
  else
    mw_certificate_view_choose (self->certificate_view);
}

static void
certificate_changed_cb (MwProblemView *self)
{
  gboolean locked = mw_certificate_view_is_locked (self->certificate_view);

  if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)),
                 mw_problem_way_get_action (MW_PROBLEM_WAY_CERTIFICATE)) != 0)
    return;

  gtk_button_set_label (self->button,
                        locked ? _ ("_Open the File")
                               : mw_problem_way_get_label (MW_PROBLEM_WAY_CERTIFICATE));
  mw_wrap_button (self->button);
  update_keys (self);
}

static void
certificate_chosen_cb (MwProblemView *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "test.use-certificate", NULL);
}

/* ------ the view ------ */

static void
mw_problem_view_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), MW_TYPE_PROBLEM_VIEW);

  G_OBJECT_CLASS (mw_problem_view_parent_class)->dispose (object);
}

static void
mw_problem_view_class_init (MwProblemViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_problem_view_dispose;

  gtk_widget_class_install_action (widget_class,
                                   "problem.certificate",
                                   NULL,
                                   mw_problem_view_certificate);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-problem-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, title);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, explanation);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, remedy);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, password_list);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, password_row);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, password_message);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, certificate_view);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, button);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, second_button);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, copy_button);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, details);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, retry_button);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, edit_button);
  gtk_widget_class_bind_template_child (widget_class, MwProblemView, accept_button);
  gtk_widget_class_bind_template_callback (widget_class, certificate_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, certificate_chosen_cb);
}

/* What has the focus where a test ends is read with what happened, and with what to do. */
static void
describe (MwProblemView *self, gpointer accessible)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (accessible),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->title,
                                  self->explanation,
                                  self->remedy,
                                  NULL,
                                  -1);
}

static void
mw_problem_view_init (MwProblemView *self)
{
  g_type_ensure (MW_TYPE_CERTIFICATE_VIEW);
  g_type_ensure (MW_TYPE_DETAILS_VIEW);
  g_type_ensure (MW_TYPE_FIELD_MESSAGE);
  g_type_ensure (MW_TYPE_WRAP_LAYOUT);
  gtk_widget_init_template (GTK_WIDGET (self));

  mw_name_peek (GTK_WIDGET (self->password_row));
  mw_field_message_set_check (self->password_message, mw_field_check_password);
  describe (self, self->button);
  describe (self, self->password_row);
  describe (self, gtk_editable_get_delegate (GTK_EDITABLE (self->password_row)));
}

/**
 * mw_problem_view_show_finding:
 * @setup: the run that it belongs to
 * @finding: one with a cause: what needs the same words is shown with it
 */
void
mw_problem_view_show_finding (MwProblemView *self, MwSetup *setup, const MwFinding *finding)
{
  g_autoptr (GPtrArray) alike = NULL;
  g_autoptr (MwAdvice) advice = NULL;

  g_return_if_fail (MW_IS_PROBLEM_VIEW (self));
  g_return_if_fail (MW_IS_SETUP (setup) && finding != NULL);

  alike = mw_setup_list_alike (setup, finding);
  advice = mw_setup_explain_alike (setup, alike);
  mw_field_message_forget (self->password_message); /* it was left when it went out of sight */

  self->is_optional = mw_problem_is_about_switch (finding->cause) && gives_new_code (setup);
  gtk_widget_set_visible (self->password_list,
                          mw_problem_is_about_password (finding->cause) || self->is_optional);
  show_advice (self, advice);
  show_way (self, advice, finding->cause);
  mw_details_view_show_findings (self->details, setup, alike);
  show_exception (self, setup, finding);
  gtk_widget_set_visible (GTK_WIDGET (self->details), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * mw_problem_view_show_question:
 * @advice: why the password is needed
 *
 * Asks for the password of an account, where nothing was tested yet.
 */
void
mw_problem_view_show_question (MwProblemView *self, const MwAdvice *advice)
{
  g_return_if_fail (MW_IS_PROBLEM_VIEW (self));
  g_return_if_fail (advice != NULL);

  mw_field_message_forget (self->password_message);
  self->is_optional = FALSE;
  gtk_widget_set_visible (self->password_list, TRUE);
  show_advice (self, advice);
  show_way (self, advice, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->details), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/**
 * mw_problem_view_set_secondary:
 *
 * There is another problem above: this one does not ask for the password again, and has no access
 * keys.
 */
void
mw_problem_view_set_secondary (MwProblemView *self)
{
  g_return_if_fail (MW_IS_PROBLEM_VIEW (self));

  gtk_widget_set_visible (self->password_list, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->button), "suggested-action");
  self->is_secondary = TRUE;
  update_keys (self);
}

/**
 * mw_problem_view_try_certificate:
 * @path: of the file that the account has, and that could not be read so far
 *
 * Where it is a certificate that is wanted, asks for what opens this one.
 */
void
mw_problem_view_try_certificate (MwProblemView *self, const char *path)
{
  g_return_if_fail (MW_IS_PROBLEM_VIEW (self));
  g_return_if_fail (path != NULL);

  if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)),
                 mw_problem_way_get_action (MW_PROBLEM_WAY_CERTIFICATE)) == 0)
    mw_certificate_view_try (self->certificate_view, path);
}

/**
 * mw_problem_view_set_password_title:
 * @title: what the provider calls what it wants, with a mnemonic
 */
void
mw_problem_view_set_password_title (MwProblemView *self, const char *title)
{
  g_return_if_fail (MW_IS_PROBLEM_VIEW (self));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->password_row), title);
}

/**
 * mw_problem_view_asks_password:
 *
 * Returns: whether a password can be typed here
 */
gboolean
mw_problem_view_asks_password (MwProblemView *self)
{
  g_return_val_if_fail (MW_IS_PROBLEM_VIEW (self), FALSE);

  return gtk_widget_get_visible (self->password_list);
}

/**
 * mw_problem_view_take_secret:
 * @secret: (out) (transfer full) (nullable): the password; %NULL where none was typed, and none has
 *   to be
 *
 * Takes the password out of the box; where one is missing, the box says so.
 *
 * Returns: whether the test can go on
 */
gboolean
mw_problem_view_take_secret (MwProblemView *self, MwSecret **secret)
{
  g_return_val_if_fail (MW_IS_PROBLEM_VIEW (self), FALSE);
  g_return_val_if_fail (secret != NULL, FALSE);

  *secret = NULL;
  if (self->is_optional && *gtk_editable_get_text (self->password_row) == '\0')
    return TRUE;
  if (!mw_field_message_insist (self->password_message)) {
    mw_field_message_focus (self->password_message);
    return FALSE;
  }
  *secret = mw_secret_new (gtk_editable_get_text (self->password_row));
  mw_problem_view_forget (self);

  return TRUE;
}

/**
 * mw_problem_view_take_identity:
 *
 * Returns: (transfer full) (nullable): the certificate that was chosen
 */
MwTlsIdentity *
mw_problem_view_take_identity (MwProblemView *self)
{
  g_return_val_if_fail (MW_IS_PROBLEM_VIEW (self), NULL);

  return mw_certificate_view_take_identity (self->certificate_view);
}

/**
 * mw_problem_view_forget:
 *
 * Empties the box for the password, lets go of the certificate, and closes the details.
 */
void
mw_problem_view_forget (MwProblemView *self)
{
  g_return_if_fail (MW_IS_PROBLEM_VIEW (self));

  gtk_editable_set_text (self->password_row, "");
  mw_field_message_forget (self->password_message);
  mw_certificate_view_forget (self->certificate_view);
  self->is_secondary = FALSE;
  update_keys (self);
  mw_details_view_forget (self->details);
}

/**
 * mw_problem_view_focus:
 *
 * Puts the cursor where the person goes on: the new password, or else the first button.
 */
void
mw_problem_view_focus (MwProblemView *self)
{
  g_return_if_fail (MW_IS_PROBLEM_VIEW (self));

  if (mw_problem_view_asks_password (self))
    mw_field_message_focus (self->password_message);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->button));
}

/**
 * mw_problem_view_get_button:
 *
 * Returns: (transfer none): the one button
 */
GtkWidget *
mw_problem_view_get_button (MwProblemView *self)
{
  g_return_val_if_fail (MW_IS_PROBLEM_VIEW (self), NULL);

  return GTK_WIDGET (self->button);
}
