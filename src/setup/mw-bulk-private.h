/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-bulk-group.h"
#include "mw-bulk.h"

/* For the files that share a run over many accounts. */
struct _MwBulk {
  GObject parent_instance;

  GPtrArray *rows;             /* (owned) MwBulkRow */
  MwPresets *presets;          /* (owned) */
  MwStore *store;              /* (owned) */
  MwScans *scans;              /* (owned) */
  MwDomainLooks *domain_looks; /* (owned) */
  MwBulkState *state;          /* (nullable) outlives us */
  guint jobs;
  gboolean polite;
  guint timeout;
  char *ca_file; /* (owned) (nullable) */
  GStrv off;     /* (owned) (nullable) */

  GPtrArray *hosts;  /* (owned) MwBulkHost */
  GPtrArray *groups; /* (owned) MwBulkGroup */
  guint n_running;
  GSource *alarm;      /* (owned) (nullable) the next turn that has to be waited for */
  GSource *cancelling; /* (owned) (nullable) */
  MwBulkTally tally;
  GError *error; /* (owned) (nullable) why this machine cannot go on */
  gint64 began;
  double elapsed_ms;
};

/* An account that is being tested, or what is done before for all of its group. */
typedef struct {
  GTask *task; /* (owned) */
  MwBulkGroup *group;
  MwBulkEntry *entry; /* (owned) (nullable) the account */
  MwSetup *setup;     /* (owned) (nullable) once its password is here */
  gint64 began;
} MwBulkTurn;

#define MW_BULK_N_PARTS 2

/* What is tested of each account. */
extern const MwPart mw_bulk_parts[MW_BULK_N_PARTS];

MwBulkHost *mw_bulk_find_host (MwBulk *self, const char *name);
MwSetup *mw_bulk_create_setup (MwBulk *self,
                               const MwBulkGroup *group,
                               const MwBulkRow *row,
                               MwSecret *secret,
                               GError **error);

MwBulkTurn *mw_bulk_turn_new (MwBulkGroup *group, GTask *task);
void mw_bulk_turn_free (MwBulkTurn *self);

gboolean mw_bulk_needs_search (const MwBulkGroup *group);
void mw_bulk_begin_search (MwBulk *self, MwBulkGroup *group, GTask *task);
void mw_bulk_begin_scan (MwBulk *self, MwBulkGroup *group, GTask *task);
void mw_bulk_dispatch (GTask *task);
