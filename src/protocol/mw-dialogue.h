/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-finding.h"
#include "mw-heard.h"
#include "mw-letter.h"
#include "mw-line.h"
#include "mw-sasl.h"
#include "mw-scram.h"
#include "mw-server.h"

/**
 * MwDialogue:
 *
 * A conversation with one server as its RFC has it. It opens no socket, keeps no clock and asks
 * nobody: fed with lines, it says what to do next. See mw-act.h for how one is written.
 */
typedef struct _MwDialogue MwDialogue;

/**
 * MwStep:
 * @MW_STEP_SEND: what the line holds: one flight, perhaps of several acts
 * @MW_STEP_LISTEN: for a line, or for a literal of so many bytes
 * @MW_STEP_START_TLS: then call mw_dialogue_tls_started()
 * @MW_STEP_ASK_LEAVE: may we sign in now? then call mw_dialogue_sign_in_as() or
 *   mw_dialogue_skip_sign_in()
 * @MW_STEP_THINK: the answer to the server may take long to find, and whoever looks for it stands
 *   still: have another thread call mw_sasl_think() with mw_dialogue_lend_sasl(), and then call
 *   mw_dialogue_return_sasl()
 * @MW_STEP_WAIT: for mw_dialogue_get_pause(), and then call mw_dialogue_waited()
 * @MW_STEP_DONE: hang up
 *
 * What has to be done next by whoever carries a dialogue over a wire.
 */
typedef enum {
  MW_STEP_SEND,
  MW_STEP_LISTEN,
  MW_STEP_START_TLS,
  MW_STEP_ASK_LEAVE,
  MW_STEP_THINK,
  MW_STEP_WAIT,
  MW_STEP_DONE,
} MwStep;

/**
 * MwSignIn:
 * @MW_SIGN_IN_NOT_TRIED: the server has seen no password
 * @MW_SIGN_IN_ACCEPTED: it let us in
 * @MW_SIGN_IN_REFUSED: definitely: an answer that may mean wrong credentials, or the connection
 *   closed on the password. The same password must not be offered again
 * @MW_SIGN_IN_UNDECIDED: refused for a reason that has nothing to do with the password
 *
 * What a server said to the password.
 */
typedef enum {
  MW_SIGN_IN_NOT_TRIED,
  MW_SIGN_IN_ACCEPTED,
  MW_SIGN_IN_REFUSED,
  MW_SIGN_IN_UNDECIDED,
} MwSignIn;

/**
 * MwPhase:
 * @MW_PHASE_CLEAR: where anybody may have said it
 * @MW_PHASE_ENCRYPTED: under encryption, before the sign-in
 * @MW_PHASE_SIGNED_IN: to the person
 *
 * How far a conversation has come when something is said.
 */
typedef enum {
  MW_PHASE_CLEAR,
  MW_PHASE_ENCRYPTED,
  MW_PHASE_SIGNED_IN,
} MwPhase;
#define MW_N_PHASES (MW_PHASE_SIGNED_IN + 1)

/**
 * MwTrial:
 * @MW_TRIAL_SMUGGLE: a command behind STARTTLS in the same packet: is it taken for one that came
 *   under encryption? (CVE-2011-0411)
 * @MW_TRIAL_UNASKED: mail to a stranger without a sign-in, taken back before it is sent
 * @MW_TRIAL_STAY: signed in, and for a while no more: with IMAP alone
 *
 * What only the owner of a server may try on it.
 */
typedef enum {
  MW_TRIAL_SMUGGLE,
  MW_TRIAL_UNASKED,
  MW_TRIAL_STAY,
} MwTrial;

MwDialogue *mw_dialogue_new (const MwServer *server, const char *mailbox);
void mw_dialogue_free (MwDialogue *self);
void mw_dialogue_carry (MwDialogue *self, MwLetter *letter);
void mw_dialogue_try (MwDialogue *self, MwTrial trial);
void mw_dialogue_force_mechanism (MwDialogue *self, const char *mechanism);
void mw_dialogue_take_ticket (MwDialogue *self);
void mw_dialogue_set_judge (MwDialogue *self, MwJudge judge);

MwStep mw_dialogue_next (MwDialogue *self, MwLine *line, gsize *literal);
void mw_dialogue_hear (MwDialogue *self, const char *bytes, gsize length);
void mw_dialogue_tls_started (MwDialogue *self);
void mw_dialogue_bind (MwDialogue *self, const MwBinding *binding);
void mw_dialogue_sign_in_as (MwDialogue *self, const char *user, MwSecret *secret);
void mw_dialogue_skip_sign_in (MwDialogue *self);
MwSasl *mw_dialogue_lend_sasl (MwDialogue *self);
void mw_dialogue_return_sasl (MwDialogue *self, MwSasl *sasl);
guint mw_dialogue_get_pause (MwDialogue *self);
void mw_dialogue_waited (MwDialogue *self);
void mw_dialogue_end (MwDialogue *self, const char *how);

MwStage mw_dialogue_get_stage (MwDialogue *self);
gboolean mw_dialogue_is_encrypted (MwDialogue *self);
MwSignIn mw_dialogue_get_sign_in (MwDialogue *self);
gboolean mw_dialogue_has_said_password (MwDialogue *self);
gboolean mw_dialogue_was_dismissed (MwDialogue *self);
gboolean mw_dialogue_hears_mail (MwDialogue *self);
gboolean mw_dialogue_has_enough (MwDialogue *self);
const char *mw_dialogue_get_mechanism (MwDialogue *self);
GPtrArray *mw_dialogue_get_findings (MwDialogue *self);
const char *const *mw_dialogue_get_offers (MwDialogue *self, MwPhase phase);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwDialogue, mw_dialogue_free)
