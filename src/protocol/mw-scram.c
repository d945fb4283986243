/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-scram.h"

#include <gsasl.h>
#include <stdlib.h>
#include <string.h>

/* A server decides how often the password is hashed, and so how long we are busy with it. A hundred
 * times what RFC 7677, section 4, asks for takes half a second. */
#define ITERATIONS_MAX 1000000

#define NONCE_LENGTH 18 /* bytes, before base64; RFC 5802, section 5.1, wants enough of it */

typedef enum {
  STATE_BEGINS,
  STATE_AWAITS_SALT,
  STATE_AWAITS_PROOF,
  STATE_COMPLETE,
  STATE_FAILED,
} State;

struct _MwScram {
  GChecksumType hash;
  char *user;     /* (owned) prepared */
  char *password; /* (owned) prepared; wiped as soon as it was used */
  char *header;   /* (owned) gs2-header */
  GBytes *bytes;  /* (owned) (nullable) of the channel */

  State state;
  char *nonce;       /* (owned) ours */
  char *first;       /* (owned) client-first-message-bare */
  char *server_sign; /* (owned) (nullable) in base64: what the server has to say */
  char *complaint;   /* (owned) (nullable) server-error-value */
};

static char *
prepare (const char *text)
{
  char *prepared = NULL;
  char *copy;

  if (gsasl_saslprep (text, GSASL_ALLOW_UNASSIGNED, &prepared, NULL) != GSASL_OK)
    g_error ("A name or a password was not looked at before");
  copy = g_strdup (prepared);
  mw_wipe_string (prepared);
  gsasl_free (prepared);

  return copy;
}

/* gs2-header = gs2-cbind-flag "," [authzid] ","; RFC 5802, section 7 */
static char *
make_header (MwTie tie, const MwBinding *binding)
{
  if (tie == MW_TIE_BOUND)
    return g_strdup_printf ("p=%s,,", binding->type);

  return g_strdup (tie == MW_TIE_NOT_OFFERED ? "y,," : "n,,");
}

/**
 * mw_scram_new:
 * @hash: SHA-1 or SHA-256
 * @user: one that RFC 4013 allows
 * @secret: likewise
 * @binding: (nullable): needed for %MW_TIE_BOUND
 */
MwScram *
mw_scram_new (GChecksumType hash,
              const char *user,
              MwSecret *secret,
              MwTie tie,
              const MwBinding *binding)
{
  MwScram *self = g_new0 (MwScram, 1);

  self->hash = hash;
  self->user = prepare (user);
  self->password = prepare (mw_secret_peek (secret));
  self->header = make_header (tie, binding);
  if (tie == MW_TIE_BOUND)
    self->bytes = g_bytes_ref (binding->bytes);

  return self;
}

void
mw_scram_free (MwScram *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->password, mw_free_secret_string);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->server_sign);
  g_free (self->complaint);
  g_free (self->header);
  g_free (self->nonce);
  g_free (self->first);
  g_free (self->user);
  g_free (self);
}

/* saslname: "," and "=" would end a field; RFC 5802, section 5.1 */
static char *
escape (const char *user)
{
  g_autoptr (GString) name = g_string_new (user);

  g_string_replace (name, "=", "=3D", 0);
  g_string_replace (name, ",", "=2C", 0);

  return g_strdup (name->str);
}

/* client-first-message = gs2-header "n=" saslname ",r=" c-nonce */
static char *
say_first (MwScram *self)
{
  char bytes[NONCE_LENGTH];
  g_autofree char *name = escape (self->user);

  if (gsasl_nonce (bytes, sizeof bytes) != GSASL_OK)
    g_error ("There is no chance on this machine");
  self->nonce = g_base64_encode ((const guchar *) bytes, sizeof bytes);
  self->first = g_strdup_printf ("n=%s,r=%s", name, self->nonce);
  self->state = STATE_AWAITS_SALT;

  return g_strconcat (self->header, self->first, NULL);
}

/* What the server chose. */
typedef struct {
  char *nonce; /* (owned) */
  char *salt;  /* (owned) bytes */
  gsize salt_length;
  guint iterations;
} Salting;

static void
clear_salting (Salting *self)
{
  g_free (self->nonce);
  g_free (self->salt);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Salting, clear_salting)

static gboolean
read_iterations (const char *text, guint *iterations)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 1, ITERATIONS_MAX, &number, NULL))
    return FALSE;
  *iterations = number;

  return TRUE;
}

/* server-first-message = nonce "," salt "," iteration-count ["," extensions]; RFC 5802, section 7.
 * One that begins with "m=" wants what we do not know: section 5.1. */
static gboolean
read_salting (MwScram *self, const char *message, Salting *salting)
{
  g_auto (GStrv) fields = g_strsplit (message, ",", 4);
  gsize length = strlen (self->nonce);

  if (g_strv_length (fields) < 3 || !g_str_has_prefix (fields[0], "r=") ||
      !g_str_has_prefix (fields[1], "s=") || !g_str_has_prefix (fields[2], "i="))
    return FALSE;

  /* The server adds a part of its own. */
  salting->nonce = g_strdup (fields[0] + 2);
  if (!g_str_has_prefix (salting->nonce, self->nonce) || strlen (salting->nonce) == length)
    return FALSE;
  salting->salt = (char *) g_base64_decode (fields[1] + 2, &salting->salt_length);

  return salting->salt_length > 0 && read_iterations (fields[2] + 2, &salting->iterations);
}

