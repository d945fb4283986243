/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-private.h"

/* Published settings may be no longer true. Where none of their servers is there, the search goes
 * on with the sources for which nobody waited, once for receiving and sending. */

/* A guess to which nobody answers well is no better than what was published. */
static gboolean
is_worth_trying (const MwCandidate *candidate)
{
  return candidate->source != MW_SOURCE_GUESS || candidate->answered;
}

static void
copy_candidates (MwSetup *self)
{
  GPtrArray *found = mw_discovery_get_candidates (self->more);
  const MwAddress *from = mw_discovery_get_address (self->more);

  self->more_candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_candidate_free);
  for (guint i = 0; i < found->len; i++) {
    const MwCandidate *candidate = g_ptr_array_index (found, i);

    if (is_worth_trying (candidate))
      g_ptr_array_add (self->more_candidates,
                       mw_candidate_copy_for (candidate, from, self->address));
  }
}

static void
give (MwSetup *self, MwPartRun *run)
{
  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++)
    if (self->runs[mw_tested_parts[i]] == run) {
      g_autoptr (GPtrArray) choices =
        mw_setup_list_choices (self, mw_tested_parts[i], self->more_candidates);

      mw_part_run_add_choices (run, choices);
    }
}

/* What was found until somebody stopped it may do. */
static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwSetup) self = MW_SETUP (user_data);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  mw_discovery_run_finish (MW_DISCOVERY (source), result, NULL);
  copy_candidates (self);
  for (guint i = 0; i < waiting->len; i++)
    give (self, g_ptr_array_index (waiting, i));
}

static gboolean
begin (MwSetup *self)
{
  gint64 left = (self->terms.deadline - g_get_monotonic_time ()) / G_USEC_PER_SEC;

  if (left > 0)
    self->more = mw_discovery_new_rest (self->found, (guint) MIN (left, MW_DISCOVERY_TIMEOUT));
  if (self->more == NULL)
    return FALSE;

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->more_cancellable = g_cancellable_new ();
  mw_discovery_run_async (self->more, self->more_cancellable, searched_cb, g_object_ref (self));

  return TRUE;
}

/**
 * mw_setup_find_more:
 * @user_data: the #MwSetup
 *
 * See #MwPartTerms. Not where many accounts are tested: it would be the same search for each.
 */
gboolean
mw_setup_find_more (MwPartRun *run, gpointer user_data)
{
  MwSetup *self = MW_SETUP (user_data);

  if (self->found == NULL || self->scans != NULL)
    return FALSE;
  if (self->more == NULL && !begin (self))
    return FALSE;

  if (self->waiting != NULL)
    g_ptr_array_add (self->waiting, g_object_ref (run));
  else
    give (self, run);

  return TRUE;
}

/**
 * mw_setup_leave_more:
 * @user_data: the #MwSetup
 *
 * @run has no use for more servers; without anybody who has, the search ends.
 */
void
mw_setup_leave_more (MwPartRun *run, gpointer user_data)
{
  MwSetup *self = MW_SETUP (user_data);

  if (self->waiting != NULL && g_ptr_array_remove (self->waiting, run) && self->waiting->len == 0)
    g_cancellable_cancel (self->more_cancellable);
}
