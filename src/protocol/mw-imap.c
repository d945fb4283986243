/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-imap-use.h"
#include "mw-letter-acts.h"
#include "mw-trial.h"

#include <string.h>

/* IMAP4rev1 and rev2, RFC 3501 and RFC 9051; ID, RFC 2971; SASL-IR, RFC 4959. */

/* A login has a name and a password. */
#define N_ARGUMENTS 2
#define ALL_SAID (N_ARGUMENTS + 1)

#define COMMAND_MAX 8192   /* bytes with the line end; RFC 7162, section 4 */
#define QUOTED_MAX 900     /* bytes */
#define SHORT_LITERAL 4096 /* bytes; RFC 7888, section 5 */

#define LOGIN_COMMAND "LOGIN-COMMAND"

/* "CAPABILITY" *(SP capability) */
static void
note_offers (MwDialogue *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  MwOffers *offers;

  if (words[0] == NULL || g_ascii_strcasecmp (words[0], "CAPABILITY") != 0)
    return;

  offers = mw_offers_new ();
  for (guint i = 1; words[i] != NULL; i++)
    mw_offers_add (offers, words[i]);
  mw_dialogue_keep_offers (self, offers);
}

/* As untagged data or as a response code, RFC 9051, sections 7.2.2 and 7.1. */
static void
note_all_offers (MwDialogue *self, const MwReply *reply)
{
  for (guint i = 0; i < reply->lines->len; i++)
    note_offers (self, g_ptr_array_index (reply->lines, i));
  if (reply->detail != NULL)
    note_offers (self, reply->detail);
}

/* RFC 9051, section 7.1; PREAUTH in the clear would have us skip STARTTLS: section 7.1.4 */
static MwTurn
hear_greeting (MwDialogue *self, const MwReply *reply)
{
  if (reply->status == MW_STATUS_BYE)
    return mw_dialogue_stop (self, "net.server-unavailable", reply);
  if (reply->status == MW_STATUS_PREAUTH && !self->encrypted)
    return mw_dialogue_stop (self, "tls.preauth-downgrade", reply);
  if (reply->status != MW_STATUS_OK)
    return mw_dialogue_stop (self, "proto.unexpected-answer", reply);

  note_all_offers (self, reply);

  return mw_dialogue_pass (self, reply);
}

/* RFC 9051, section 6.1.1; not where the server has told unasked */
static void
say_capability (MwDialogue *self, MwLine *line)
{
  if (self->offers == NULL)
    mw_imap_say (self, line, "CAPABILITY");
}

static MwTurn
hear_capability (MwDialogue *self, const MwReply *reply)
{
  note_all_offers (self, reply);

  return self->offers ? MW_TURN_NEXT : mw_dialogue_stop (self, "proto.unexpected-answer", reply);
}

/* RFC 9051, section 6.2.1 */
static void
say_starttls (MwDialogue *self, MwLine *line)
{
  if (self->security == MW_SECURITY_STARTTLS &&
      mw_dialogue_can_encrypt (self,
                               "STARTTLS",
                               mw_offers_includes (self->offers, "LOGINDISABLED") ? NULL : "LOGIN"))
    mw_imap_say (self, line, "STARTTLS");
}

static MwTurn
hear_starttls (MwDialogue *self, const MwReply *reply)
{
  return reply->status == MW_STATUS_OK ? MW_TURN_START_TLS
                                       : mw_dialogue_stop (self, "tls.starttls-refused", reply);
}

/* RFC 9051, section 6.2.3: the LOGIN command is the last resort. */
static const char *
find_command (MwDialogue *self)
{
  if (mw_offers_includes (self->offers, "LOGINDISABLED") ||
      !mw_dialogue_may_use (self, LOGIN_COMMAND))
    return NULL;

  return LOGIN_COMMAND;
}

/* A server that offers encryption inside of encryption takes the connection for a plain one: what
 * encrypts it stands in front of the server. */
static gboolean
choose (MwDialogue *self)
{
  gboolean later = !self->encrypted || mw_offers_includes (self->offers, "STARTTLS");

  return mw_dialogue_choose (self, later ? "auth.plaintext-refused" : "auth.no-usable-mechanism");
}

/* RFC 9051, section 6.1.1: all servers list it, or its forerunner. */
static gboolean
speaks_imap4 (MwDialogue *self)
{
  return mw_offers_includes (self->offers, "IMAP4REV1") ||
         mw_offers_includes (self->offers, "IMAP4REV2");
}

static void
look_for_a_way (MwDialogue *self, MwLine *line)
{
  if (!speaks_imap4 (self))
    mw_dialogue_stop_for_lack (self, "proto.unexpected-answer");
  else if (choose (self))
    mw_dialogue_note_late_encryption (self, "STARTTLS");
}

