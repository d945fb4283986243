/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#define MW_TYPE_WRAP_LAYOUT (mw_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (MwWrapLayout, mw_wrap_layout, MW, WRAP_LAYOUT, GtkLayoutManager)
