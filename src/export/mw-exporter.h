/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-export-plan.h"

/**
 * MwPresence:
 * @MW_PRESENCE_ABSENT: not on this machine
 * @MW_PRESENCE_INSTALLED: here, and not running
 * @MW_PRESENCE_RUNNING: here, and running: some programs have to be closed before the hand-over
 */
typedef enum {
  MW_PRESENCE_ABSENT,
  MW_PRESENCE_INSTALLED,
  MW_PRESENCE_RUNNING,
} MwPresence;

/**
 * MwExporter:
 *
 * One mail program that an account can be handed to. Finding it and planning change nothing.
 */
#define MW_TYPE_EXPORTER (mw_exporter_get_type ())
G_DECLARE_INTERFACE (MwExporter, mw_exporter, MW, EXPORTER, GObject)

struct _MwExporterInterface {
  GTypeInterface parent_interface;

  const char *(*get_id) (MwExporter *self);
  const char *(*get_name) (MwExporter *self);
  MwPresence (*locate) (MwExporter *self);
  MwExportPlan *(*plan) (MwExporter *self,
                         MwAccount *account,
                         MwSecret *secret,
                         const char *output,
                         GError **error);
};

const char *mw_exporter_get_id (MwExporter *self);
const char *mw_exporter_get_name (MwExporter *self);
MwPresence mw_exporter_locate (MwExporter *self);
MwExportPlan *mw_exporter_plan (MwExporter *self,
                                MwAccount *account,
                                MwSecret *secret,
                                const char *output,
                                GError **error);

GListModel *mw_exporters_get_all (void);
MwExporter *mw_exporters_find (const char *id);
