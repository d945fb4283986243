/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-mechanism.h"

#include <string.h>

#include "mw-sasl.h"
#include "mw-ticket.h"
#include "mw-token.h"

#define NEVER G_MAXUINT

#define FIRST MW_TRAIT_SPEAKS_FIRST
#define SECRET (MW_TRAIT_PREPARES | MW_TRAIT_HIDES)
#define SCRAM (FIRST | SECRET | MW_TRAIT_SCRAM)

/* The strongest first. CRAM-MD5 sends no password, but has the server store it in the clear.
 *
 * NTLM and DIGEST-MD5 are broken (RFC 6331), and not here. For GSSAPI libgsasl asks servers of its
 * own, and stands still meanwhile. */
static const MwMechanism mechanisms[] = {
  { "EXTERNAL", FIRST | MW_TRAIT_CERTIFIES | MW_TRAIT_HIDES, NEVER }, /* RFC 4422 */
  { "SCRAM-SHA-256-PLUS", SCRAM | MW_TRAIT_BINDS, 2 },                /* RFC 7677 */
  { "SCRAM-SHA-1-PLUS", SCRAM | MW_TRAIT_BINDS, 2 },                  /* RFC 5802 */
  { "SCRAM-SHA-256", SCRAM, 2 },                                      /* RFC 7677 */
  { "SCRAM-SHA-1", SCRAM, 2 },                                        /* RFC 5802 */
  { "PLAIN", FIRST, 1 },                                              /* RFC 4616 */
  { "LOGIN", 0, 2 },                                                  /* never standardised */
  { "CRAM-MD5", SECRET, 1 },                                          /* RFC 2195 */
  { "OAUTHBEARER", FIRST | MW_TRAIT_TOKEN, 1 },                       /* RFC 7628 */
  { "XOAUTH2", FIRST | MW_TRAIT_TOKEN, 1 },                           /* never standardised */
  { "GSSAPI", FIRST | MW_TRAIT_TICKET | MW_TRAIT_HIDES, NEVER },      /* RFC 4752 */
};

static gboolean
is_there (const MwMechanism *mechanism, MwOffers *offers, MwOffers *refused)
{
  g_autofree char *offer = g_strconcat ("AUTH=", mechanism->name, NULL);

  return mw_offers_includes (offers, offer) && !mw_offers_includes (refused, mechanism->name);
}

static gboolean
can_carry (const MwMechanism *mechanism, const MwCredentials *credentials)
{
  if (mechanism->traits & MW_TRAIT_TOKEN)
    return mw_token_is_sayable (credentials->secret);

  return !(mechanism->traits & MW_TRAIT_PREPARES) ||
         (mw_sasl_is_preparable (credentials->user) &&
          mw_sasl_is_preparable (mw_secret_peek (credentials->secret)));
}

static gboolean
can_use (const MwMechanism *mechanism, MwOffers *offers, const MwCredentials *credentials)
{
  const MwBinding *binding = credentials->binding;

  if (!is_there (mechanism, offers, credentials->refused))
    return FALSE;
  if (mechanism->traits & MW_TRAIT_CERTIFIES)
    return binding != NULL && binding->has_certificate;
  if (mechanism->traits & MW_TRAIT_TICKET)
    return credentials->takes_ticket && mw_ticket_is_supported () &&
           mw_sasl_knows (mechanism->name);
  if (mechanism->traits & MW_TRAIT_BINDS && (binding == NULL || binding->type == NULL))
    return FALSE;
  if (credentials->user == NULL)
    return TRUE;

  return credentials->secret != NULL && can_carry (mechanism, credentials);
}

/**
 * mw_mechanism_choose:
 * @offers: (nullable): what the server offers, as `AUTH=…`
 * @encrypted: nobody can listen
 *
 * Some mechanisms only carry what RFC 4013 allows; a password beyond it goes by another one.
 *
 * Returns: (nullable): the best mechanism for passwords that both sides know; where others can
 * listen, rather one that hides the password
 */
const char *
mw_mechanism_choose (MwOffers *offers, gboolean encrypted, const MwCredentials *credentials)
{
  const char *best = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    if (mechanisms[i].traits & (MW_TRAIT_TOKEN | MW_TRAIT_TICKET) ||
        !can_use (&mechanisms[i], offers, credentials))
      continue;
    if (encrypted || mechanisms[i].traits & MW_TRAIT_HIDES)
      return mechanisms[i].name;
    if (best == NULL)
      best = mechanisms[i].name;
  }

  return best;
}

