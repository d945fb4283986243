/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-address-result.h"
#include "mw-attempt.h"
#include "mw-offered.h"
#include "mw-proof.h"
#include "mw-stage-result.h"
#include "mw-terms.h"
#include "mw-tls-context.h"
#include "mw-trips.h"

/**
 * MwCheck:
 *
 * The staged test of one server, on every address its name has, or through the desktop's proxy:
 * resolve, connect, encrypt, greet, sign in, use. Of all addresses one signs in. Made, run once,
 * read. For one main context.
 */
#define MW_TYPE_CHECK (mw_check_get_type ())
G_DECLARE_FINAL_TYPE (MwCheck, mw_check, MW, CHECK, GObject)

#define MW_TYPE_SCANS (mw_scans_get_type ()) /* see mw-scans.h */
G_DECLARE_FINAL_TYPE (MwScans, mw_scans, MW, SCANS, GObject)

MwCheck *mw_check_new (const MwServer *server,
                       const char *mailbox,
                       MwTlsContext *tls,
                       MwAttempt *attempt,
                       const MwTerms *terms);
void mw_check_set_scans (MwCheck *self, MwScans *scans);
void mw_check_run_async (MwCheck *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean mw_check_run_finish (MwCheck *self, GAsyncResult *result, GError **error);

const MwServer *mw_check_get_server (MwCheck *self);
GInetAddress *mw_check_get_address (MwCheck *self);
char *mw_check_dup_proxy (MwCheck *self);
MwPart mw_check_get_part (MwCheck *self);
GListModel *mw_check_get_stages (MwCheck *self);
GPtrArray *mw_check_get_findings (MwCheck *self);
gboolean mw_check_is_connecting (MwCheck *self);
MwSignIn mw_check_get_sign_in (MwCheck *self);
const char *mw_check_get_mechanism (MwCheck *self);
const char *const *mw_check_get_offers (MwCheck *self, MwPhase phase);
const MwTlsFacts *mw_check_get_tls (MwCheck *self);
const MwOffered *mw_check_get_offered (MwCheck *self);
MwProof mw_check_get_proof (MwCheck *self);
GPtrArray *mw_check_list_addresses (MwCheck *self);
MwTrips *mw_check_dup_trips (MwCheck *self);
char *mw_check_dup_record (MwCheck *self);
