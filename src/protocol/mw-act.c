/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-act.h"

#include <string.h>

#include "mw-text.h"

/**
 * mw_dialogue_find:
 * @cause: (nullable): none for a pass
 * @evidence: (nullable): the server's words, as they came
 */
void
mw_dialogue_find (MwDialogue *self, MwSeverity severity, const char *cause, const char *evidence)
{
  g_autofree char *text = NULL;

  if (evidence != NULL) {
    GString *clean = mw_censor_clean (self->censor, evidence, strlen (evidence));

    text = mw_text_decode (clean->str, clean->len);
    g_string_free (clean, TRUE);
  }

  g_ptr_array_add (self->findings,
                   mw_finding_new (mw_dialogue_get_stage (self), severity, cause, text));
}

/**
 * mw_dialogue_pass:
 *
 * This went well.
 */
MwTurn
mw_dialogue_pass (MwDialogue *self, const MwReply *reply)
{
  mw_dialogue_find (self, MW_SEVERITY_PASS, NULL, reply->words->str);

  return MW_TURN_NEXT;
}

/**
 * mw_dialogue_drop_secrets:
 *
 * Forgets the password, and all that was made of it, but for what the censor has to know.
 */
void
mw_dialogue_drop_secrets (MwDialogue *self)
{
  g_clear_pointer (&self->answer, mw_free_secret_string);
  g_clear_pointer (&self->sasl, mw_sasl_free);
  g_clear_pointer (&self->secret, mw_secret_unref);
}

static void
stop (MwDialogue *self, const char *cause, const char *evidence)
{
  mw_dialogue_find (self, MW_SEVERITY_ERROR, cause, evidence);
  mw_dialogue_drop_secrets (self);
  self->leaving = TRUE;

  /* No answer to the password may be one. */
  if (self->has_said_password && self->sign_in == MW_SIGN_IN_NOT_TRIED)
    self->sign_in = mw_dialogue_judge_words (MW_SIGN_IN_REFUSED, evidence);
}

/**
 * mw_dialogue_stop:
 * @reply: (nullable): the evidence
 *
 * It cannot go on: an error, and then the goodbye.
 */
MwTurn
mw_dialogue_stop (MwDialogue *self, const char *cause, const MwReply *reply)
{
  stop (self, cause, reply ? reply->words->str : NULL);

  /* Who has hung up is not talked to: RFC 9051, section 7.1.5, RFC 5321, section 3.8. */
  if (reply != NULL && (reply->status == MW_STATUS_BYE || reply->code == 421))
    self->saying = self->conversation->n_acts;

  return MW_TURN_STOP;
}

/**
 * mw_dialogue_stop_for_lack:
 *
 * It cannot go on, because the server does not offer what it takes. What it does offer is the
 * evidence.
 */
void
mw_dialogue_stop_for_lack (MwDialogue *self, const char *cause)
{
  g_autofree char *offers = self->offers ? mw_offers_to_string (self->offers) : NULL;

  stop (self, cause, offers);
}

void
mw_dialogue_forget_offers (MwDialogue *self)
{
  g_clear_pointer (&self->offers, mw_offers_free);
}
