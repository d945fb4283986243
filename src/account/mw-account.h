/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-address.h"
#include "mw-server.h"

/**
 * MwAccount:
 *
 * One mailbox of the person: who they are and where its mail is fetched and handed in. A value:
 * set at birth, never changed. Its password is elsewhere, in the keyring, under the account's id.
 */
#define MW_TYPE_ACCOUNT (mw_account_get_type ())
G_DECLARE_FINAL_TYPE (MwAccount, mw_account, MW, ACCOUNT, GObject)

MwAccount *mw_account_new (const char *id,
                           const char *name,
                           const MwAddress *address,
                           const MwServer *incoming,
                           const MwServer *outgoing);
MwAccount *mw_account_new_tested (MwAccount *account, const char *verdict, GDateTime *when);
MwAccount *mw_account_new_with_certificate (MwAccount *account, const char *path);
const char *mw_account_get_id (MwAccount *self);
const char *mw_account_get_name (MwAccount *self);
const MwAddress *mw_account_get_address (MwAccount *self);
const MwServer *mw_account_get_incoming (MwAccount *self);
const MwServer *mw_account_get_outgoing (MwAccount *self);
const char *mw_account_get_verdict (MwAccount *self);
const char *mw_account_get_certificate (MwAccount *self);
GDateTime *mw_account_get_tested_at (MwAccount *self);
gboolean mw_account_needs_password (MwAccount *self);
