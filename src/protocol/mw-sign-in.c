/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-act.h"

#include <string.h>

#include "mw-ticket.h"

/* The exchange of RFC 4422, which the three protocols only wrap. */

static const MwRefusal mechanism_refused = { NULL,
                                             "auth.no-usable-mechanism",
                                             MW_SIGN_IN_UNDECIDED,
                                             TRUE };
static const MwRefusal certificate_refused = { NULL,
                                               "tls.client-certificate-refused",
                                               MW_SIGN_IN_UNDECIDED,
                                               TRUE };
static const MwRefusal plain_text_refused = { NULL,
                                              "auth.plaintext-refused",
                                              MW_SIGN_IN_UNDECIDED };
static const MwRefusal token_wanted = { NULL, "auth.oauth2-only", MW_SIGN_IN_UNDECIDED };
static const MwRefusal ticket_wanted = { NULL, "auth.gssapi-only", MW_SIGN_IN_UNDECIDED, TRUE };

static const MwRefusal ticket_refused = { NULL, "auth.gssapi-only", MW_SIGN_IN_UNDECIDED };

static MwCredentials
get_credentials (MwDialogue *self)
{
  return (MwCredentials){
    .user = self->user,
    .secret = self->secret,
    .binding = &self->binding,
    .refused = self->refused,
    .takes_ticket = self->takes_ticket,
    .service = mw_dialogue_get_service (self),
    .host = self->host,
    .port = self->port,
  };
}

/* Is the ticket that would be enough all that we came with? */
static gboolean
lacks_password (MwDialogue *self)
{
  return self->user != NULL && self->secret == NULL;
}

/**
 * mw_dialogue_may_use:
 * @command: a protocol's own way to sign in
 *
 * Returns: whether nothing speaks against it on our side, nor has the server refused it
 */
gboolean
mw_dialogue_may_use (MwDialogue *self, const char *command)
{
  if (lacks_password (self))
    return FALSE;
  if (self->forced != NULL && strcmp (self->forced, command) != 0)
    return FALSE;

  return !mw_offers_includes (self->refused, command);
}

/* A protocol's own command is the last resort; but one that hides the password comes before all
 * that shows it to whoever listens. */
static const char *
find_mechanism (MwDialogue *self)
{
  MwCredentials credentials = get_credentials (self);
  const char *command =
    self->conversation->find_command ? self->conversation->find_command (self) : NULL;
  const char *mechanism;

  if (self->forced != NULL)
    mechanism = mw_mechanism_find (self->offers, self->forced, self->encrypted, &credentials);
  else
    mechanism = mw_mechanism_choose (self->offers, self->encrypted, &credentials);
  if (mechanism == NULL || (command != NULL && !self->encrypted && mw_mechanism_hides (command) &&
                            !mw_mechanism_hides (mechanism)))
    mechanism = command;
  if (mechanism == NULL && self->forced == NULL)
    mechanism = mw_mechanism_find (self->offers, "GSSAPI", self->encrypted, &credentials);

  return mechanism;
}

/* Does the server know no way that a password could go? */
static gboolean
takes_no_password (MwDialogue *self)
{
  MwCredentials nothing = { .binding = &self->binding };

  return self->encrypted && self->forced == NULL &&
         mw_mechanism_choose (self->offers, TRUE, &nothing) == NULL;
}

/* Is a sign-in in the browser all that it knows? */
static gboolean
wants_token (MwDialogue *self)
{
  return mw_mechanism_takes_tokens (self->offers) && takes_no_password (self);
}

/* Or only one that we do not master: what there is of the company's network? */
static gboolean
wants_ticket (MwDialogue *self)
{
  return mw_mechanism_takes_tickets (self->offers) && takes_no_password (self);
}

static void
stop_without_way (MwDialogue *self, const char *cause)
{
  mw_dialogue_stop_for_lack (self, cause);
  if (self->forced != NULL)
    mw_dialogue_detail (self, g_variant_new_parsed ("{'forced': <true>}"));
  else if (strcmp (cause, "auth.gssapi-only") == 0 && !mw_ticket_is_supported ())
    mw_dialogue_detail (self, g_variant_new_parsed ("{'ticket': <'not-built'>}"));
}

