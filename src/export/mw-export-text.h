/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-export-plan.h"

gboolean mw_export_check_account (MwAccount *account, const char *program, GError **error);
void mw_export_set_duplicate (GError **error, MwAccount *account, const char *program);

char *mw_export_make_name (const MwAddress *address,
                           gboolean (*is_taken) (const char *name, gpointer user_data),
                           gpointer user_data);
char *mw_export_append_block (const char *text, const char *block);

void mw_export_tell_start (MwExportPlan *plan, const char *program, gboolean asks, gboolean here);
void mw_export_tell_taken (MwExportPlan *plan, const char *program);
void mw_export_note_password (MwExportPlan *plan,
                              MwAccount *account,
                              const MwServer *server,
                              gboolean has_password,
                              gboolean here);
