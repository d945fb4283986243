/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-act.h"

/* A sign-in whose answers have to be asked for elsewhere: with a ticket of Kerberos, RFC 4752. */

/**
 * mw_dialogue_take_ticket:
 *
 * Allows a ticket of the company's network to be asked for, where the server takes nothing else
 * that we have.
 */
void
mw_dialogue_take_ticket (MwDialogue *self)
{
  g_return_if_fail (self != NULL);

  self->takes_ticket = TRUE;
}

/**
 * mw_dialogue_get_service:
 *
 * Returns: what the server is to Kerberos: the names that IANA keeps of GSSAPI's services
 */
const char *
mw_dialogue_get_service (MwDialogue *self)
{
  switch (self->protocol) {
  case MW_PROTOCOL_IMAP:
    return "imap"; /* RFC 9051, section 6.2.2 */
  case MW_PROTOCOL_POP3:
    return "pop"; /* RFC 5034, section 7 */
  case MW_PROTOCOL_SMTP:
    return "smtp"; /* RFC 4954, section 4 */
  default:
    g_assert_not_reached ();
  }
}

/**
 * mw_dialogue_must_think:
 *
 * Returns: whether what is to be said now has to be looked for first
 */
gboolean
mw_dialogue_must_think (MwDialogue *self)
{
  self->thinks = mw_sasl_may_block (self->sasl) && self->answer == NULL;

  return self->thinks;
}

/**
 * mw_dialogue_lend_sasl:
 *
 * For %MW_STEP_THINK. Nothing else may be done with the dialogue until it comes back, but to end
 * it.
 *
 * Returns: (transfer full): what has to think, or to be freed
 */
MwSasl *
mw_dialogue_lend_sasl (MwDialogue *self)
{
  g_return_val_if_fail (self != NULL && self->thinks, NULL);

  return g_steal_pointer (&self->sasl);
}

/* What the server showed is no proof, where we have a ticket to tell by: RFC 4752, section 3.1. */
static void
stop_without_answer (MwDialogue *self)
{
  const char *words = NULL;
  MwTicketTrouble trouble = mw_sasl_get_trouble (self->sasl, &words);

  if (mw_sasl_is_complete (self->sasl)) {
    mw_dialogue_stop (self, "proto.unexpected-answer", NULL);
    return;
  }
  if (trouble == MW_TICKET_THERE) {
    self->sign_in = MW_SIGN_IN_REFUSED;
    mw_dialogue_stop (self, "auth.server-not-genuine", NULL);
    return;
  }

  mw_reply_add_words (&self->reply, words);
  if (mw_mechanism_takes_tokens (self->offers)) {
    mw_dialogue_stop (self, "auth.oauth2-only", &self->reply);
    return;
  }

  mw_dialogue_stop (self, "auth.gssapi-only", &self->reply);
  mw_dialogue_detail (
    self,
    g_variant_new_parsed ("{'ticket': <%s>}", mw_ticket_trouble_to_string (trouble)));
}

/**
 * mw_dialogue_return_sasl:
 * @sasl: (transfer full): has thought
 *
 * Answers %MW_STEP_THINK.
 */
void
mw_dialogue_return_sasl (MwDialogue *self, MwSasl *sasl)
{
  g_return_if_fail (self != NULL && self->thinks && self->sasl == NULL);

  self->thinks = FALSE;
  self->sasl = sasl;
  self->answer = mw_sasl_take_answer (sasl);
  if (self->answer == NULL)
    stop_without_answer (self);
}