/* Not too long for a line either: RFC 2683, section 3.2.1.5. */
static gboolean
is_quotable (const char *text)
{
  if (strlen (text) > QUOTED_MAX)
    return FALSE;

  for (; *text != '\0'; text++)
    if (!g_ascii_isprint (*text))
      return FALSE;

  return TRUE;
}

/* quoted = DQUOTE *QUOTED-CHAR DQUOTE; RFC 9051, section 9 */
static char *
quote (const char *text)
{
  char *quoted = g_malloc (2 * strlen (text) + 3);
  char *end = quoted;

  *end++ = '"';
  for (; *text != '\0'; text++) {
    if (*text == '"' || *text == '\\')
      *end++ = '\\';
    *end++ = *text;
  }
  *end++ = '"';
  *end = '\0';

  return quoted;
}

/* The name, or the password: the argument that was counted last. */
static void
say_argument (MwDialogue *self, MwLine *line, const char *text)
{
  if (self->n_arguments < N_ARGUMENTS) {
    mw_line_add (line, "%s", text);
    return;
  }

  mw_dialogue_say_secret (self, line, text);
  self->has_said_password = TRUE;
}

/* RFC 7888, sections 4 and 5: the server gives leave for every literal, or for short ones. */
static gboolean
may_hurry (MwDialogue *self, const char *text)
{
  return mw_offers_includes (self->offers, "LITERAL+") ||
         (mw_offers_includes (self->offers, "LITERAL-") && strlen (text) <= SHORT_LITERAL);
}

/* literal = "{" number64 ["+"] "}" CRLF *CHAR8; without the plus the server has to give leave for
 * the second line. */
static void
announce_literal (MwDialogue *self, MwLine *line, const char *text)
{
  g_autofree char *length =
    g_strdup_printf ("%" G_GSIZE_FORMAT "%s", strlen (text), may_hurry (self, text) ? "+" : "");

  mw_line_add (line, " {");
  if (self->n_arguments < N_ARGUMENTS)
    mw_line_add (line, "%s", length);
  else
    mw_line_add_secret (line, length);
  mw_line_add (line, "}\r\n");
}

static void
say_quoted (MwDialogue *self, MwLine *line, const char *text)
{
  char *quoted = quote (text);

  mw_line_add (line, " ");
  say_argument (self, line, quoted);
  mw_free_secret_string (quoted);
}

/* login = "LOGIN" SP userid SP password; RFC 9051, section 6.2.3. As far as the next literal. */
static void
say_login (MwDialogue *self, MwLine *line)
{
  const char *arguments[] = { self->user, mw_secret_peek (self->secret) };

  if (self->n_arguments == 0)
    mw_line_add (line, "a%u LOGIN", self->saying);
  else
    say_argument (self, line, arguments[self->n_arguments - 1]);

  while (self->n_arguments < N_ARGUMENTS) {
    const char *text = arguments[self->n_arguments++];

    if (is_quotable (text)) {
      say_quoted (self, line, text);
      continue;
    }
    announce_literal (self, line, text);
    if (!may_hurry (self, text))
      return;
    say_argument (self, line, text);
  }
  mw_line_add (line, "\r\n");
  self->n_arguments = ALL_SAID;
}

/* RFC 9051, section 6.2.2; RFC 4959 */
static void
say_authenticate (MwDialogue *self, MwLine *line)
{
  g_autofree char *command = g_strdup_printf ("a%u AUTHENTICATE", self->saying);
  gboolean first = self->sasl == NULL && self->n_arguments == 0;

  if (first && !choose (self))
    return;

  if (g_str_equal (self->mechanism, LOGIN_COMMAND))
    say_login (self, line);
  else
    mw_dialogue_say_sasl (self,
                          line,
                          command,
                          mw_offers_includes (self->offers, "SASL-IR") ? COMMAND_MAX : 0);
}

