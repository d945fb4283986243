/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-sources.h"

#define ROW(source, is_local, name)                                                                \
  {                                                                                                \
    MW_SOURCE_##source, is_local, mw_source_##name##_look_async                                    \
  }

/* The most trustworthy first. */
static const MwSourceClass sources[] = {
  ROW (COMPANY, TRUE, isp),                /* a folder of Thunderbird's */
  ROW (PRESET, FALSE, preset),             /* by MX */
  ROW (AUTOCONFIG, FALSE, autoconfig),     /* the domain's own host */
  ROW (WELL_KNOWN, FALSE, well_known),     /* the domain's web site */
  ROW (PACC, FALSE, pacc),                 /* the domain's own host */
  ROW (ISPDB, FALSE, ispdb),               /* by domain */
  ROW (MX, FALSE, mx),                     /* by MX */
  ROW (SRV, FALSE, srv),                   /* RFC 6186 */
  ROW (AUTODISCOVER, FALSE, autodiscover), /* Exchange */
  ROW (GUESS, FALSE, guess),               /* usual names */
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
