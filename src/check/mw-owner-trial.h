/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-driver.h"

gboolean mw_owner_trial_can_run (MwDriver *driver, MwTrial trial);
void mw_owner_trial_async (MwDriver *driver,
                           MwTrial trial,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
MwFinding *mw_owner_trial_finish (GAsyncResult *result);
