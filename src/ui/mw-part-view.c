/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-hint.h"
#include "mw-part-view.h"
#include "mw-stage-row.h"

struct _MwPartView {
  GtkBox parent_instance;

  MwPart part;
  MwSetup *setup;         /* (weak) (nullable) the run that is shown */
  gulong changed_handler; /* of it */
  GtkSorter *sorter;      /* (owned) (nullable) of its stages */

  GtkLabel *title;
  GtkLabel *server_label;
  GtkLabel *note;
  MwProblemView *problem;
  GtkListBox *stage_list;
};

G_DEFINE_FINAL_TYPE (MwPartView, mw_part_view, GTK_TYPE_BOX)

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return mw_stage_row_new (MW_STAGE_RESULT (item), MW_PART_VIEW (user_data)->part);
}

static void
leave_setup (MwPartView *self)
{
  if (self->setup != NULL)
    g_clear_signal_handler (&self->changed_handler, self->setup);
  g_clear_weak_pointer (&self->setup);
  g_clear_object (&self->sorter);
}

/* As they happen at the server that is being tried. */
static int
compare_stages (gconstpointer a, gconstpointer b, gpointer user_data)
{
  MwPartView *self = MW_PART_VIEW (user_data);
  MwSecurity security =
    self->setup ? mw_setup_get_server (self->setup, self->part)->security : MW_SECURITY_TLS;
  MwStage first = mw_stage_result_get_stage (MW_STAGE_RESULT ((gpointer) a));
  MwStage second = mw_stage_result_get_stage (MW_STAGE_RESULT ((gpointer) b));

  return (int) mw_stage_in_turn (first, security) - (int) mw_stage_in_turn (second, security);
}

/* The list box keeps it. */
static void
bind_stages (MwPartView *self, GListModel *stages)
{
  g_autoptr (GtkSortListModel) sorted = NULL;

  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare_stages, self, NULL));
  sorted = gtk_sort_list_model_new (g_object_ref (stages), g_object_ref (self->sorter));
  gtk_list_box_bind_model (self->stage_list, G_LIST_MODEL (sorted), create_row, self, NULL);
}

static void
mw_part_view_dispose (GObject *object)
{
  MwPartView *self = MW_PART_VIEW (object);

  leave_setup (self);
  if (self->stage_list != NULL)
    gtk_list_box_bind_model (self->stage_list, NULL, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), MW_TYPE_PART_VIEW);

  G_OBJECT_CLASS (mw_part_view_parent_class)->dispose (object);
}

static void
mw_part_view_class_init (MwPartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mw_part_view_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PREFIX "mw-part-view.ui");
  gtk_widget_class_bind_template_child (widget_class, MwPartView, title);
  gtk_widget_class_bind_template_child (widget_class, MwPartView, server_label);
  gtk_widget_class_bind_template_child (widget_class, MwPartView, note);
  gtk_widget_class_bind_template_child (widget_class, MwPartView, problem);
  gtk_widget_class_bind_template_child (widget_class, MwPartView, stage_list);
}

static void
mw_part_view_init (MwPartView *self)
{
  g_type_ensure (MW_TYPE_PROBLEM_VIEW);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Another server is being tried. */
static void
setup_changed_cb (MwPartView *self, guint part, MwSetup *setup)
{
  if (part != self->part)
    return;

  gtk_label_set_label (self->server_label, mw_setup_get_server (setup, part)->host);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

/**
 * mw_part_view_begin:
 *
 * Shows the stages of one part of @setup, as they go.
 */
void
mw_part_view_begin (MwPartView *self, MwSetup *setup, MwPart part)
{
  const MwServer *server;

  g_return_if_fail (MW_IS_PART_VIEW (self));
  g_return_if_fail (MW_IS_SETUP (setup));

  mw_part_view_clear (self);
  self->part = part;
  gtk_label_set_label (self->title, part == MW_PART_INCOMING ? _ ("Receiving") : _ ("Sending"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->stage_list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->title),
                                  -1);

  server = mw_setup_get_server (setup, part);
  if (server == NULL)
    return;

  g_set_weak_pointer (&self->setup, setup);
  self->changed_handler =
    g_signal_connect_swapped (setup, "changed", G_CALLBACK (setup_changed_cb), self);
  gtk_label_set_label (self->server_label, server->host);
  bind_stages (self, mw_setup_get_stages (setup, part));
  gtk_widget_set_visible (GTK_WIDGET (self->stage_list), TRUE);
}

/**
 * mw_part_view_clear:
 *
 * Nothing is known, and nothing that was typed is kept.
 */
void
mw_part_view_clear (MwPartView *self)
{
  g_return_if_fail (MW_IS_PART_VIEW (self));

  leave_setup (self);
  gtk_label_set_label (self->title, "");
  gtk_label_set_label (self->server_label, "");
  gtk_list_box_bind_model (self->stage_list, NULL, NULL, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->stage_list), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->note), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  mw_problem_view_forget (self->problem);
}

/**
 * mw_part_view_name_password:
 * @provider: (nullable): whose word for it is used
 */
void
mw_part_view_name_password (MwPartView *self, const MwProvider *provider)
{
  g_autoptr (MwHint) hint = provider ? mw_hint_new (provider) : NULL;

  g_return_if_fail (MW_IS_PART_VIEW (self));

  mw_problem_view_set_password_title (self->problem, hint ? hint->password : _ ("_Password"));
}

/**
 * mw_part_view_show_finding:
 * @finding: one with a cause
 */
void
mw_part_view_show_finding (MwPartView *self, MwSetup *setup, const MwFinding *finding)
{
  g_return_if_fail (MW_IS_PART_VIEW (self));
  g_return_if_fail (MW_IS_SETUP (setup));
  g_return_if_fail (finding != NULL);

  mw_part_view_name_password (self, mw_setup_get_provider (setup));
  mw_problem_view_show_finding (self->problem, setup, finding);
}

static void
show_note (MwPartView *self, const char *text)
{
  gtk_label_set_label (self->note, text);
  gtk_widget_set_visible (GTK_WIDGET (self->note), TRUE);
}

/**
 * mw_part_view_show_waiting:
 *
 * This part kept the password, since the other one was refused.
 */
void
mw_part_view_show_waiting (MwPartView *self)
{
  g_return_if_fail (MW_IS_PART_VIEW (self));

  show_note (self, _ ("Not tested to the end: receiving has to work first."));
}

/**
 * mw_part_view_show_same:
 *
 * What is wrong with the other part is wrong with this one too, and is said there.
 */
void
mw_part_view_show_same (MwPartView *self)
{
  g_return_if_fail (MW_IS_PART_VIEW (self));

  show_note (self, _ ("The same happened here: see above."));
}

/**
 * mw_part_view_get_problem:
 *
 * Returns: (transfer none): the view of what went wrong, shown or not
 */
MwProblemView *
mw_part_view_get_problem (MwPartView *self)
{
  g_return_val_if_fail (MW_IS_PART_VIEW (self), NULL);

  return self->problem;
}
