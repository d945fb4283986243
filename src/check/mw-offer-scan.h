/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-driver.h"
#include "mw-offered.h"

/* What a server offers beside what was agreed on with it: one hello after the other, by hand. */

void mw_offer_scan_async (MwDriver *driver,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
void mw_offer_scan_finish (GAsyncResult *result, MwOffered *offered);