/* channel-binding = "c=" base64 of gs2-header and the channel's bytes */
static char *
make_unproven (MwScram *self, const Salting *salting)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autofree char *base64 = NULL;

  g_byte_array_append (input, (const guint8 *) self->header, strlen (self->header));
  if (self->bytes != NULL)
    g_byte_array_append (input,
                         g_bytes_get_data (self->bytes, NULL),
                         g_bytes_get_size (self->bytes));
  base64 = g_base64_encode (input->data, input->len);

  return g_strdup_printf ("c=%s,r=%s", base64, salting->nonce);
}

static void
sign (MwScram *self, const char *key, const char *message, guint8 *signature)
{
  gsize length = GSASL_HASH_MAX_SIZE;
  GHmac *hmac =
    g_hmac_new (self->hash, (const guchar *) key, g_checksum_type_get_length (self->hash));

  g_hmac_update (hmac, (const guchar *) message, strlen (message));
  g_hmac_get_digest (hmac, signature, &length);
  g_hmac_unref (hmac);
}

/* RFC 5802, section 3: the proof for the server, and what the server will have to prove */
static char *
prove (MwScram *self, const Salting *salting, const char *message)
{
  Gsasl_hash hash = self->hash == G_CHECKSUM_SHA256 ? GSASL_HASH_SHA256 : GSASL_HASH_SHA1;
  gsize length = g_checksum_type_get_length (self->hash);
  char keys[4][GSASL_HASH_MAX_SIZE] = { { 0 } }; /* salted password, client, server, stored */
  guint8 signature[GSASL_HASH_MAX_SIZE];
  char *proof = NULL;

  if (gsasl_scram_secrets_from_password (hash,
                                         self->password,
                                         salting->iterations,
                                         salting->salt,
                                         salting->salt_length,
                                         keys[0],
                                         keys[1],
                                         keys[2],
                                         keys[3]) == GSASL_OK) {
    sign (self, keys[2], message, signature);
    self->server_sign = g_base64_encode (signature, length);
    sign (self, keys[3], message, signature);
    for (gsize i = 0; i < length; i++)
      signature[i] ^= keys[1][i];
    proof = g_base64_encode (signature, length);
  }
  explicit_bzero (keys, sizeof keys);
  g_clear_pointer (&self->password, mw_free_secret_string);

  return proof;
}

/* client-final-message = channel-binding "," nonce ",p=" proof */
static char *
say_final (MwScram *self, const char *challenge)
{
  g_auto (Salting) salting = { 0 };
  g_autofree char *unproven = NULL;
  g_autofree char *message = NULL;
  g_autofree char *proof = NULL;

  if (!read_salting (self, challenge, &salting))
    return NULL;

  unproven = make_unproven (self, &salting);
  message = g_strjoin (",", self->first, challenge, unproven, NULL);
  proof = prove (self, &salting, message);
  if (proof == NULL)
    return NULL;
  self->state = STATE_AWAITS_PROOF;

  return g_strconcat (unproven, ",p=", proof, NULL);
}

static gboolean
is_same (const char *a, const char *b)
{
  guint8 difference = strlen (a) != strlen (b);

  for (; *a != '\0' && *b != '\0'; a++, b++)
    difference |= *a ^ *b;

  return difference == 0;
}

/* verifier = "v=" base64; server-final-message may go on after a comma */
static char *
check_proof (MwScram *self, const char *challenge)
{
  g_autofree char *proof = NULL;

  if (!g_str_has_prefix (challenge, "v="))
    return NULL;
  proof = g_strndup (challenge + 2, strcspn (challenge + 2, ","));
  if (!is_same (proof, self->server_sign))
    return NULL;
  self->state = STATE_COMPLETE;

  return g_strdup ("");
}

static char *
take_step (MwScram *self, const char *challenge)
{
  switch (self->state) {
  case STATE_BEGINS:
    return say_first (self);
  case STATE_AWAITS_SALT:
    return say_final (self, challenge);
  case STATE_AWAITS_PROOF:
    return check_proof (self, challenge);
  case STATE_COMPLETE:
  case STATE_FAILED:
  default:
    return NULL;
  }
}

/**
 * mw_scram_answer:
 * @challenge: (nullable): not in base64; none for the first words
 *
 * Returns: (transfer full) (nullable): the answer, not in base64; %NULL if there is none, as when
 *   the server's proof is wrong
 */
char *
mw_scram_answer (MwScram *self, const char *challenge)
{
  char *answer;

  challenge = challenge ? challenge : "";
  /* server-error = "e=" value; RFC 5802, section 7 */
  if (self->state != STATE_BEGINS && self->complaint == NULL && g_str_has_prefix (challenge, "e="))
    self->complaint = g_strndup (challenge + 2, strcspn (challenge + 2, ","));

  answer = take_step (self, challenge);
  if (answer == NULL)
    self->state = STATE_FAILED;

  return answer;
}

/**
 * mw_scram_get_complaint:
 *
 * Returns: (nullable): what the server finds wrong, such as `invalid-proof`
 */
const char *
mw_scram_get_complaint (MwScram *self)
{
  return self->complaint;
}

/**
 * mw_scram_is_complete:
 *
 * Returns: whether the server has proven that it knows the password
 */
gboolean
mw_scram_is_complete (MwScram *self)
{
  return self->state == STATE_COMPLETE;
}
