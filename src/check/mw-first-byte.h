/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-driver.h"

gboolean mw_first_byte_can_ask (MwDriver *driver);
void mw_first_byte_ask_async (MwDriver *driver,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
MwFinding *mw_first_byte_ask_finish (GAsyncResult *result);
