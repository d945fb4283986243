/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-driver.h"

gboolean mw_crowd_trial_can_run (MwDriver *driver);
void mw_crowd_trial_async (MwDriver *driver,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
MwFinding *mw_crowd_trial_finish (GAsyncResult *result);
