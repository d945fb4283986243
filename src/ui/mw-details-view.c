/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-compat.h"
#include "mw-details-view.h"
#include "mw-handout.h"
#include "mw-stage-row.h"
#include "mw-note.h"
#include "mw-offered.h"

struct _MwDetailsView {
  GtkBox parent_instance;

  MwSetup *setup; /* (owned) (nullable) the run that the details are of */

  GtkToggleButton *button;
  GtkLabel *facts;
  GtkWidget *report_button;
};

G_DEFINE_FINAL_TYPE (MwDetailsView, mw_details_view, GTK_TYPE_BOX)

enum {
  PROP_OPEN = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

/* ------ the facts ------ */

static void
add_fact (GString *facts, const char *name, const char *text)
{
  if (text == NULL)
    return;

  if (facts->len > 0)
    g_string_append_c (facts, '\n');
  /* Translators: the name of a fact, and the fact: "Server: imap.example.com:993" */
  g_string_append_printf (facts, _ ("%s: %s"), name, text);
}

/* Before the greeting a server says nothing: then it is what we saw ourselves. */
static void
add_evidence (GString *facts, const MwFinding *finding)
{
  g_autofree char *words = NULL;

  if (finding->evidence == NULL)
    return;
  if (finding->stage < MW_STAGE_GREET) {
    add_fact (facts, _ ("What was seen"), finding->evidence);
    return;
  }

  /* Translators: what the server said, in quotation marks. */
  words = g_strdup_printf (_ ("“%s”"), finding->evidence);
  add_fact (facts, _ ("In the server’s words"), words);
}

static void
add_finding (GString *facts, MwSetup *setup, const MwFinding *finding)
{
  const MwServer *server =
    finding->part >= MW_PART_INCOMING ? mw_setup_get_server (setup, finding->part) : NULL;
  g_autofree char *address = server ? mw_server_to_host_port (server) : NULL;

  add_fact (facts, _ ("Step"), mw_stage_describe (finding->stage, finding->part));
  add_fact (facts, _ ("Server"), finding->subject ? finding->subject : address);
  add_fact (facts, _ ("Cause"), finding->cause);
  add_evidence (facts, finding);
}

static void
add_encryption (GString *facts, MwCheck *check)
{
  const MwTlsFacts *tls = mw_check_get_tls (check);
  g_autofree char *text = NULL;

  if (tls == NULL || tls->version == NULL)
    return;

  text = g_strdup_printf ("%s, %s", tls->version, tls->cipher ? tls->cipher : "?");
  add_fact (facts, _ ("Encryption"), text);
}

static void
add_offered (GString *facts, MwCheck *check)
{
  const MwOffered *offered = mw_check_get_offered (check);
  g_autofree char *versions = mw_offered_list (offered, 0, MW_N_HELLOS - 1, MW_OFFER_YES);

  if (mw_offered_is_known (offered))
    add_fact (facts, _ ("The server offers"), versions);
}

static const char *
describe_source (MwSource source)
{
  if (source == MW_SOURCE_PERSON)
    return _ ("typed by you");
  if (source == MW_SOURCE_GUESS)
    return _ ("guessed, and proven by the test");

  return mw_source_to_string (source);
}

/* What is no problem, but worth knowing. */
static void
add_notes (GString *facts, GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *note = finding->cause == NULL ? mw_note_tell (finding) : NULL;

    if (note != NULL)
      add_fact (facts, finding->subject ? finding->subject : _ ("Note"), note);
  }
}

/* How one part works. */
static void
add_part (GString *facts, MwSetup *setup, MwPart part)
{
  MwCheck *check = mw_setup_get_check (setup, part);
  const MwServer *server = mw_setup_get_server (setup, part);
  g_autofree char *uri = server ? mw_server_to_uri (server) : NULL;

  if (check == NULL)
    return;

  add_fact (facts, part == MW_PART_INCOMING ? _ ("Receiving") : _ ("Sending"), uri);
  add_fact (facts, _ ("Settings from"), describe_source (mw_setup_get_source (setup, part)));
  add_encryption (facts, check);
  add_offered (facts, check);
  add_fact (facts, _ ("Way of signing in"), mw_check_get_mechanism (check));
}

/* ------ what to do with them ------ */

static void
mw_details_view_copy_report (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  mw_handout_copy_report (widget, MW_DETAILS_VIEW (widget)->setup);
}

