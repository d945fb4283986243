/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-server.h"
#include "mw-tls-context.h"

#include <gio/gio.h>

/**
 * MwProbeOutcome:
 * @MW_PROBE_WAITING: it has not begun
 * @MW_PROBE_RUNNING: it has
 * @MW_PROBE_CLOSED: nobody is there, or says so
 * @MW_PROBE_BAD: somebody is, and is not what was expected: another protocol, no encryption, a
 *   certificate that does not fit
 * @MW_PROBE_GOOD: the right protocol greeted us behind encryption, with a certificate that fits
 */
typedef enum {
  MW_PROBE_WAITING,
  MW_PROBE_RUNNING,
  MW_PROBE_CLOSED,
  MW_PROBE_BAD,
  MW_PROBE_GOOD,
} MwProbeOutcome;

/**
 * MwProbe:
 *
 * Whether a server is there, and is a mail server to be trusted. No password is involved, and none
 * of its addresses is waited for once one has answered. Made, run once. For one main context.
 */
#define MW_TYPE_PROBE (mw_probe_get_type ())
G_DECLARE_FINAL_TYPE (MwProbe, mw_probe, MW, PROBE, GObject)

MwProbe *
mw_probe_new (const MwServer *server, const char *mailbox, GPtrArray *addresses, MwTlsContext *tls);
void mw_probe_set_exceptions (MwProbe *self, GPtrArray *exceptions);
void mw_probe_run_async (MwProbe *self,
                         guint limit_ms,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean mw_probe_run_finish (MwProbe *self, GAsyncResult *result, GError **error);

MwProbeOutcome mw_probe_get_outcome (MwProbe *self);
gboolean mw_probe_is_connected (MwProbe *self);
double mw_probe_get_ms (MwProbe *self);
