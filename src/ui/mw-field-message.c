/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-compat.h"
#include "mw-field-message.h"
#include "mw-signal.h"

struct _MwFieldMessage {
  AdwPreferencesRow parent_instance;

  GtkEditable *field; /* (owned) */
  MwFieldCheck check; /* (nullable) */
  char *note;         /* (owned) (nullable) shown while nothing is wrong */
  gboolean visited;   /* left with text in it, or asked for by "Continue" */

  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (MwFieldMessage, mw_field_message, ADW_TYPE_PREFERENCES_ROW)

enum {
  PROP_FIELD = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

enum {
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
describe (GtkAccessible *accessible, const char *message, gboolean wrong)
{
  gtk_accessible_update_state (accessible,
                               GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  if (message != NULL)
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message, -1);
  else
    gtk_accessible_reset_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* GTK 4.8 shows the row to a screen reader, later ones the text in it, which has the focus. */
static void
tell_screen_reader (MwFieldMessage *self, const char *message, gboolean wrong)
{
  describe (GTK_ACCESSIBLE (self->field), message, wrong);
  describe (GTK_ACCESSIBLE (gtk_editable_get_delegate (self->field)), message, wrong);
}

static void
set_class (gpointer widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
mw_field_message_update (MwFieldMessage *self)
{
  g_autoptr (GError) error = NULL;
  gboolean wrong = self->visited && self->check != NULL &&
                   !self->check (gtk_editable_get_text (self->field), &error);
  const char *message = wrong ? error->message : self->note;

  gtk_label_set_label (self->label, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self), message != NULL);
  set_class (self->label, "error", wrong);
  set_class (self->field, "error", wrong);
  tell_screen_reader (self, message, wrong);
}

static void
field_changed_cb (MwFieldMessage *self)
{
  mw_field_message_update (self);
}

/* Turning to another window, to copy a code there, is not leaving the field; and passing by an
 * empty one is no mistake yet. */
static void
focus_left_cb (MwFieldMessage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root == NULL || !gtk_window_is_active (GTK_WINDOW (root)))
    return;

  if (*gtk_editable_get_text (self->field) != '\0')
    self->visited = TRUE;
  g_signal_emit (self, signals[LEFT], 0);
  mw_field_message_update (self);
}

static void
name_field (GtkWidget *field)
{
  g_autofree char *name =
    mw_dup_plain (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (field)));

  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (field))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name,
                                  -1);
}

static void
field_title_changed_cb (MwFieldMessage *self)
{
  name_field (GTK_WIDGET (self->field));
}

static void
set_field (MwFieldMessage *self, GtkEditable *field)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->field = g_object_ref (field);
  g_signal_connect_object (field,
                           "changed",
                           G_CALLBACK (field_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (field,
                           "notify::title",
                           G_CALLBACK (field_title_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (field), focus);
  name_field (GTK_WIDGET (field));
}

static void
mw_field_message_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id) {
  case PROP_FIELD:
    set_field (MW_FIELD_MESSAGE (object), g_value_get_object (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
mw_field_message_dispose (GObject *object)
{
  g_clear_object (&MW_FIELD_MESSAGE (object)->field);

  G_OBJECT_CLASS (mw_field_message_parent_class)->dispose (object);
}

static void
mw_field_message_finalize (GObject *object)
{
  g_free (MW_FIELD_MESSAGE (object)->note);

  G_OBJECT_CLASS (mw_field_message_parent_class)->finalize (object);
}

/* A list asks only the very next row, and where that cannot have the focus, it goes on behind the
 * list: so this one passes it on to its neighbour. */
static gboolean
mw_field_message_pass_focus (GtkWidget *widget, GtkDirectionType direction)
{
  gboolean back = direction == GTK_DIR_TAB_BACKWARD || direction == GTK_DIR_UP;
  GtkWidget *row = widget;

  do
    row = back ? gtk_widget_get_prev_sibling (row) : gtk_widget_get_next_sibling (row);
  while (row != NULL && !gtk_widget_get_visible (row));

  return row != NULL && gtk_widget_child_focus (row, direction);
}

static void
mw_field_message_class_init (MwFieldMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = mw_field_message_set_property;
  object_class->dispose = mw_field_message_dispose;
  object_class->finalize = mw_field_message_finalize;
  GTK_WIDGET_CLASS (klass)->focus = mw_field_message_pass_focus;

  props[PROP_FIELD] =
    g_param_spec_object ("field",
                         NULL,
                         NULL,
                         ADW_TYPE_ENTRY_ROW,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /* The person has left the field: the moment to repair what stands in it. */
  signals[LEFT] = mw_signal_new ("left", MW_TYPE_FIELD_MESSAGE);
}

static void
mw_field_message_init (MwFieldMessage *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  mw_wrap_label (self->label);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "field-message");

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), GTK_WIDGET (self->label));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * mw_field_message_set_check:
 * @check: (nullable): what says whether the text is right, and else why not
 */
void
mw_field_message_set_check (MwFieldMessage *self, MwFieldCheck check)
{
  g_return_if_fail (MW_IS_FIELD_MESSAGE (self));

  self->check = check;
  mw_field_message_update (self);
}

/**
 * mw_field_message_set_note:
 * @note: (nullable): a sentence that is no complaint
 */
void
mw_field_message_set_note (MwFieldMessage *self, const char *note)
{
  g_return_if_fail (MW_IS_FIELD_MESSAGE (self));

  if (g_strcmp0 (self->note, note) == 0)
    return;

  g_free (self->note);
  self->note = g_strdup (note);
  mw_field_message_update (self);
}

/**
 * mw_field_message_is_valid:
 *
 * Returns: whether the text of the field passes its check
 */
gboolean
mw_field_message_is_valid (MwFieldMessage *self)
{
  g_return_val_if_fail (MW_IS_FIELD_MESSAGE (self), FALSE);

  return self->check == NULL || self->check (gtk_editable_get_text (self->field), NULL);
}

/**
 * mw_field_message_insist:
 *
 * The person wants to go on: repairs the field and says what is wrong, whether it was left before
 * or not.
 *
 * Returns: %TRUE if nothing is
 */
gboolean
mw_field_message_insist (MwFieldMessage *self)
{
  g_return_val_if_fail (MW_IS_FIELD_MESSAGE (self), FALSE);

  g_signal_emit (self, signals[LEFT], 0);
  self->visited = TRUE;
  mw_field_message_update (self);

  return mw_field_message_is_valid (self);
}

/**
 * mw_field_message_forget:
 *
 * The field is as if nobody had been there.
 */
void
mw_field_message_forget (MwFieldMessage *self)
{
  g_return_if_fail (MW_IS_FIELD_MESSAGE (self));

  self->visited = FALSE;
  g_clear_pointer (&self->note, g_free);
  mw_field_message_update (self);
}

/**
 * mw_field_message_focus:
 *
 * Puts the cursor into its field.
 */
void
mw_field_message_focus (MwFieldMessage *self)
{
  g_return_if_fail (MW_IS_FIELD_MESSAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->field));
}