/**
 * mw_dialogue_choose:
 * @cause: why there is no way, if there is none
 *
 * Chooses how to sign in: before we may, if there is any way at all, and with user and password in
 * hand, which one can carry them.
 *
 * Returns: %FALSE if the dialogue has stopped
 */
gboolean
mw_dialogue_choose (MwDialogue *self, const char *cause)
{
  self->mechanism = find_mechanism (self);
  if (self->forced != NULL)
    cause = "auth.no-usable-mechanism";
  else if (wants_token (self))
    cause = "auth.oauth2-only";
  else if (wants_ticket (self))
    cause = "auth.gssapi-only";
  else if (lacks_password (self))
    cause = "input.no-password";
  if (self->mechanism == NULL)
    stop_without_way (self, cause);

  return self->mechanism != NULL;
}

/**
 * mw_dialogue_say_secret:
 * @text: the password, or something made of it
 *
 * Says what neither the record nor a finding may show.
 */
void
mw_dialogue_say_secret (MwDialogue *self, MwLine *line, const char *text)
{
  mw_line_add_secret (line, text);
  mw_censor_add (self->censor, text);
}

static void
say_answer (MwDialogue *self, MwLine *line)
{
  mw_dialogue_say_secret (self, line, self->answer);
  g_clear_pointer (&self->answer, mw_free_secret_string);
  self->challenged = FALSE;
  if (mw_sasl_has_used_password (self->sasl))
    self->has_said_password = TRUE;
}

/* initial-response = base64 / "="; RFC 4954, section 4, RFC 4959, RFC 5034, section 4 */
static void
say_initial (MwDialogue *self, MwLine *line, gsize room)
{
  if (self->answer == NULL)
    self->answer = mw_sasl_answer (self->sasl, NULL);
  if (self->answer == NULL || line->wire->len + strlen (self->answer) + strlen (" \r\n") > room)
    return;

  if (*self->answer == '\0') {
    g_free (self->answer);
    self->answer = g_strdup ("=");
  }
  mw_line_add (line, " ");
  say_answer (self, line);
}

/**
 * mw_dialogue_say_sasl:
 * @command: what stands before the mechanism
 * @room: how long the line may be with an initial response, in bytes; 0 if there must be none
 *
 * Begins the exchange with the mechanism chosen, or answers the challenge heard last. Says nothing
 * while the answer is being looked for.
 */
void
mw_dialogue_say_sasl (MwDialogue *self, MwLine *line, const char *command, gsize room)
{
  if (self->sasl == NULL) {
    MwCredentials credentials = get_credentials (self);

    self->sasl = mw_sasl_new (self->mechanism, self->offers, &credentials);
  }
  if (mw_dialogue_must_think (self))
    return;

  if (!self->challenged) {
    mw_line_add (line, "%s %s", command, self->mechanism);
    if (mw_sasl_speaks_first (self->sasl))
      say_initial (self, line, room);
  } else {
    say_answer (self, line);
  }
  mw_line_add (line, "\r\n");
}

/* server-error-value, RFC 5802, section 7, and the status of RFC 7628, section 3.2.2. Whoever sits
 * in the middle has a connection of his own to the server, and its bytes are other ones. */
static const MwRefusal complaints[] = {
  { "invalid-proof", "auth.wrong-password", MW_SIGN_IN_REFUSED },                   /* */
  { "unknown-user", "auth.wrong-password", MW_SIGN_IN_REFUSED },                    /* */
  { "channel-bindings-dont-match", "tls.intercepted", MW_SIGN_IN_REFUSED },         /* p */
  { "server-does-support-channel-binding", "tls.intercepted", MW_SIGN_IN_REFUSED }, /* y */
  { "channel-binding-not-supported",
    "auth.no-usable-mechanism",
    MW_SIGN_IN_UNDECIDED,
    TRUE }, /* p */
  { "unsupported-channel-binding-type",
    "auth.no-usable-mechanism",
    MW_SIGN_IN_UNDECIDED,
    TRUE },                                                           /* p */
  { "no-resources", "auth.temporary-failure", MW_SIGN_IN_UNDECIDED }, /* */
  { "invalid_token", "auth.token-expired", MW_SIGN_IN_REFUSED },      /* RFC 7628, RFC 6750 */
  { "insufficient_scope",
    "auth.consent-refused",
    MW_SIGN_IN_UNDECIDED }, /* for this, not for all */
  { "temporarily_unavailable", "auth.temporary-failure", MW_SIGN_IN_UNDECIDED }, /* RFC 6749 */
  { "400", "auth.token-expired", MW_SIGN_IN_REFUSED },                           /* Gmail */
  { "401", "auth.token-expired", MW_SIGN_IN_REFUSED },     /* HTTP's own: RFC 6750, section 3.1 */
  { "403", "auth.consent-refused", MW_SIGN_IN_UNDECIDED }, /* likewise */
  { NULL, "auth.unknown", MW_SIGN_IN_REFUSED },            /* not told */
};

