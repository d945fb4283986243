/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-driver-private.h"

#include "mw-thought.h"

/* A sign-in whose answers are asked for elsewhere. */

#define PATIENCE 10 /* seconds: who hands out tickets answers at once, or cannot be reached */

static void
thought_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwDriver *self = g_task_get_source_object (task);
  GError *error = NULL;
  MwSasl *sasl = mw_thought_finish (result, &error);

  if (sasl == NULL) {
    mw_driver_fail (g_steal_pointer (&task), error);
    return;
  }

  self->thinks = FALSE;
  mw_stage_clock_limit (&self->clock, mw_driver_limit_reached_cb, self);
  mw_dialogue_return_sasl (self->dialogue, sasl);
  mw_driver_proceed (g_steal_pointer (&task));
}

/**
 * mw_driver_think:
 * @task: (transfer full): the run
 *
 * Has the answer looked for.
 */
void
mw_driver_think (GTask *task)
{
  MwDriver *self = g_task_get_source_object (task);

  self->thinks = TRUE;
  self->thinks_since = g_get_monotonic_time ();
  mw_stage_clock_limit_to (&self->clock, PATIENCE, mw_driver_limit_reached_cb, self);
  mw_thought_async (mw_dialogue_lend_sasl (self->dialogue), self->cancellable, thought_cb, task);
}

/**
 * mw_driver_blame_thinking:
 *
 * The time is over, and the mail server was not what took it.
 */
void
mw_driver_blame_thinking (MwDriver *self)
{
  g_autofree char *waited = g_strdup_printf ("Waited %.0f s for a ticket of Kerberos",
                                             (g_get_monotonic_time () - self->thinks_since) / 1e6);
  const char *trouble = mw_ticket_trouble_to_string (MW_TICKET_UNREACHABLE);
  g_autoptr (MwFinding) finding =
    mw_finding_new (self->clock.stage, MW_SEVERITY_ERROR, "auth.gssapi-only", waited);

  g_ptr_array_add (
    mw_dialogue_get_findings (self->dialogue),
    mw_finding_new_with (finding, g_variant_new_parsed ("{'ticket': <%s>}", trouble)));
}
