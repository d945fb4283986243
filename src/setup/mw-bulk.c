/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-private.h"

#include "mw-bulk-group.h"
#include "mw-bulk-judge.h"
#include "mw-bulk-secret.h"
#include "mw-loop.h"
#include "mw-net-error.h"

#define JOBS_DEFAULT 40

G_DEFINE_FINAL_TYPE (MwBulk, mw_bulk, G_TYPE_OBJECT)

enum {
  ACCOUNT_DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* ------ what an account came to ------ */

static void
tell (MwBulk *self, const MwBulkRow *row, MwSetup *setup, const char *reason)
{
  g_signal_emit (self, signals[ACCOUNT_DONE], 0, row, setup, reason);
}

static void
tell_wrong (MwBulk *self, const MwBulkRow *row, const char *reason)
{
  self->tally.n_wrong++;
  tell (self, row, NULL, reason);
}

static void
count (MwBulk *self, const MwBulkRow *row, MwSetup *setup)
{
  const MwFinding *main_finding = mw_bulk_judge_main_finding (setup);
  g_autoptr (MwAdvice) advice = main_finding ? mw_setup_explain (setup, main_finding) : NULL;
  const MwBulkOutcome outcome = {
    .verdict = mw_setup_get_verdict (setup),
    .cause = main_finding ? (char *) main_finding->cause : NULL,
    .title = advice ? advice->title : NULL,
  };

  mw_bulk_tally_add (&self->tally, &outcome);
  if (self->state != NULL)
    mw_bulk_state_add (self->state, row->key, &outcome);
  tell (self, row, setup, NULL);
}

/* ------ the table ------ */

static MwBulkGroup *
find_group (MwBulk *self, GHashTable *known, const MwBulkRow *row)
{
  g_autofree char *key = mw_bulk_group_make_key (row);
  MwBulkGroup *group = g_hash_table_lookup (known, key);

  if (group != NULL)
    return group;

  group = mw_bulk_group_new ();
  g_ptr_array_add (self->groups, group);
  g_hash_table_insert (known, g_steal_pointer (&key), group);

  return group;
}

static gboolean
take_earlier (MwBulk *self, const MwBulkRow *row)
{
  const MwBulkOutcome *earlier = self->state ? mw_bulk_state_find (self->state, row->key) : NULL;

  if (earlier == NULL)
    return FALSE;

  self->tally.n_earlier++;
  mw_bulk_tally_add (&self->tally, earlier);

  return TRUE;
}

static void
sort_rows (MwBulk *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->rows->len; i++) {
    const MwBulkRow *row = g_ptr_array_index (self->rows, i);

    if (row->problem != NULL)
      tell_wrong (self, row, row->problem);
    else if (!take_earlier (self, row))
      mw_bulk_group_enqueue (find_group (self, known, row), row, FALSE);
  }
}

/* ------ one account ------ */

/* Every turn ends here. Takes @turn. */
static void
end_turn (MwBulkTurn *turn)
{
  g_autoptr (GTask) task = g_steal_pointer (&turn->task);
  MwBulk *self = g_task_get_source_object (task);

  self->n_running--;
  mw_bulk_group_leave (turn->group);
  mw_bulk_turn_free (turn);
  mw_bulk_dispatch (task);
}

/* Returns whether one of the servers was busy. */
static gboolean
hear_servers (MwBulk *self, MwBulkTurn *turn)
{
  gint64 now = g_get_monotonic_time ();
  gboolean busy = FALSE;

  for (gsize i = 0; i < MW_BULK_N_PARTS; i++) {
    MwBulkHost *host = turn->group->hosts[mw_bulk_parts[i]];
    MwBulkAnswer answer;

    if (host == NULL)
      continue;
    answer = mw_bulk_judge_answer (turn->setup, mw_bulk_parts[i]);
    mw_bulk_host_hear (host, answer, turn->began, now);
    busy = busy || answer == MW_BULK_ANSWER_BUSY;
  }

  return busy;
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwBulkTurn *turn = user_data;
  MwBulk *self = g_task_get_source_object (turn->task);
  g_autoptr (GError) error = NULL;

  if (!mw_setup_run_finish (MW_SETUP (source), result, &error)) {
    self->tally.n_left++;
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->error == NULL)
      self->error = g_steal_pointer (&error);
  } else if (hear_servers (self, turn) && !turn->entry->again) {
    mw_bulk_group_enqueue (turn->group, turn->entry->row, TRUE);
  } else {
    count (self, turn->entry->row, turn->setup);
  }

  end_turn (turn);
}

