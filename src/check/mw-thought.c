/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-thought.h"

#include "mw-net-error.h"

/* The one thread of ours: libgsasl stands still while it asks for a ticket of Kerberos. */

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

/* In the other thread, to which @data belongs: whoever waited may be gone. */
static void
think (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Thought *thought = data;

  mw_sasl_think (thought->sasl);
  g_task_return_pointer (task, g_steal_pointer (&thought->sasl), (GDestroyNotify) mw_sasl_free);
}

/**
 * mw_thought_async:
 * @sasl: (transfer full): one that may block
 *
 * Has another thread call mw_sasl_think(). Who cancels is answered at once; the thread goes on
 * alone, for as long as the library waits, and what it finds is thrown away.
 */
void
mw_thought_async (MwSasl *sasl,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Thought *thought;

  g_return_if_fail (sasl != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  thought = g_new0 (Thought, 1);
  thought->sasl = sasl;
  g_task_set_source_tag (task, mw_thought_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, thought, free_thought);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, think);
}

/**
 * mw_thought_finish:
 *
 * Returns: (transfer full): the same that was given, with its answer; %NULL if cancelled
 */
MwSasl *
mw_thought_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
