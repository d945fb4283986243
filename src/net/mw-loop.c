/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-loop.h"

#include "mw-net-error.h"

/**
 * mw_loop_attach:
 * @source: (transfer full)
 * @destroy: (nullable): frees @user_data once @source is gone
 *
 * Lets @source call @callback in the thread's default main context, at the priority that every
 * answer has, so that a full loop does not turn one that is here into a time-out.
 *
 * Returns: (transfer full): @source, for mw_loop_clear()
 */
GSource *
mw_loop_attach (GSource *source, GSourceFunc callback, gpointer user_data, GDestroyNotify destroy)
{
  g_return_val_if_fail (source != NULL, NULL);

  g_source_set_priority (source, mw_net_take_turn ());
  g_source_set_callback (source, callback, user_data, destroy);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
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
