/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-address.h"
#include "mw-presets.h"

/* Where settings come from, the most trustworthy first. */
typedef enum {
  MW_SOURCE_PERSON,       /* typed, or given on the command line */
  MW_SOURCE_COMPANY,      /* a preset or document that the company's IT put on this computer */
  MW_SOURCE_PRESET,       /* built in, by domain or by mail exchanger */
  MW_SOURCE_AUTOCONFIG,   /* autoconfig.DOMAIN */
  MW_SOURCE_WELL_KNOWN,   /* DOMAIN/.well-known/autoconfig/ */
  MW_SOURCE_PACC,         /* the domain's user agent configuration */
  MW_SOURCE_ISPDB,        /* the public database, by domain */
  MW_SOURCE_MX,           /* the public database or autoconfig, by mail exchanger */
  MW_SOURCE_SRV,          /* RFC 6186, RFC 8314 */
  MW_SOURCE_AUTODISCOVER, /* Exchange */
  MW_SOURCE_GUESS,        /* usual names */
} MwSource;

#define MW_N_SOURCES (MW_SOURCE_GUESS + 1)

/**
 * MwTrust:
 * @MW_TRUST_FULL: whoever wrote the settings may name any server
 * @MW_TRUST_OWN_DOMAIN: they come from unsigned DNS: only servers of the mail domain's own
 *   organisation may be given a password without asking (RFC 8314, section 5.1)
 * @MW_TRUST_NONE: anybody may have written them: plain HTTP, or a certificate that does not fit
 */
typedef enum {
  MW_TRUST_FULL,
  MW_TRUST_OWN_DOMAIN,
  MW_TRUST_NONE,
} MwTrust;

/**
 * MwCandidate:
 * @evidence: the group, file, address or record that the settings rest on
 * @domain: whose mail it is about, in A-labels
 * @provider: (nullable) (transfer none): of the presets, where they know who it is
 * @help: (nullable): a page for the person, as the settings name it: an https address
 * @answered: of a guess: servers greeted us, with certificates that fit
 * @incoming: (element-type MwServer): with users, best first
 * @outgoing: (element-type MwServer): with users, best first
 *
 * Settings that may be right for an address, and what speaks for them. The @provider lives as long
 * as the presets.
 */
typedef struct {
  MwSource source;
  MwTrust trust;
  char *evidence;
  char *domain;
  const MwProvider *provider;
  char *help;
  gboolean answered;
  GPtrArray *incoming;
  GPtrArray *outgoing;
} MwCandidate;

MwCandidate *
mw_candidate_new (MwSource source, MwTrust trust, const char *domain, const char *evidence);
MwCandidate *mw_candidate_new_for_provider (const MwProvider *provider,
                                            const MwAddress *address,
                                            MwSource source,
                                            const char *evidence);
MwCandidate *mw_candidate_copy (const MwCandidate *self);
MwCandidate *
mw_candidate_copy_for (const MwCandidate *self, const MwAddress *from, const MwAddress *to);
void mw_candidate_free (MwCandidate *self);
void mw_candidate_add_server (MwCandidate *self, MwServer *server);
void mw_candidate_set_help (MwCandidate *self, const char *uri);
const MwServer *mw_candidate_pick (const MwCandidate *self, MwProtocol protocol);
gboolean mw_candidate_may_have_password (const MwCandidate *self, const MwServer *server);
gboolean mw_candidate_is_trusted (const MwCandidate *self);
int mw_candidate_compare (const MwCandidate *a, const MwCandidate *b);
const char *mw_source_to_string (MwSource source);

GPtrArray *mw_discovery_find (const MwAddress *address, MwPresets *presets);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwCandidate, mw_candidate_free)
