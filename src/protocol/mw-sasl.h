/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-mechanism.h"
#include "mw-ticket.h"

/**
 * MwSasl:
 *
 * One sign-in by one mechanism, RFC 4422; all arithmetic is libgsasl's. For one thread at a time.
 */
typedef struct _MwSasl MwSasl;

gboolean mw_sasl_is_preparable (const char *text);
gboolean mw_sasl_knows (const char *mechanism);

MwSasl *mw_sasl_new (const char *mechanism, MwOffers *offers, const MwCredentials *credentials);
void mw_sasl_free (MwSasl *self);
gboolean mw_sasl_speaks_first (MwSasl *self);
gboolean mw_sasl_is_mutual (MwSasl *self);
char *mw_sasl_answer (MwSasl *self, const char *challenge);
gboolean mw_sasl_may_block (MwSasl *self);
void mw_sasl_set_challenge (MwSasl *self, const char *challenge);
void mw_sasl_think (MwSasl *self);
char *mw_sasl_take_answer (MwSasl *self);
MwTicketTrouble mw_sasl_get_trouble (MwSasl *self, const char **words);
const char *mw_sasl_get_complaint (MwSasl *self);
char *mw_sasl_dup_complaint_words (MwSasl *self);
gboolean mw_sasl_has_used_password (MwSasl *self);
gboolean mw_sasl_is_complete (MwSasl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwSasl, mw_sasl_free)
