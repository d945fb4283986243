/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-found.h"

/**
 * mw_found_new:
 *
 * Returns: (transfer full): nothing yet
 */
MwFound *
mw_found_new (void)
{
  MwFound *self = g_new0 (MwFound, 1);

  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_candidate_free);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);

  return self;
}

void
mw_found_free (MwFound *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->candidates);
  g_ptr_array_unref (self->findings);
  g_free (self);
}

/**
 * mw_found_add:
 * @candidate: (transfer full): worse than those that are there. One without any server is dropped
 */
void
mw_found_add (MwFound *self, MwCandidate *candidate)
{
  g_return_if_fail (self != NULL && candidate != NULL);

  if (candidate->incoming->len + candidate->outgoing->len > 0)
    g_ptr_array_add (self->candidates, candidate);
  else
    mw_candidate_free (candidate);
}

/**
 * mw_found_limit_trust:
 *
 * Takes what was found for no more than @trust, but for the servers of a preset: they are right
 * whoever led there.
 */
void
mw_found_limit_trust (MwFound *self, MwTrust trust)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->candidates->len; i++) {
    MwCandidate *candidate = g_ptr_array_index (self->candidates, i);

    if (candidate->provider == NULL)
      candidate->trust = MAX (candidate->trust, trust);
  }
}

/**
 * mw_found_tell:
 * @cause: of the group `discovery` or `dns`
 * @subject: (nullable): the address, record or file it is about
 * @evidence: (nullable): for people; from outside, and hostile
 */
void
mw_found_tell (MwFound *self,
               MwSeverity severity,
               const char *cause,
               const char *subject,
               const char *evidence)
{
  g_autoptr (MwFinding) finding = NULL;

  g_return_if_fail (self != NULL && cause != NULL);

  finding = mw_finding_new (MW_STAGE_INPUT, severity, cause, evidence);
  g_ptr_array_add (self->findings, mw_finding_new_at (finding, MW_PART_DISCOVERY, subject));
}
