/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

void mw_show_about (GtkWidget *parent);
void mw_choose_file_to_save_async (GtkWidget *widget,
                                   const char *title,
                                   const char *name,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void mw_choose_file_to_open_async (GtkWidget *widget,
                                   const char *title,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GFile *mw_choose_file_finish (GAsyncResult *result, GError **error);
char *mw_dup_plain (const char *label);
void mw_wrap_label (GtkLabel *label);
void mw_wrap_button (GtkButton *button);
void mw_name_peek (GtkWidget *widget);
void mw_name_buttons (GtkWidget *widget);
