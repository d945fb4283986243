/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-offers.h"
#include "mw-scram.h"

/**
 * MwTraits:
 * @MW_TRAIT_SPEAKS_FIRST: the client does
 * @MW_TRAIT_PREPARES: sends the password through SASLprep, RFC 4013, or not at all
 * @MW_TRAIT_HIDES: the password, also from whoever listens
 * @MW_TRAIT_SCRAM: the server proves that it knows the password
 * @MW_TRAIT_BINDS: ties the sign-in to this encrypted connection
 * @MW_TRAIT_CERTIFIES: needs no password, but a certificate of ours
 * @MW_TRAIT_TOKEN: the secret is no password but an access token: only if asked for
 * @MW_TRAIT_TICKET: needs no password, but a ticket of the company's network, and may have to wait
 *   for it: only if nothing else will do
 *
 * The form of a mechanism's messages, the client's view.
 */
typedef enum {
  MW_TRAIT_SPEAKS_FIRST = 1 << 0,
  MW_TRAIT_PREPARES = 1 << 1,
  MW_TRAIT_HIDES = 1 << 2,
  MW_TRAIT_SCRAM = 1 << 3,
  MW_TRAIT_BINDS = 1 << 4,
  MW_TRAIT_CERTIFIES = 1 << 5,
  MW_TRAIT_TOKEN = 1 << 6,
  MW_TRAIT_TICKET = 1 << 7,
} MwTraits;

/**
 * MwMechanism:
 * @name: in upper case
 * @revealing: the answer in which the password is used, counted from 1
 *
 * A way to sign in, RFC 4422.
 */
typedef struct {
  const char *name;
  MwTraits traits;
  guint revealing;
} MwMechanism;

/**
 * MwCredentials:
 * @user: (nullable): not known yet
 * @secret: (nullable): not known yet; with a user, there is none
 * @binding: (nullable): what the connection has to tie a sign-in to
 * @refused: (nullable): names of mechanisms that the server does not take, after all
 * @takes_ticket: one of the company's network may be asked for
 * @service: (nullable): what the server is to Kerberos, such as `imap`
 * @host: (nullable): of the server
 * @port: of the server
 *
 * What there is to sign in with. Borrowed, all of it.
 */
typedef struct {
  const char *user;
  MwSecret *secret;
  const MwBinding *binding;
  MwOffers *refused;
  gboolean takes_ticket;
  const char *service;
  const char *host;
  guint16 port;
} MwCredentials;

const MwMechanism *mw_mechanism_look_up (const char *name);

const char *
mw_mechanism_choose (MwOffers *offers, gboolean encrypted, const MwCredentials *credentials);
const char *mw_mechanism_find (MwOffers *offers,
                               const char *mechanism,
                               gboolean encrypted,
                               const MwCredentials *credentials);

gboolean mw_mechanism_is_known (const char *name);
gboolean mw_mechanism_hides (const char *mechanism);
gboolean mw_mechanism_is_token (const char *mechanism);
gboolean mw_mechanism_is_ticket (const char *mechanism);
gboolean mw_mechanism_takes_tokens (MwOffers *offers);
gboolean mw_mechanism_takes_tickets (MwOffers *offers);
const char *mw_mechanism_get_kind (const char *mechanism);
