/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-letter-acts.h"
#include "mw-trial.h"

#include <string.h>

/* Message submission, RFC 5321 and RFC 6409; STARTTLS, RFC 3207; AUTH, RFC 4954. */

#define COMMAND_MAX                                                                                \
  512 /* bytes with the line end; RFC 5321, section 4.5.3.1.4, RFC 4954, section 4 */

/* RFC 5321, section 3.1 */
static MwTurn
hear_greeting (MwDialogue *self, const MwReply *reply)
{
  /* Exim, to who speaks before it does: that was none of us. */
  static const char *const too_fast[] = { "synchronization error", NULL };

  if (reply->code == 220)
    return mw_dialogue_pass (self, reply);
  if (reply->code / 100 == 4)
    return mw_dialogue_stop (self, "net.server-unavailable", reply);
  if (reply->code / 100 == 5 && !mw_reply_mentions (reply, too_fast))
    return mw_dialogue_stop (self, "smtp.client-blocked", reply);

  return mw_dialogue_stop (self, "proto.unexpected-answer", reply);
}

/* RFC 5321, section 4.1.1.1; an address literal needs no name of this machine, and neither does the
 * name that all machines have. */
static void
say_ehlo (MwDialogue *self, MwLine *line)
{
  mw_line_add (line, "EHLO %s\r\n", self->uses_name ? "localhost.localdomain" : "[127.0.0.1]");
}

static void
say_ehlo_again (MwDialogue *self, MwLine *line)
{
  if (self->security == MW_SECURITY_STARTTLS)
    say_ehlo (self, line);
}

/* Some servers cannot read an address literal, or want none: RFC 5321, section 4.2.4. */
static gboolean
wants_name (MwDialogue *self, const MwReply *reply)
{
  return !self->uses_name && (reply->code == 501 || reply->code == 504);
}

/* RFC 5321, section 4.1.1.1 */
static MwTurn
hear_ehlo (MwDialogue *self, const MwReply *reply)
{
  MwOffers *offers;

  if (wants_name (self, reply)) {
    self->uses_name = TRUE;
    return MW_TURN_AGAIN;
  }
  if (reply->code / 100 == 4)
    return mw_dialogue_stop (self, "net.server-unavailable", reply);
  if (reply->code == 550 || reply->code == 554)
    return mw_dialogue_stop (self, "smtp.client-blocked", reply);
  if (reply->code != 250)
    return mw_dialogue_stop (self, "proto.unexpected-answer", reply);

  /* The first line names the server, and is no keyword, whatever it looks like. */
  offers = mw_offers_new ();
  for (guint i = 1; i < reply->lines->len; i++)
    mw_offers_add_keyword (offers, g_ptr_array_index (reply->lines, i));
  mw_dialogue_keep_offers (self, offers);

  return MW_TURN_NEXT;
}

/* RFC 3207, section 4 */
static void
say_starttls (MwDialogue *self, MwLine *line)
{
  if (self->security == MW_SECURITY_STARTTLS && mw_dialogue_can_encrypt (self, "STARTTLS", NULL))
    mw_line_add (line, "STARTTLS\r\n");
}

static MwTurn
hear_starttls (MwDialogue *self, const MwReply *reply)
{
  return reply->code == 220 ? MW_TURN_START_TLS
                            : mw_dialogue_stop (self, "tls.starttls-refused", reply);
}

/* A server for servers, encrypted, takes mail for its own people from everybody. So one that nobody
 * can sign in at is asked whether it would: that tells a wrong server from a crippled one. But one
 * that would encrypt what is encrypted takes the connection for a plain one: see choose(). */
static gboolean
may_be_for_servers (MwDialogue *self)
{
  return self->encrypted && !mw_offers_includes (self->offers, "AUTH") &&
         !mw_offers_includes (self->offers, "STARTTLS") && g_str_is_ascii (self->mailbox);
}

static void
say_stray_mail_from (MwDialogue *self, MwLine *line)
{
  if (may_be_for_servers (self))
    mw_line_add (line, "MAIL FROM:<%s>\r\n", self->mailbox);
}

static MwTurn
hear_stray_mail_from (MwDialogue *self, const MwReply *reply)
{
  return reply->status == MW_STATUS_OK ? MW_TURN_NEXT
                                       : mw_dialogue_stop (self, "auth.not-offered", reply);
}

static void
say_stray_rcpt_to (MwDialogue *self, MwLine *line)
{
  if (may_be_for_servers (self))
    mw_line_add (line, "RCPT TO:<%s>\r\n", self->mailbox);
}

static MwTurn
hear_stray_rcpt_to (MwDialogue *self, const MwReply *reply)
{
  return mw_dialogue_stop (self,
                           reply->status == MW_STATUS_OK ? "smtp.not-a-submission-server"
                                                         : "auth.not-offered",
                           reply);
}

