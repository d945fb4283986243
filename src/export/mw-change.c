/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-change.h"

G_DEFINE_ABSTRACT_TYPE (MwChange, mw_change, G_TYPE_OBJECT)

static void
mw_change_class_init (MwChangeClass *klass)
{
}

static void
mw_change_init (MwChange *self)
{
}

/**
 * mw_change_describe:
 *
 * Returns: what it will do, or did; its texts are owned by the change
 */
MwExportStep
mw_change_describe (MwChange *self)
{
  return MW_CHANGE_GET_CLASS (self)->describe (self);
}

/**
 * mw_change_apply_async:
 *
 * Does it, on the disk, in the keyring or over D-Bus.
 */
void
mw_change_apply_async (MwChange *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  MW_CHANGE_GET_CLASS (self)->apply_async (self, cancellable, callback, user_data);
}

/**
 * mw_change_apply_finish:
 *
 * Returns: %TRUE, or %FALSE with an error, and then nothing was changed
 */
gboolean
mw_change_apply_finish (MwChange *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_change_check_revert:
 *
 * Returns: %TRUE if the change can be taken back, as far as can be seen without trying; %FALSE with
 * %MW_ERROR_CONFLICT or %MW_ERROR_PROGRAM_RUNNING
 */
gboolean
mw_change_check_revert (MwChange *self, GError **error)
{
  MwChangeClass *klass = MW_CHANGE_GET_CLASS (self);

  return klass->check_revert == NULL || klass->check_revert (self, error);
}

/**
 * mw_change_revert_async:
 *
 * Takes it back after it was applied; cannot be cancelled half-way.
 */
void
mw_change_revert_async (MwChange *self, GAsyncReadyCallback callback, gpointer user_data)
{
  MW_CHANGE_GET_CLASS (self)->revert_async (self, callback, user_data);
}

/**
 * mw_change_revert_finish:
 *
 * Returns: %TRUE if nothing of it is left, or %FALSE with an error, and then it may be tried again
 */
gboolean
mw_change_revert_finish (MwChange *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_change_save:
 *
 * Writes down what taking the change back needs, without secrets.
 */
void
mw_change_save (MwChange *self, GKeyFile *journal, const char *group)
{
  MW_CHANGE_GET_CLASS (self)->save (self, journal, group);
}
