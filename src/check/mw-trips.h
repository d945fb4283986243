/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"
#include "mw-server.h"

/**
 * MwTripFacts:
 * @version: (nullable): of TLS, the way #MwTlsFacts has it
 * @retried: the server asked for another key share
 * @mechanism: (nullable): of the sign-in
 * @trips: round trips in each stage
 * @ms: how long each took
 *
 * How one connection got to being signed in.
 */
typedef struct {
  MwProtocol protocol;
  MwSecurity security;
  const char *version;
  gboolean retried;
  const char *mechanism;
  guint trips[MW_N_STAGES];
  double ms[MW_N_STAGES];
} MwTripFacts;

/**
 * MwTrips:
 * @used: round trips from the first packet to being signed in
 * @fewest: as many as the protocol needs, with that version of TLS and a client that knows nothing
 *   beforehand
 * @causes: why it took more, such as `HelloRetryRequest`; never translated
 * @trip_ms: how long one of them takes, as connecting took
 * @think_ms: what is left of the time to being signed in, which is the server's own
 * @sign_in_ms: as much of that as it took to judge the sign-in
 */
typedef struct {
  guint used;
  guint fewest;
  GStrv causes;
  double trip_ms;
  double think_ms;
  double sign_in_ms;
} MwTrips;

MwTrips *mw_trips_new (const MwTripFacts *facts);
MwFinding *mw_trips_find_slowness (const MwTrips *self);
void mw_trips_free (MwTrips *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwTrips, mw_trips_free)
