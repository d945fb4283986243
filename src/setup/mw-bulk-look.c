/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-private.h"

#include "mw-bulk-judge.h"
#include "mw-net-error.h"

/* What is done once for a group, before its accounts sign in: the search for settings that the
 * table leaves out, and a look at the servers. */

/* A server that is busy now is asked again, after its pause. */
static gboolean
hear_scan (MwBulk *self, MwBulkGroup *group, gint64 began)
{
  gboolean busy = FALSE;

  for (gsize i = 0; i < MW_BULK_N_PARTS; i++) {
    const MwServer *server = mw_setup_get_server (group->scan, mw_bulk_parts[i]);
    MwBulkHost *host = server ? mw_bulk_find_host (self, server->host) : NULL;

    group->hosts[mw_bulk_parts[i]] =
      host && mw_bulk_judge_is_open (group->scan, mw_bulk_parts[i]) ? host : NULL;
    if (host == NULL || !mw_bulk_judge_is_busy (group->scan, mw_bulk_parts[i]))
      continue;

    mw_bulk_host_hear (host, MW_BULK_ANSWER_BUSY, began, g_get_monotonic_time ());
    mw_scans_forget_host (self->scans, host->name);
    group->hosts[mw_bulk_parts[i]] = host;
    busy = TRUE;
  }

  return busy;
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwBulkTurn *turn = user_data;
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
  mw_bulk_turn_free (turn);

  mw_bulk_dispatch (task);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwBulkTurn *turn = user_data;
  MwBulk *self = g_task_get_source_object (turn->task);
  g_autoptr (GTask) task = g_steal_pointer (&turn->task);

  /* That nothing was found is what each account is told; that it was stopped, the task knows. */
  mw_discovery_run_finish (MW_DISCOVERY (source), result, NULL);
  turn->group->searching = FALSE;
  self->n_running--;
  mw_bulk_turn_free (turn);

  mw_bulk_dispatch (task);
}

/* Once for all accounts of a domain. */
void
mw_bulk_begin_search (MwBulk *self, MwBulkGroup *group, GTask *task)
{
  const MwBulkEntry *first = g_queue_peek_head (&group->queue);
  const MwSearch search = { .off = (const char *const *) self->off,
                            .ca_file = self->ca_file,
                            .timeout = MIN (self->timeout, MW_DISCOVERY_TIMEOUT) };
  MwBulkTurn *turn = mw_bulk_turn_new (group, task);

  group->found = mw_discovery_new (first->row->address, self->presets, &search);
  group->searching = TRUE;
  mw_discovery_run_async (group->found, g_task_get_cancellable (task), searched_cb, turn);
}

/* Whether the table leaves servers out, and nobody has looked for them yet. */
gboolean
mw_bulk_needs_search (const MwBulkGroup *group)
{
  const MwBulkRow *row = ((const MwBulkEntry *) g_queue_peek_head ((GQueue *) &group->queue))->row;

  return group->found == NULL &&
         (row->incoming == NULL || (row->outgoing == NULL && !row->receiving_only));
}

/* Once for all accounts with the same servers. */
void
mw_bulk_begin_scan (MwBulk *self, MwBulkGroup *group, GTask *task)
{
  const MwBulkEntry *first = g_queue_peek_head (&group->queue);

  group->scan = mw_bulk_create_setup (self, group, first->row, NULL, &self->error);
  if (group->scan == NULL)
    return;

  mw_setup_run_async (group->scan,
                      g_task_get_cancellable (task),
                      scanned_cb,
                      mw_bulk_turn_new (group, task));
}
