/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-server.h"

/**
 * MwException:
 * @host: (nullable): a name in A-labels, or an IP address; any host where there is none
 * @port: of that host; 0 for any
 * @fingerprint: SHA-256, 64 hex digits in lower case
 *
 * A certificate that counts as trusted at one server although nobody vouches for it. A value; never
 * changed after it is made.
 */
typedef struct {
  char *host;
  guint16 port;
  char *fingerprint;
} MwException;

MwException *mw_exception_new (const char *host, guint16 port, const char *fingerprint);
MwException *mw_exception_copy (const MwException *self);
void mw_exception_free (MwException *self);
gboolean
mw_exception_covers (const MwException *self, const MwServer *server, const char *fingerprint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwException, mw_exception_free)
