/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "mw-setup.h"

/* What IT is given of a test: the report, short and fit for a chat, or the record of every word. */

gboolean mw_handout_is_named (const char *text);
void mw_handout_copy_report (GtkWidget *widget, MwSetup *setup);
void mw_handout_copy_record (GtkWidget *widget, MwSetup *setup);
void mw_handout_save_record (GtkWidget *widget, MwSetup *setup);
