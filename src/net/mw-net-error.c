/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-net-error.h"

G_DEFINE_QUARK (mw_net_error, mw_net_error)

/**
 * mw_net_take_turn:
 *
 * The main loop serves all sources of one priority that are ready before it looks at the window
 * again, and a step of a handshake is a millisecond of arithmetic: with forty servers that answer
 * at once the window would stand still. So each operation gets a priority that hardly another has
 * at the same time, all of them below the redraw. Turns go round: none is always the last.
 *
 * Returns: the priority for one more operation, from %MW_NET_PRIORITY on
 */
int
mw_net_take_turn (void)
{
  static guint n_taken;
  guint n = (guint) g_atomic_int_add (&n_taken, 1); /* as int it would be below zero some day */

  return MW_NET_PRIORITY + (int) (n % MW_NET_TURNS);
}
