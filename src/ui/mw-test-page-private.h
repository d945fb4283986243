/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-part-view.h"
#include "mw-test-page.h"

/* What the files mw-test-page*.c share. */
struct _MwTestPage {
  MwPage parent_instance;

  MwPresets *presets;        /* (owned) */
  MwStore *store;            /* (owned) */
  MwDraft *draft;            /* (owned) (nullable) what is tested */
  MwSetup *setup;            /* (owned) (nullable) the run that is shown */
  GCancellable *cancellable; /* (owned) (nullable) of the run while it runs */

  GtkAdjustment *adjustment;
  GtkLabel *status_label;
  GtkWidget *promise_label;
  GtkWidget *stop_button;
  GtkWidget *again_button;
  MwPartView *receiving_view;
  MwPartView *sending_view;
};

/* Of mw-test-page-failure.c: what came of it, where it does not work. */
const MwFinding *mw_test_page_find_problem (MwTestPage *self, MwPart part);
gboolean mw_test_page_is_same_problem (MwTestPage *self,
                                       const MwFinding *receiving,
                                       const MwFinding *sending);
void mw_test_page_turn_to (MwTestPage *self, MwProblemView *problem);
void mw_test_page_show_failure (MwTestPage *self);
