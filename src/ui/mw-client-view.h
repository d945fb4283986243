/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mw-exporter.h"

/**
 * MwClientView:
 *
 * Handing an account to one mail program: what would be changed, the button that does it, and the
 * one that takes it back.
 */
#define MW_TYPE_CLIENT_VIEW (mw_client_view_get_type ())
G_DECLARE_FINAL_TYPE (MwClientView, mw_client_view, MW, CLIENT_VIEW, GtkBox)

GtkWidget *mw_client_view_new (MwExporter *exporter, MwAccount *account, MwSecret *secret);
void mw_client_view_make_primary (MwClientView *self);
void mw_client_view_set_news (MwClientView *self, GtkAccessible *verdict, GtkAccessible *keeping);
GtkAccessible *mw_client_view_get_summary (MwClientView *self);
GtkWidget *mw_client_view_get_button (MwClientView *self);
