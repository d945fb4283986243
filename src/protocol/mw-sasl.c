/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-sasl.h"

#include <gsasl.h>
#include <string.h>

#define NEVER G_MAXUINT

/* None of the mechanisms takes more; but some of the library's go on for as long as the server. */
#define ANSWERS_MAX 4

/* The form of a mechanism's messages, the client's view. */
typedef enum {
  SPEAKS_FIRST = 1 << 0,
  PREPARES = 1 << 1,  /* sends the password through SASLprep, RFC 4013, or not at all */
  HIDES = 1 << 2,     /* the password, also from whoever listens */
  SCRAM = 1 << 3,     /* the server proves that it knows the password */
  BINDS = 1 << 4,     /* ties the sign-in to this encrypted connection */
  CERTIFIES = 1 << 5, /* needs no password, but a certificate of ours */
} Traits;

typedef struct {
  const char *name;
  Traits traits;
  guint revealing; /* the answer in which the password is used, counted from 1 */
} Mechanism;

/* The strongest first. CRAM-MD5 sends no password, but has the server store it in the clear.
 *
 * NTLM and DIGEST-MD5 are broken (RFC 6331), and not here. Neither is GSSAPI: to learn whether
 * there is a ticket libgsasl asks servers of its own, and stands still meanwhile. */
static const Mechanism mechanisms[] = {
  { "EXTERNAL", SPEAKS_FIRST | CERTIFIES | HIDES, NEVER },                      /* RFC 4422 */
  { "SCRAM-SHA-256-PLUS", SPEAKS_FIRST | PREPARES | HIDES | SCRAM | BINDS, 2 }, /* RFC 7677 */
  { "SCRAM-SHA-1-PLUS", SPEAKS_FIRST | PREPARES | HIDES | SCRAM | BINDS, 2 },   /* RFC 5802 */
  { "SCRAM-SHA-256", SPEAKS_FIRST | PREPARES | HIDES | SCRAM, 2 },              /* RFC 7677 */
  { "SCRAM-SHA-1", SPEAKS_FIRST | PREPARES | HIDES | SCRAM, 2 },                /* RFC 5802 */
  { "PLAIN", SPEAKS_FIRST, 1 },                                                 /* RFC 4616 */
  { "LOGIN", 0, 2 },                   /* never standardised */
  { "CRAM-MD5", PREPARES | HIDES, 1 }, /* RFC 2195 */
};

struct _MwSasl {
  const Mechanism *mechanism;
  char *user;        /* (owned) */
  MwSecret *secret;  /* (owned) (nullable) */
  MwBinding binding; /* (owned) */
  MwTie tie;
  Gsasl_session *session; /* (owned) (nullable) */
  MwScram *scram;         /* (owned) (nullable) */
  guint n_answers;
  gboolean started_over;
  gboolean complete;
};

static Gsasl *
get_library (void)
{
  static Gsasl *library;

  if (library == NULL && gsasl_init (&library) != GSASL_OK)
    g_error ("libgsasl does not start");

  return library;
}

static gboolean
is_preparable (const char *text)
{
  char *prepared = NULL;
  int status = gsasl_saslprep (text, GSASL_ALLOW_UNASSIGNED, &prepared, NULL);

  mw_wipe_string (prepared);
  gsasl_free (prepared);

  return status == GSASL_OK;
}

static gboolean
is_there (const Mechanism *mechanism, MwOffers *offers, MwOffers *refused)
{
  g_autofree char *offer = g_strconcat ("AUTH=", mechanism->name, NULL);

  return mw_offers_includes (offers, offer) && !mw_offers_includes (refused, mechanism->name);
}

static gboolean
can_use (const Mechanism *mechanism, MwOffers *offers, const MwCredentials *credentials)
{
  const MwBinding *binding = credentials->binding;

  if (!is_there (mechanism, offers, credentials->refused))
    return FALSE;
  if (mechanism->traits & CERTIFIES)
    return binding != NULL && binding->has_certificate;
  if (mechanism->traits & BINDS && (binding == NULL || binding->type == NULL))
    return FALSE;
  if (credentials->user == NULL)
    return TRUE;
  if (credentials->secret == NULL)
    return FALSE;

  return !(mechanism->traits & PREPARES) || (is_preparable (credentials->user) &&
                                             is_preparable (mw_secret_peek (credentials->secret)));
}

/**
 * mw_sasl_choose:
 * @offers: (nullable): what the server offers, as `AUTH=…`
 * @encrypted: nobody can listen
 *
 * Some mechanisms only carry what RFC 4013 allows; a password beyond it goes by another one.
 *
 * Returns: (nullable): the best mechanism that both sides know; where others can listen, rather
 * one that hides the password
 */
const char *
mw_sasl_choose (MwOffers *offers, gboolean encrypted, const MwCredentials *credentials)
{
  const char *best = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    if (!can_use (&mechanisms[i], offers, credentials))
      continue;
    if (encrypted || mechanisms[i].traits & HIDES)
      return mechanisms[i].name;
    if (best == NULL)
      best = mechanisms[i].name;
  }

  return best;
}

