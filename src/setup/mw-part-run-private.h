/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-part-run.h"

/**
 * MwTry:
 * @proof: without the password: whether it would work
 * @silent: its port has not answered for so long that others have their turn
 * @done: it has ended by itself, with findings
 *
 * One server, and what became of it.
 */
typedef struct {
  MwPartRun *run; /* (transfer none) */
  MwChoice *choice;
  MwCheck *check;
  GCancellable *cancellable;
  GSource *silence; /* (owned) (nullable) */
  gboolean proof;
  gboolean silent;
  gboolean running;
  gboolean done;
} MwTry;

struct _MwPartRun {
  GObject parent_instance;

  MwPart part;
  GPtrArray *choices; /* (owned) MwChoice, the best first */
  const MwPartTerms *terms;
  MwAttempt *no_attempt; /* (owned) has no password */

  GPtrArray *tries; /* (owned) MwTry, in the order in which they began */
  GQueue next;      /* of (owned) MwTry that have not begun */
  MwTry *shown;     /* of the tries */
  MwTry *winner;    /* (nullable) of the tries */
  char *suggestion; /* (owned) (nullable) a name of the certificate that leads to the same place */
  MwServer *server; /* (owned) as it is shown, with the user that signs in */
  GListStore *stages;  /* (owned) MwStageResult, of the one that is shown */
  GPtrArray *findings; /* (owned) MwFinding, when it has ended */

  GTask *task;     /* (transfer none) (nullable) while it runs; what is pending holds it */
  GSource *caller; /* (owned) (nullable) */
  guint n_pending;
  GError *error; /* (owned) (nullable) */
};

const MwFinding *mw_try_get_problem (MwTry *self);
gboolean mw_try_works (MwTry *self);
void mw_part_run_show (MwPartRun *self, MwTry *shown);
void mw_part_run_collect_findings (MwPartRun *self);
