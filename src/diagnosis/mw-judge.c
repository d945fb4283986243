/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-judge.h"

#include "mw-answers.h"

/* Reasons that have nothing to do with the password. Who is locked out for good, or by a rule of
 * the company, is no better off for another try, so those are not here. */
static const char *const other_reasons[] = {
  "auth.account-suspended",
  "auth.imap-disabled-for-account",
  "auth.no-usable-mechanism",
  "auth.plaintext-refused",
  "auth.pop-disabled-for-account",
  "auth.smtp-auth-disabled",
  "auth.temporary-failure",
  "auth.too-many-connections",
  "auth.wrong-server",
  "mailbox.client-id-needed",
  "mailbox.in-use",
  "mailbox.over-quota",
  NULL,
};

static const char *const password_reasons[] = {
  "auth.app-password-needed",
  "auth.authorization-code-needed",
  "auth.wrong-password",
  NULL,
};

static gboolean
suspects_password (const MwPattern *pattern)
{
  for (gsize i = 0; pattern->suspects != NULL && pattern->suspects[i] != NULL; i++)
    if (g_strv_contains (password_reasons, pattern->suspects[i]))
      return TRUE;

  return FALSE;
}

/**
 * mw_judge_blames_password:
 * @refusal: of a sign-in
 *
 * Follows the answers file: the cause that it names there, or those that it may be.
 *
 * Returns: %FALSE where the server gives a reason that is none of the password's, so that it may be
 *   offered elsewhere; %TRUE also where it gives none
 */
gboolean
mw_judge_blames_password (const MwHeard *refusal)
{
  const MwPattern *pattern;

  g_return_val_if_fail (refusal != NULL, TRUE);

  pattern = mw_answers_explain (mw_answers_get_default (), refusal);

  return pattern == NULL || !g_strv_contains (other_reasons, pattern->cause) ||
         suspects_password (pattern);
}
