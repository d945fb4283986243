/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-sasl.h"

#include <gsasl.h>
#include <string.h>

/* A server decides how often the password is hashed, and so how long we are busy with it. A hundred
 * times what RFC 7677, section 4, asks for takes half a second. */
#define ITERATIONS_MAX 1000000

/* None of the mechanisms takes more; but some of the library's go on for as long as the server. */
#define ANSWERS_MAX 4

/* The form of a mechanism's messages, the client's view. */
typedef enum {
  SPEAKS_FIRST = 1 << 0,
  PREPARES = 1 << 1, /* sends the password through SASLprep, RFC 4013, or not at all */
  HIDES = 1 << 2,    /* the password, also from whoever listens */
  MUTUAL = 1 << 3,   /* the server proves that it knows the password */
} Traits;

typedef struct {
  const char *name;
  Traits traits;
  guint revealing; /* the answer in which the password is used, counted from 1 */
} Mechanism;

/* The strongest first. CRAM-MD5 sends no password, but has the server store it in the clear. */
static const Mechanism mechanisms[] = {
  { "SCRAM-SHA-256", SPEAKS_FIRST | PREPARES | HIDES | MUTUAL, 2 }, /* RFC 7677 */
  { "SCRAM-SHA-1", SPEAKS_FIRST | PREPARES | HIDES | MUTUAL, 2 },   /* RFC 5802 */
  { "PLAIN", SPEAKS_FIRST, 1 },                                     /* RFC 4616 */
  { "LOGIN", 0, 2 },                                                /* never standardised */
  { "CRAM-MD5", PREPARES | HIDES, 1 },                              /* RFC 2195 */
};

struct _MwSasl {
  const Mechanism *mechanism;
  Gsasl_session *session; /* (owned) */
  guint n_answers;
  gboolean started_over;
  int status;
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
can_use (const Mechanism *mechanism, MwOffers *offers, const char *user, MwSecret *secret)
{
  g_autofree char *offer = g_strconcat ("AUTH=", mechanism->name, NULL);

  if (!mw_offers_includes (offers, offer))
    return FALSE;
  if (user == NULL || !(mechanism->traits & PREPARES))
    return TRUE;

  return is_preparable (user) && is_preparable (mw_secret_peek (secret));
}

/**
 * mw_sasl_choose:
 * @offers: (nullable): what the server offers, as `AUTH=…`
 * @encrypted: nobody can listen
 * @user: (nullable): not known yet
 * @secret: (nullable): likewise
 *
 * Some mechanisms only carry what RFC 4013 allows; a password beyond it goes by another one.
 *
 * Returns: (nullable): the best mechanism that both sides know; where others can listen, rather
 * one that hides the password
 */
const char *
mw_sasl_choose (MwOffers *offers, gboolean encrypted, const char *user, MwSecret *secret)
{
  const char *best = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++) {
    if (!can_use (&mechanisms[i], offers, user, secret))
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
 * Returns: (nullable): @mechanism, if both sides know it and it can carry @user and @secret
 */
const char *
mw_sasl_find (MwOffers *offers, const char *mechanism, const char *user, MwSecret *secret)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (strcmp (mechanisms[i].name, mechanism) == 0 &&
        can_use (&mechanisms[i], offers, user, secret))
      return mechanisms[i].name;

  return NULL;
}

static Gsasl_session *
start_session (const char *mechanism, const char *user, const char *password)
{
  Gsasl_session *session = NULL;

  if (gsasl_client_start (get_library (), mechanism, &session) != GSASL_OK ||
      gsasl_property_set (session, GSASL_AUTHID, user) != GSASL_OK ||
      gsasl_property_set (session, GSASL_PASSWORD, password) != GSASL_OK)
    g_error ("libgsasl does not start %s", mechanism);

  return session;
}

/**
 * mw_sasl_new:
 * @mechanism: one that mw_sasl_choose() or mw_sasl_find() gave
 */
MwSasl *
mw_sasl_new (const char *mechanism, const char *user, MwSecret *secret)
{
  MwSasl *self = g_new0 (MwSasl, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (strcmp (mechanisms[i].name, mechanism) == 0)
      self->mechanism = &mechanisms[i];
  g_assert (self->mechanism != NULL);

  self->session = start_session (mechanism, user, mw_secret_peek (secret));
  self->status = GSASL_NEEDS_MORE;

  return self;
}

static void
end_session (Gsasl_session *session)
{
  /* libgsasl copies its properties and frees the copies unwiped: wipe through the back door. */
  mw_wipe_string ((char *) gsasl_property_fast (session, GSASL_PASSWORD));
  gsasl_finish (session);
}

void
mw_sasl_free (MwSasl *self)
{
  if (self == NULL)
    return;

  end_session (self->session);
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
  return (self->mechanism->traits & MUTUAL) != 0;
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
  Gsasl_session *old = self->session;

  self->session = start_session (self->mechanism->name,
                                 gsasl_property_fast (old, GSASL_AUTHID),
                                 gsasl_property_fast (old, GSASL_PASSWORD));
  self->n_answers = 0;
  self->started_over = TRUE;
  self->status = GSASL_NEEDS_MORE;
  end_session (old);
}

/* server-first-message = nonce "," salt "," iteration-count; RFC 5802, section 7 */
static gboolean
is_affordable (MwSasl *self, const char *challenge)
{
  g_autofree char *message = NULL;
  g_auto (GStrv) fields = NULL;
  gsize length;

  if (!mw_sasl_is_mutual (self) || challenge == NULL || *challenge == '\0')
    return TRUE;

  message = (char *) g_base64_decode (challenge, &length);
  fields = g_strsplit (message, ",", -1);
  for (guint i = 0; fields[i] != NULL; i++)
    if (g_str_has_prefix (fields[i], "i=") &&
        g_ascii_strtoull (fields[i] + strlen ("i="), NULL, 10) > ITERATIONS_MAX)
      return FALSE;

  return TRUE;
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
  char *native = NULL;
  char *answer;

  if (has_overheard (self, challenge))
    start_over (self);
  if (mw_sasl_is_complete (self) || self->n_answers >= ANSWERS_MAX ||
      !is_affordable (self, challenge))
    return NULL;

  /* LOGIN asks for a name and a password in words of the server's own choice. */
  if (strcmp (self->mechanism->name, "LOGIN") == 0)
    challenge = "";
  self->status = gsasl_step64 (self->session, challenge, &native);
  if (self->status != GSASL_OK && self->status != GSASL_NEEDS_MORE)
    return NULL;

  self->n_answers++;
  answer = g_strdup (native ? native : "");
  mw_wipe_string (native);
  gsasl_free (native);

  return answer;
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
  return self->status == GSASL_OK;
}