/* RFC 4954, section 3. Also under encryption: what does that may stand in front of the server. */
static gboolean
choose (MwDialogue *self)
{
  if (!mw_offers_includes (self->offers, "AUTH")) {
    gboolean later = mw_offers_includes (self->offers, "STARTTLS");

    mw_dialogue_stop_for_lack (self, later ? "auth.plaintext-refused" : "auth.not-offered");
    return FALSE;
  }

  return mw_dialogue_choose (self, "auth.no-usable-mechanism");
}

static void
look_for_a_way (MwDialogue *self, MwLine *line)
{
  if (choose (self))
    mw_dialogue_note_late_encryption (self, "STARTTLS");
}

/* RFC 4954, section 4 */
static void
say_auth (MwDialogue *self, MwLine *line)
{
  if (self->sasl != NULL || choose (self))
    mw_dialogue_say_sasl (self, line, "AUTH", COMMAND_MAX);
}

/* RFC 4954, sections 4 and 6; RFC 5248. In 534, 5.7.9 and 5.7.14 providers say what they like. */
static const MwRefusal refusals[] = {
  { "535", "auth.wrong-password", MW_SIGN_IN_REFUSED },              /* */
  { "525", "auth.account-suspended", MW_SIGN_IN_REFUSED },           /* */
  { "432 4.7.12", "auth.password-expired", MW_SIGN_IN_REFUSED },     /* a password transition */
  { "538", "auth.plaintext-refused", MW_SIGN_IN_UNDECIDED },         /* */
  { "523", "auth.plaintext-refused", MW_SIGN_IN_UNDECIDED },         /* */
  { "501", "auth.no-usable-mechanism", MW_SIGN_IN_UNDECIDED, TRUE }, /* cannot read it */
  { "504", "auth.no-usable-mechanism", MW_SIGN_IN_UNDECIDED, TRUE }, /* */
  { "500", "auth.not-offered", MW_SIGN_IN_UNDECIDED },               /* */
  { "502", "auth.not-offered", MW_SIGN_IN_UNDECIDED },               /* */
  { "503", "auth.not-offered", MW_SIGN_IN_UNDECIDED },               /* Postfix: not enabled */
  { "450 4.7.1", "auth.too-many-attempts", MW_SIGN_IN_UNDECIDED },   /* Postfix: too many AUTH */
  { "4", "auth.temporary-failure", MW_SIGN_IN_UNDECIDED },           /* */
  { NULL, "auth.unknown", MW_SIGN_IN_REFUSED },                      /* not told */
};

/* Before TLS, servers also say 530 "Must issue STARTTLS" or 503 "not enabled". */
static const MwRefusal too_early = { NULL, "auth.plaintext-refused", MW_SIGN_IN_UNDECIDED };

static MwTurn
hear_auth (MwDialogue *self, const MwReply *reply)
{
  const MwRefusal *refusal = refusals;

  if (reply->status == MW_STATUS_CONTINUE)
    return mw_dialogue_hear_challenge (self, reply);
  if (reply->status == MW_STATUS_OK)
    return mw_dialogue_accept (self, reply);
  if (!self->encrypted && (reply->code == 530 || reply->code == 503))
    return mw_dialogue_refuse (self, &too_early, reply);

  while (refusal->code != NULL && !g_str_has_prefix (reply->words->str, refusal->code))
    refusal++;

  return mw_dialogue_refuse (self, refusal, reply);
}

static gboolean
can_say_mailbox (MwDialogue *self)
{
  return g_str_is_ascii (self->mailbox) || mw_offers_includes (self->offers, "SMTPUTF8");
}

/* RFC 5321, section 4.1.1.2: may this address send? RFC 6531, section 3.4 */
static void
say_mail_from (MwDialogue *self, MwLine *line)
{
  if (can_say_mailbox (self))
    mw_line_add (line,
                 "MAIL FROM:<%s>%s\r\n",
                 self->mailbox,
                 g_str_is_ascii (self->mailbox) ? "" : " SMTPUTF8");
  else
    mw_dialogue_stop_for_lack (self, "smtp.eai-unsupported");
}

/* RFC 1870, section 6: 552 is also for a message that is too long; X.3.4 in RFC 3463, section 3.4.
 */
static gboolean
is_too_long (const MwReply *reply)
{
  static const char *const phrases[] = { "message size", "too large", "too big", NULL };

  return (reply->detail != NULL && g_str_has_suffix (reply->detail, ".3.4")) ||
         mw_reply_mentions (reply, phrases);
}

/**
 * mw_smtp_is_over_quota:
 *
 * RFC 3463, section 3.3: X.2.2 is a mailbox that is full.
 */
