/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-private.h"

static gboolean
has_host (GPtrArray *servers, const char *host)
{
  for (guint i = 0; i < servers->len; i++)
    if (g_ascii_strcasecmp (((MwServer *) g_ptr_array_index (servers, i))->host, host) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
runs (const MwProvider *provider, const char *host)
{
  return has_host (provider->incoming, host) || has_host (provider->outgoing, host);
}

/**
 * mw_setup_find_owner:
 *
 * Returns: (nullable) (transfer none): who provides the server of @part, if that is known and not
 *   the provider of the address, such as a server of QQ for an address of 163
 */
const char *
mw_setup_find_owner (MwSetup *self, MwPart part)
{
  const MwServer *server = mw_setup_get_server (self, part);
  GPtrArray *providers = mw_presets_get_providers (self->presets);

  if (server == NULL || self->provider == NULL || runs (self->provider, server->host))
    return NULL;

  for (guint i = 0; i < providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (providers, i);

    if (runs (provider, server->host))
      return provider->name;
  }

  return NULL;
}
