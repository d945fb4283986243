/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-bulk-host.h"
#include "mw-bulk-row.h"
#include "mw-bulk-state.h"
#include "mw-bulk-tally.h"
#include "mw-store.h"

#define MW_BULK_JOBS_MAX 500

/**
 * MwBulkTerms:
 * @jobs: accounts at once, at one server too where that is no public provider's; 0 for the careful
 *   default, two connections at once and one sign-in a second at each server
 * @timeout: of one account, in seconds
 * @ca_file: (nullable): certificates in PEM that are trusted too
 * @off: (nullable): whom the person does not want to be asked: names of sources, `second-opinion`
 */
typedef struct {
  guint jobs;
  guint timeout;
  const char *ca_file;
  const char *const *off;
} MwBulkTerms;

/**
 * MwBulk:
 *
 * Tests many accounts: each server is looked at once, then each account signs in once, at an
 * address that was in order. It is careful with the servers (see [struct@Mw.BulkHost]), and reads a
 * password when its account's turn comes. Made, run once, read; for one main context, without
 * threads.
 *
 * The signal `account-done` comes for each row: the row ([struct@Mw.BulkRow]); the test
 * ([class@Mw.Setup]), or %NULL with the reason (a string, translated) why there was none. Rows that
 * were left out because the run or their server was stopped have no signal.
 */
#define MW_TYPE_BULK (mw_bulk_get_type ())
G_DECLARE_FINAL_TYPE (MwBulk, mw_bulk, MW, BULK, GObject)

MwBulk *mw_bulk_new (GPtrArray *rows, MwPresets *presets, MwStore *store, const MwBulkTerms *terms);
void mw_bulk_set_state (MwBulk *self, MwBulkState *state);
void mw_bulk_run_async (MwBulk *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
gboolean mw_bulk_run_finish (MwBulk *self, GAsyncResult *result, GError **error);

const MwBulkTally *mw_bulk_get_tally (MwBulk *self);
GPtrArray *mw_bulk_get_hosts (MwBulk *self);
guint mw_bulk_get_n_rows (MwBulk *self);
guint mw_bulk_get_n_scans (MwBulk *self);
double mw_bulk_get_elapsed_ms (MwBulk *self);
