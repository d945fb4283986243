/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwSharedTrust:
 *
 * A #GTlsDatabase that leaves the judgement to another one, which all connections share.
 */
#define MW_TYPE_SHARED_TRUST (mw_shared_trust_get_type ())
G_DECLARE_FINAL_TYPE (MwSharedTrust, mw_shared_trust, MW, SHARED_TRUST, GTlsDatabase)

GTlsDatabase *mw_shared_trust_new (GTlsDatabase *base);
void mw_shared_trust_register (void);
