/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-act.h"

#include <string.h>

static const MwConversation *
find_conversation (MwProtocol protocol)
{
  switch (protocol) {
  case MW_PROTOCOL_IMAP:
    return &mw_imap;
  case MW_PROTOCOL_POP3:
    return &mw_pop3;
  case MW_PROTOCOL_SMTP:
    return &mw_smtp;
  default:
    g_return_val_if_reached (NULL);
  }
}

const MwAct *
mw_dialogue_get_act (MwDialogue *self, guint number)
{
  return &self->conversation->acts[MIN (number, self->conversation->n_acts - 1)];
}

/**
 * mw_dialogue_new:
 * @server: its protocol and its security count
 * @mailbox: (nullable): the address whose mail it is, its domain as A-labels; SMTP needs it
 *
 * Returns: (transfer full): a conversation that has not begun
 */
MwDialogue *
mw_dialogue_new (const MwServer *server, const char *mailbox)
{
  MwDialogue *self;

  g_return_val_if_fail (server != NULL, NULL);
  g_return_val_if_fail (mailbox != NULL || server->protocol != MW_PROTOCOL_SMTP, NULL);
  g_return_val_if_fail (mailbox == NULL || strpbrk (mailbox, "<>\r\n") == NULL, NULL);

  self = g_new0 (MwDialogue, 1);
  self->conversation = find_conversation (server->protocol);
  self->protocol = server->protocol;
  self->security = server->security;
  self->host = g_strdup (server->host);
  self->port = server->port;
  self->encrypted = server->security == MW_SECURITY_TLS;
  self->mailbox = g_strdup (mailbox);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  self->censor = mw_censor_new ();
  self->skipped = g_new0 (gboolean, self->conversation->n_acts);
  mw_dialogue_await_reply (self);

  return self;
}

void
mw_dialogue_free (MwDialogue *self)
{
  if (self == NULL)
    return;

  mw_dialogue_drop_secrets (self);
  mw_reply_clear (&self->reply);
  g_clear_pointer (&self->binding.bytes, g_bytes_unref);
  mw_offers_free (self->offers);
  for (MwPhase phase = 0; phase < MW_N_PHASES; phase++)
    g_strfreev (self->offered[phase]);
  mw_offers_free (self->refused);
  mw_censor_free (self->censor);
  g_ptr_array_unref (self->findings);
  g_free (self->skipped);
  g_clear_pointer (&self->letter, mw_letter_unref);
  g_free (self->literal);
  g_free (self->junk);
  g_free (self->timestamp);
  g_free (self->mailbox);
  g_free (self->host);
  g_free (self->forced);
  g_free (self->user);
  g_free (self);
}

static const MwConversation *
find_letter_conversation (const MwConversation *usual)
{
  if (usual == &mw_imap)
    return &mw_imap_letter;

  return usual == &mw_pop3 ? &mw_pop3_letter : &mw_smtp_letter;
}

/**
 * mw_dialogue_carry:
 * @letter: what becomes of it is told there
 *
 * Has a conversation that has not begun do something with @letter instead of the usual test: over
 * SMTP it sends it; over IMAP it waits until it is there, reads how it came and takes it away; over
 * POP3 it looks for it once.
 */
void
mw_dialogue_carry (MwDialogue *self, MwLetter *letter)
{
  g_return_if_fail (self != NULL && letter != NULL);
  g_return_if_fail (self->letter == NULL && !self->greeted);

  self->letter = mw_letter_ref (letter);
  self->conversation = find_letter_conversation (self->conversation);
  g_free (self->skipped);
  self->skipped = g_new0 (gboolean, self->conversation->n_acts);
}

/**
 * mw_dialogue_force_mechanism:
 * @mechanism: (nullable): a SASL mechanism in upper case, or `LOGIN-COMMAND` (IMAP), `USER` or
 * `APOP` (POP3) for the protocol's own command; none to choose the best
 *
 * Signs in with @mechanism and with no other.
 */
void
mw_dialogue_force_mechanism (MwDialogue *self, const char *mechanism)
{
  g_return_if_fail (self != NULL);

  g_free (self->forced);
  self->forced = g_strdup (mechanism);
}

/**
 * mw_dialogue_set_judge:
 * @judge: (nullable): none to take every refusal for one of the password
 *
 * Has @judge read what the server says when it lets us not in.
 */
void
mw_dialogue_set_judge (MwDialogue *self, MwJudge judge)
{
  g_return_if_fail (self != NULL);

  self->judge = judge;
}

/* Is the act that speaks next the one that shows the password? */
static gboolean
needs_leave (MwDialogue *self)
{
  return self->saying < self->conversation->n_acts &&
         mw_dialogue_get_act (self, self->saying)->needs_leave && self->user == NULL;
}

/* May the act that speaks next speak now, though earlier answers are still due? */
static gboolean
may_speak (MwDialogue *self)
{
  const MwAct *act = mw_dialogue_get_act (self, self->saying);

  if (self->leaving || self->saying >= self->conversation->n_acts || needs_leave (self))
    return FALSE;
  if (self->saying == self->hearing)
    return TRUE;

  return act->follows != NULL && act->follows (self);
}

/* Past acts that had nothing to say. */
void
mw_dialogue_pass_skipped (MwDialogue *self)
{
  while (self->hearing < self->saying && self->skipped[self->hearing])
    self->hearing++;
}

/* Lets every act speak whose turn it is, into one flight. */
static void
speak (MwDialogue *self, MwLine *line)
{
  guint hearing = self->hearing;

  while (may_speak (self)) {
    const MwAct *act = mw_dialogue_get_act (self, self->saying);
    gsize length = line->wire->len;

    if (act->say != NULL) {
      act->say (self, line);
      self->skipped[self->saying] = line->wire->len == length;
    }
    if (self->leaving)
      return;
    if (self->thinks)
      break;
    self->saying++;
    mw_dialogue_pass_skipped (self);
  }
  if (self->hearing != hearing)
    mw_dialogue_await_reply (self);
}

