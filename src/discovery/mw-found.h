/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-candidate.h"
#include "mw-finding.h"

/**
 * MwFound:
 * @candidates: (element-type MwCandidate): what one source has, best first; may be empty
 * @findings: (element-type MwFinding): what is to be told of it, such as
 *   `discovery.malformed-document`; of part discovery
 *
 * What one source of settings answered.
 */
typedef struct {
  GPtrArray *candidates;
  GPtrArray *findings;
} MwFound;

MwFound *mw_found_new (void);
void mw_found_free (MwFound *self);
void mw_found_add (MwFound *self, MwCandidate *candidate);
void mw_found_limit_trust (MwFound *self, MwTrust trust);
void mw_found_tell (MwFound *self,
                    MwSeverity severity,
                    const char *cause,
                    const char *subject,
                    const char *evidence);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwFound, mw_found_free)
