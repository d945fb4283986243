/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-host.h"

#define BUSY_MAX 3
#define PAUSE (10 * G_USEC_PER_SEC) /* after the first such answer; then twice as long */

/**
 * mw_bulk_host_new:
 * @limit: connections at once
 * @spacing: from one sign-in to the next, in microseconds
 */
MwBulkHost *
mw_bulk_host_new (const char *name, guint limit, gint64 spacing)
{
  MwBulkHost *self;

  g_return_val_if_fail (name != NULL && limit > 0 && spacing >= 0, NULL);

  self = g_new0 (MwBulkHost, 1);
  self->name = g_strdup (name);
  self->limit = limit;
  self->spacing = spacing;

  return self;
}

void
mw_bulk_host_free (MwBulkHost *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self);
}

/* Until it has let somebody in, only as many are on their way as may all be refused. */
static gboolean
is_on_probation (const MwBulkHost *self)
{
  return !self->welcomed && self->n_accounts + self->n_refused >= MW_BULK_GUARD;
}

/**
 * mw_bulk_host_get_turn:
 * @n_connections: that an account needs there
 *
 * Returns: when the next account may begin, or %G_MAXINT64: not before another one has ended
 */
gint64
mw_bulk_host_get_turn (const MwBulkHost *self, guint n_connections)
{
  g_return_val_if_fail (self != NULL, G_MAXINT64);

  if (self->stop != MW_BULK_STOP_NONE || is_on_probation (self))
    return G_MAXINT64;
  /* One that alone needs more than the limit has to have its turn too. */
  if (self->n_connections > 0 && self->n_connections + n_connections > self->limit)
    return G_MAXINT64;

  return self->next;
}

/**
 * mw_bulk_host_enter:
 * @jitter: 0 to 1, by chance: many who do the same should not do it in step
 *
 * An account begins.
 */
void
mw_bulk_host_enter (MwBulkHost *self, guint n_connections, gint64 now, double jitter)
{
  g_return_if_fail (self != NULL);

  self->n_accounts++;
  self->n_connections += n_connections;
  self->next =
    MAX (self->next,
         now + (gint64) ((double) (self->spacing * n_connections) * (1.0 + 0.2 * jitter)));
}

/**
 * mw_bulk_host_leave:
 * @n_connections: as many as mw_bulk_host_enter() was told
 */
void
mw_bulk_host_leave (MwBulkHost *self, guint n_connections)
{
  g_return_if_fail (self != NULL && self->n_accounts > 0);
  g_return_if_fail (self->n_connections >= n_connections);

  self->n_accounts--;
  self->n_connections -= n_connections;
}

static void
hear_busy (MwBulkHost *self, gint64 asked, gint64 now)
{
  self->total_busy++;
  /* Who was on the way already when it said so tells nothing new. */
  if (asked < self->paused_at)
    return;

  self->n_busy++;
  self->paused_at = now;
  self->next = now + (PAUSE << (self->n_busy - 1));
  self->limit = MAX (self->limit / 2, 1);
  if (self->n_busy >= BUSY_MAX)
    self->stop = MW_BULK_STOP_BUSY;
}

static void
hear_refusal (MwBulkHost *self)
{
  self->total_refused++;
  self->n_refused++;
  if (self->n_refused >= (self->welcomed ? MW_BULK_GUARD_LATER : MW_BULK_GUARD))
    self->stop = MW_BULK_STOP_GUARD;
}

/**
 * mw_bulk_host_hear:
 * @asked: when the account began
 *
 * What the server answered to an account.
 */
void
mw_bulk_host_hear (MwBulkHost *self, MwBulkAnswer answer, gint64 asked, gint64 now)
{
  g_return_if_fail (self != NULL);

  switch (answer) {
  case MW_BULK_ANSWER_ACCEPTED:
    self->total_accepted++;
    self->welcomed = TRUE;
    self->n_refused = 0;
    if (asked >= self->paused_at)
      self->n_busy = 0;
    break;
  case MW_BULK_ANSWER_REFUSED:
    hear_refusal (self);
    break;
  case MW_BULK_ANSWER_BUSY:
    hear_busy (self, asked, now);
    break;
  case MW_BULK_ANSWER_NONE:
  default:
    break;
  }
}

/**
 * mw_bulk_stop_to_string:
 *
 * Returns: (nullable): the identifier, never translated
 */
const char *
mw_bulk_stop_to_string (MwBulkStop stop)
{
  static const char *const names[] = { NULL, "lock-out-guard", "busy" };

  g_return_val_if_fail ((gsize) stop < G_N_ELEMENTS (names), NULL);

  return names[stop];
}
