/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-offers.h"
#include "mw-secret.h"

/**
 * MwSasl:
 *
 * One sign-in by one mechanism, RFC 4422; all arithmetic is libgsasl's. For one thread.
 */
typedef struct _MwSasl MwSasl;

const char *
mw_sasl_choose (MwOffers *offers, gboolean encrypted, const char *user, MwSecret *secret);
const char *
mw_sasl_find (MwOffers *offers, const char *mechanism, const char *user, MwSecret *secret);

MwSasl *mw_sasl_new (const char *mechanism, const char *user, MwSecret *secret);
void mw_sasl_free (MwSasl *self);
gboolean mw_sasl_speaks_first (MwSasl *self);
gboolean mw_sasl_is_mutual (MwSasl *self);
char *mw_sasl_answer (MwSasl *self, const char *challenge);
gboolean mw_sasl_has_used_password (MwSasl *self);
gboolean mw_sasl_is_complete (MwSasl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwSasl, mw_sasl_free)
