/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-advice.h"

/* Of whom nothing is known, of a company nobody knows, and of a provider that is known. */
extern const MwContext test_nobody;
extern const MwContext test_stranger;
extern const MwContext test_qq;

GVariant *test_new_detail (const char *key, GVariant *value);
MwAdvice *test_advise_at (MwStage stage,
                          MwPart part,
                          const char *cause,
                          GVariant *details,
                          const MwContext *context);
MwAdvice *test_advise (MwPart part, const char *cause, GVariant *details, const MwContext *context);
