/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-check.h"
#include "mw-driver.h"
#include "mw-offered.h"

/* For the files that share the check of one server: the run, and what is found of it. */
struct _MwCheck {
  GObject parent_instance;

  MwServer *server;     /* (owned) */
  char *mailbox;        /* (owned) */
  MwTlsContext *tls;    /* (owned) */
  MwAttempt *attempt;   /* (owned) */
  const MwTerms *terms; /* outlives us */
  MwScans *scans;       /* (owned) (nullable) where to ask for what is known of the server */
  MwCheck *scan;        /* (owned) (nullable) what is known of it */

  GListStore *stages;   /* (owned) MwStageResult, resolve to use */
  GPtrArray *findings;  /* (owned) MwFinding */
  char *proxy;          /* (owned) (nullable) its URI: the one way there is */
  GPtrArray *addresses; /* (owned) GInetAddress, in the order in which they are tried */
  guint n_begun;        /* of them */
  GPtrArray *drivers;   /* (owned) MwDriver */
  GPtrArray *dropped;   /* (owned) MwDriver: first tries, in whose place others are */
  MwDriver *leader;     /* (nullable) the address that stands for all */
  GTask *task; /* (transfer none) (nullable) the run; each operation that is pending holds it */
  guint n_pending;
  guint n_beside;        /* of them, that nobody needs for signing in */
  GCancellable *beside;  /* (owned) ends those */
  GSource *beside_grace; /* (owned) (nullable) until it does */
  GPtrArray *tlsa;       /* (owned) (nullable) MwDnsRecord: what is published of the certificate */
  MwOffered offered;     /* versions */
  gboolean asked_for_offers;
  MwProof proof;     /* of the addresses */
  char *proof_fault; /* (owned) (nullable) what does not fit */
  MwFinding *better; /* (owned) (nullable) that another port would be */
  GPtrArray *trials; /* (owned) MwFinding: what the owner of the server wanted to know */
  gboolean is_on_trial;
  GSource *stagger; /* (owned) (nullable) until the next address is tried */
  GSource *grace;   /* (owned) (nullable) */
  gboolean asked_for_wildcard;
  GError *error; /* (owned) (nullable) why we could not do our part */
  gint64 began;
};

MwStageResult *mw_check_get_stage (MwCheck *self, MwStage stage);
void mw_check_choose_leader (MwCheck *self);
void mw_check_show_progress (MwCheck *self);
void mw_check_add_finding (MwCheck *self, const MwFinding *finding, MwDriver *driver);
void mw_check_tell_other (MwCheck *self, MwDriver *driver);
void mw_check_collect_findings (MwCheck *self);
gboolean mw_check_is_passable (MwCheck *self);
void mw_check_find_way (GTask *task);
void mw_check_begin_dane (GTask *task);
void mw_check_begin_proof (GTask *task);
void mw_check_heed_proof (MwCheck *self);
void mw_check_tell_proof (MwCheck *self);
gboolean mw_check_is_distrusted (MwCheck *self);
void mw_check_begin_offers (GTask *task);
void mw_check_begin_crowd (GTask *task, MwDriver *driver);
void mw_check_await_beside (MwCheck *self, GCancellable *cancellable);
void mw_check_end_beside (MwCheck *self);
void mw_check_begin_driver (GTask *task, GInetAddress *ip);
void mw_check_begin_next (GTask *task);
void mw_check_end_grace (MwCheck *self);
void mw_check_try_again (GTask *task, MwDriver *driver);
void mw_check_tell_dropped (MwCheck *self);
gboolean mw_check_sign_in_elsewhere (GTask *task);
void mw_check_finish_op (GTask *taken);
