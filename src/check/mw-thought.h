/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mw-sasl.h"

void mw_thought_async (MwSasl *sasl,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
MwSasl *mw_thought_finish (GAsyncResult *result, GError **error);
