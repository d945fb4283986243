/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-pattern.h"

/**
 * MwAnswers:
 *
 * What servers say, and which cause is meant by it: the patterns of `data/answers.ini`, and before
 * them those of the company, from `mailwright/answers/` in the data folders. Immutable.
 */
typedef struct _MwAnswers MwAnswers;

MwAnswers *mw_answers_new (const char *const *folders);
MwAnswers *mw_answers_new_for_text (const char *text, GError **error);
const MwAnswers *mw_answers_get_default (void);
void mw_answers_free (MwAnswers *self);
const MwPattern *mw_answers_match (const MwAnswers *self, const MwHeard *heard);
const MwPattern *mw_answers_explain (const MwAnswers *self, const MwHeard *heard);
GPtrArray *mw_answers_get_problems (const MwAnswers *self);
gboolean mw_answers_is_file (const char *path);
GPtrArray *mw_answers_lint (const char *path, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwAnswers, mw_answers_free)
