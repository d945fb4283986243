/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-bulk.h"

/* For the files that share a run over many accounts. */
struct _MwBulk {
  GObject parent_instance;

  GPtrArray *rows;    /* (owned) MwBulkRow */
  MwPresets *presets; /* (owned) */
  MwStore *store;     /* (owned) */
  MwScans *scans;     /* (owned) */
  MwBulkState *state; /* (nullable) outlives us */
  guint jobs;
  gboolean polite;
  guint timeout;
  char *ca_file; /* (owned) (nullable) */

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

MwBulkHost *mw_bulk_find_host (MwBulk *self, const char *name);
