/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-account.h"
#include "mw-secret.h"

/**
 * MwExportAction:
 * @MW_EXPORT_CREATE: a new file, or a folder if @contents is %NULL
 * @MW_EXPORT_APPEND: an existing file that gets our part added, everything else byte for byte kept
 * @MW_EXPORT_KEYRING: an item of the mail program's own in the system keyring
 * @MW_EXPORT_DBUS: a call to a running service
 */
typedef enum {
  MW_EXPORT_CREATE,
  MW_EXPORT_APPEND,
  MW_EXPORT_KEYRING,
  MW_EXPORT_DBUS,
} MwExportAction;

/**
 * MwExportPlan:
 *
 * What handing an account to a mail program would change, shown before it is done. Applying writes
 * each file whole or not at all, keeps a copy, and takes everything back if one step fails. What
 * was applied can be undone later by its id.
 *
 * For one main context.
 */
#define MW_TYPE_EXPORT_PLAN (mw_export_plan_get_type ())
G_DECLARE_FINAL_TYPE (MwExportPlan, mw_export_plan, MW, EXPORT_PLAN, GObject)

/* For the report: what a step does. Borrowed from the plan. */
typedef struct {
  MwExportAction action;
  const char *target; /* a path, the attributes of the item, or the call */
} MwExportStep;

MwExportPlan *mw_export_plan_new (const char *client);
char *mw_export_plan_read_file (MwExportPlan *self, const char *path, GError **error);
void mw_export_plan_add_file (MwExportPlan *self, const char *path, const char *contents);
void mw_export_plan_add_locked_file (MwExportPlan *self,
                                     const char *path,
                                     const char *contents,
                                     const char *lock,
                                     const char *program);
void mw_export_plan_add_folder (MwExportPlan *self, const char *path);
void mw_export_plan_add_item (MwExportPlan *self,
                              const char *schema,
                              const char *label,
                              GHashTable *attributes,
                              MwSecret *secret);
void mw_export_plan_add_sources (MwExportPlan *self, GHashTable *sources);
void mw_export_plan_add_note (MwExportPlan *self, const char *note);
void mw_export_plan_set_outcome (MwExportPlan *self, const char *outcome);
guint mw_export_plan_get_n_steps (MwExportPlan *self);
MwExportStep mw_export_plan_get_step (MwExportPlan *self, guint position);
const char *const *mw_export_plan_get_notes (MwExportPlan *self);
const char *mw_export_plan_get_outcome (MwExportPlan *self);

void mw_export_plan_apply_async (MwExportPlan *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
char *mw_export_plan_apply_finish (MwExportPlan *self, GAsyncResult *result, GError **error);

void mw_export_undo_async (const char *id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean mw_export_undo_finish (GAsyncResult *result, GError **error);