/* RFC 9051, section 7.1 (once RFC 5530); RFC 2221 for REFERRAL */
static const MwRefusal refusals[] = {
  { "AUTHENTICATIONFAILED", "auth.wrong-password", MW_SIGN_IN_REFUSED },            /* */
  { "EXPIRED", "auth.password-expired", MW_SIGN_IN_REFUSED },                       /* */
  { "CONTACTADMIN", "auth.account-suspended", MW_SIGN_IN_REFUSED },                 /* */
  { "WEBALERT", "auth.web-login-needed", MW_SIGN_IN_REFUSED },                      /* Gmail */
  { "AUTHORIZATIONFAILED", "mailbox.shared-mailbox-denied", MW_SIGN_IN_UNDECIDED }, /* */
  { "PRIVACYREQUIRED", "auth.plaintext-refused", MW_SIGN_IN_UNDECIDED },            /* */
  { "UNAVAILABLE", "auth.temporary-failure", MW_SIGN_IN_UNDECIDED },                /* */
  { "SERVERBUG", "auth.temporary-failure", MW_SIGN_IN_UNDECIDED },                  /* */
  { "LIMIT", "auth.too-many-connections", MW_SIGN_IN_UNDECIDED },                   /* */
  { "INUSE", "mailbox.in-use", MW_SIGN_IN_UNDECIDED },                              /* */
  { "OVERQUOTA", "mailbox.over-quota", MW_SIGN_IN_UNDECIDED },                      /* */
  { "REFERRAL", "auth.wrong-server", MW_SIGN_IN_UNDECIDED },                        /* */
  { "NOPERM", "mailbox.shared-mailbox-denied", MW_SIGN_IN_UNDECIDED },              /* */
  { "CLIENTBUG", "proto.unexpected-answer", MW_SIGN_IN_UNDECIDED },                 /* ours */
  { NULL, "auth.unknown", MW_SIGN_IN_REFUSED },                                     /* not told */
};

/* A command that is not understood before the password was in it says nothing about that. */
static const MwRefusal not_understood = { NULL,
                                          "auth.no-usable-mechanism",
                                          MW_SIGN_IN_UNDECIDED,
                                          TRUE };

/* BAD is also what some say to a wrong password; but not with these words. */
static gboolean
knows_no_command (const MwReply *reply)
{
  static const char *const phrases[] = { "unknown command",
                                         "unrecognized command",
                                         "unrecognised command",
                                         "command unknown",
                                         "command not known",
                                         "command not recognized",
                                         "command not supported",
                                         "unsupported command",
                                         "invalid command",
                                         "not implemented",
                                         NULL };

  return mw_reply_mentions (reply, phrases);
}

static MwTurn
hear_refusal (MwDialogue *self, const MwReply *reply)
{
  const MwRefusal *refusal = refusals;

  if (reply->status == MW_STATUS_BAD && (!self->has_said_password || knows_no_command (reply)))
    return mw_dialogue_refuse (self, &not_understood, reply);

  while (refusal->code != NULL && !mw_imap_reply_has_code (reply, refusal->code))
    refusal++;

  return mw_dialogue_refuse (self, refusal, reply);
}

/* Signed in, a server may offer more, or other things. What it tells unasked is taken; it is only
 * asked where we do not know of ID, which some servers depend on. */
static void
renew_offers (MwDialogue *self, const MwReply *reply)
{
  g_autoptr (MwOffers) old = g_steal_pointer (&self->offers);

  note_all_offers (self, reply);
  if (self->offers == NULL && mw_offers_includes (old, "ID"))
    self->offers = g_steal_pointer (&old);
}

static MwTurn
hear_authenticate (MwDialogue *self, const MwReply *reply)
{
  gboolean literal_due = self->n_arguments > 0 && self->n_arguments <= N_ARGUMENTS;
  MwTurn turn;

  if (reply->status == MW_STATUS_CONTINUE)
    return literal_due ? MW_TURN_AGAIN : mw_dialogue_hear_challenge (self, reply);
  if (reply->status != MW_STATUS_OK)
    return hear_refusal (self, reply);
  if (literal_due)
    return mw_dialogue_stop (self, "proto.unexpected-answer", reply);

  turn = mw_dialogue_accept (self, reply);
  if (turn == MW_TURN_NEXT)
    renew_offers (self, reply);

  return turn;
}

static MwTurn
hear_late_capability (MwDialogue *self, const MwReply *reply)
{
  note_all_offers (self, reply);

  return MW_TURN_NEXT;
}

/* RFC 9051, section 6.1.3 */
static void
say_logout (MwDialogue *self, MwLine *line)
{
  mw_imap_say (self, line, "LOGOUT");
}

/* RFC 9051, section 5.5: none of these depends on the answer to the one before. */
static gboolean
may_pipeline (MwDialogue *self)
{
  return TRUE;
}

/* All that comes before the sign-in, and the sign-in. */
/* clang-format off */
#define BEGINNING \
  { MW_STAGE_GREET, NULL, hear_greeting, NULL, MW_REPLY_GREETING }, /* the server speaks first */ \
  { MW_STAGE_GREET, say_capability, hear_capability }, /* unless the greeting told */ \
  { MW_STAGE_ENCRYPT, say_starttls, hear_starttls }, /* if wanted */ \
  { MW_STAGE_ENCRYPT, say_capability, hear_capability }, /* what was said is void */ \
  { MW_STAGE_SIGN_IN, look_for_a_way, NULL }, /* before we ask to sign in */ \
  { MW_STAGE_SIGN_IN, say_authenticate, hear_authenticate, NULL, 0, TRUE } /* each challenge */
