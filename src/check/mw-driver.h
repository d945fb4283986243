/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-attempt.h"
#include "mw-channel.h"
#include "mw-hello.h"
#include "mw-stage-clock.h"
#include "mw-terms.h"
#include "mw-trips.h"

/**
 * MwDriver:
 *
 * Carries one dialogue over one connection: to one address, or through a proxy. Knows TLS and time,
 * but no protocol.
 * Made, run once, read; the property `stage` notifies. For one main context.
 */
#define MW_TYPE_DRIVER (mw_driver_get_type ())
G_DECLARE_FINAL_TYPE (MwDriver, mw_driver, MW, DRIVER, GObject)

MwDriver *mw_driver_new (const MwServer *server,
                         const char *mailbox,
                         GSocketAddress *address,
                         const char *proxy,
                         MwTlsContext *tls,
                         MwAttempt *attempt,
                         const MwTerms *terms);
MwDriver *mw_driver_new_beside (MwDriver *driver,
                                const MwServer *server,
                                MwAttempt *attempt,
                                const MwTerms *terms);
void mw_driver_run_async (MwDriver *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean mw_driver_run_finish (MwDriver *self, GAsyncResult *result, GError **error);
void mw_driver_ask_hello (MwDriver *self, MwHelloKind kind);
void mw_driver_give_up (MwDriver *self);
void mw_driver_drop (MwDriver *self);

MwStage mw_driver_get_stage (MwDriver *self);
gboolean mw_driver_is_running (MwDriver *self);
gboolean mw_driver_was_cancelled (MwDriver *self);
const MwMeasure *mw_driver_get_measure (MwDriver *self, MwStage stage);
GPtrArray *mw_driver_get_findings (MwDriver *self);
gboolean mw_driver_has_errors (MwDriver *self);
MwSignIn mw_driver_get_sign_in (MwDriver *self);
gboolean mw_driver_was_granted (MwDriver *self);
const char *mw_driver_get_mechanism (MwDriver *self);
const char *const *mw_driver_get_offers (MwDriver *self, MwPhase phase);
const MwTlsFacts *mw_driver_get_tls (MwDriver *self);
GInetAddress *mw_driver_get_address (MwDriver *self);
gboolean mw_driver_lacks_route (MwDriver *self);
MwTrips *mw_driver_dup_trips (MwDriver *self);
char *mw_driver_dup_address (MwDriver *self);
char *mw_driver_dup_subject (MwDriver *self);
const MwHelloAnswer *mw_driver_get_hello (MwDriver *self);
char *mw_driver_dup_record (MwDriver *self);