static const MwRefusal *
find_complaint (const char *complaint)
{
  const MwRefusal *refusal = complaints;

  while (refusal->code != NULL && strcmp (refusal->code, complaint) != 0)
    refusal++;

  return refusal;
}

/* The server waits for an answer, and there is none. After a complaint it only waits to say no. */
static MwTurn
answer_nothing (MwDialogue *self, gboolean was_proof, const MwReply *reply)
{
  const char *complaint = mw_sasl_get_complaint (self->sasl);

  if (complaint == NULL || self->complaint != NULL)
    return mw_dialogue_stop (self,
                             was_proof ? "auth.server-not-genuine" : "proto.unexpected-answer",
                             reply);

  self->complaint = find_complaint (complaint);
  self->answer = g_strdup ("");

  return MW_TURN_AGAIN;
}

/**
 * mw_dialogue_hear_challenge:
 *
 * Makes the answer that mw_dialogue_say_sasl() will say.
 */
MwTurn
mw_dialogue_hear_challenge (MwDialogue *self, const MwReply *reply)
{
  gboolean was_proof;

  self->challenged = self->sasl != NULL;
  if (self->sasl == NULL)
    return mw_dialogue_stop (self, "proto.unexpected-answer", reply);

  if (self->answer == NULL && mw_sasl_may_block (self->sasl)) {
    mw_sasl_set_challenge (self->sasl, reply->text);
    return MW_TURN_AGAIN;
  }

  was_proof = mw_sasl_is_mutual (self->sasl) && mw_sasl_has_used_password (self->sasl) &&
              !mw_sasl_is_complete (self->sasl);
  if (self->answer == NULL)
    self->answer = mw_sasl_answer (self->sasl, reply->text);
  /* To a token there is an answer that only lets the server say no. */
  if (self->answer != NULL && mw_sasl_get_complaint (self->sasl) != NULL)
    self->complaint = find_complaint (mw_sasl_get_complaint (self->sasl));

  return self->answer != NULL ? MW_TURN_AGAIN : answer_nothing (self, was_proof, reply);
}

/* Has the server heard all that it takes, and proven what it has to? */
static gboolean
is_settled (MwDialogue *self)
{
  if (self->sasl == NULL)
    return self->has_said_password;

  return self->answer == NULL && mw_sasl_is_complete (self->sasl);
}

/* What MD5 makes of it can only be compared with what is made of the password itself: RFC 6151,
 * section 2.4. They are chosen where there is nothing better. */
static gboolean
has_server_store_password (const char *mechanism)
{
  return g_strcmp0 (mechanism, "CRAM-MD5") == 0 || g_strcmp0 (mechanism, "APOP") == 0;
}

/**
 * mw_dialogue_accept:
 *
 * The server lets us in; after SCRAM that counts only with its own signature, RFC 5802, section 5,
 * and never before the server has heard all that we have to say.
 */
MwTurn
mw_dialogue_accept (MwDialogue *self, const MwReply *reply)
{
  if (!is_settled (self)) {
    gboolean mutual = self->sasl != NULL && mw_sasl_is_mutual (self->sasl);

    /* Whoever that is shall not be offered the password in a weaker way. */
    if (mutual)
      self->sign_in = MW_SIGN_IN_REFUSED;
    return mw_dialogue_stop (self,
                             mutual ? "auth.server-not-genuine" : "proto.unexpected-answer",
                             reply);
  }

  self->sign_in = MW_SIGN_IN_ACCEPTED;
  mw_dialogue_drop_secrets (self);
  mw_dialogue_pass (self, reply);
  if (has_server_store_password (self->mechanism))
    mw_dialogue_note (self, "weak-mechanism", self->mechanism);

  return MW_TURN_NEXT;
}

