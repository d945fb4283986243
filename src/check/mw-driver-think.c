/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-driver-private.h"

/* A sign-in whose answers are asked for elsewhere: the library stands still while it does that, so
 * another thread waits for it. */

typedef struct {
  MwSasl *sasl; /* (owned) (nullable) until it has thought */
} Thought;

static void
free_thought (gpointer data)
{
  Thought *thought = data;

  mw_sasl_free (thought->sasl);
  g_free (thought);
}

/* In another thread, to which @data belongs: whoever waited may be gone. */
static void
think (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Thought *thought = data;

  mw_sasl_think (thought->sasl);
  g_task_return_pointer (task, g_steal_pointer (&thought->sasl), (GDestroyNotify) mw_sasl_free);
}

static void
thought_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwDriver *self = g_task_get_source_object (task);
  GError *error = NULL;
  MwSasl *sasl = g_task_propagate_pointer (G_TASK (result), &error);

  if (sasl == NULL) {
    mw_driver_fail (g_steal_pointer (&task), error);
    return;
  }

  self->thinks = FALSE;
  mw_dialogue_return_sasl (self->dialogue, sasl);
  mw_driver_proceed (g_steal_pointer (&task));
}

/**
 * mw_driver_think:
 * @task: (transfer full): the run
 *
 * Has the answer looked for, for as long as the sign-in may take. Who is told to stop does so at
 * once; the thread goes on alone, and its find is thrown away. It knows nothing of the driver.
 */
void
mw_driver_think (GTask *task)
{
  MwDriver *self = g_task_get_source_object (task);
  g_autoptr (GTask) thinking = g_task_new (NULL, self->cancellable, thought_cb, task);
  Thought *thought = g_new0 (Thought, 1);

  self->thinks = TRUE;
  thought->sasl = mw_dialogue_lend_sasl (self->dialogue);
  g_task_set_source_tag (thinking, mw_driver_think);
  g_task_set_priority (thinking, MW_NET_PRIORITY);
  g_task_set_task_data (thinking, thought, free_thought);
  g_task_set_return_on_cancel (thinking, TRUE);
  g_task_run_in_thread (thinking, think);
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
                                             (g_get_monotonic_time () - self->clock.began) / 1e6);
  g_autoptr (MwFinding) finding =
    mw_finding_new (self->clock.stage, MW_SEVERITY_ERROR, "auth.gssapi-only", waited);

  g_ptr_array_add (mw_dialogue_get_findings (self->dialogue),
                   mw_finding_new_with (
                     finding,
                     g_variant_new_parsed ("{'ticket': <%s>}",
                                           mw_ticket_trouble_to_string (MW_TICKET_UNREACHABLE))));
}