/* Politely, but without waiting for the answer. */
static void
take_leave (MwDialogue *self, MwLine *line)
{
  guint n_acts = self->conversation->n_acts;

  mw_line_clear (line);
  if (!self->greeted || self->saying >= n_acts)
    return;

  /* RFC 4422, section 3.5: or the goodbye would be taken for an answer. */
  if (self->challenged)
    mw_line_add (line, "*\r\n");
  self->saying = n_acts;
  mw_dialogue_get_act (self, n_acts)->say (self, line);
}

/**
 * mw_dialogue_next:
 * @line: empty; for %MW_STEP_SEND it is filled
 * @literal: (out): for %MW_STEP_LISTEN, how many bytes to read as they are, or 0 for a line
 *
 * Returns: what to do now
 */
MwStep
mw_dialogue_next (MwDialogue *self, MwLine *line, gsize *literal)
{
  g_return_val_if_fail (self != NULL && line != NULL && literal != NULL, MW_STEP_DONE);

  *literal = 0;
  if (self->wants_tls)
    return MW_STEP_START_TLS;
  if (self->pause > 0)
    return MW_STEP_WAIT;

  speak (self, line);
  if (self->leaving)
    take_leave (self, line);
  if (line->wire->len > 0)
    return MW_STEP_SEND;
  if (self->leaving || self->hearing >= self->conversation->n_acts)
    return MW_STEP_DONE;
  if (self->thinks)
    return MW_STEP_THINK;
  if (self->saying == self->hearing && needs_leave (self))
    return MW_STEP_ASK_LEAVE;

  *literal = self->reply.literal;

  return MW_STEP_LISTEN;
}

/**
 * mw_dialogue_tls_started:
 *
 * The handshake is done and the certificate accepted. What was heard before is void: RFC 3207,
 * section 4.2, RFC 9051, section 6.2.1, RFC 2595, section 4.
 */
void
mw_dialogue_tls_started (MwDialogue *self)
{
  g_return_if_fail (self != NULL && self->wants_tls);

  self->encrypted = TRUE;
  self->wants_tls = FALSE;
  mw_dialogue_forget_offers (self);
}

/**
 * mw_dialogue_bind:
 * @binding: its type is a static string
 *
 * Tells what the encrypted connection has to tie a sign-in to, before mw_dialogue_next() is called
 * for the first time on it. That may be a mechanism with channel binding or, with a certificate of
 * the person, EXTERNAL.
 */
void
mw_dialogue_bind (MwDialogue *self, const MwBinding *binding)
{
  g_return_if_fail (self != NULL && binding != NULL);
  g_return_if_fail ((binding->type != NULL) == (binding->bytes != NULL));

  g_clear_pointer (&self->binding.bytes, g_bytes_unref);
  self->binding = *binding;
  if (binding->bytes != NULL)
    g_bytes_ref (binding->bytes);
}

/**
 * mw_dialogue_sign_in_as:
 * @secret: (nullable): there is none; a certificate or a ticket may do
 *
 * Answers %MW_STEP_ASK_LEAVE: yes.
 */
void
mw_dialogue_sign_in_as (MwDialogue *self, const char *user, MwSecret *secret)
{
  g_return_if_fail (self != NULL && user != NULL);
  g_return_if_fail (self->user == NULL);

  self->user = g_strdup (user);
  if (secret == NULL)
    return;

  self->secret = mw_secret_ref (secret);
  mw_censor_add (self->censor, mw_secret_peek (secret));
}

/**
 * mw_dialogue_skip_sign_in:
 *
 * Answers %MW_STEP_ASK_LEAVE: no. Then it is time to say goodbye.
 */
void
mw_dialogue_skip_sign_in (MwDialogue *self)
{
  g_return_if_fail (self != NULL);

  self->saying = self->hearing = self->conversation->n_acts - 1;
  self->leaving = TRUE;
}

/**
 * mw_dialogue_get_pause:
 *
 * Returns: for %MW_STEP_WAIT, how long, in seconds
 */
guint
mw_dialogue_get_pause (MwDialogue *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pause;
}

/**
 * mw_dialogue_waited:
 *
 * Says that the pause of mw_dialogue_get_pause() is over: the next act follows.
 */
void
mw_dialogue_waited (MwDialogue *self)
{
  g_return_if_fail (self != NULL);

  self->pause = 0;
}

/**
 * mw_dialogue_end:
 * @how: (nullable): the connection ended, in words for the evidence
 *
 * The server hung up, or the connection was cut, when that was not expected.
 */
void
mw_dialogue_end (MwDialogue *self, const char *how)
{
  const char *cause = "net.reset";

  g_return_if_fail (self != NULL);

  if (self->leaving)
    return;

  self->saying = self->conversation->n_acts; /* nobody is there to take leave of */
  if (mw_dialogue_get_stage (self) == MW_STAGE_LEAVE) {
    self->leaving = TRUE;
    return;
  }

  if (!self->greeted)
    cause = "net.closed-before-banner";
  else if (self->has_said_password && self->sign_in == MW_SIGN_IN_NOT_TRIED)
    cause = "net.closed-after-auth";
  else if (mw_dialogue_was_dismissed (self))
    cause = "net.server-unavailable";

  if (self->reply.words->len == 0 && how != NULL)
    mw_reply_add_words (&self->reply, how);
  mw_dialogue_stop (self, cause, &self->reply);
}
