/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-private.h"

const MwPart mw_bulk_parts[MW_BULK_N_PARTS] = { MW_PART_INCOMING, MW_PART_OUTGOING };

/* How an account of @group is tested; without a @secret, only its servers are. */
MwSetup *
mw_bulk_create_setup (MwBulk *self,
                      const MwBulkGroup *group,
                      const MwBulkRow *row,
                      MwSecret *secret,
                      GError **error)
{
  g_autoptr (MwAccount) kept = mw_store_find (self->store, row->address->text);
  MwRequest request = {
    .asks_no_others =
      self->off != NULL && g_strv_contains ((const char *const *) self->off, "second-opinion"),
    .found = group->found,
    .address = row->address,
    .typed = row->name,
    .secret = secret,
    .receiving = MW_PROTOCOL_IMAP,
    .incoming = row->incoming,
    .outgoing = row->outgoing,
    .user = row->user,
    .kept = kept,
    .ca_file = self->ca_file,
    .receiving_only = row->receiving_only,
    .scans = self->scans,
    .domain_looks = self->domain_looks,
    .timeout = self->timeout,
  };

  return mw_setup_new (&request, self->presets, error);
}

/* Of @group, which begins now; counts as running until whoever ends it says otherwise. */
MwBulkTurn *
mw_bulk_turn_new (MwBulkGroup *group, GTask *task)
{
  MwBulk *bulk = g_task_get_source_object (task);
  MwBulkTurn *self = g_new0 (MwBulkTurn, 1);

  self->task = g_object_ref (task);
  self->group = group;
  self->began = g_get_monotonic_time ();
  bulk->n_running++;

  return self;
}

void
mw_bulk_turn_free (MwBulkTurn *self)
{
  g_clear_object (&self->task);
  g_clear_object (&self->setup);
  g_free (self->entry);
  g_free (self);
}
