/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-part-run.h"

typedef struct _MwTry MwTry;
typedef void (*MwTryFunc) (MwTry *self);
typedef void (*MwTryStageFunc) (MwTry *self, MwStageResult *result);

/**
 * MwTry:
 * @proof: without the password: whether it would work
 * @silent: its port has not answered for so long that others have their turn
 * @done: it has ended by itself, with findings
 *
 * One server, and what became of it.
 */
struct _MwTry {
  MwPartRun *run; /* (transfer none) */
  MwChoice *choice;
  MwCheck *check;
  GCancellable *cancellable;
  GSource *silence; /* (owned) (nullable) */
  gboolean proof;
  gboolean silent;
  gboolean running;
  gboolean done;
  MwTryStageFunc stage_cb;
  MwTryFunc silent_cb;
};

MwTry *mw_try_new (MwPartRun *run, const MwServer *server, const MwChoice *like, gboolean proof);
void mw_try_free (gpointer data);
void mw_try_make_check (MwTry *self, MwTryStageFunc stage_cb, MwTryFunc silent_cb);
void mw_try_end (MwTry *self);
const MwFinding *mw_try_get_problem (MwTry *self);
gboolean mw_try_works (MwTry *self);

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
  gboolean asked_for_more; /* servers than there were */
  gboolean awaits_more;
  MwServer *server;    /* (owned) as it is shown, with the user that signs in */
  GListStore *stages;  /* (owned) MwStageResult, of the one that is shown */
  GPtrArray *findings; /* (owned) MwFinding, when it has ended */

  GTask *task;     /* (transfer none) (nullable) while it runs; what is pending holds it */
  GSource *caller; /* (owned) (nullable) */
  guint n_pending;
  GError *error; /* (owned) (nullable) */
};

void
mw_part_run_queue (MwPartRun *self, const MwServer *server, const MwChoice *like, gboolean proof);
void mw_part_run_drop_queue (MwPartRun *self);
void mw_part_run_queue_others (MwTry *try, const MwFinding *problem);
gboolean mw_part_run_queue_other_user (MwTry *try);
gboolean mw_part_run_has_time (MwPartRun *self);
void mw_part_run_want_more (MwPartRun *self);
void mw_part_run_leave_more (MwPartRun *self);

void mw_part_run_finish_op (GTask *taken);
void mw_part_run_show (MwPartRun *self, MwTry *shown);
void mw_part_run_collect_findings (MwPartRun *self);