gboolean
mw_smtp_is_over_quota (const MwReply *reply)
{
  return (reply->code == 552 && !is_too_long (reply)) ||
         (reply->detail != NULL && g_str_has_suffix (reply->detail, ".2.2"));
}

static gboolean
blocks_client (const MwReply *reply)
{
  static const char *const phrases[] = { "client host rejected",
                                         "blocked using",
                                         "helo command rejected",
                                         NULL };

  return mw_reply_mentions (reply, phrases);
}

/* RFC 6531, sections 3.5 and 4.3: X.6.7, and X.6.9 for the letters of others. */
static gboolean
lacks_utf8 (const MwReply *reply)
{
  static const char *const phrases[] = { "smtputf8", "non-ascii", "internationalized", NULL };

  return mw_reply_mentions (reply, phrases) ||
         (reply->detail != NULL &&
          (g_str_has_suffix (reply->detail, ".6.7") || g_str_has_suffix (reply->detail, ".6.9")));
}

static MwTurn
hear_mail_from (MwDialogue *self, const MwReply *reply)
{
  const char *cause = "smtp.sender-rejected";

  if (reply->status == MW_STATUS_OK)
    return mw_dialogue_pass (self, reply);

  if (lacks_utf8 (reply))
    cause = "smtp.eai-unsupported";
  else if (mw_smtp_is_over_quota (reply))
    cause = "smtp.over-quota";
  else if (blocks_client (reply))
    cause = "smtp.client-blocked";
  else if (reply->code / 100 == 4)
    cause = "smtp.temporary";

  /* What was said in the same flight is refused too, and means nothing. */
  return mw_dialogue_stop (self, cause, reply);
}

/* RFC 5321, section 4.1.1.3 */
static void
say_rcpt_to (MwDialogue *self, MwLine *line)
{
  mw_line_add (line, "RCPT TO:<%s>\r\n", self->mailbox);
}

/* RFC 1870, section 3: what the largest message may be; none or 0 if it is not told. */
static void
find_size (MwDialogue *self)
{
  GVariantDict details;
  guint64 bytes;

  if (!mw_offers_find_number (self->offers, "SIZE", &bytes) || bytes == 0)
    return;

  g_variant_dict_init (&details, NULL);
  g_variant_dict_insert (&details, "bytes", "t", bytes);
  g_variant_dict_insert (&details, "note", "s", "size");
  mw_dialogue_find (self, MW_SEVERITY_INFO, NULL, "SIZE");
  mw_dialogue_detail (self, g_variant_dict_end (&details));
}

/* RFC 8314, sections 3.3 and 4: that one is for servers, though some let people in. */
static void
find_old_port (MwDialogue *self)
{
  if (self->port == 25)
    mw_dialogue_note (self, "old-port", "25");
}

/* Postfix gives a code for "later" to what will never work. */
static gboolean
denies_relay (const MwReply *reply)
{
  static const char *const phrases[] = { "relay access denied", "relaying denied",
                                         "relay not permitted", "relaying is not permitted",
                                         "unable to relay",     NULL };

  return mw_reply_mentions (reply, phrases) ||
         (reply->code == 454 && g_strcmp0 (reply->detail, "4.7.1") == 0);
}

static MwTurn
hear_rcpt_to (MwDialogue *self, const MwReply *reply)
{
  const char *cause = "smtp.recipient-rejected";

  if (reply->status == MW_STATUS_OK) {
    mw_dialogue_pass (self, reply);
    find_size (self);
    find_old_port (self);
    return MW_TURN_NEXT;
  }

  if (lacks_utf8 (reply))
    cause = "smtp.eai-unsupported";
  else if (denies_relay (reply))
    cause = "smtp.relay-denied";
  else if (blocks_client (reply))
    cause = "smtp.client-blocked";
  else if (mw_smtp_is_over_quota (reply))
    cause = "smtp.over-quota";
  else if (reply->code / 100 == 4)
    cause = "smtp.temporary";

  return mw_dialogue_stop (self, cause, reply);
}

/* RFC 5321, section 4.1.1.5: nothing was sent. */
static void
say_rset (MwDialogue *self, MwLine *line)
{
  mw_line_add (line, "RSET\r\n");
}

/* All that comes before the sign-in, and the sign-in. */
/* clang-format off */
#define BEGINNING \
  { MW_STAGE_GREET, NULL, hear_greeting, NULL, MW_REPLY_GREETING }, /* the server speaks first */ \
  { MW_STAGE_GREET, say_ehlo, hear_ehlo }, /* what can you do? */ \
  { MW_STAGE_ENCRYPT, say_starttls, hear_starttls }, /* if wanted */ \
  { MW_STAGE_ENCRYPT, say_ehlo_again, hear_ehlo }, /* what was said is void */ \
  { MW_STAGE_SIGN_IN, say_stray_mail_from, hear_stray_mail_from }, /* where nobody may sign in */ \
  { MW_STAGE_SIGN_IN, say_stray_rcpt_to, hear_stray_rcpt_to }, /* likewise */ \
  { MW_STAGE_SIGN_IN, look_for_a_way, NULL }, /* before we ask to sign in */ \
  { MW_STAGE_SIGN_IN, say_auth, hear_auth, NULL, 0, TRUE } /* again for each challenge */