/**
 * mw_sasl_find:
 * @mechanism: in upper case
 *
 * Returns: (nullable): @mechanism, if both sides know it and it can carry @credentials
 */
const char *
mw_sasl_find (MwOffers *offers, const char *mechanism, const MwCredentials *credentials)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (strcmp (mechanisms[i].name, mechanism) == 0 &&
        can_use (&mechanisms[i], offers, credentials))
      return mechanisms[i].name;

  return NULL;
}

/**
 * mw_sasl_is_known:
 * @mechanism: in upper case; also a protocol's own command, as in mw_dialogue_new()
 *
 * Returns: whether it is one of ours, whatever a server offers
 */
gboolean
mw_sasl_is_known (const char *mechanism)
{
  static const char *const commands[] = { "LOGIN-COMMAND", "USER", "APOP", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (strcmp (mechanisms[i].name, mechanism) == 0)
      return TRUE;

  return g_strv_contains (commands, mechanism);
}

/**
 * mw_sasl_hides:
 * @mechanism: in upper case; also `APOP`
 *
 * Returns: whether it keeps the password from whoever listens
 */
gboolean
mw_sasl_hides (const char *mechanism)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (strcmp (mechanisms[i].name, mechanism) == 0)
      return (mechanisms[i].traits & HIDES) != 0;

  return strcmp (mechanism, "APOP") == 0;
}

/**
 * mw_sasl_takes_tokens:
 * @offers: (nullable): what the server offers, as `AUTH=…`
 *
 * Returns: whether a sign-in in the browser would do
 */
gboolean
mw_sasl_takes_tokens (MwOffers *offers)
{
  return mw_offers_includes (offers, "AUTH=OAUTHBEARER") ||
         mw_offers_includes (offers, "AUTH=XOAUTH2");
}

/* RFC 5802, section 6 */
static MwTie
find_tie (const Mechanism *mechanism, MwOffers *offers, const MwBinding *binding)
{
  if (mechanism->traits & BINDS)
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

/* EXTERNAL leaves it to the server to read the name in the certificate: RFC 4422, appendix A. */
static void
start_session (MwSasl *self)
{
  if (gsasl_client_start (get_library (), self->mechanism->name, &self->session) != GSASL_OK ||
      gsasl_property_set (self->session, GSASL_AUTHID, self->user) != GSASL_OK)
    g_error ("libgsasl does not start %s", self->mechanism->name);
  if (!(self->mechanism->traits & CERTIFIES) &&
      gsasl_property_set (self->session, GSASL_PASSWORD, mw_secret_peek (self->secret)) != GSASL_OK)
    g_error ("libgsasl has no room for a password");
}

static void
start (MwSasl *self)
{
  if (self->mechanism->traits & SCRAM)
    start_scram (self);
  else
    start_session (self);
}

/**
 * mw_sasl_new:
 * @mechanism: one that mw_sasl_choose() or mw_sasl_find() gave for these @offers and @credentials
 */
MwSasl *
mw_sasl_new (const char *mechanism, MwOffers *offers, const MwCredentials *credentials)
{
  MwSasl *self = g_new0 (MwSasl, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (strcmp (mechanisms[i].name, mechanism) == 0)
      self->mechanism = &mechanisms[i];
  g_assert (self->mechanism != NULL);

  self->user = g_strdup (credentials->user);
  self->secret = credentials->secret ? mw_secret_ref (credentials->secret) : NULL;
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
  return (self->mechanism->traits & SPEAKS_FIRST) != 0;
}

/**
 * mw_sasl_is_mutual:
 *
 * Returns: whether the server has to prove itself too
 */
gboolean
mw_sasl_is_mutual (MwSasl *self)
{
  return (self->mechanism->traits & SCRAM) != 0;
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

static char *
answer_by_scram (MwSasl *self, const char *challenge)
{
  g_autofree char *message = NULL;
  char *native;
  char *answer;
  gsize length = 0;

  if (challenge != NULL && *challenge != '\0')
    message = (char *) g_base64_decode (challenge, &length);
  if (message != NULL)
    message = g_realloc (message, length + 1);
  if (message != NULL)
    message[length] = '\0';

  native = mw_scram_answer (self->scram, message);
  if (native == NULL)
    return NULL;
  self->complete = mw_scram_is_complete (self->scram);
  answer = g_base64_encode ((const guchar *) native, strlen (native));
  mw_free_secret_string (native);

  return answer;
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
  if (mw_sasl_is_complete (self) || self->n_answers >= ANSWERS_MAX)
    return NULL;

  answer = self->scram ? answer_by_scram (self, challenge) : answer_by_library (self, challenge);
  if (answer != NULL)
    self->n_answers++;

  return answer;
}

/**
 * mw_sasl_get_complaint:
 *
 * Returns: (nullable): what the server finds wrong with our answer, RFC 5802, section 7, such as
 *   `invalid-proof`
 */
const char *
mw_sasl_get_complaint (MwSasl *self)
{
  return self->scram ? mw_scram_get_complaint (self->scram) : NULL;
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
