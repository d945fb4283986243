/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-exporter.h"

#define TEST_EXPORT_ID "0b1c2d3e-1111-4222-8333-444455556666"

/* A machine of its own for each test, with what the test puts there. */

void test_home_set_up (void);
char *test_home_path (const char *name);
void test_home_write (const char *name, const char *text);
char *test_home_read (const char *name);
void test_home_assert (const char *name, const char *expected);
void test_home_add_program (const char *name, const char *script);
void test_home_add_profile (const char *prefs);

void test_assert_has (const char *text, const char *part);
void test_assert_key (GKeyFile *file, const char *group, const char *key, const char *expected);

/* What is handed over there. */

extern const char *const test_export_servers[2];

MwAccount *test_export_account (const char *address, const char *const servers[2]);
MwAccount *test_export_account_with_ticket (void);

MwPresence test_export_locate (const char *client);
MwExportPlan *test_export_plan_for (const char *client, MwAccount *account, GError **error);
MwExportPlan *test_export_plan (const char *client);
void test_export_assert_refused (const char *client, const char *const servers[2], MwError code);
void test_export_assert_same_steps (const char *client);
char *test_export_apply (MwExportPlan *self);
char *test_export_hand_over (const char *client);
void test_export_undo (const char *id);
