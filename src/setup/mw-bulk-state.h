/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-setup.h"

/**
 * MwBulkOutcome:
 * @cause: (nullable): the most important one, of a mailbox that does not work as it should
 * @title: what @cause is called, in the language of that run
 *
 * What is kept of an account that was tested.
 */
typedef struct {
  MwVerdict verdict;
  char *cause;
  char *title;
} MwBulkOutcome;

/**
 * MwBulkState:
 *
 * Which accounts of a table have been tested, in a file that outlives a crash: a line each, in the
 * state directory of the user, for nobody else to read. No address of a person and no secret is in
 * it.
 */
typedef struct _MwBulkState MwBulkState;

MwBulkState *mw_bulk_state_open (const char *table, gboolean resume, GError **error);
void mw_bulk_state_free (MwBulkState *self);
const MwBulkOutcome *mw_bulk_state_find (MwBulkState *self, const char *key);
void mw_bulk_state_add (MwBulkState *self, const char *key, const MwBulkOutcome *outcome);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwBulkState, mw_bulk_state_free)
