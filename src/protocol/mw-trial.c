/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-trial.h"

/* In SMTP, what came may be a goodbye or a second greeting. In the others only an answer to the
 * command gets here, and a refusal shows as well that the command was read. */
static gboolean
answers_command (MwDialogue *self, const MwReply *reply)
{
  if (reply->status == MW_STATUS_BYE)
    return FALSE;

  return self->protocol != MW_PROTOCOL_SMTP || reply->code == 250;
}

/**
 * mw_trial_hear_smuggled:
 *
 * RFC 9051, section 6.2.1, and RFC 3207, section 4.2, would have a server forget what it was told
 * in the clear. One that does not takes commands under encryption from whoever sits in between.
 */
MwTurn
mw_trial_hear_smuggled (MwDialogue *self, const MwReply *reply)
{
  if (!answers_command (self, reply))
    return mw_dialogue_stop (self, "proto.unexpected-answer", reply);

  mw_dialogue_note (self, "smuggled-command", reply->words->str);

  return MW_TURN_NEXT;
}

static const MwConversation *
find_conversation (MwProtocol protocol, MwTrial trial)
{
  if (protocol == MW_PROTOCOL_SMTP)
    return trial == MW_TRIAL_SMUGGLE ? &mw_smtp_smuggle : &mw_smtp_unasked;

  if (trial == MW_TRIAL_STAY)
    return &mw_imap_stay;

  return protocol == MW_PROTOCOL_POP3 ? &mw_pop3_smuggle : &mw_imap_smuggle;
}

/**
 * mw_dialogue_try:
 * @trial: what the owner of the server allowed; %MW_TRIAL_UNASKED for SMTP alone
 *
 * Has a conversation that has not begun try that instead of the usual test.
 */
void
mw_dialogue_try (MwDialogue *self, MwTrial trial)
{
  g_return_if_fail (self != NULL && self->letter == NULL && !self->greeted);
  g_return_if_fail (trial != MW_TRIAL_UNASKED || self->protocol == MW_PROTOCOL_SMTP);
  g_return_if_fail (trial != MW_TRIAL_STAY || self->protocol == MW_PROTOCOL_IMAP);

  self->conversation = find_conversation (self->protocol, trial);
  g_free (self->skipped);
  self->skipped = g_new0 (gboolean, self->conversation->n_acts);
}
