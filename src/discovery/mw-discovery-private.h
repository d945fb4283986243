/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-discovery.h"
#include "mw-lookup.h"

/* For the files that share a search. */
struct _MwDiscovery {
  GObject parent_instance;

  MwLookup *lookup; /* (owned) */
  GStrv off;        /* (owned) (nullable) */
  gboolean thorough;
  const MwProvider *provider; /* (nullable) of the presets */
  gboolean closed;            /* the provider lets no mail program in */

  GListStore *results;   /* (owned) MwSourceResult, one for each row of the table */
  GPtrArray *candidates; /* (owned) MwCandidate, best first */
  GPtrArray *findings;   /* (owned) MwFinding */

  GTask *task;               /* (owned) (nullable) while it runs */
  GCancellable *cancellable; /* (owned) of the sources */
  GSource *caller;           /* (owned) (nullable) */
  GSource *grace;            /* (owned) (nullable) */
  GSource *deadline;         /* (owned) (nullable) */
  guint timeout;             /* seconds */
  guint n_pending;
  gboolean showed_password; /* to Exchange, after all others had nothing */
  guint n_refusals;         /* of it */
  gint64 began;
  double elapsed_ms;
};

void mw_discovery_take (MwDiscovery *self, MwFound *found);

double mw_discovery_measure (MwDiscovery *self);
void mw_discovery_begin_waiting (MwDiscovery *self, GCancellable *cancellable);
void mw_discovery_go_on (MwDiscovery *self);
void mw_discovery_end (MwDiscovery *self);