static void
secret_here_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwBulkTurn *turn = user_data;
  MwBulk *self = g_task_get_source_object (turn->task);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwSecret) secret = mw_bulk_secret_find_finish (result, &error);

  if (secret != NULL)
    turn->setup = mw_bulk_create_setup (self, turn->group, turn->entry->row, secret, &error);
  if (turn->setup != NULL) {
    mw_setup_run_async (turn->setup, g_task_get_cancellable (turn->task), tested_cb, turn);
    return;
  }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->tally.n_left++;
  else
    tell_wrong (self, turn->entry->row, error->message);
  end_turn (turn);
}

static void
begin_turn (MwBulk *self, MwBulkGroup *group, GTask *task)
{
  MwBulkTurn *turn = mw_bulk_turn_new (group, task);

  turn->entry = g_queue_pop_head (&group->queue);
  mw_bulk_group_enter (group, turn->began);

  mw_bulk_secret_find_async (turn->entry->row,
                             self->store,
                             g_task_get_cancellable (task),
                             secret_here_cb,
                             turn);
}

/* ------ whose turn it is ------ */

/* Returns when @group wants to be served again; %G_MAXINT64 if something has to end first. */
static gint64
serve (MwBulk *self, MwBulkGroup *group, GTask *task)
{
  while (!g_queue_is_empty (&group->queue) && group->scan == NULL && !group->searching &&
         self->n_running < self->jobs) {
    gint64 turn = mw_bulk_group_get_turn (group);

    if (self->error != NULL || g_cancellable_is_cancelled (g_task_get_cancellable (task)) ||
        mw_bulk_group_is_stopped (group))
      self->tally.n_left += mw_bulk_group_clear (group);
    else if (turn > g_get_monotonic_time ())
      return turn;
    else if (group->scanned)
      begin_turn (self, group, task);
    else if (mw_bulk_needs_search (group))
      mw_bulk_begin_search (self, group, task);
    else
      mw_bulk_begin_scan (self, group, task);
  }

  return G_MAXINT64;
}

static gboolean
alarm_cb (gpointer user_data)
{
  mw_bulk_dispatch (G_TASK (user_data));

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  mw_bulk_dispatch (G_TASK (user_data));

  return G_SOURCE_REMOVE;
}

static void
set_alarm (MwBulk *self, gint64 at, GTask *task)
{
  gint64 ms = (at - g_get_monotonic_time ()) / 1000 + 1;

  self->alarm = mw_loop_attach (g_timeout_source_new ((guint) CLAMP (ms, 1, G_MAXINT)),
                                alarm_cb,
                                g_object_ref (task),
                                g_object_unref);
}

static gboolean
is_anything_left (MwBulk *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    if (!g_queue_is_empty (&((MwBulkGroup *) g_ptr_array_index (self->groups, i))->queue))
      return TRUE;

  return FALSE;
}

