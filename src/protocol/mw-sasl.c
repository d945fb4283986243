/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-sasl.h"

#include <gsasl.h>
#include <string.h>

#include "mw-token.h"

/* None of the mechanisms takes more; but some of the library's go on for as long as the server. */
#define ANSWERS_MAX 4

struct _MwSasl {
  const MwMechanism *mechanism;
  char *user;        /* (owned) */
  MwSecret *secret;  /* (owned) (nullable) */
  MwBinding binding; /* (owned) */
  MwTie tie;
  const char *service; /* (static) (nullable) */
  char *host;          /* (owned) (nullable) */
  guint16 port;
  Gsasl_session *session; /* (owned) (nullable) */
  MwScram *scram;         /* (owned) (nullable) */
  char *objection;        /* (owned) (nullable) to the token, in JSON */
  char *status;           /* (owned) (nullable) what it comes to */
  guint n_answers;
  gboolean started_over;
  gboolean complete;

  char *challenge; /* (owned) (nullable) to think about */
  char *thought;   /* (owned) (nullable) what came of it, to be wiped */
  MwTicketTrouble trouble;
  char *words; /* (owned) (nullable) of it */
};

static Gsasl *
get_library (void)
{
  static Gsasl *library;

  if (library == NULL && gsasl_init (&library) != GSASL_OK)
    g_error ("libgsasl does not start");

  return library;
}

/**
 * mw_sasl_is_preparable:
 *
 * Returns: whether SASLprep has a form for @text: RFC 4013
 */
gboolean
mw_sasl_is_preparable (const char *text)
{
  char *prepared = NULL;
  int status = gsasl_saslprep (text, GSASL_ALLOW_UNASSIGNED, &prepared, NULL);

  mw_wipe_string (prepared);
  gsasl_free (prepared);

  return status == GSASL_OK;
}

/**
 * mw_sasl_knows:
 *
 * Returns: whether libgsasl is built with @mechanism
 */
gboolean
mw_sasl_knows (const char *mechanism)
{
  return gsasl_client_support_p (get_library (), mechanism) == 1;
}

/* RFC 5802, section 6 */
static MwTie
find_tie (const MwMechanism *mechanism, MwOffers *offers, const MwBinding *binding)
{
  if (mechanism->traits & MW_TRAIT_BINDS)
    return MW_TIE_BOUND;
  if (binding == NULL || binding->type == NULL ||
      mw_offers_includes (offers, "AUTH=SCRAM-SHA-256-PLUS") ||
      mw_offers_includes (offers, "AUTH=SCRAM-SHA-1-PLUS"))
    return MW_TIE_NONE;

  return MW_TIE_NOT_OFFERED;
}

static void
start_scram (MwSasl *self)
{
  GChecksumType hash =
    strstr (self->mechanism->name, "SHA-256") ? G_CHECKSUM_SHA256 : G_CHECKSUM_SHA1;

  self->scram = mw_scram_new (hash, self->user, self->secret, self->tie, &self->binding);
}

static void
set_property (MwSasl *self, Gsasl_property property, const char *text)
{
  if (gsasl_property_set (self->session, property, text) != GSASL_OK)
    g_error ("libgsasl has no room for a text");
}

/* RFC 4752, section 3.1. The server is told whose mailbox it is, as mail programs tell it. */
static void
set_names (MwSasl *self)
{
  set_property (self, GSASL_SERVICE, self->service);
  set_property (self, GSASL_HOSTNAME, self->host);
  set_property (self, GSASL_AUTHZID, self->user);
}

/* EXTERNAL leaves it to the server to read the name in the certificate: RFC 4422, appendix A. */
static void
start_session (MwSasl *self)
{
  if (gsasl_client_start (get_library (), self->mechanism->name, &self->session) != GSASL_OK)
    g_error ("libgsasl does not start %s", self->mechanism->name);

  set_property (self, GSASL_AUTHID, self->user);
  if (self->mechanism->traits & MW_TRAIT_TICKET)
    set_names (self);
  else if (!(self->mechanism->traits & MW_TRAIT_CERTIFIES))
    set_property (self, GSASL_PASSWORD, mw_secret_peek (self->secret));
}

static void
start (MwSasl *self)
{
  if (self->mechanism->traits & MW_TRAIT_SCRAM)
    start_scram (self);
  else if (!(self->mechanism->traits & MW_TRAIT_TOKEN))
    start_session (self);
}

/**
 * mw_sasl_new:
 * @mechanism: one that mw_mechanism_choose() or mw_mechanism_find() gave for these @offers and
 * @credentials
 */
