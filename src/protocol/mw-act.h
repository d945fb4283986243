/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-censor.h"
#include "mw-dialogue.h"
#include "mw-letter.h"
#include "mw-offers.h"
#include "mw-reply.h"
#include "mw-sasl.h"

/* For the files of the protocols alone: what a conversation is written with. */

/**
 * MwTurn:
 * @MW_TURN_NEXT: on to the next act
 * @MW_TURN_AGAIN: the same act speaks again: a SASL challenge
 * @MW_TURN_START_TLS: encrypt, then the next act
 * @MW_TURN_STOP: the finding says why
 *
 * How it goes on after an answer.
 */
typedef enum {
  MW_TURN_NEXT,
  MW_TURN_AGAIN,
  MW_TURN_START_TLS,
  MW_TURN_STOP,
} MwTurn;

/**
 * MwAct:
 * @say: (nullable): the server speaks first; one that leaves the line empty is passed over
 * @hear: (nullable): one complete reply; none where nothing is said
 * @follows: (nullable): whether it need not await the answer to the act before
 * @reply: the form of the answer
 * @needs_leave: it shows the password, or something made of it
 *
 * One exchange of a protocol.
 */
typedef struct {
  MwStage stage;
  void (*say) (MwDialogue *self, MwLine *line);
  MwTurn (*hear) (MwDialogue *self, const MwReply *reply);
  gboolean (*follows) (MwDialogue *self);
  MwReplyKind reply;
  gboolean needs_leave;
} MwAct;

/**
 * MwConversation:
 * @acts: in the order of the RFC; the last one takes leave
 * @find_command: (nullable): the protocol's own way to sign in that would do now, if any; only one
 *   that mw_dialogue_may_use() allows
 *
 * A protocol.
 */
typedef struct {
  const MwAct *acts;
  guint n_acts;
  MwParse (*parse_line) (MwReply *reply, const char *line);
  const char *(*find_command) (MwDialogue *self);
} MwConversation;

extern const MwConversation mw_imap;
extern const MwConversation mw_pop3;
extern const MwConversation mw_smtp;
extern const MwConversation mw_imap_letter;
extern const MwConversation mw_pop3_letter;
extern const MwConversation mw_smtp_letter;

/**
 * MwRefusal:
 * @code: %NULL in the last row, for a server that does not say why
 * @another_way: it is about the mechanism alone, another one may do
 *
 * What a server's own code for a refused sign-in says for sure.
 */
typedef struct {
  const char *code;
  const char *cause;
  MwSignIn sign_in;
  gboolean another_way;
} MwRefusal;

struct _MwDialogue {
  const MwConversation *conversation;
  MwProtocol protocol;
  MwSecurity security;
  MwJudge judge; /* (nullable) of the words of a refusal */
  char *host;    /* (owned) */
  guint16 port;
  char *mailbox;              /* (owned) (nullable) the address whose mail it is */
  MwOffers *offers;           /* (owned) (nullable) not known */
  GStrv offered[MW_N_PHASES]; /* (owned) (nullable) what was known at each time */
  GPtrArray *findings;        /* (owned) of MwFinding */
  MwCensor *censor;           /* (owned) */

  guint saying;      /* the act that speaks next */
  guint hearing;     /* the act whose answer is due */
  gboolean *skipped; /* (owned) the acts that had nothing to say */
  MwReply reply;
  guint n_lines; /* of the reply */
  gboolean encrypted;
  gboolean wants_tls;
  gboolean greeted; /* the greeting is heard */
  gboolean leaving;

  char *forced;               /* (owned) (nullable) the only mechanism allowed */
  const char *mechanism;      /* (static) (nullable) */
  char *user;                 /* (owned) (nullable) until we may sign in */
  MwSecret *secret;           /* (owned) (nullable) lent for the sign-in alone */
  char *timestamp;            /* (owned) (nullable) of a POP3 server, for APOP */
  MwBinding binding;          /* (owned) */
  MwOffers *refused;          /* (owned) (nullable) mechanisms that the server does not take */
  MwSasl *sasl;               /* (owned) (nullable) unless it is lent */
  gboolean takes_ticket;      /* of the company's network, if nothing else will do */
  gboolean thinks;            /* the answer has to be looked for elsewhere */
  const MwRefusal *complaint; /* (static) (nullable) that the mechanism itself carried */
  char *answer;               /* (owned) (nullable) to a challenge, to be wiped */
  gboolean challenged;        /* the server waits for an answer */
  guint n_arguments;          /* of the protocol's own command that are said */
  gboolean has_said_password; /* the server has seen it, or something made of it */
  MwSignIn sign_in;
  gboolean uses_name;           /* since the server cannot read our address, in SMTP */
  gboolean is_empty;            /* there is no mail in the mailbox */
  gboolean is_silent_on_offers; /* a POP3 server that does not know CAPA */

  MwLetter *letter;    /* (owned) (nullable) that we have to carry */
  char *junk;          /* (owned) (nullable) the folder of unwanted mail, in quotes */
  guint n_searched;    /* how far the search has come */
  guint letter_number; /* its UID in IMAP, its number in POP3 */
  guint pause;         /* seconds to wait; 0: none */
  guint n_pauses;
  guint n_waited;    /* seconds, all in all */
  gsize literal_max; /* the longest literal that is kept; 0: none is */
  char *literal;     /* (owned) (nullable) the first one kept */
};

const MwAct *mw_dialogue_get_act (MwDialogue *self, guint number);
void mw_dialogue_await_reply (MwDialogue *self);
void mw_dialogue_pass_skipped (MwDialogue *self);
void
mw_dialogue_find (MwDialogue *self, MwSeverity severity, const char *cause, const char *evidence);
void mw_dialogue_detail (MwDialogue *self, GVariant *details);
MwTurn mw_dialogue_pass (MwDialogue *self, const MwReply *reply);
MwTurn mw_dialogue_stop (MwDialogue *self, const char *cause, const MwReply *reply);
MwTurn mw_act_hear_any (MwDialogue *self, const MwReply *reply);
void mw_act_say_quit (MwDialogue *self, MwLine *line);
gboolean mw_act_may_pipeline (MwDialogue *self);
void mw_dialogue_stop_for_lack (MwDialogue *self, const char *cause);
MwTurn mw_dialogue_wait (MwDialogue *self);
const char *mw_dialogue_get_last_evidence (MwDialogue *self);
void mw_dialogue_note (MwDialogue *self, const char *note, const char *evidence);
void mw_dialogue_keep_offers (MwDialogue *self, MwOffers *offers);
void mw_dialogue_forget_offers (MwDialogue *self);
void mw_dialogue_note_late_encryption (MwDialogue *self, const char *word);
gboolean mw_dialogue_can_encrypt (MwDialogue *self, const char *word, const char *command);

gboolean mw_dialogue_may_use (MwDialogue *self, const char *command);
gboolean mw_dialogue_choose (MwDialogue *self, const char *cause);
void mw_dialogue_say_secret (MwDialogue *self, MwLine *line, const char *text);
void mw_dialogue_say_sasl (MwDialogue *self, MwLine *line, const char *command, gsize room);
const char *mw_dialogue_get_service (MwDialogue *self);
gboolean mw_dialogue_must_think (MwDialogue *self);
MwTurn mw_dialogue_hear_challenge (MwDialogue *self, const MwReply *reply);
MwTurn mw_dialogue_accept (MwDialogue *self, const MwReply *reply);
MwTurn mw_dialogue_refuse (MwDialogue *self, const MwRefusal *refusal, const MwReply *reply);
void mw_dialogue_drop_secrets (MwDialogue *self);
