/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-net-error.h"

#define LONG_ROUND_US 4000

G_DEFINE_QUARK (mw_net_error, mw_net_error)

/**
 * mw_net_is_long_round:
 *
 * For the callback of a source. All sources that are ready are served before the main loop looks at
 * the window again, and a step of a handshake is a millisecond of arithmetic: a callback that gets
 * TRUE here returns %G_SOURCE_CONTINUE, and is called again in the next round.
 *
 * Returns: whether this round of the main loop has gone on long enough
 */
gboolean
mw_net_is_long_round (void)
{
  GSource *source = g_main_current_source ();

  return source != NULL && g_get_monotonic_time () - g_source_get_time (source) > LONG_ROUND_US;
}
