/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-private.h"

/* The servers that a run meets, and what can be read off it. */

#define POLITE_CONNECTIONS 2                /* at one server at once */
#define POLITE_SPACING (1 * G_USEC_PER_SEC) /* from one sign-in there to the next */

/* A provider of many: there we stay polite, whatever the person says. */
static gboolean
is_public (MwBulk *self, const char *host)
{
  GPtrArray *providers = mw_presets_get_providers (self->presets);

  for (guint i = 0; i < providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (providers, i);
    GPtrArray *lists[] = { provider->incoming, provider->outgoing };

    for (gsize j = 0; j < G_N_ELEMENTS (lists); j++)
      for (guint k = 0; k < lists[j]->len; k++)
        if (g_strcmp0 (((MwServer *) g_ptr_array_index (lists[j], k))->host, host) == 0)
          return !mw_presets_is_company (self->presets, provider);
  }

  return FALSE;
}

/* The server of that name, with the manners that are due there. */
MwBulkHost *
mw_bulk_find_host (MwBulk *self, const char *name)
{
  gboolean polite = self->polite || is_public (self, name);
  MwBulkHost *host;

  for (guint i = 0; i < self->hosts->len; i++) {
    host = g_ptr_array_index (self->hosts, i);
    if (g_strcmp0 (host->name, name) == 0)
      return host;
  }

  /* An account may have two connections to the same host. */
  host = mw_bulk_host_new (name,
                           polite ? POLITE_CONNECTIONS : self->jobs * 2,
                           polite ? POLITE_SPACING : 0);
  g_ptr_array_add (self->hosts, host);

  return host;
}

/**
 * mw_bulk_get_tally:
 *
 * Returns: (transfer none): of what was tested so far
 */
const MwBulkTally *
mw_bulk_get_tally (MwBulk *self)
{
  g_return_val_if_fail (MW_IS_BULK (self), NULL);

  return &self->tally;
}

/**
 * mw_bulk_get_hosts:
 *
 * Returns: (transfer none) (element-type MwBulkHost): the servers that were met
 */
GPtrArray *
mw_bulk_get_hosts (MwBulk *self)
{
  g_return_val_if_fail (MW_IS_BULK (self), NULL);

  return self->hosts;
}

/**
 * mw_bulk_get_n_rows:
 *
 * Returns: the accounts of the table, those included that cannot be tested
 */
guint
mw_bulk_get_n_rows (MwBulk *self)
{
  g_return_val_if_fail (MW_IS_BULK (self), 0);

  return self->rows->len;
}

/**
 * mw_bulk_get_n_scans:
 *
 * Returns: how many servers were looked at
 */
guint
mw_bulk_get_n_scans (MwBulk *self)
{
  g_return_val_if_fail (MW_IS_BULK (self), 0);

  return mw_scans_get_n_made (self->scans);
}

/**
 * mw_bulk_get_elapsed_ms:
 *
 * Returns: how long the run took, in milliseconds; 0 before it has ended
 */
double
mw_bulk_get_elapsed_ms (MwBulk *self)
{
  g_return_val_if_fail (MW_IS_BULK (self), 0);

  return self->elapsed_ms;
}
