/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-error.h"
#include "mw-server.h"

/**
 * MwAnswers:
 *
 * What servers say, and which cause is meant by it: the patterns of `data/answers.ini`. Immutable.
 */
typedef struct _MwAnswers MwAnswers;

MwAnswers *mw_answers_new_for_text (const char *text, GError **error);
MwAnswers *mw_answers_get_default (void);
void mw_answers_free (MwAnswers *self);
const char *
mw_answers_match (const MwAnswers *self, MwProtocol protocol, const char *host, const char *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwAnswers, mw_answers_free)
