/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-check.h"
#include "mw-choice.h"

/**
 * MwPartRun:
 *
 * Receiving, or sending: its servers, tried one after another until one works, within the attempt
 * budget. What a person has typed is replaced only where its port is silent; for anything else that
 * works it is only found out, without the password, so that it can be offered. A certificate that
 * is not accepted ends it.
 *
 * Made, run once, read. Emits `changed` when it shows another server. For one main context.
 */
#define MW_TYPE_PART_RUN (mw_part_run_get_type ())
G_DECLARE_FINAL_TYPE (MwPartRun, mw_part_run, MW, PART_RUN, GObject)

typedef gboolean (*MwPartMoreFunc) (MwPartRun *self, gpointer user_data);
typedef void (*MwPartFunc) (MwPartRun *self, gpointer user_data);

/**
 * MwPartTerms:
 * @mailbox: the address that is tried as sender and recipient
 * @attempt: shared with the other part
 * @scans: (nullable): what is known of servers already
 * @find_more: (nullable): called when none of the servers is there. Returns whether
 *   mw_part_run_add_choices() will be called, or has been
 * @leave_more: called when that is not wanted any more
 * @user_data: of both
 *
 * What both parts have in common. Borrowed: outlives the run.
 */
typedef struct {
  const char *mailbox;
  MwTlsContext *tls;
  MwAttempt *attempt;
  MwScans *scans;
  const MwTerms *terms;
  MwPartMoreFunc find_more;
  MwPartFunc leave_more;
  gpointer user_data;
} MwPartTerms;

MwPartRun *mw_part_run_new (MwPart part, GPtrArray *choices, const MwPartTerms *terms);
void mw_part_run_async (MwPartRun *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean mw_part_run_finish (MwPartRun *self, GAsyncResult *result, GError **error);

void mw_part_run_add_choices (MwPartRun *self, GPtrArray *choices);

MwCheck *mw_part_run_get_check (MwPartRun *self);
const MwServer *mw_part_run_get_server (MwPartRun *self);
MwSource mw_part_run_get_source (MwPartRun *self);
GListModel *mw_part_run_get_stages (MwPartRun *self);
GPtrArray *mw_part_run_get_checks (MwPartRun *self);
GPtrArray *mw_part_run_get_findings (MwPartRun *self);
