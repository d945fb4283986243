/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-private.h"

#include "mw-bulk-group.h"
#include "mw-bulk-judge.h"
#include "mw-bulk-secret.h"
#include "mw-net-error.h"

#define JOBS_DEFAULT 40

static const MwPart tested_parts[] = { MW_PART_INCOMING, MW_PART_OUTGOING };

/* An account that is being tested. */
typedef struct {
  GTask *task; /* (owned) */
  MwBulkGroup *group;
  MwBulkEntry *entry; /* (owned) */
  MwSetup *setup;     /* (owned) (nullable) once its password is here */
  gint64 began;
} Turn;

G_DEFINE_FINAL_TYPE (MwBulk, mw_bulk, G_TYPE_OBJECT)

enum {
  ACCOUNT_DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void dispatch (GTask *task);

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

static MwSetup *
make_setup (MwBulk *self,
            const MwBulkGroup *group,
            const MwBulkRow *row,
            MwSecret *secret,
            GError **error)
{
  MwRequest request = {
    .found = group->found,
    .address = row->address,
    .typed = row->name,
    .secret = secret,
    .receiving = MW_PROTOCOL_IMAP,
    .incoming = row->incoming,
    .outgoing = row->outgoing,
    .user = row->user,
    .ca_file = self->ca_file,
    .receiving_only = row->receiving_only,
    .scans = self->scans,
    .timeout = self->timeout,
  };

  return mw_setup_new (&request, self->presets, error);
}

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

static void
free_turn (Turn *turn)
{
  g_clear_object (&turn->task);
  g_clear_object (&turn->setup);
  g_free (turn->entry);
  g_free (turn);
}

/* Every turn ends here. Takes @turn. */
static void
end_turn (Turn *turn)
{
  g_autoptr (GTask) task = g_steal_pointer (&turn->task);
  MwBulk *self = g_task_get_source_object (task);

  self->n_running--;
  mw_bulk_group_leave (turn->group);
  free_turn (turn);
  dispatch (task);
}

/* Returns whether one of the servers was busy. */
static gboolean
hear_servers (MwBulk *self, Turn *turn)
{
  gint64 now = g_get_monotonic_time ();
  gboolean busy = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (tested_parts); i++) {
    MwBulkHost *host = turn->group->hosts[tested_parts[i]];
    MwBulkAnswer answer;

    if (host == NULL)
      continue;
    answer = mw_bulk_judge_answer (turn->setup, tested_parts[i]);
    mw_bulk_host_hear (host, answer, turn->began, now);
    busy = busy || answer == MW_BULK_ANSWER_BUSY;
  }

  return busy;
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
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
  Turn *turn = user_data;
  MwBulk *self = g_task_get_source_object (turn->task);
  g_autoptr (GError) error = NULL;
  g_autoptr (MwSecret) secret = mw_bulk_secret_find_finish (result, &error);

  if (secret != NULL)
    turn->setup = make_setup (self, turn->group, turn->entry->row, secret, &error);
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
  Turn *turn = g_new0 (Turn, 1);

  turn->task = g_object_ref (task);
  turn->group = group;
  turn->entry = g_queue_pop_head (&group->queue);
  turn->began = g_get_monotonic_time ();
  self->n_running++;
  mw_bulk_group_enter (group, turn->began);

  mw_bulk_secret_find_async (turn->entry->row,
                             self->store,
                             g_task_get_cancellable (task),
                             secret_here_cb,
                             turn);
}

/* ------ the look at the servers before ------ */

/* A server that is busy now is asked again, after its pause. */
static gboolean
hear_scan (MwBulk *self, MwBulkGroup *group, gint64 began)
{
  gboolean busy = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (tested_parts); i++) {
    const MwServer *server = mw_setup_get_server (group->scan, tested_parts[i]);
    MwBulkHost *host = server ? mw_bulk_find_host (self, server->host) : NULL;

    group->hosts[tested_parts[i]] =
      host && mw_bulk_judge_is_open (group->scan, tested_parts[i]) ? host : NULL;
    if (host == NULL || !mw_bulk_judge_is_busy (group->scan, tested_parts[i]))
      continue;

    mw_bulk_host_hear (host, MW_BULK_ANSWER_BUSY, began, g_get_monotonic_time ());
    mw_scans_forget_host (self->scans, host->name);
    group->hosts[tested_parts[i]] = host;
    busy = TRUE;
  }

  return busy;
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  MwBulk *self = g_task_get_source_object (turn->task);
  g_autoptr (GTask) task = g_steal_pointer (&turn->task);
  MwBulkGroup *group = turn->group;
  g_autoptr (GError) error = NULL;

  self->n_running--;
  if (mw_setup_run_finish (MW_SETUP (source), result, &error))
    group->scanned = !hear_scan (self, group, turn->began);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->error == NULL)
    self->error = g_steal_pointer (&error);
  g_clear_object (&group->scan);
  free_turn (turn);

  dispatch (task);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Turn *turn = user_data;
  MwBulk *self = g_task_get_source_object (turn->task);
  g_autoptr (GTask) task = g_steal_pointer (&turn->task);

  /* That nothing was found is what each account is told; that it was stopped, the task knows. */
  mw_discovery_run_finish (MW_DISCOVERY (source), result, NULL);
  turn->group->searching = FALSE;
  self->n_running--;
  free_turn (turn);

  dispatch (task);
}