static void
mw_details_view_copy_record (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  mw_handout_copy_record (widget, MW_DETAILS_VIEW (widget)->setup);
}

static void
mw_details_view_save_record (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  mw_handout_save_record (widget, MW_DETAILS_VIEW (widget)->setup);
}

static void
take_setup (MwDetailsView *self, MwSetup *setup)
{
  g_set_object (&self->setup, setup);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.copy-report", setup != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.copy-record", setup != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.save-record", setup != NULL);
}

/* ------ the view ------ */

static void
toggled_cb (MwDetailsView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPEN]);
}

static void
mw_details_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_OPEN)
    g_value_set_boolean (value, gtk_toggle_button_get_active (MW_DETAILS_VIEW (object)->button));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
mw_details_view_dispose (GObject *object)
{
  g_clear_object (&MW_DETAILS_VIEW (object)->setup);
  gtk_widget_dispose_template (GTK_WIDGET (object), MW_TYPE_DETAILS_VIEW);

  G_OBJECT_CLASS (mw_details_view_parent_class)->dispose (object);
}

static void
mw_details_view_class_init (MwDetailsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = mw_details_view_get_property;
  object_class->dispose = mw_details_view_dispose;

  props[PROP_OPEN] =
    g_param_spec_boolean ("open", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_install_action (widget_class,
                                   "details.copy-report",
                                   NULL,
                                   mw_details_view_copy_report);
  gtk_widget_class_install_action (widget_class,
                                   "details.copy-record",
                                   NULL,
                                   mw_details_view_copy_record);
  gtk_widget_class_install_action (widget_class,
                                   "details.save-record",
                                   NULL,
                                   mw_details_view_save_record);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-details-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MwDetailsView, button);
  gtk_widget_class_bind_template_child (widget_class, MwDetailsView, facts);
  gtk_widget_class_bind_template_child (widget_class, MwDetailsView, report_button);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
mw_details_view_init (MwDetailsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  take_setup (self, NULL);
}

/**
 * mw_details_view_show_findings:
 * @findings: (element-type MwFinding): some of @setup, with a cause
 */
void
mw_details_view_show_findings (MwDetailsView *self, MwSetup *setup, GPtrArray *findings)
{
  g_autoptr (GString) facts = g_string_new (NULL);

  g_return_if_fail (MW_IS_DETAILS_VIEW (self));
  g_return_if_fail (MW_IS_SETUP (setup) && findings != NULL);

  take_setup (self, setup);
  for (guint i = 0; i < findings->len; i++) {
    if (i > 0)
      g_string_append_c (facts, '\n');
    add_finding (facts, setup, g_ptr_array_index (findings, i));
  }
  gtk_label_set_text (self->facts, facts->str);
}

/**
 * mw_details_view_show_setup:
 * @setup: a run that has ended well, perhaps with remarks
 */
void
mw_details_view_show_setup (MwDetailsView *self, MwSetup *setup)
{
  g_autoptr (GString) facts = g_string_new (NULL);
  GPtrArray *findings;

  g_return_if_fail (MW_IS_DETAILS_VIEW (self));
  g_return_if_fail (MW_IS_SETUP (setup));

  take_setup (self, setup);
  add_part (facts, setup, MW_PART_INCOMING);
  add_part (facts, setup, MW_PART_OUTGOING);

  findings = mw_setup_get_findings (setup);
  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->cause != NULL) {
      g_string_append_c (facts, '\n');
      add_finding (facts, setup, finding);
    }
  }
  g_string_append_c (facts, '\n');
  add_notes (facts, findings);
  gtk_label_set_text (self->facts, facts->str);
}

/**
 * mw_details_view_offer_report:
 * @offer: %FALSE where *Copy for IT* is offered elsewhere already
 */
void
mw_details_view_offer_report (MwDetailsView *self, gboolean offer)
{
  g_return_if_fail (MW_IS_DETAILS_VIEW (self));

  gtk_widget_set_visible (self->report_button, offer);
}

/**
 * mw_details_view_forget:
 *
 * Closes, and lets go of the test.
 */
void
mw_details_view_forget (MwDetailsView *self)
{
  g_return_if_fail (MW_IS_DETAILS_VIEW (self));

  gtk_toggle_button_set_active (self->button, FALSE);
  gtk_label_set_text (self->facts, "");
  take_setup (self, NULL);
}
