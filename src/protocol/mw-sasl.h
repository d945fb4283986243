/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-offers.h"
#include "mw-scram.h"

/**
 * MwCredentials:
 * @user: (nullable): not known yet
 * @secret: (nullable): not known yet; with a user, there is none
 * @binding: (nullable): what the connection has to tie a sign-in to
 * @refused: (nullable): names of mechanisms that the server does not take, after all
 *
 * What there is to sign in with. Borrowed, all of it.
 */
typedef struct {
  const char *user;
  MwSecret *secret;
  const MwBinding *binding;
  MwOffers *refused;
} MwCredentials;

/**
 * MwSasl:
 *
 * One sign-in by one mechanism, RFC 4422; all arithmetic is libgsasl's. For one thread.
 */
typedef struct _MwSasl MwSasl;

const char *mw_sasl_choose (MwOffers *offers, gboolean encrypted, const MwCredentials *credentials);
const char *
mw_sasl_find (MwOffers *offers, const char *mechanism, const MwCredentials *credentials);

gboolean mw_sasl_is_known (const char *mechanism);
gboolean mw_sasl_hides (const char *mechanism);
gboolean mw_sasl_takes_tokens (MwOffers *offers);

MwSasl *mw_sasl_new (const char *mechanism, MwOffers *offers, const MwCredentials *credentials);
void mw_sasl_free (MwSasl *self);
gboolean mw_sasl_speaks_first (MwSasl *self);
gboolean mw_sasl_is_mutual (MwSasl *self);
char *mw_sasl_answer (MwSasl *self, const char *challenge);
const char *mw_sasl_get_complaint (MwSasl *self);
gboolean mw_sasl_has_used_password (MwSasl *self);
gboolean mw_sasl_is_complete (MwSasl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwSasl, mw_sasl_free)
