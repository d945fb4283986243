/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

void mw_show_about (GtkWidget *parent);
char *mw_dup_plain (const char *label);
void mw_name_buttons (GtkWidget *widget);
