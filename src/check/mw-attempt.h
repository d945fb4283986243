/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-dialogue.h"

/**
 * MwAttempt:
 *
 * A password, and how often it may still be refused. Shared by all connections of a test, receiving
 * and sending: of each part only one connection signs in, sending waits for what receiving is told,
 * and after a definite refusal nobody offers the password again, so that trying locks no account;
 * where the budget allows for one more, only in another form of the user name.
 *
 * For one main context.
 */
#define MW_TYPE_ATTEMPT (mw_attempt_get_type ())
G_DECLARE_FINAL_TYPE (MwAttempt, mw_attempt, MW, ATTEMPT, GObject)

/**
 * MwLeave:
 * @MW_LEAVE_GRANTED: sign in now
 * @MW_LEAVE_TAKEN: another connection of the same part does, or there is no password at all
 * @MW_LEAVE_WITHHELD: the password was refused elsewhere and is not offered again
 */
typedef enum {
  MW_LEAVE_GRANTED,
  MW_LEAVE_TAKEN,
  MW_LEAVE_WITHHELD,
} MwLeave;

MwAttempt *mw_attempt_new (MwSecret *secret, guint budget);
MwSecret *mw_attempt_get_secret (MwAttempt *self);
void mw_attempt_go_without_password (MwAttempt *self);
gboolean mw_attempt_signs_in (MwAttempt *self);
gboolean mw_attempt_is_spent (MwAttempt *self);
void mw_attempt_expect (MwAttempt *self, MwPart part);
void mw_attempt_ask_async (MwAttempt *self,
                           MwPart part,
                           const char *user,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean
mw_attempt_ask_finish (MwAttempt *self, GAsyncResult *result, MwLeave *leave, GError **error);
void mw_attempt_report (MwAttempt *self, MwPart part, MwSignIn outcome);
void mw_attempt_hurry (MwAttempt *self);
void mw_attempt_renew (MwAttempt *self, MwPart part);
void mw_attempt_learn_user (MwAttempt *self, const char *guess, const char *user);
const char *mw_attempt_choose_user (MwAttempt *self, const char *user);
void mw_attempt_part_done (MwAttempt *self, MwPart part);