/* Some say it under the code of a wrong password: Postfix with 535 5.7.8. */
static gboolean
blames_mechanism (const MwReply *reply)
{
  static const char *const phrases[] = { "invalid authentication mechanism",
                                         "unsupported authentication mechanism",
                                         "unknown authentication mechanism",
                                         "unrecognized authentication type",
                                         "authentication type not supported",
                                         "authentication method not supported",
                                         "authentication mechanism is too weak",
                                         "mechanism not supported",
                                         "mechanism not available",
                                         "no mechanism available",
                                         NULL };

  return mw_reply_mentions (reply, phrases);
}

static gboolean
blames_plain_text (MwDialogue *self, const MwReply *reply)
{
  static const char *const phrases[] = { "plaintext", "cleartext", "under a layer", NULL };

  return !self->encrypted && mw_reply_mentions (reply, phrases);
}

static const MwRefusal *
read_refusal (MwDialogue *self, const MwRefusal *refusal, const MwReply *reply)
{
  if (self->complaint != NULL)
    return self->complaint;
  if (g_strcmp0 (self->mechanism, "EXTERNAL") == 0)
    return &certificate_refused;
  if (mw_mechanism_is_ticket (self->mechanism) && refusal->sign_in == MW_SIGN_IN_REFUSED)
    return &ticket_refused;
  if (blames_mechanism (reply))
    return wants_token (self)    ? &token_wanted
           : wants_ticket (self) ? &ticket_wanted
                                 : &mechanism_refused;

  return blames_plain_text (self, reply) ? &plain_text_refused : refusal;
}

/* It came in base64; the evidence is for reading. */
static void
add_complaint (MwDialogue *self)
{
  g_autofree char *words = mw_sasl_dup_complaint_words (self->sasl);

  mw_reply_add_words (&self->reply, words);
}

/* Is there another way to sign in, when this one was refused as such? The server has counted no
 * password then, whatever it may have seen. */
static gboolean
go_another_way (MwDialogue *self)
{
  if (self->refused == NULL)
    self->refused = mw_offers_new ();
  mw_offers_add (self->refused, self->mechanism);
  if (find_mechanism (self) == NULL)
    return FALSE;

  g_clear_pointer (&self->answer, mw_free_secret_string);
  g_clear_pointer (&self->sasl, mw_sasl_free);
  self->complaint = NULL;
  self->challenged = FALSE;
  self->n_arguments = 0;
  self->has_said_password = FALSE;

  return TRUE;
}

/* Only who has heard all of it knows from the ticket who we are: RFC 4752, section 3.1. */
static const char *
find_ticket_trouble (MwDialogue *self)
{
  gboolean is_known = self->sasl != NULL && mw_sasl_is_complete (self->sasl);

  return is_known ? "refused" : mw_ticket_trouble_to_string (MW_TICKET_OTHER);
}

/**
 * mw_dialogue_refuse:
 * @refusal: what the server's code says
 *
 * The server does not let us in, at least not this way.
 */
MwTurn
mw_dialogue_refuse (MwDialogue *self, const MwRefusal *refusal, const MwReply *reply)
{
  const char *trouble = NULL; /* with a ticket */

  refusal = read_refusal (self, refusal, reply);
  if (refusal == self->complaint)
    add_complaint (self);
  if (refusal->another_way && go_another_way (self)) {
    if (refusal == &certificate_refused)
      mw_dialogue_find (self, MW_SEVERITY_WARNING, refusal->cause, reply->words->str);
    return MW_TURN_AGAIN;
  }

  if (refusal == &ticket_refused)
    trouble = find_ticket_trouble (self);
  self->sign_in = refusal->sign_in;
  mw_dialogue_stop (self, refusal->cause, reply);
  if (refusal == &mechanism_refused && self->forced != NULL)
    mw_dialogue_detail (self, g_variant_new_parsed ("{'forced': <true>}"));
  if (mw_mechanism_is_token (self->mechanism))
    mw_dialogue_detail (self, g_variant_new_parsed ("{'token': <true>}"));
  if (trouble != NULL)
    mw_dialogue_detail (self, g_variant_new_parsed ("{'ticket': <%s>}", trouble));

  return MW_TURN_STOP;
}
