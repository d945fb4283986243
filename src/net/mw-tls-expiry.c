/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-facts.h"

#define AUTOMATIC_MAX (100 * G_TIME_SPAN_DAY)
#define SOON_MAX (30 * G_TIME_SPAN_DAY)
#define URGENT_MAX (7 * G_TIME_SPAN_DAY)

/* Certificates of up to a hundred days are renewed by machines, when a third of the time is left
 * (RFC 9773, and what ACME clients do by themselves): one that is down to a quarter was missed.
 * Longer ones are renewed by people, who need a month. */
static GTimeSpan
find_soon (GTimeSpan lifetime)
{
  return lifetime <= AUTOMATIC_MAX ? lifetime / 4 : MIN (lifetime / 3, SOON_MAX);
}

/* A certificate of six days is not in its last week all the time. */
static GTimeSpan
find_urgent (GTimeSpan lifetime)
{
  return MIN (lifetime / 10, URGENT_MAX);
}

/**
 * mw_tls_facts_get_expiry:
 * @now: the time
 *
 * Whether the server's certificate ends too soon, measured by its own lifetime, since public ones
 * get shorter from year to year. Up to 100 days: *soon* is the last quarter, which a certificate
 * that is renewed with a third left never sees. Longer: the last third, but not more than 30 days.
 * *Urgent* is the last tenth, but not more than seven days.
 *
 * Returns: %MW_TLS_EXPIRY_FINE also where nothing is known
 */
MwTlsExpiry
mw_tls_facts_get_expiry (const MwTlsFacts *self, GDateTime *now)
{
  GTimeSpan lifetime;
  GTimeSpan left;

  g_return_val_if_fail (self != NULL, MW_TLS_EXPIRY_FINE);
  g_return_val_if_fail (now != NULL, MW_TLS_EXPIRY_FINE);

  if (self->not_before == NULL || self->not_after == NULL)
    return MW_TLS_EXPIRY_FINE;

  lifetime = g_date_time_difference (self->not_after, self->not_before);
  left = g_date_time_difference (self->not_after, now);
  if (left < 0)
    return MW_TLS_EXPIRY_OVER;
  if (left < find_urgent (lifetime))
    return MW_TLS_EXPIRY_URGENT;

  return left < find_soon (lifetime) ? MW_TLS_EXPIRY_SOON : MW_TLS_EXPIRY_FINE;
}
