/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-sources.h"

/* The most trustworthy first. */
static const MwSourceClass sources[] = {
  { MW_SOURCE_PRESET,
    FALSE,
    mw_source_preset_look_async,
    mw_source_preset_look_finish }, /* by MX */
  { MW_SOURCE_AUTOCONFIG,
    FALSE,
    mw_source_autoconfig_look_async,
    mw_source_autoconfig_look_finish }, /* the domain's own host */
  { MW_SOURCE_WELL_KNOWN,
    FALSE,
    mw_source_well_known_look_async,
    mw_source_well_known_look_finish }, /* the domain's web site */
  { MW_SOURCE_ISPDB,
    FALSE,
    mw_source_ispdb_look_async,
    mw_source_ispdb_look_finish },                                            /* by domain */
  { MW_SOURCE_MX, FALSE, mw_source_mx_look_async, mw_source_mx_look_finish }, /* by MX */
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
