/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define MW_HELP "help:mailwright"
#define MW_HELP_CODE MW_HELP "/authorization-code"

void mw_show_toast (GtkWidget *widget, AdwToast *toast);
void mw_say (GtkWidget *widget, const char *text);
void mw_open_uri (GtkWidget *widget, const char *uri);
