/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void mw_access_keys_take (GtkWidget *widget);
void mw_access_keys_give (GtkWidget *widget);

G_END_DECLS
