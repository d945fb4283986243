/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-cli.h"

/* What lies on this computer. What cannot be used there is named on standard error, and hinders
 * nothing else. */

static void
complain_about (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    mw_cli_complain ("%s", (const char *) g_ptr_array_index (problems, i));
}

/**
 * mw_cli_open_presets:
 *
 * Returns: (transfer full): the providers that are known
 */
MwPresets *
mw_cli_open_presets (void)
{
  MwPresets *presets = mw_presets_new ();

  complain_about (mw_presets_get_problems (presets));

  return presets;
}

/**
 * mw_cli_open_store:
 *
 * A command may open it more than once: what cannot be read is told the first time.
 *
 * Returns: (transfer full): the saved accounts
 */
MwStore *
mw_cli_open_store (void)
{
  static gboolean is_told = FALSE;
  MwStore *store = mw_store_new (NULL);

  if (!is_told)
    complain_about (mw_store_get_problems (store));
  is_told = TRUE;

  return store;
}