static void
finish (MwBulk *self, GTask *task)
{
  mw_loop_clear (&self->cancelling);
  self->elapsed_ms = (g_get_monotonic_time () - self->began) / 1000.0;
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* After everything that may have changed whose turn it is. */
void
mw_bulk_dispatch (GTask *task)
{
  MwBulk *self = g_task_get_source_object (task);
  gint64 soonest = G_MAXINT64;

  mw_loop_clear (&self->alarm);
  for (guint i = 0; i < self->groups->len; i++)
    soonest = MIN (soonest, serve (self, g_ptr_array_index (self->groups, i), task));

  if (self->n_running == 0 && !is_anything_left (self))
    finish (self, task);
  else if (soonest < G_MAXINT64)
    set_alarm (self, soonest, task);
}

/* ------ the object ------ */

static void
mw_bulk_finalize (GObject *object)
{
  MwBulk *self = MW_BULK (object);

  mw_loop_clear (&self->alarm);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->hosts);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->presets);
  g_object_unref (self->store);
  g_object_unref (self->scans);
  g_object_unref (self->domain_looks);
  g_free (self->ca_file);
  g_strfreev (self->off);
  mw_bulk_tally_clear (&self->tally);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (mw_bulk_parent_class)->finalize (object);
}

static void
mw_bulk_class_init (MwBulkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_bulk_finalize;

  signals[ACCOUNT_DONE] = g_signal_new ("account-done",
                                        MW_TYPE_BULK,
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        3,
                                        G_TYPE_POINTER,
                                        MW_TYPE_SETUP,
                                        G_TYPE_STRING);
}

static void
mw_bulk_init (MwBulk *self)
{
  self->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_bulk_group_free);
  self->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_bulk_host_free);
  mw_bulk_tally_init (&self->tally);
}

/**
 * mw_bulk_new:
 * @rows: (element-type MwBulkRow)
 * @store: whose accounts have their passwords in the keyring
 * @terms: copied
 */
MwBulk *
mw_bulk_new (GPtrArray *rows, MwPresets *presets, MwStore *store, const MwBulkTerms *terms)
{
  g_autoptr (MwDns) dns = mw_dns_get_shared ();
  MwBulk *self;

  g_return_val_if_fail (rows != NULL && terms != NULL, NULL);
  g_return_val_if_fail (MW_IS_PRESETS (presets) && MW_IS_STORE (store), NULL);
  g_return_val_if_fail (terms->jobs <= MW_BULK_JOBS_MAX, NULL);

  self = g_object_new (MW_TYPE_BULK, NULL);
  self->rows = g_ptr_array_ref (rows);
  self->presets = g_object_ref (presets);
  self->store = g_object_ref (store);
  self->scans = mw_scans_new (terms->timeout);
  self->domain_looks = mw_domain_looks_new (dns, MW_DOMAIN_LOOK_LIMIT_MS);
  self->jobs = terms->jobs > 0 ? terms->jobs : JOBS_DEFAULT;
  self->polite = terms->jobs == 0;
  self->timeout = terms->timeout;
  self->ca_file = g_strdup (terms->ca_file);
  self->off = g_strdupv ((GStrv) terms->off);

  return self;
}

/**
 * mw_bulk_set_state:
 * @state: (nullable): outlives the run
 *
 * Before the run: where to write down which accounts were tested; those that stand there already
 * are counted, but not tested again.
 */
void
mw_bulk_set_state (MwBulk *self, MwBulkState *state)
{
  g_return_if_fail (MW_IS_BULK (self) && self->began == 0);

  self->state = state;
}

/**
 * mw_bulk_run_async:
 *
 * Tests all accounts of the table, as many at once as their servers bear. Once only.
 */
void
mw_bulk_run_async (MwBulk *self,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MW_IS_BULK (self));
  g_return_if_fail (self->began == 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_bulk_run_async);
  g_task_set_priority (task, mw_net_take_turn ());
  self->began = g_get_monotonic_time ();

  if (cancellable != NULL)
    self->cancelling = mw_loop_attach (g_cancellable_source_new (cancellable),
                                       G_SOURCE_FUNC (cancelled_cb),
                                       g_object_ref (task),
                                       g_object_unref);

  sort_rows (self);
  mw_bulk_dispatch (task);
}

/**
 * mw_bulk_run_finish:
 *
 * Returns: FALSE if it was cancelled, or could not be carried on on this machine. The tally holds
 *   what came before.
 */
gboolean
mw_bulk_run_finish (MwBulk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
