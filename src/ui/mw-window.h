/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "mw-presets.h"
#include "mw-store.h"

/**
 * MwWindow:
 *
 * The walk from an address to working mail: one page after the other, and back.
 */
#define MW_TYPE_WINDOW (mw_window_get_type ())
G_DECLARE_FINAL_TYPE (MwWindow, mw_window, MW, WINDOW, AdwApplicationWindow)

MwWindow *mw_window_new (GtkApplication *application, MwPresets *presets, MwStore *store);
void mw_window_add_account (MwWindow *self, const char *address);
void mw_window_show_help (MwWindow *self);
