/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-found.h"
#include "mw-lookup.h"

void mw_autodiscover_ask_with_password_async (MwLookup *lookup,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
MwFound *mw_autodiscover_ask_with_password_finish (MwLookup *lookup,
                                                   GAsyncResult *result,
                                                   gboolean *is_refused,
                                                   GError **error);
