/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-guess-try.h"

/* How long a port may be silent before the other one of the same server is tried; and how long it
 * may take where somebody is there. */
#define SILENCE_MS 400
#define PATIENCE_MS 1500

/**
 * mw_guess_try_new:
 * @guess: (transfer full)
 * @host: (transfer none)
 */
MwGuessTry *
mw_guess_try_new (MwGuess *guess, MwGuessHost *host)
{
  MwGuessTry *self = g_new0 (MwGuessTry, 1);

  self->guess = guess;
  self->host = mw_guess_host_ref (host);

  return self;
}

void
mw_guess_try_free (MwGuessTry *self)
{
  mw_guess_free (self->guess);
  mw_guess_host_unref (self->host);
  g_clear_object (&self->probe);
  g_free (self);
}

/**
 * mw_guess_try_compare:
 *
 * Returns: less than 0 where @a is the better one, as for qsort(): that one can read mail on the
 * server comes before all else
 */
int
mw_guess_try_compare (const MwGuessTry *a, const MwGuessTry *b)
{
  if (a->guess->server->protocol != b->guess->server->protocol)
    return (int) a->guess->server->protocol - (int) b->guess->server->protocol;

  return mw_guess_compare (a->guess, b->guess);
}

/**
 * mw_guess_try_get_outcome:
 *
 * Returns: what came of it; %MW_PROBE_WAITING also before it has begun
 */
MwProbeOutcome
mw_guess_try_get_outcome (const MwGuessTry *self)
{
  return self->probe != NULL ? mw_probe_get_outcome (self->probe) : MW_PROBE_WAITING;
}

/**
 * mw_guess_try_answers:
 *
 * Returns: whether somebody is there, be it a stranger
 */
gboolean
mw_guess_try_answers (const MwGuessTry *self)
{
  return self->probe != NULL && mw_probe_is_connected (self->probe);
}

static gboolean
is_of (const MwGuessTry *self, MwPart part)
{
  return (self->guess->server->protocol == MW_PROTOCOL_SMTP) == (part == MW_PART_OUTGOING);
}

/* Whether its answer is still to come. */
static gboolean
is_open (const MwGuessTry *self)
{
  MwProbeOutcome outcome = mw_guess_try_get_outcome (self);

  if (outcome == MW_PROBE_WAITING)
    return !mw_guess_host_is_known (self->host) || mw_guess_host_exists (self->host);

  return outcome == MW_PROBE_RUNNING;
}

/* The same with encryption from the first byte. (nullable) */
static const MwGuessTry *
find_sibling (GPtrArray *tries, const MwGuessTry *self)
{
  for (guint i = 0; i < tries->len; i++) {
    const MwGuessTry *other = g_ptr_array_index (tries, i);

    if (other != self && other->host == self->host &&
        other->guess->server->protocol == self->guess->server->protocol &&
        other->guess->server->security == MW_SECURITY_TLS)
      return other;
  }

  return NULL;
}

/* STARTTLS is for servers that have nothing better. */
static gboolean
is_wanted (GPtrArray *tries, const MwGuessTry *self)
{
  const MwGuessTry *sibling = NULL;

  if (self->guess->server->security == MW_SECURITY_STARTTLS)
    sibling = find_sibling (tries, self);
  if (sibling == NULL)
    return TRUE;

  switch (mw_guess_try_get_outcome (sibling)) {
  case MW_PROBE_CLOSED:
  case MW_PROBE_BAD:
    return TRUE;
  case MW_PROBE_RUNNING:
    return mw_probe_get_ms (sibling->probe) >
           (mw_guess_try_answers (sibling) ? PATIENCE_MS : SILENCE_MS);
  case MW_PROBE_WAITING:
  case MW_PROBE_GOOD:
  default:
    return FALSE;
  }
}

/* Whether a better server for the same is there already. */
static gboolean
is_outdone (GPtrArray *tries, const MwGuessTry *self)
{
  for (guint i = 0; i < tries->len && tries->pdata[i] != self; i++) {
    const MwGuessTry *other = g_ptr_array_index (tries, i);

    if (other->guess->server->protocol == self->guess->server->protocol &&
        mw_guess_try_get_outcome (other) == MW_PROBE_GOOD)
      return TRUE;
  }

  return FALSE;
}

/**
 * mw_guess_tries_may_begin:
 * @tries: (element-type MwGuessTry): all of them, the best first
 *
 * Returns: whether it is the turn of @next
 */
gboolean
mw_guess_tries_may_begin (GPtrArray *tries, const MwGuessTry *next)
{
  return next->probe == NULL && mw_guess_host_is_known (next->host) &&
         mw_guess_host_exists (next->host) && is_wanted (tries, next) && !is_outdone (tries, next);
}

/**
 * mw_guess_tries_find_good:
 * @tries: (element-type MwGuessTry): the best first
 *
 * Returns: (nullable) (transfer none): the best that answers well
 */
const MwGuessTry *
mw_guess_tries_find_good (GPtrArray *tries, MwPart part)
{
  for (guint i = 0; i < tries->len; i++) {
    const MwGuessTry *try = g_ptr_array_index (tries, i);

    if (is_of (try, part) && mw_guess_try_get_outcome (try) == MW_PROBE_GOOD)
      return try;
  }

  return NULL;
}

/**
 * mw_guess_tries_may_better:
 * @tries: (element-type MwGuessTry): the best first
 *
 * Returns: whether one may still answer that is better than all that have answered well
 */
gboolean
mw_guess_tries_may_better (GPtrArray *tries, MwPart part)
{
  for (guint i = 0; i < tries->len; i++) {
    const MwGuessTry *try = g_ptr_array_index (tries, i);

    if (!is_of (try, part))
      continue;
    if (mw_guess_try_get_outcome (try) == MW_PROBE_GOOD)
      return FALSE;
    if (is_open (try))
      return TRUE;
  }

  return FALSE;
}

/**
 * mw_guess_tries_has_one_near:
 * @tries: (element-type MwGuessTry): the best first
 *
 * Returns: whether one is about to answer for a protocol that has no better one
 */
gboolean
mw_guess_tries_has_one_near (GPtrArray *tries)
{
  for (guint i = 0; i < tries->len; i++) {
    const MwGuessTry *try = g_ptr_array_index (tries, i);

    if (mw_guess_try_get_outcome (try) == MW_PROBE_RUNNING && mw_guess_try_answers (try) &&
        !is_outdone (tries, try))
      return TRUE;
  }

  return FALSE;
}
