/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

void mw_show_about (GtkWidget *parent);
void mw_name_buttons (GtkWidget *widget);
