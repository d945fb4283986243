/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-lookup.h"

/* The record by which a domain says in its name service where Exchange Autodiscover is to be asked:
 * `_autodiscover._tcp` (RFC 2782). */

void mw_exchange_record_find_async (MwLookup *lookup,
                                    guint limit_ms,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
char *mw_exchange_record_find_finish (MwLookup *lookup,
                                      GAsyncResult *result,
                                      MwTrust *trust,
                                      GError **error);
