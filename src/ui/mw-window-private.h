/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-home-page.h"
#include "mw-keeper.h"
#include "mw-looking-page.h"
#include "mw-preferences-page.h"
#include "mw-ready-page.h"
#include "mw-settings-page.h"
#include "mw-test-page.h"
#include "mw-who-page.h"
#include "mw-window.h"

/* What the files mw-window*.c share. */
struct _MwWindow {
  AdwApplicationWindow parent_instance;

  MwPresets *presets; /* (owned) */
  MwStore *store;     /* (owned) */
  MwKeeper *keeper;   /* (owned) */
  GQueue path;        /* MwPage, where one came from; the page in sight is the last */

  GtkWidget *back_button;
  AdwWindowTitle *title;
  GtkStack *stack;
  MwHomePage *home_page;
  MwWhoPage *who_page;
  MwLookingPage *looking_page;
  MwSettingsPage *settings_page;
  MwTestPage *test_page;
  MwReadyPage *ready_page;
  MwPreferencesPage *preferences_page;
};

/* Of mw-window.c. */
MwPage *mw_window_get_page (MwWindow *self);
void mw_window_go_to (MwWindow *self, gpointer page);
void mw_window_test (MwWindow *self, MwDraft *draft);
void mw_window_show_ready (MwWindow *self, MwAccount *account, MwSecret *secret);

/* Of mw-window-search.c: from an address to its settings. */
void mw_window_fill_settings (MwWindow *self, const MwDraft *draft);
void mw_window_search (MwWindow *self, MwDraft *draft);
void mw_window_take_found (MwWindow *self, MwDraft *draft);
void mw_window_looking_found_cb (MwWindow *self);
void mw_window_looking_settings_wanted_cb (MwWindow *self);

/* Of mw-window-kept.c: the actions, with the id of the account. */
void mw_window_test_account (GtkWidget *widget, const char *action_name, GVariant *parameter);
void mw_window_use_account (GtkWidget *widget, const char *action_name, GVariant *parameter);
