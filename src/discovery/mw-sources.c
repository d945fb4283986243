/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-sources.h"

/* The most trustworthy first. */
static const MwSourceClass sources[] = {
  { MW_SOURCE_PRESET,
    FALSE,
    mw_source_preset_look_async,
    mw_source_preset_look_finish },                                              /* by MX */
  { MW_SOURCE_SRV, FALSE, mw_source_srv_look_async, mw_source_srv_look_finish }, /* RFC 6186 */
  { MW_SOURCE_GUESS,
    FALSE,
    mw_source_guess_look_async,
    mw_source_guess_look_finish }, /* usual names */
};

/**
 * mw_sources_list:
 *
 * Returns: (transfer none) (array length=n_sources): every source that has to be asked
 */
const MwSourceClass *
mw_sources_list (gsize *n_sources)
{
  *n_sources = G_N_ELEMENTS (sources);

  return sources;
}