/* Once for all accounts of a domain. */
static void
begin_search (MwBulk *self, MwBulkGroup *group, GTask *task)
{
  const MwBulkEntry *first = g_queue_peek_head (&group->queue);
  const MwSearch search = { .timeout = MIN (self->timeout, MW_DISCOVERY_TIMEOUT) };
  Turn *turn = g_new0 (Turn, 1);

  group->found = mw_discovery_new (first->row->address, self->presets, &search);
  group->searching = TRUE;
  turn->task = g_object_ref (task);
  turn->group = group;
  self->n_running++;
  mw_discovery_run_async (group->found, g_task_get_cancellable (task), searched_cb, turn);
}

static gboolean
needs_search (const MwBulkGroup *group)
{
  const MwBulkRow *row = ((const MwBulkEntry *) g_queue_peek_head ((GQueue *) &group->queue))->row;

  return group->found == NULL &&
         (row->incoming == NULL || (row->outgoing == NULL && !row->receiving_only));
}

static void
begin_scan (MwBulk *self, MwBulkGroup *group, GTask *task)
{
  const MwBulkEntry *first = g_queue_peek_head (&group->queue);
  Turn *turn;

  group->scan = make_setup (self, group, first->row, NULL, &self->error);
  if (group->scan == NULL)
    return;

  turn = g_new0 (Turn, 1);
  turn->task = g_object_ref (task);
  turn->group = group;
  turn->began = g_get_monotonic_time ();
  self->n_running++;
  mw_setup_run_async (group->scan, g_task_get_cancellable (task), scanned_cb, turn);
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
    else if (needs_search (group))
      begin_search (self, group, task);
    else
      begin_scan (self, group, task);
  }

  return G_MAXINT64;
}

static gboolean
alarm_cb (gpointer user_data)
{
  dispatch (G_TASK (user_data));

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  dispatch (G_TASK (user_data));

  return G_SOURCE_REMOVE;
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GSource *
attach (GSource *source, GSourceFunc callback, GTask *task)
{
  g_source_set_priority (source, MW_NET_PRIORITY);
  g_source_set_callback (source, callback, g_object_ref (task), g_object_unref);
  g_source_attach (source, g_task_get_context (task));

  return source;
}

static void
set_alarm (MwBulk *self, gint64 at, GTask *task)
{
  gint64 ms = (at - g_get_monotonic_time ()) / 1000 + 1;

  self->alarm = attach (g_timeout_source_new ((guint) CLAMP (ms, 1, G_MAXINT)), alarm_cb, task);
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
  clear_source (&self->cancelling);
  self->elapsed_ms = (g_get_monotonic_time () - self->began) / 1000.0;
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

/* After everything that may have changed whose turn it is. */
static void
dispatch (GTask *task)
{
  MwBulk *self = g_task_get_source_object (task);
  gint64 soonest = G_MAXINT64;

  clear_source (&self->alarm);
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

  clear_source (&self->alarm);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->hosts);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->presets);
  g_object_unref (self->store);
  g_object_unref (self->scans);
  g_free (self->ca_file);
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
  MwBulk *self;

  g_return_val_if_fail (rows != NULL && terms != NULL, NULL);
  g_return_val_if_fail (MW_IS_PRESETS (presets) && MW_IS_STORE (store), NULL);
  g_return_val_if_fail (terms->jobs <= MW_BULK_JOBS_MAX, NULL);

  self = g_object_new (MW_TYPE_BULK, NULL);
  self->rows = g_ptr_array_ref (rows);
  self->presets = g_object_ref (presets);
  self->store = g_object_ref (store);
  self->scans = mw_scans_new (terms->timeout);
  self->jobs = terms->jobs > 0 ? terms->jobs : JOBS_DEFAULT;
  self->polite = terms->jobs == 0;
  self->timeout = terms->timeout;
  self->ca_file = g_strdup (terms->ca_file);

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
  g_task_set_priority (task, MW_NET_PRIORITY);
  self->began = g_get_monotonic_time ();

  if (cancellable != NULL)
    self->cancelling =
      attach (g_cancellable_source_new (cancellable), G_SOURCE_FUNC (cancelled_cb), task);

  sort_rows (self);
  dispatch (task);
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
