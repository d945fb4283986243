/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-domain-look.h"
#include "mw-part-run.h"
#include "mw-setup.h"

/* For the file that runs a setup, and the one that judges it. */
struct _MwSetup {
  GObject parent_instance;

  MwAddress *address; /* (owned) */
  char *mailbox;      /* (owned) the address with its domain in A-labels */
  char *other_form;   /* (owned) (nullable) the address with its domain in the other alphabet */
  MwSecret *secret;   /* (owned) (nullable) */
  char *user;         /* (owned) (nullable) signs in, whatever is found */
  MwProtocol receiving;
  char *mechanism;         /* (owned) (nullable) */
  GStrv accepted_hosts;    /* (owned) (nullable) */
  GStrv owned_hosts;       /* (owned) (nullable) */
  MwAccount *kept;         /* (owned) (nullable) */
  GPtrArray *exceptions;   /* (owned) MwException */
  MwTlsIdentity *identity; /* (owned) (nullable) */
  gboolean receiving_only;
  MwScans *scans; /* (owned) (nullable) */
  guint timeout;  /* seconds */
  MwTerms terms;

  MwPresets *presets;         /* (owned) keeps the provider alive */
  const MwProvider *provider; /* (nullable) */
  GPtrArray *candidates;      /* (owned) MwCandidate */
  MwTlsContext *tls;          /* (owned) */
  MwAttempt *attempt;         /* (owned) */
  MwPartTerms part_terms;
  MwPartRun *runs[MW_PART_OUTGOING + 1]; /* (owned) (nullable) incoming and outgoing */

  MwDiscovery *found;             /* (owned) (nullable) */
  MwDiscovery *more;              /* (owned) (nullable) what goes on with it, once it was wanted */
  GCancellable *more_cancellable; /* (owned) (nullable) of that */
  GPtrArray *waiting;             /* (owned) (nullable) MwPartRun, while it runs */
  GPtrArray *more_candidates;     /* (owned) (nullable) MwCandidate, once it has ended */

  MwTestMessage *test_message; /* (owned) (nullable) once it is sent */

  MwDomainLooks *domain_looks; /* (owned) */
  gboolean looks;              /* at the domain, and has no answer yet */
  gboolean is_ended;           /* but for that answer */
  MwDomainState domain_state;
  char *domain_evidence; /* (owned) (nullable) */

  gboolean asked_web;
  char *portal;     /* (owned) (nullable) of the network, which answered instead */
  gint64 told_date; /* in Unix seconds; 0 if nobody told */

  GPtrArray *findings; /* (owned) MwFinding, the most important first */
  MwVerdict verdict;
  GError *error; /* (owned) (nullable) */
  guint n_pending;
  gint64 began;
  double elapsed_ms; /* with the search before it */
};

#define MW_N_TESTED_PARTS 2
extern const MwPart mw_tested_parts[MW_N_TESTED_PARTS];

void mw_setup_find_candidates (MwSetup *self, const MwRequest *request);
GPtrArray *mw_setup_list_choices (MwSetup *self, MwPart part, GPtrArray *candidates);
gboolean mw_setup_find_more (MwPartRun *run, gpointer user_data);
void mw_setup_leave_more (MwPartRun *run, gpointer user_data);
gboolean mw_setup_wants (MwSetup *self, MwPart part);
void mw_setup_judge (MwSetup *self);
gboolean mw_setup_is_proven (MwSetup *self);
MwAdvice *mw_setup_explain_for (MwSetup *self, const MwFinding *finding, gboolean both);
void mw_setup_look_at_domain (MwSetup *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
void mw_setup_take_look (MwSetup *self, GAsyncResult *result);
gboolean mw_setup_needs_date (MwSetup *self);
gboolean mw_setup_needs_web (MwSetup *self);
void mw_setup_look_at_web (MwSetup *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
void mw_setup_take_web (MwSetup *self, GAsyncResult *result);
void mw_setup_name_portal (MwSetup *self, GPtrArray *findings);
void mw_setup_doubt_clock (MwSetup *self, GPtrArray *findings);
gboolean mw_setup_is_nothing_found (const MwFinding *finding);
void mw_setup_blame_domain (MwSetup *self, GPtrArray *findings);
void mw_setup_tell_repairs (MwSetup *self, const char *typed);
void mw_setup_doubt_input (MwSetup *self);
const char *mw_setup_suggest_domain (MwSetup *self);
const char *mw_setup_find_owner (MwSetup *self, MwPart part);
