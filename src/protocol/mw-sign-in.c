/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-act.h"

#include <string.h>

/* The exchange of RFC 4422, which the three protocols only wrap. */

static const MwRefusal mechanism_refused = { NULL,
                                             "auth.no-usable-mechanism",
                                             MW_SIGN_IN_UNDECIDED };
static const MwRefusal plain_text_refused = { NULL,
                                              "auth.plaintext-refused",
                                              MW_SIGN_IN_UNDECIDED };

static const char *
find_mechanism (MwDialogue *self, const char *command)
{
  const char *mechanism;

  if (self->forced == NULL) {
    mechanism = mw_sasl_choose (self->offers, self->encrypted, self->user, self->secret);
    return mechanism ? mechanism : command;
  }
  if (g_strcmp0 (self->forced, command) == 0)
    return command;

  return mw_sasl_find (self->offers, self->forced, self->user, self->secret);
}

/**
 * mw_dialogue_choose:
 * @command: (nullable) (static): the protocol's own command for it, the last resort
 * @cause: why there is no way, if there is none
 *
 * Chooses how to sign in: before we may, if there is any way at all, and with user and password in
 * hand, which one can carry them.
 *
 * Returns: %FALSE if the dialogue has stopped
 */
gboolean
mw_dialogue_choose (MwDialogue *self, const char *command, const char *cause)
{
  self->mechanism = find_mechanism (self, command);
  if (self->mechanism == NULL)
    mw_dialogue_stop_for_lack (self, self->forced ? "auth.no-usable-mechanism" : cause);

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
 * Begins the exchange with the mechanism chosen, or answers the challenge heard last.
 */
void
mw_dialogue_say_sasl (MwDialogue *self, MwLine *line, const char *command, gsize room)
{
  if (self->sasl == NULL) {
    self->sasl = mw_sasl_new (self->mechanism, self->user, self->secret);
    mw_line_add (line, "%s %s", command, self->mechanism);
    if (mw_sasl_speaks_first (self->sasl))
      say_initial (self, line, room);
  } else {
    say_answer (self, line);
  }
  mw_line_add (line, "\r\n");
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

  was_proof = mw_sasl_is_mutual (self->sasl) && mw_sasl_has_used_password (self->sasl) &&
              !mw_sasl_is_complete (self->sasl);
  if (self->answer == NULL)
    self->answer = mw_sasl_answer (self->sasl, reply->text);
  if (self->answer == NULL)
    return mw_dialogue_stop (self,
                             was_proof ? "auth.server-not-genuine" : "proto.unexpected-answer",
                             reply);

  return MW_TURN_AGAIN;
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
  if (self->sasl != NULL && (self->answer != NULL || !mw_sasl_is_complete (self->sasl))) {
    gboolean mutual = mw_sasl_is_mutual (self->sasl);

    /* Whoever that is shall not be offered the password in a weaker way. */
    if (mutual)
      self->sign_in = MW_SIGN_IN_REFUSED;
    return mw_dialogue_stop (self,
                             mutual ? "auth.server-not-genuine" : "proto.unexpected-answer",
                             reply);
  }

  self->sign_in = MW_SIGN_IN_ACCEPTED;
  mw_dialogue_drop_secrets (self);

  return mw_dialogue_pass (self, reply);
}

/* Some say it under the code of a wrong password: Postfix with 535 5.7.8. */
static gboolean
blames_mechanism (const MwReply *reply)
{
  static const char *const phrases[] = { "invalid authentication mechanism",
                                         "unsupported authentication mechanism",
                                         "unrecognized authentication type",
                                         NULL };

  return mw_reply_mentions (reply, phrases);
}

static gboolean
blames_plain_text (MwDialogue *self, const MwReply *reply)
{
  static const char *const phrases[] = { "plaintext", "cleartext", "under a layer", NULL };

  return !self->encrypted && mw_reply_mentions (reply, phrases);
}

/**
 * mw_dialogue_refuse:
 * @refusal: what the server's code says
 *
 * The server does not let us in.
 */
MwTurn
mw_dialogue_refuse (MwDialogue *self, const MwRefusal *refusal, const MwReply *reply)
{
  if (blames_mechanism (reply))
    refusal = &mechanism_refused;
  else if (blames_plain_text (self, reply))
    refusal = &plain_text_refused;

  self->sign_in = refusal->sign_in;

  return mw_dialogue_stop (self, refusal->cause, reply);
}
