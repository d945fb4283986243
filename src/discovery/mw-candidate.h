/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-address.h"
#include "mw-presets.h"

/* Where settings come from, the most trustworthy first. */
typedef enum {
  MW_SOURCE_PERSON, /* typed, or given on the command line */
  MW_SOURCE_COMPANY,
  MW_SOURCE_PRESET,
  MW_SOURCE_GUESS,
} MwSource;

/**
 * MwCandidate:
 * @evidence: the group, file or rule that the settings rest on
 * @trusted: a password may be sent there without asking
 * @incoming: (element-type MwServer): with users, best first
 * @outgoing: (element-type MwServer): with users, best first
 *
 * Settings that may be right for an address, and what speaks for them.
 */
typedef struct {
  MwSource source;
  char *evidence;
  gboolean trusted;
  GPtrArray *incoming;
  GPtrArray *outgoing;
} MwCandidate;

void mw_candidate_free (MwCandidate *self);
const MwServer *mw_candidate_pick (const MwCandidate *self, MwProtocol protocol);
const char *mw_source_to_string (MwSource source);

GPtrArray *mw_discovery_find (const MwAddress *address, MwPresets *presets);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwCandidate, mw_candidate_free)
