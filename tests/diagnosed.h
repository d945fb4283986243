/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-diagnosis.h"

typedef enum {
  TEST_NOT_TRIED,
  TEST_ACCEPTED,
  TEST_REFUSED,
} TestOutcome;

extern const MwContext test_nobody;

MwFinding *test_find (MwPart part,
                      MwStage stage,
                      MwSeverity severity,
                      const char *cause,
                      const char *evidence);
MwFinding *
test_new_answer (const char *protocol, const char *host, const char *cause, const char *answer);
GPtrArray *test_new_findings (void);
void test_add_outcome (GPtrArray *findings, MwPart part, TestOutcome outcome, const char *cause);
const char *test_cause_at (GPtrArray *findings, guint i);
const char *test_first_suspect (const MwFinding *finding);
