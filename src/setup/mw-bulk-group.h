/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-bulk-host.h"
#include "mw-bulk-row.h"
#include "mw-setup.h"

/**
 * MwBulkEntry:
 * @again: the server was busy the first time
 *
 * An account that waits for its turn.
 */
typedef struct {
  const MwBulkRow *row;
  gboolean again;
} MwBulkEntry;

/**
 * MwBulkGroup:
 * @found: (owned) (nullable): the search for settings, where the table leaves them out
 * @searching: it has not ended yet
 * @scan: (nullable): the look at the servers, while it is taken
 * @scanned: the servers have been looked at
 * @hosts: (nullable): where the accounts sign in, incoming and outgoing; none where nobody can
 * @queue: (element-type MwBulkEntry)
 *
 * Accounts with the same servers, and those that wait of them.
 */
typedef struct {
  MwDiscovery *found;
  gboolean searching;
  MwSetup *scan;
  gboolean scanned;
  MwBulkHost *hosts[MW_PART_OUTGOING + 1];
  GQueue queue;
} MwBulkGroup;

MwBulkGroup *mw_bulk_group_new (void);
void mw_bulk_group_free (MwBulkGroup *self);
char *mw_bulk_group_make_key (const MwBulkRow *row);
void mw_bulk_group_enqueue (MwBulkGroup *self, const MwBulkRow *row, gboolean again);
guint mw_bulk_group_clear (MwBulkGroup *self);
gboolean mw_bulk_group_is_stopped (const MwBulkGroup *self);
gint64 mw_bulk_group_get_turn (const MwBulkGroup *self);
void mw_bulk_group_enter (MwBulkGroup *self, gint64 now);
void mw_bulk_group_leave (MwBulkGroup *self);
