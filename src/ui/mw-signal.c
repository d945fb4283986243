/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-signal.h"

/**
 * mw_signal_new:
 * @type: whose signal it is
 *
 * The plain signal, which is what most are here: it says that something happened, and no more.
 *
 * Returns: its id
 */
guint
mw_signal_new (const char *name, GType type)
{
  g_return_val_if_fail (name != NULL, 0);

  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}
