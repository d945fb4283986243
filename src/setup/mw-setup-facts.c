/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-private.h"

/* What can be read off a run. */

/**
 * mw_setup_get_address:
 *
 * Returns: (transfer none): as long as the run lives
 */
const MwAddress *
mw_setup_get_address (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  return self->address;
}

/**
 * mw_setup_get_provider:
 *
 * Returns: (nullable) (transfer none): who provides the mailbox, if that is known
 */
const MwProvider *
mw_setup_get_provider (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  return self->provider;
}

static MwPartRun *
get_run (MwSetup *self, MwPart part)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);
  g_return_val_if_fail (part == MW_PART_INCOMING || part == MW_PART_OUTGOING, NULL);

  return self->runs[part];
}

/**
 * mw_setup_get_source:
 *
 * Returns: where the server of @part comes from
 */
MwSource
mw_setup_get_source (MwSetup *self, MwPart part)
{
  MwPartRun *run = get_run (self, part);

  return run ? mw_part_run_get_source (run) : MW_SOURCE_GUESS;
}

/**
 * mw_setup_get_server:
 *
 * Returns: (nullable) (transfer none): the server of @part, with its user: the one that is being
 *   tried, in the end the one that works. Lives until `changed`
 */
const MwServer *
mw_setup_get_server (MwSetup *self, MwPart part)
{
  MwPartRun *run = get_run (self, part);

  return run ? mw_part_run_get_server (run) : NULL;
}

/**
 * mw_setup_get_check:
 *
 * Returns: (nullable) (transfer none): the test of that server; none where nothing was found to
 * test
 */
MwCheck *
mw_setup_get_check (MwSetup *self, MwPart part)
{
  MwPartRun *run = get_run (self, part);

  return run ? mw_part_run_get_check (run) : NULL;
}

/**
 * mw_setup_get_checks:
 *
 * Returns: (transfer container) (element-type MwCheck): the tests of every server that was tried
 * for
 *   @part, in the order in which they began
 */
GPtrArray *
mw_setup_get_checks (MwSetup *self, MwPart part)
{
  MwPartRun *run = get_run (self, part);

  return run ? mw_part_run_get_checks (run) : g_ptr_array_new ();
}

/**
 * mw_setup_get_stages:
 *
 * Returns: (nullable) (transfer none): a list of [class@Mw.StageResult], from *resolve* to *use*:
 * of whichever server of @part is being tried. It stays the same list when that changes
 */
GListModel *
mw_setup_get_stages (MwSetup *self, MwPart part)
{
  MwPartRun *run = get_run (self, part);

  return run ? mw_part_run_get_stages (run) : NULL;
}

/**
 * mw_setup_get_verdict:
 *
 * Returns: what it comes to; of use once the run has ended
 */
MwVerdict
mw_setup_get_verdict (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), MW_VERDICT_FAILS);

  return self->verdict;
}

/**
 * mw_setup_get_elapsed_ms:
 *
 * Returns: in milliseconds, of the search and of all tests that have ended
 */
double
mw_setup_get_elapsed_ms (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), 0);

  return self->elapsed_ms;
}

/**
 * mw_setup_get_findings:
 *
 * Returns: (transfer none) (element-type MwFinding): the most important first
 */
GPtrArray *
mw_setup_get_findings (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  return self->findings;
}