/* clang-format on */

static const MwAct acts[] = {
  BEGINNING,                                              /* as ever */
  { MW_STAGE_USE, say_capability, hear_late_capability }, /* if ID may be news */
  { MW_STAGE_USE, mw_imap_say_id, mw_imap_hear_id },      /* before any mailbox */
  { MW_STAGE_USE, mw_imap_say_examine, mw_imap_hear_examine, may_pipeline }, /* is it readable? */
  { MW_STAGE_USE, mw_imap_say_quota, mw_imap_hear_quota, may_pipeline },     /* is it full? */
  { MW_STAGE_USE, mw_imap_say_list, mw_imap_hear_list, may_pipeline },       /* Sent, Drafts, … */
  { MW_STAGE_USE,
    mw_imap_say_namespace,
    mw_imap_hear_namespace,
    may_pipeline },                                              /* whose are they? */
  { MW_STAGE_LEAVE, say_logout, mw_act_hear_any, may_pipeline }, /* goodbye */
};

const MwConversation mw_imap = { acts, G_N_ELEMENTS (acts), mw_imap_reply_parse, find_command };

/* Instead of the usual test: a letter to oneself. */
static const MwAct letter_acts[] = {
  BEGINNING,                                                   /* as ever */
  { MW_STAGE_USE, say_capability, hear_late_capability },      /* is there UIDPLUS? */
  { MW_STAGE_USE, mw_imap_say_id, mw_act_hear_any },           /* before any mailbox */
  { MW_STAGE_USE, mw_imap_say_list, mw_imap_hear_junk },       /* where is unwanted mail? */
  { MW_STAGE_USE, mw_imap_say_search, mw_imap_hear_search },   /* until it is there */
  { MW_STAGE_USE, mw_imap_say_select, mw_imap_hear_select },   /* to take it away */
  { MW_STAGE_USE, mw_imap_say_fetch, mw_imap_hear_fetch },     /* how did it come? */
  { MW_STAGE_USE, mw_imap_say_store, mw_imap_hear_store },     /* away with it */
  { MW_STAGE_USE, mw_imap_say_expunge, mw_imap_hear_expunge }, /* at once, if that can be */
  { MW_STAGE_LEAVE, say_logout, mw_act_hear_any },             /* goodbye */
};

const MwConversation mw_imap_letter = { letter_acts,
                                        G_N_ELEMENTS (letter_acts),
                                        mw_imap_reply_parse,
                                        find_command };

/* The answer, if there is one, is to the act after it. */
static void
say_starttls_and_more (MwDialogue *self, MwLine *line)
{
  say_starttls (self, line);
  if (!self->leaving)
    mw_line_add (line, "a%u NOOP\r\n", self->saying + 1);
}

static const MwAct smuggle_acts[] = {
  { MW_STAGE_GREET, NULL, hear_greeting, NULL, MW_REPLY_GREETING },
  { MW_STAGE_GREET, say_capability, hear_capability },
  { MW_STAGE_ENCRYPT, say_starttls_and_more, hear_starttls },
  { MW_STAGE_ENCRYPT, NULL, mw_trial_hear_smuggled, NULL, MW_REPLY_PERHAPS },
  { MW_STAGE_LEAVE, say_logout, mw_act_hear_any },
};

const MwConversation mw_imap_smuggle = { smuggle_acts,
                                         G_N_ELEMENTS (smuggle_acts),
                                         mw_imap_reply_parse,
                                         find_command };

static void
say_noop (MwDialogue *self, MwLine *line)
{
  mw_imap_say (self, line, "NOOP");
}

/* RFC 9051, section 6.1.2: until the others are here, too */
static MwTurn
hear_noop (MwDialogue *self, const MwReply *reply)
{
  self->pause = self->n_pauses++ < 2 ? 2 : 0;

  return self->pause > 0 ? MW_TURN_AGAIN : MW_TURN_NEXT;
}

static const MwAct stay_acts[] = {
  BEGINNING,
  { MW_STAGE_USE, say_noop, hear_noop },
  { MW_STAGE_LEAVE, say_logout, mw_act_hear_any },
};

const MwConversation mw_imap_stay = { stay_acts,
                                      G_N_ELEMENTS (stay_acts),
                                      mw_imap_reply_parse,
                                      find_command };
