/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-loop.h"

#include "mw-net-error.h"

/**
 * mw_loop_attach:
 * @source: (transfer full)
 * @destroy: (nullable): frees @user_data once @source is gone
 *
 * Lets @source call @callback in the thread's default main context, in the last turn, so that a
 * full loop does not turn an answer that is here into a time-out.
 *
 * Returns: (transfer full): @source, for mw_loop_clear()
 */
GSource *
mw_loop_attach (GSource *source, GSourceFunc callback, gpointer user_data, GDestroyNotify destroy)
{
  g_return_val_if_fail (source != NULL, NULL);

  g_source_set_priority (source, MW_NET_LAST_TURN);
  g_source_set_callback (source, callback, user_data, destroy);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

typedef struct {
  GTask *task;          /* (owned) */
  GAsyncResult *result; /* (owned) */
  MwTurnFunc func;
} Turn;

static void
free_turn (gpointer data)
{
  Turn *self = data;

  g_object_unref (self->task);
  g_object_unref (self->result);
  g_free (self);
}

static gboolean
turn_came_cb (gpointer user_data)
{
  Turn *self = user_data;

  self->func (self->task, self->result);

  return G_SOURCE_REMOVE;
}

/**
 * mw_loop_take_turn:
 * @task: (transfer full): what @result is for
 * @result: of an operation of GIO's whose callbacks know no priority: they come before the window
 *   is drawn
 *
 * Calls @func when it is its turn. It always is, cancelled or not.
 */
void
mw_loop_take_turn (GTask *task, GAsyncResult *result, MwTurnFunc func)
{
  g_autoptr (GSource) source = NULL;
  Turn *self;

  g_return_if_fail (G_IS_TASK (task) && G_IS_ASYNC_RESULT (result));
  g_return_if_fail (func != NULL);

  self = g_new0 (Turn, 1);
  self->task = task;
  self->result = g_object_ref (result);
  self->func = func;
  source = mw_loop_attach (g_idle_source_new (), turn_came_cb, self, free_turn);
  g_source_set_priority (source, mw_net_take_turn ());
}

/**
 * mw_loop_clear:
 * @source: (inout) (nullable): an owned place, empty afterwards
 *
 * Takes it out of the main loop: its callback is not called any more.
 */
void
mw_loop_clear (GSource **source)
{
  g_return_if_fail (source != NULL);

  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}
