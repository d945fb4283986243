/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-export-plan.h"

/**
 * MwChange:
 *
 * One change outside of Mailwright, and the way back. Applied once at most; taking back does
 * nothing where nothing was changed, so it may be tried again, and cannot be cancelled: half of the
 * way back is worse than either end. A file of its own for each kind.
 *
 * For one main context. Whoever starts an operation holds a reference until it ends.
 */
#define MW_TYPE_CHANGE (mw_change_get_type ())
G_DECLARE_DERIVABLE_TYPE (MwChange, mw_change, MW, CHANGE, GObject)

struct _MwChangeClass {
  GObjectClass parent_class;

  MwExportStep (*describe) (MwChange *self);
  void (*apply_async) (MwChange *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gboolean (*check_revert) (MwChange *self, GError **error); /* (nullable) */
  void (*revert_async) (MwChange *self, GAsyncReadyCallback callback, gpointer user_data);
  void (*save) (MwChange *self, GKeyFile *journal, const char *group);
};

MwExportStep mw_change_describe (MwChange *self);
void mw_change_apply_async (MwChange *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean mw_change_apply_finish (MwChange *self, GAsyncResult *result, GError **error);
gboolean mw_change_check_revert (MwChange *self, GError **error);
void mw_change_revert_async (MwChange *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean mw_change_revert_finish (MwChange *self, GAsyncResult *result, GError **error);
void mw_change_save (MwChange *self, GKeyFile *journal, const char *group);
