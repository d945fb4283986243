/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-exception.h"

/**
 * mw_exception_new:
 * @host: (nullable): %NULL for any
 * @port: 0 for any
 * @fingerprint: in lower case
 *
 * Returns: (transfer full): the exception
 */
MwException *
mw_exception_new (const char *host, guint16 port, const char *fingerprint)
{
  MwException *self;

  g_return_val_if_fail (fingerprint != NULL, NULL);

  self = g_new0 (MwException, 1);
  self->host = g_strdup (host);
  self->port = port;
  self->fingerprint = g_strdup (fingerprint);

  return self;
}

MwException *
mw_exception_copy (const MwException *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return mw_exception_new (self->host, self->port, self->fingerprint);
}

void
mw_exception_free (MwException *self)
{
  if (self == NULL)
    return;

  g_free (self->host);
  g_free (self->fingerprint);
  g_free (self);
}

/**
 * mw_exception_covers:
 * @fingerprint: of the certificate that @server showed, in lower case
 *
 * Returns: whether this very certificate was accepted at this very server
 */
gboolean
mw_exception_covers (const MwException *self, const MwServer *server, const char *fingerprint)
{
  g_return_val_if_fail (self != NULL && server != NULL && fingerprint != NULL, FALSE);

  return (self->host == NULL || g_ascii_strcasecmp (self->host, server->host) == 0) &&
         (self->port == 0 || self->port == server->port) &&
         g_str_equal (self->fingerprint, fingerprint);
}
