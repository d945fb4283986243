/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-discovery.h"

#define ADDRESS "li.na@practice.test"
#define NEVER G_MAXUINT

/* What a source of this test does: when it answers, and which servers it names. */
typedef struct {
  guint ms;             /* after which it answers, or NEVER */
  const char *incoming; /* (nullable) URI */
  const char *outgoing; /* (nullable) URI */
  MwTrust trust;
  gboolean answered; /* of a guess */
  gboolean is_deaf;  /* to being cancelled: a library that takes its time */
  const char *cause; /* (nullable) of a finding */

  guint n_asked;
  guint n_cancelled;
} TestScript;

enum {
  COMPANY,
  AUTOCONFIG,
  ISPDB,
  SRV,
  GUESS,
  N_SCRIPTS,
};

/* Sources of settings that do as they are told; they stand in for the program's own table. */
extern TestScript test_scripts[N_SCRIPTS];
extern guint test_n_under_way; /* those that have not answered */

/* One search, and how it ended. */
typedef struct {
  MwDiscovery *discovery;
  guint n_answers;
  gboolean worked;
  GError *error;
  double ms; /* as measured here */
} TestSearch;

void test_set_up (void);
void test_name_servers (guint row, guint ms, const char *domain);
void test_spin (guint ms);
TestSearch test_search_begin (const char *text, const MwSearch *how);
TestSearch test_search_run (const char *text, const MwSearch *how);
void test_search_done_cb (GObject *source, GAsyncResult *result, gpointer user_data);
void test_search_clear (TestSearch *search);