/**
 * mw_mechanism_look_up:
 * @name: in upper case
 *
 * Returns: (nullable): the mechanism, if it is one that we know
 */
const MwMechanism *
mw_mechanism_look_up (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (strcmp (mechanisms[i].name, name) == 0)
      return &mechanisms[i];

  return NULL;
}

static MwTraits
find_traits (const char *name)
{
  const MwMechanism *mechanism = mw_mechanism_look_up (name);

  return mechanism ? mechanism->traits : 0;
}

/**
 * mw_mechanism_find:
 * @mechanism: in upper case
 * @encrypted: nobody can listen; a token or a ticket is never said otherwise
 *
 * Returns: (nullable): @mechanism, if both sides know it and it can carry @credentials
 */
const char *
mw_mechanism_find (MwOffers *offers,
                   const char *mechanism,
                   gboolean encrypted,
                   const MwCredentials *credentials)
{
  const MwMechanism *found = mw_mechanism_look_up (mechanism);

  if (found == NULL || (found->traits & (MW_TRAIT_TOKEN | MW_TRAIT_TICKET) && !encrypted) ||
      !can_use (found, offers, credentials))
    return NULL;

  return found->name;
}

/**
 * mw_mechanism_is_known:
 * @name: in upper case; also a protocol's own command, as in mw_dialogue_new()
 *
 * Returns: whether it is one of ours, whatever a server offers
 */
gboolean
mw_mechanism_is_known (const char *name)
{
  static const char *const commands[] = { "LOGIN-COMMAND", "USER", "APOP", NULL };

  return mw_mechanism_look_up (name) != NULL || g_strv_contains (commands, name);
}

/**
 * mw_mechanism_hides:
 * @mechanism: in upper case; also `APOP`
 *
 * Returns: whether it keeps the password from whoever listens
 */
gboolean
mw_mechanism_hides (const char *mechanism)
{
  return (find_traits (mechanism) & MW_TRAIT_HIDES) != 0 || strcmp (mechanism, "APOP") == 0;
}

/**
 * mw_mechanism_is_token:
 * @mechanism: in upper case
 *
 * Returns: whether the secret that it carries is an access token, and no password
 */
gboolean
mw_mechanism_is_token (const char *mechanism)
{
  return (find_traits (mechanism) & MW_TRAIT_TOKEN) != 0;
}

/**
 * mw_mechanism_is_ticket:
 * @mechanism: (nullable): in upper case
 *
 * Returns: whether it needs no password, but a ticket of the company's network
 */
gboolean
mw_mechanism_is_ticket (const char *mechanism)
{
  return mechanism != NULL && (find_traits (mechanism) & MW_TRAIT_TICKET) != 0;
}

/**
 * mw_mechanism_takes_tokens:
 * @offers: (nullable): what the server offers, as `AUTH=…`
 *
 * Returns: whether a sign-in in the browser would do
 */
gboolean
mw_mechanism_takes_tokens (MwOffers *offers)
{
  return mw_offers_includes (offers, "AUTH=OAUTHBEARER") ||
         mw_offers_includes (offers, "AUTH=XOAUTH2");
}

/**
 * mw_mechanism_takes_tickets:
 * @offers: (nullable): what the server offers, as `AUTH=…`
 *
 * Returns: whether who has signed in to the network of the company would be let in: RFC 4752,
 *   RFC 4178
 */
gboolean
mw_mechanism_takes_tickets (MwOffers *offers)
{
  return mw_offers_includes (offers, "AUTH=GSSAPI") ||
         mw_offers_includes (offers, "AUTH=GSS-SPNEGO");
}

/**
 * mw_mechanism_get_kind:
 * @mechanism: (nullable): in upper case, or a protocol's own command; none is known yet
 *
 * Returns: (transfer none): what a person signs in with, as the settings of mail programs tell it:
 *   `password`, `oauth2`, `cram-md5`, `client-certificate` or `gssapi`
 */
const char *
mw_mechanism_get_kind (const char *mechanism)
{
  MwTraits traits = mechanism ? find_traits (mechanism) : 0;

  if (traits & MW_TRAIT_TOKEN)
    return "oauth2";
  if (traits & MW_TRAIT_CERTIFIES)
    return "client-certificate";
  if (traits & MW_TRAIT_TICKET)
    return "gssapi";

  return g_strcmp0 (mechanism, "CRAM-MD5") == 0 ? "cram-md5" : "password";
}