MwSasl *
mw_sasl_new (const char *mechanism, MwOffers *offers, const MwCredentials *credentials)
{
  MwSasl *self = g_new0 (MwSasl, 1);

  self->mechanism = mw_mechanism_look_up (mechanism);
  g_assert (self->mechanism != NULL);

  self->user = g_strdup (credentials->user);
  if (credentials->secret != NULL && !(self->mechanism->traits & MW_TRAIT_TICKET))
    self->secret = mw_secret_ref (credentials->secret);
  self->service = credentials->service;
  self->host = g_strdup (credentials->host);
  self->port = credentials->port;
  self->tie = find_tie (self->mechanism, offers, credentials->binding);
  if (self->tie == MW_TIE_BOUND) {
    self->binding.type = credentials->binding->type;
    self->binding.bytes = g_bytes_ref (credentials->binding->bytes);
  }
  start (self);

  return self;
}

static void
end (MwSasl *self)
{
  g_clear_pointer (&self->scram, mw_scram_free);
  if (self->session == NULL)
    return;

  /* libgsasl copies its properties and frees the copies unwiped: wipe through the back door. */
  mw_wipe_string ((char *) gsasl_property_fast (self->session, GSASL_PASSWORD));
  g_clear_pointer (&self->session, gsasl_finish);
}

void
mw_sasl_free (MwSasl *self)
{
  if (self == NULL)
    return;

  end (self);
  g_clear_pointer (&self->binding.bytes, g_bytes_unref);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_clear_pointer (&self->thought, mw_free_secret_string);
  g_free (self->challenge);
  g_free (self->words);
  g_free (self->objection);
  g_free (self->status);
  g_free (self->host);
  g_free (self->user);
  g_free (self);
}

/**
 * mw_sasl_speaks_first:
 *
 * Returns: whether the first answer needs no challenge
 */
gboolean
mw_sasl_speaks_first (MwSasl *self)
{
  return (self->mechanism->traits & MW_TRAIT_SPEAKS_FIRST) != 0;
}

/**
 * mw_sasl_is_mutual:
 *
 * Returns: whether the server has to prove itself too
 */
gboolean
mw_sasl_is_mutual (MwSasl *self)
{
  return (self->mechanism->traits & (MW_TRAIT_SCRAM | MW_TRAIT_TICKET)) != 0;
}

/* A server may overhear what came with the command, and ask for it: once. */
static gboolean
has_overheard (MwSasl *self, const char *challenge)
{
  return mw_sasl_speaks_first (self) && self->n_answers == 1 && !self->started_over &&
         challenge != NULL && *challenge == '\0';
}

static void
start_over (MwSasl *self)
{
  end (self);
  self->n_answers = 0;
  self->started_over = TRUE;
  self->complete = FALSE;
  start (self);
}

/* Returns: (transfer full) (nullable): what was said in base64, up to the first NUL */
static char *
decode (const char *challenge)
{
  g_autofree guchar *bytes = NULL;
  gsize length = 0;

  if (challenge == NULL || *challenge == '\0')
    return NULL;
  bytes = g_base64_decode (challenge, &length);

  return g_strndup (bytes ? (const char *) bytes : "", length);
}

/* Returns: (transfer full): @native in base64, which is freed */
static char *
encode_secret (char *native)
{
  char *encoded = g_base64_encode ((const guchar *) native, strlen (native));

  mw_free_secret_string (native);

  return encoded;
}

/* To a token that it does not take the server objects as if it asked for more, and waits for an
 * answer that says nothing: RFC 7628, section 3.2.3. */
static char *
answer_objection (MwSasl *self, const char *challenge)
{
  self->objection = decode (challenge);
  if (self->objection == NULL)
    return NULL;
  self->status = mw_token_read_status (self->objection);
  self->complete = FALSE;

  return g_strdup (strcmp (self->mechanism->name, "OAUTHBEARER") == 0 ? "AQ==" : "");
}

static char *
answer_by_token (MwSasl *self, const char *challenge)
{
  MwToken token = { self->user, self->secret, self->host, self->port };

  if (self->objection != NULL)
    return NULL;
  if (self->n_answers > 0)
    return answer_objection (self, challenge);

  self->complete = TRUE;

  return encode_secret (strcmp (self->mechanism->name, "OAUTHBEARER") == 0
                          ? mw_token_to_bearer (&token)
                          : mw_token_to_xoauth2 (&token));
}

static char *
answer_by_scram (MwSasl *self, const char *challenge)
{
  g_autofree char *message = decode (challenge);
  char *native;

  native = mw_scram_answer (self->scram, message);
  if (native == NULL)
    return NULL;
  self->complete = mw_scram_is_complete (self->scram);

  return encode_secret (native);
}

