/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-driver.h"

/* For the file that runs a driver, and the one that tells what came of it. */
struct _MwDriver {
  GObject parent_instance;

  MwServer *server;        /* (owned) */
  GSocketAddress *address; /* (owned) */
  MwTlsContext *tls;       /* (owned) */
  MwDialogue *dialogue;    /* (owned) */
  MwAttempt *attempt;      /* (owned) */
  const MwTerms *terms;    /* outlives us */

  MwChannel *channel;        /* (owned) (nullable) once connected */
  GCancellable *cancellable; /* (owned) ours: the caller's, or the limit's */
  GSource *caller_source;    /* (owned) (nullable) */
  MwStageClock clock;
  gboolean timed_out;
  gboolean was_cancelled;
  gboolean granted;
  gboolean reported;
  gboolean lacks_route;
};
