/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-group.h"

/* A host, and how many connections an account has there. */
typedef struct {
  MwBulkHost *host;
  guint n_connections;
} Need;

/**
 * mw_bulk_group_new:
 *
 * Returns: (transfer full): a group without accounts; free with mw_bulk_group_free()
 */
MwBulkGroup *
mw_bulk_group_new (void)
{
  MwBulkGroup *self = g_new0 (MwBulkGroup, 1);

  g_queue_init (&self->queue);

  return self;
}

void
mw_bulk_group_free (MwBulkGroup *self)
{
  if (self == NULL)
    return;

  mw_bulk_group_clear (self);
  g_clear_object (&self->scan);
  g_clear_object (&self->found);
  g_free (self);
}

/**
 * mw_bulk_group_make_key:
 *
 * Returns: (transfer full): the same for rows that are tested at the same servers
 */
char *
mw_bulk_group_make_key (const MwBulkRow *row)
{
  g_autofree char *incoming = NULL;
  g_autofree char *outgoing = NULL;

  g_return_val_if_fail (row != NULL && row->address != NULL, NULL);

  incoming = row->incoming ? mw_server_to_uri (row->incoming) : NULL;
  outgoing = row->outgoing ? mw_server_to_uri (row->outgoing) : NULL;

  return g_strdup_printf ("%s %s %s %d",
                          row->address->domain,
                          incoming ? incoming : "-",
                          outgoing ? outgoing : "-",
                          row->receiving_only);
}

/**
 * mw_bulk_group_enqueue:
 * @row: outlives the group
 * @again: the server was busy the first time
 *
 * Puts an account at the end of those that wait.
 */
void
mw_bulk_group_enqueue (MwBulkGroup *self, const MwBulkRow *row, gboolean again)
{
  MwBulkEntry *entry;

  g_return_if_fail (self != NULL && row != NULL);

  entry = g_new0 (MwBulkEntry, 1);
  entry->row = row;
  entry->again = again;
  g_queue_push_tail (&self->queue, entry);
}

/**
 * mw_bulk_group_clear:
 *
 * Returns: how many waited
 */
guint
mw_bulk_group_clear (MwBulkGroup *self)
{
  guint n;

  g_return_val_if_fail (self != NULL, 0);

  n = g_queue_get_length (&self->queue);
  g_queue_clear_full (&self->queue, g_free);

  return n;
}

/* Each host once. Returns how many. */
static guint
list_needs (const MwBulkGroup *self, Need needs[2])
{
  MwBulkHost *incoming = self->hosts[MW_PART_INCOMING];
  MwBulkHost *outgoing = self->hosts[MW_PART_OUTGOING];
  guint n = 0;

  if (incoming != NULL)
    needs[n++] = (Need){ incoming, incoming == outgoing ? 2 : 1 };
  if (outgoing != NULL && outgoing != incoming)
    needs[n++] = (Need){ outgoing, 1 };

  return n;
}

/**
 * mw_bulk_group_is_stopped:
 *
 * Returns: whether one of the servers is to be left alone
 */
gboolean
mw_bulk_group_is_stopped (const MwBulkGroup *self)
{
  Need needs[2];
  guint n;

  g_return_val_if_fail (self != NULL, TRUE);

  n = list_needs (self, needs);
  for (guint i = 0; i < n; i++)
    if (needs[i].host->stop != MW_BULK_STOP_NONE)
      return TRUE;

  return FALSE;
}

/**
 * mw_bulk_group_get_turn:
 *
 * Returns: like mw_bulk_host_get_turn(), for all its hosts
 */
gint64
mw_bulk_group_get_turn (const MwBulkGroup *self)
{
  Need needs[2];
  gint64 turn = 0;
  guint n;

  g_return_val_if_fail (self != NULL, G_MAXINT64);

  n = list_needs (self, needs);
  for (guint i = 0; i < n; i++)
    turn = MAX (turn, mw_bulk_host_get_turn (needs[i].host, needs[i].n_connections));

  return turn;
}

/**
 * mw_bulk_group_enter:
 *
 * An account begins.
 */
void
mw_bulk_group_enter (MwBulkGroup *self, gint64 now)
{
  Need needs[2];
  guint n;

  g_return_if_fail (self != NULL);

  n = list_needs (self, needs);
  for (guint i = 0; i < n; i++)
    mw_bulk_host_enter (needs[i].host, needs[i].n_connections, now, g_random_double ());
}

/**
 * mw_bulk_group_leave:
 *
 * Gives back the connections that mw_bulk_group_enter() took, once for each account.
 */
void
mw_bulk_group_leave (MwBulkGroup *self)
{
  Need needs[2];
  guint n;

  g_return_if_fail (self != NULL);

  n = list_needs (self, needs);
  for (guint i = 0; i < n; i++)
    mw_bulk_host_leave (needs[i].host, needs[i].n_connections);
}
