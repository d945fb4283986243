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

/* `imap.qq.com` is of who has `qq.com`, though others may use it too. */
static gboolean
is_named_after (const MwProvider *provider, const char *host)
{
  for (gsize i = 0; provider->domains != NULL && provider->domains[i] != NULL; i++) {
    g_autofree char *ending = g_strconcat (".", provider->domains[i], NULL);

    if (g_str_has_suffix (host, ending))
      return TRUE;
  }

  return FALSE;
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
  const char *name = NULL;

  if (server == NULL || self->provider == NULL || runs (self->provider, server->host))
    return NULL;

  for (guint i = 0; i < providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (providers, i);

    if (runs (provider, server->host) && is_named_after (provider, server->host))
      return provider->name;
    if (runs (provider, server->host) && name == NULL)
      name = provider->name;
  }

  return name;
}
