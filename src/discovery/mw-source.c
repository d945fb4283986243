/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-source.h"

/**
 * mw_source_look_finish:
 *
 * Returns: (transfer full): what the source has, be it nothing but findings; or %NULL with an error
 *   that says in one sentence why nothing was found there, or %G_IO_ERROR_CANCELLED
 */
MwFound *
mw_source_look_finish (MwLookup *lookup, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, lookup), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
