/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-bulk-state.h"

/**
 * MwBulkCause:
 * @cause: its identifier
 * @title: of the first account that had it, translated
 * @n_accounts: whose main cause it is
 */
typedef struct {
  char *cause;
  char *title;
  guint n_accounts;
} MwBulkCause;

/**
 * MwBulkTally:
 * @n_verdicts: accounts that were tested, by verdict
 * @n_earlier: of these, tested by an earlier run
 * @n_wrong: rows that could not be tested
 * @n_left: not tested, because the run or a server was stopped
 * @causes: (element-type MwBulkCause): in the order of their first account
 *
 * What a table of accounts came to.
 */
typedef struct {
  guint n_verdicts[MW_VERDICT_FAILS + 1];
  guint n_earlier;
  guint n_wrong;
  guint n_left;
  GPtrArray *causes;
} MwBulkTally;

void mw_bulk_tally_init (MwBulkTally *self);
void mw_bulk_tally_clear (MwBulkTally *self);
void mw_bulk_tally_add (MwBulkTally *self, const MwBulkOutcome *outcome);
guint mw_bulk_tally_get_n_tested (const MwBulkTally *self);