/* clang-format on */

static const MwAct acts[] = {
  BEGINNING,                                                        /* as ever */
  { MW_STAGE_USE, say_mail_from, hear_mail_from },                  /* may this address send? */
  { MW_STAGE_USE, say_rcpt_to, hear_rcpt_to, mw_act_may_pipeline }, /* to itself? */
  { MW_STAGE_USE, say_rset, mw_act_hear_any, mw_act_may_pipeline }, /* nothing was sent */
  { MW_STAGE_LEAVE, mw_act_say_quit, mw_act_hear_any, mw_act_may_pipeline }, /* goodbye */
};

const MwConversation mw_smtp = { acts, G_N_ELEMENTS (acts), mw_smtp_reply_parse };

/* Instead of the usual test: a letter to oneself. */
static const MwAct letter_acts[] = {
  BEGINNING,                                                                      /* as ever */
  { MW_STAGE_USE, say_mail_from, hear_mail_from },                                /* from oneself */
  { MW_STAGE_USE, say_rcpt_to, hear_rcpt_to, mw_act_may_pipeline },               /* to oneself */
  { MW_STAGE_USE, mw_smtp_say_data, mw_smtp_hear_data, NULL, MW_REPLY_GO_AHEAD }, /* may it come? */
  { MW_STAGE_USE, mw_smtp_say_letter, mw_smtp_hear_letter }, /* the letter itself */
  { MW_STAGE_LEAVE, mw_act_say_quit, mw_act_hear_any },      /* goodbye */
};

const MwConversation mw_smtp_letter = { letter_acts,
                                        G_N_ELEMENTS (letter_acts),
                                        mw_smtp_reply_parse };

static void
say_starttls_and_more (MwDialogue *self, MwLine *line)
{
  say_starttls (self, line);
  if (!self->leaving)
    mw_line_add (line, "NOOP\r\n");
}

static const MwAct smuggle_acts[] = {
  { MW_STAGE_GREET, NULL, hear_greeting, NULL, MW_REPLY_GREETING },
  { MW_STAGE_GREET, say_ehlo, hear_ehlo },
  { MW_STAGE_ENCRYPT, say_starttls_and_more, hear_starttls },
  { MW_STAGE_ENCRYPT, NULL, mw_trial_hear_smuggled, NULL, MW_REPLY_PERHAPS },
  { MW_STAGE_LEAVE, mw_act_say_quit, mw_act_hear_any },
};

const MwConversation mw_smtp_smuggle = { smuggle_acts,
                                         G_N_ELEMENTS (smuggle_acts),
                                         mw_smtp_reply_parse };

/* To somebody who is nobody's: RFC 2606, section 3. For its own people a server may take mail. */
static void
say_rcpt_to_stranger (MwDialogue *self, MwLine *line)
{
  mw_line_add (line, "RCPT TO:<postmaster@example.org>\r\n");
}

/* "Later" is neither: RFC 5321, section 4.2.1. */
static MwTurn
hear_rcpt_to_stranger (MwDialogue *self, const MwReply *reply)
{
  if (reply->status == MW_STATUS_OK)
    mw_dialogue_note (self, "unasked-mail", reply->words->str);
  else if (reply->code / 100 == 5)
    mw_dialogue_note (self, "mail-refused", reply->words->str);

  return MW_TURN_NEXT;
}

static const MwAct unasked_acts[] = {
  { MW_STAGE_GREET, NULL, hear_greeting, NULL, MW_REPLY_GREETING },
  { MW_STAGE_GREET, say_ehlo, hear_ehlo },
  { MW_STAGE_ENCRYPT, say_starttls, hear_starttls },
  { MW_STAGE_ENCRYPT, say_ehlo_again, hear_ehlo },
  { MW_STAGE_USE, say_mail_from, hear_mail_from },
  { MW_STAGE_USE, say_rcpt_to_stranger, hear_rcpt_to_stranger },
  { MW_STAGE_USE, say_rset, mw_act_hear_any },
  { MW_STAGE_LEAVE, mw_act_say_quit, mw_act_hear_any },
};

const MwConversation mw_smtp_unasked = { unasked_acts,
                                         G_N_ELEMENTS (unasked_acts),
                                         mw_smtp_reply_parse };