static char *
answer_by_library (MwSasl *self, const char *challenge)
{
  char *native = NULL;
  char *answer;
  int status;

  /* LOGIN asks for a name and a password in words of the server's own choice. */
  if (strcmp (self->mechanism->name, "LOGIN") == 0)
    challenge = "";
  status = gsasl_step64 (self->session, challenge, &native);
  if (status != GSASL_OK && status != GSASL_NEEDS_MORE)
    return NULL;

  self->complete = status == GSASL_OK;
  answer = g_strdup (native ? native : "");
  mw_wipe_string (native);
  gsasl_free (native);

  return answer;
}

/**
 * mw_sasl_answer:
 * @challenge: (nullable): in base64; none for the first words of a client that speaks first
 *
 * Returns: (transfer full) (nullable): the answer in base64, to be freed with
 * mw_free_secret_string(); %NULL if there is none, as when the server's proof is wrong
 */
char *
mw_sasl_answer (MwSasl *self, const char *challenge)
{
  char *answer;

  if (has_overheard (self, challenge))
    start_over (self);
  if (self->n_answers >= ANSWERS_MAX ||
      (mw_sasl_is_complete (self) && !(self->mechanism->traits & MW_TRAIT_TOKEN)))
    return NULL;

  if (self->mechanism->traits & MW_TRAIT_TOKEN)
    answer = answer_by_token (self, challenge);
  else if (self->scram != NULL)
    answer = answer_by_scram (self, challenge);
  else
    answer = answer_by_library (self, challenge);
  if (answer != NULL)
    self->n_answers++;

  return answer;
}

/**
 * mw_sasl_may_block:
 *
 * Returns: whether mw_sasl_answer() asks others for what it needs, and waits for them: then there
 *   is mw_sasl_think(), for another thread
 */
gboolean
mw_sasl_may_block (MwSasl *self)
{
  return (self->mechanism->traits & MW_TRAIT_TICKET) != 0;
}

/**
 * mw_sasl_set_challenge:
 * @challenge: (nullable): as for mw_sasl_answer()
 *
 * Keeps what mw_sasl_think() is to answer.
 */
void
mw_sasl_set_challenge (MwSasl *self, const char *challenge)
{
  g_free (self->challenge);
  self->challenge = g_strdup (challenge);
}

/**
 * mw_sasl_think:
 *
 * Blocks: looks for the answer, with all that has to be asked for.
 */
void
mw_sasl_think (MwSasl *self)
{
  if (self->n_answers == 0)
    self->trouble = mw_ticket_get (self->service, self->host, &self->words);
  if (self->trouble == MW_TICKET_THERE)
    self->thought = mw_sasl_answer (self, self->challenge);
}

/**
 * mw_sasl_take_answer:
 *
 * Returns: (transfer full) (nullable): what mw_sasl_think() found, as from mw_sasl_answer()
 */
char *
mw_sasl_take_answer (MwSasl *self)
{
  return g_steal_pointer (&self->thought);
}

/**
 * mw_sasl_get_trouble:
 * @words: (out) (transfer none) (nullable): of whoever told
 *
 * Returns: what is in the way of a ticket
 */
MwTicketTrouble
mw_sasl_get_trouble (MwSasl *self, const char **words)
{
  *words = self->words;

  return self->trouble;
}

/**
 * mw_sasl_get_complaint:
 *
 * Returns: (nullable): what the server finds wrong with our answer, such as `invalid-proof`, RFC
 *   5802, section 7, or `invalid_token`, RFC 7628, section 3.2.2; empty if it does not say
 */
const char *
mw_sasl_get_complaint (MwSasl *self)
{
  return self->scram ? mw_scram_get_complaint (self->scram) : self->status;
}

/**
 * mw_sasl_dup_complaint_words:
 *
 * Returns: (transfer full): the complaint as it was made, without the base64
 */
char *
mw_sasl_dup_complaint_words (MwSasl *self)
{
  return self->objection ? g_strdup (self->objection)
                         : g_strconcat ("e=", mw_sasl_get_complaint (self), NULL);
}

/**
 * mw_sasl_has_used_password:
 *
 * Returns: whether one of the answers depends on the password
 */
gboolean
mw_sasl_has_used_password (MwSasl *self)
{
  return self->n_answers >= self->mechanism->revealing;
}

/**
 * mw_sasl_is_complete:
 *
 * Returns: whether the server has heard, and has proven, all that this mechanism wants
 */
gboolean
mw_sasl_is_complete (MwSasl *self)
{
  return self->complete;
}
