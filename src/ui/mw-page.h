/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

/**
 * MwPage:
 *
 * One step of the walk from an address to working mail: what the window shows, one at a time.
 */
#define MW_TYPE_PAGE (mw_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (MwPage, mw_page, MW, PAGE, AdwBin)

struct _MwPageClass {
  AdwBinClass parent_class;

  void (*enter) (MwPage *self);
  gboolean (*go_back) (MwPage *self);
};

const char *mw_page_get_title (MwPage *self);
GtkWidget *mw_page_get_default_widget (MwPage *self);
void mw_page_enter (MwPage *self);
gboolean mw_page_go_back (MwPage *self);
