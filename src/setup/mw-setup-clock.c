/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-private.h"

#include "mw-clock.h"

/* Is it the certificate that is out of its dates, or the clock of this computer? */

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/**
 * mw_setup_needs_date:
 *
 * Returns: whether another clock has to be asked: only where nothing here decides it
 */
gboolean
mw_setup_needs_date (MwSetup *self)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new ();

  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++)
    if (self->runs[mw_tested_parts[i]] != NULL)
      g_ptr_array_extend (findings,
                          mw_part_run_get_findings (self->runs[mw_tested_parts[i]]),
                          NULL,
                          NULL);

  return mw_clock_is_open (findings, get_now (), mw_clock_get_earliest ());
}

/**
 * mw_setup_doubt_clock:
 * @findings: (element-type MwFinding): of the whole run
 */
void
mw_setup_doubt_clock (MwSetup *self, GPtrArray *findings)
{
  MwFinding *doubt =
    mw_clock_doubt (findings, get_now (), mw_clock_get_earliest (), self->told_date);

  if (doubt != NULL)
    g_ptr_array_add (findings, doubt);
}
