/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-tally.h"

static void
free_cause (gpointer data)
{
  MwBulkCause *cause = data;

  g_free (cause->cause);
  g_free (cause->title);
  g_free (cause);
}

/**
 * mw_bulk_tally_init:
 *
 * Nothing is counted yet. Clear it with mw_bulk_tally_clear().
 */
void
mw_bulk_tally_init (MwBulkTally *self)
{
  *self = (MwBulkTally){ .causes = g_ptr_array_new_with_free_func (free_cause) };
}

void
mw_bulk_tally_clear (MwBulkTally *self)
{
  g_clear_pointer (&self->causes, g_ptr_array_unref);
}

static MwBulkCause *
find_cause (MwBulkTally *self, const MwBulkOutcome *outcome)
{
  MwBulkCause *cause;

  for (guint i = 0; i < self->causes->len; i++) {
    cause = g_ptr_array_index (self->causes, i);
    if (g_strcmp0 (cause->cause, outcome->cause) == 0)
      return cause;
  }

  cause = g_new0 (MwBulkCause, 1);
  cause->cause = g_strdup (outcome->cause);
  cause->title = g_strdup (outcome->title);
  g_ptr_array_add (self->causes, cause);

  return cause;
}

/**
 * mw_bulk_tally_add:
 *
 * Counts one account that was tested.
 */
void
mw_bulk_tally_add (MwBulkTally *self, const MwBulkOutcome *outcome)
{
  g_return_if_fail (self != NULL && outcome != NULL);

  self->n_verdicts[outcome->verdict]++;
  if (outcome->cause != NULL)
    find_cause (self, outcome)->n_accounts++;
}

/**
 * mw_bulk_tally_get_n_tested:
 *
 * Returns: how many accounts have a verdict
 */
guint
mw_bulk_tally_get_n_tested (const MwBulkTally *self)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (self->n_verdicts); i++)
    n += self->n_verdicts[i];

  return n;
}
