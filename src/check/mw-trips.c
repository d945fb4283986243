/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-trips.h"

#define CONNECT_FEWEST 1 /* TCP */
#define SIGN_IN_FEWEST 1 /* AUTH with what it needs in one line: RFC 4954, 4959, 5034 */
#define SLOW_MS 3000     /* to judge a sign-in */

/* The greeting, which in TLS 1.3 can leave only when the handshake is over (RFC 8446, section 2),
 * and where it does not say what the server can do, the question for that. */
static const guint greet_fewest[] = {
  [MW_PROTOCOL_IMAP] = 1,
  [MW_PROTOCOL_POP3] = 2,
  [MW_PROTOCOL_SMTP] = 2,
};

/* TLS 1.3; with STARTTLS before it, and behind it the question again, for what was said in the
 * clear is void: RFC 3207, section 4.2. */
static const guint encrypt_fewest[] = {
  [MW_SECURITY_NONE] = 0,
  [MW_SECURITY_TLS] = 1,
  [MW_SECURITY_STARTTLS] = 3,
};

/* TLS 1.2: its handshake takes a trip more (RFC 5246, section 7.3), for nothing may be said before
 * the server's Finished is here and right. Where it is encrypted from the start the greeting rides
 * with that Finished, and it comes to the same as TLS 1.3; behind STARTTLS we speak first, and
 * nothing can ride with it. To speak before it (False Start, RFC 7918) would save the trip, but no
 * proof of the whole handshake would stand behind what is said; OpenSSL does not do it either. To
 * resume a session would save it, too; we come as somebody who has not been here before. */
static guint
count_fewest_to_encrypt (const MwTripFacts *facts)
{
  gboolean old = g_strcmp0 (facts->version, "TLSv1.2") == 0;

  return encrypt_fewest[facts->security] + (old && facts->security == MW_SECURITY_STARTTLS);
}

/* These need no more than one line (RFC 4616, 4422, 7628). */
static const char *const short_mechanisms[] = { "PLAIN",
                                                "EXTERNAL",
                                                "XOAUTH2",
                                                "OAUTHBEARER",
                                                NULL };

/* Takes from @left what there is of @n, and says why. */
static void
blame (GStrvBuilder *causes, guint *left, guint n, const char *cause)
{
  if (n == 0 || *left == 0)
    return;

  *left -= MIN (*left, n);
  g_strv_builder_add (causes, cause);
}

static guint
excess (const MwTripFacts *facts, MwStage stage, guint fewest)
{
  return facts->trips[stage] > fewest ? facts->trips[stage] - fewest : 0;
}

static const char *
name_sign_in (const MwTripFacts *facts)
{
  if (facts->mechanism == NULL)
    return "sign-in";
  if (facts->protocol == MW_PROTOCOL_IMAP && g_strv_contains (short_mechanisms, facts->mechanism))
    return "no SASL-IR";

  return facts->mechanism;
}

static GStrv
explain (const MwTripFacts *facts, guint left)
{
  g_autoptr (GStrvBuilder) causes = g_strv_builder_new ();
  /* With TLS 1.2 from the start the greeting rides with the end of the handshake. */
  guint rides = facts->security == MW_SECURITY_TLS && g_strcmp0 (facts->version, "TLSv1.2") == 0;

  blame (causes, &left, excess (facts, MW_STAGE_CONNECT, CONNECT_FEWEST), "proxy");
  blame (causes, &left, facts->retried, "HelloRetryRequest");
  blame (causes, &left, excess (facts, MW_STAGE_SIGN_IN, SIGN_IN_FEWEST), name_sign_in (facts));
  if (facts->protocol == MW_PROTOCOL_IMAP)
    blame (causes,
           &left,
           excess (facts, MW_STAGE_GREET, greet_fewest[facts->protocol] - rides),
           "no capabilities in the greeting");
  blame (causes, &left, left, "other");

  return g_strv_builder_end (causes);
}

/* Connecting is nothing but the way there and back; through a proxy several times. */
static double
measure_trip (const MwTripFacts *facts)
{
  return facts->ms[MW_STAGE_CONNECT] / MAX (1, facts->trips[MW_STAGE_CONNECT]);
}

static double
measure_thought (const MwTripFacts *facts, MwStage stage, double trip_ms)
{
  return MAX (0, facts->ms[stage] - facts->trips[stage] * trip_ms);
}

/**
 * mw_trips_new:
 * @facts: of a connection that was answered at its sign-in
 *
 * Compares the round trips of a connection with the fewest that its protocol allows.
 */
MwTrips *
mw_trips_new (const MwTripFacts *facts)
{
  MwTrips *self = g_new0 (MwTrips, 1);

  self->fewest = CONNECT_FEWEST + greet_fewest[facts->protocol] + count_fewest_to_encrypt (facts) +
                 SIGN_IN_FEWEST;
  for (MwStage stage = MW_STAGE_CONNECT; stage <= MW_STAGE_SIGN_IN; stage++)
    self->used += facts->trips[stage];
  self->causes = explain (facts, self->used > self->fewest ? self->used - self->fewest : 0);
  self->trip_ms = measure_trip (facts);
  self->sign_in_ms = measure_thought (facts, MW_STAGE_SIGN_IN, self->trip_ms);
  self->think_ms = measure_thought (facts, MW_STAGE_ENCRYPT, self->trip_ms) +
                   measure_thought (facts, MW_STAGE_GREET, self->trip_ms) + self->sign_in_ms;

  return self;
}

/**
 * mw_trips_find_slowness:
 *
 * Of a server that let us in: long for that is more than three seconds.
 *
 * Returns: (transfer full) (nullable): what is worth a note about the time that it takes to judge a
 *   sign-in, with which every mail program begins
 */
MwFinding *
mw_trips_find_slowness (const MwTrips *self)
{
  g_autofree char *evidence = NULL;
  g_autoptr (MwFinding) finding = NULL;

  if (self->sign_in_ms < SLOW_MS)
    return NULL;

  evidence = g_strdup_printf ("%.0f ms to answer the sign-in", self->sign_in_ms);
  finding = mw_finding_new (MW_STAGE_SIGN_IN, MW_SEVERITY_INFO, NULL, evidence);

  return mw_finding_new_with (finding,
                              g_variant_new_parsed ("{'note': <'slow-sign-in'>, 'seconds': <%u>}",
                                                    (guint) (self->sign_in_ms / 1000 + 0.5)));
}

void
mw_trips_free (MwTrips *self)
{
  g_strfreev (self->causes);
  g_free (self);
}
