/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-stage-row.h"

#define PATIENCE 5 /* seconds without a word about what is going on */

struct _MwStageRow {
  AdwActionRow parent_instance;

  MwStageResult *result; /* (owned) (nullable) */
  MwPart part;

  gint64 began; /* in microseconds of the monotonic clock, while it runs */
  guint clock;  /* id of the source, or 0 */

  GtkImage *icon;
  GtkLabel *time;
};

G_DEFINE_FINAL_TYPE (MwStageRow, mw_stage_row, ADW_TYPE_ACTION_ROW)

/* How a state looks, and how a screen reader says it. */
static const struct {
  const char *icon;  /* (nullable) */
  const char *style; /* (nullable) */
  const char *words;
} looks[] = {
  [MW_STATE_WAITING] = { NULL, "dim-label", N_ ("not begun") },
  [MW_STATE_RUNNING] = { "process-working-symbolic", "accent", N_ ("going on") },
  [MW_STATE_PASS] = { "object-select-symbolic", "success", N_ ("done") },
  [MW_STATE_WARNING] = { "dialog-warning-symbolic", "warning", N_ ("done, with a remark") },
  [MW_STATE_ERROR] = { "dialog-error-symbolic", "error", N_ ("failed") },
  [MW_STATE_SKIPPED] = { NULL, "dim-label", N_ ("not tried") },
};

static char *
describe_time (MwStageResult *result)
{
  MwState state = mw_stage_result_get_state (result);
  double ms = mw_stage_result_get_ms (result);

  if (state <= MW_STATE_RUNNING || state == MW_STATE_SKIPPED || ms <= 0)
    return g_strdup ("");
  if (ms < 1)
    return g_strdup (_ ("under 1 ms"));
  if (ms < 1000)
    /* Translators: a time in milliseconds. */
    return g_strdup_printf (_ ("%.0f ms"), ms);

  /* Translators: a time in seconds. */
  return g_strdup_printf (_ ("%.1f s"), ms / 1000);
}

static void
show_look (MwStageRow *self, MwState state)
{
  GtkWidget *icon = GTK_WIDGET (self->icon);

  gtk_image_set_from_icon_name (self->icon, looks[state].icon);
  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].style != NULL)
      gtk_widget_remove_css_class (icon, looks[i].style);
  if (looks[state].style != NULL)
    gtk_widget_add_css_class (icon, looks[state].style);
}

static void
show_time (MwStageRow *self, const char *time)
{
  gtk_label_set_label (self->time, time);
  gtk_widget_set_visible (GTK_WIDGET (self->time), *time != '\0');
}

/* Dovecot, for one, lets a wrong password wait for two seconds at first, then longer. */
static const char *
describe_waiting (MwStage stage, MwPart part)
{
  switch (stage) {
  case MW_STAGE_RESOLVE:
    return _ ("Nobody has said yet where this server is.");
  case MW_STAGE_CONNECT:
    return _ ("The server does not answer so far. Some networks let nothing through to it.");
  case MW_STAGE_ENCRYPT:
  case MW_STAGE_GREET:
    return _ ("The server is reached, but it has not answered so far.");
  case MW_STAGE_SIGN_IN:
    return part == MW_PART_OUTGOING
             ? _ ("Waiting for the server, or for receiving to sign in first.")
             : _ ("The server is taking its time; that often happens after a wrong password.");
  case MW_STAGE_INPUT:
  case MW_STAGE_USE:
  case MW_STAGE_LEAVE:
    break;
  }

  return _ ("The server is taking its time.");
}

static void
show_waiting (MwStageRow *self, int seconds)
{
  MwStage stage = mw_stage_result_get_stage (self->result);
  const char *text = seconds >= PATIENCE ? describe_waiting (stage, self->part) : "";

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
}

static gboolean
second_passed_cb (gpointer user_data)
{
  MwStageRow *self = MW_STAGE_ROW (user_data);
  int seconds = (g_get_monotonic_time () - self->began) / G_USEC_PER_SEC;
  g_autofree char *time = NULL;

  /* Translators: a time in whole seconds. */
  time = g_strdup_printf (_ ("%d s"), seconds);
  show_time (self, time);
  show_waiting (self, seconds);

  return G_SOURCE_CONTINUE;
}

/* A clock in place of a spinner: what is drawn anew in every frame keeps a machine without a
 * graphics card so busy that the test itself, which comes after drawing, stands still. */
static void
run_clock (MwStageRow *self, gboolean running)
{
  if (running == (self->clock != 0))
    return;

  g_clear_handle_id (&self->clock, g_source_remove);
  self->began = g_get_monotonic_time ();
  show_waiting (self, 0);
  if (running)
    self->clock = g_timeout_add_seconds_full (G_PRIORITY_LOW, 1, second_passed_cb, self, NULL);
}

static void
mw_stage_row_update (MwStageRow *self)
{
  MwState state = mw_stage_result_get_state (self->result);
  g_autofree char *time = describe_time (self->result);

  show_look (self, state);
  run_clock (self, state == MW_STATE_RUNNING);
  show_time (self, time);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ (looks[state].words),
                                  -1);
}

static void
state_changed_cb (MwStageRow *self)
{
  mw_stage_row_update (self);
}

static void
mw_stage_row_dispose (GObject *object)
{
  MwStageRow *self = MW_STAGE_ROW (object);

  g_clear_handle_id (&self->clock, g_source_remove);
  g_clear_object (&self->result);

  G_OBJECT_CLASS (mw_stage_row_parent_class)->dispose (object);
}

static void
mw_stage_row_class_init (MwStageRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mw_stage_row_dispose;
}

static void
mw_stage_row_init (MwStageRow *self)
{
  self->icon = GTK_IMAGE (gtk_image_new ());
  self->time = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_size_request (GTK_WIDGET (self->icon), 16, 16);
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->time), "numeric");

  gtk_widget_add_css_class (GTK_WIDGET (self), "stage");
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 0);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->icon));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->time));
}

/**
 * mw_stage_row_new:
 *
 * Returns: (transfer floating): a row that shows @result and follows it
 */
GtkWidget *
mw_stage_row_new (MwStageResult *result, MwPart part)
{
  MwStageRow *self;

  g_return_val_if_fail (MW_IS_STAGE_RESULT (result), NULL);

  self = g_object_new (MW_TYPE_STAGE_ROW, NULL);
  self->result = g_object_ref (result);
  self->part = part;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 mw_stage_describe (mw_stage_result_get_stage (result), part));
  g_signal_connect_object (result,
                           "notify",
                           G_CALLBACK (state_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  mw_stage_row_update (self);

  return GTK_WIDGET (self);
}

/**
 * mw_stage_describe:
 *
 * Returns: what is done in @stage, in the words of the person
 */
const char *
mw_stage_describe (MwStage stage, MwPart part)
{
  switch (stage) {
  case MW_STAGE_INPUT:
    return _ ("Look at what you typed");
  case MW_STAGE_RESOLVE:
    return _ ("Find the server");
  case MW_STAGE_CONNECT:
    return _ ("Reach the server");
  case MW_STAGE_ENCRYPT:
    return _ ("Encrypt the connection");
  case MW_STAGE_GREET:
    return _ ("Say hello to the server");
  case MW_STAGE_SIGN_IN:
    return _ ("Sign in");
  case MW_STAGE_USE:
    return part == MW_PART_OUTGOING ? _ ("Ask to send from your address") : _ ("Open your mailbox");
  case MW_STAGE_LEAVE:
    return _ ("Say goodbye");
  }

  g_return_val_if_reached ("");
}
