/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-act.h"

#include <string.h>

/* What can be read off a conversation. */

/**
 * mw_dialogue_get_stage:
 *
 * Returns: the stage of the answer that is due, or of the last one
 */
MwStage
mw_dialogue_get_stage (MwDialogue *self)
{
  g_return_val_if_fail (self != NULL, MW_STAGE_LEAVE);

  return mw_dialogue_get_act (self, self->hearing)->stage;
}

/**
 * mw_dialogue_is_encrypted:
 *
 * Returns: whether the connection is encrypted now, and the certificate was accepted
 */
gboolean
mw_dialogue_is_encrypted (MwDialogue *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->encrypted;
}

/**
 * mw_dialogue_get_sign_in:
 *
 * While the answer to the password is due it counts as not tried; whoever stops waiting for it
 * should take it for a refusal, as mw_dialogue_end() does.
 */
MwSignIn
mw_dialogue_get_sign_in (MwDialogue *self)
{
  g_return_val_if_fail (self != NULL, MW_SIGN_IN_NOT_TRIED);

  return self->sign_in;
}

/**
 * mw_dialogue_has_said_password:
 *
 * Returns: whether the server has seen the password, or something made of it
 */
gboolean
mw_dialogue_has_said_password (MwDialogue *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->has_said_password;
}

/**
 * mw_dialogue_was_dismissed:
 *
 * RFC 9051, section 7.1.5. Whether it means that shows when it hangs up: anybody may have said it
 * before encryption.
 *
 * Returns: whether the server has said that it will hang up, instead of an answer
 */
gboolean
mw_dialogue_was_dismissed (MwDialogue *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0;
       self->conversation->parse_line == mw_imap_reply_parse && i < self->reply.lines->len;
       i++)
    if (g_ascii_strncasecmp (g_ptr_array_index (self->reply.lines, i), "BYE ", strlen ("BYE ")) ==
        0)
      return TRUE;

  return FALSE;
}

/**
 * mw_dialogue_hears_mail:
 *
 * Returns: whether what is listened for now is of somebody's mail, and to be shown to nobody
 */
gboolean
mw_dialogue_hears_mail (MwDialogue *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->reply.text != NULL &&
         (self->reply.kind == MW_REPLY_MAIL || self->reply.kind == MW_REPLY_UNREAD);
}

/**
 * mw_dialogue_has_enough:
 *
 * Returns: whether the answer that is due is thrown away, or none need come, so that nothing that
 *   becomes of it is a fact about the account
 */
gboolean
mw_dialogue_has_enough (MwDialogue *self)
{
  MwReplyKind due;

  g_return_val_if_fail (self != NULL, FALSE);

  due = mw_dialogue_get_act (self, self->hearing)->reply;

  return due == MW_REPLY_UNREAD || due == MW_REPLY_PERHAPS;
}

/**
 * mw_dialogue_get_mechanism:
 *
 * Returns: (nullable): how it signs in, as in mw_dialogue_force_mechanism()
 */
const char *
mw_dialogue_get_mechanism (MwDialogue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->mechanism;
}

/**
 * mw_dialogue_get_findings:
 *
 * Returns: (transfer none) (element-type MwFinding): what was found so far
 */
GPtrArray *
mw_dialogue_get_findings (MwDialogue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->findings;
}

/**
 * mw_dialogue_get_offers:
 *
 * Returns: (transfer none) (nullable): the words in which the server said what it can do, in upper
 *   case, sorted; %NULL if it did not say so at that time
 */
const char *const *
mw_dialogue_get_offers (MwDialogue *self, MwPhase phase)
{
  g_return_val_if_fail (self != NULL && (gsize) phase < MW_N_PHASES, NULL);

  return (const char *const *) self->offered[phase];
}
