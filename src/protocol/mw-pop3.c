/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-letter-acts.h"
#include "mw-trial.h"

#include <string.h>

/* POP3, RFC 1939; CAPA, RFC 2449; STLS, RFC 2595; AUTH, RFC 5034. */

#define COMMAND_MAX 255 /* bytes with the line end; RFC 2449, section 4 */

#define KEPT_SHORTLY 30 /* days: mail may be gone after a holiday */

#define USER_COMMAND "USER"
#define APOP_COMMAND "APOP"

/* msg-id = "<" id-left "@" id-right ">"; RFC 1939, section 7. Heard in the clear it is void after
 * STLS like all the rest: chosen by somebody in between it gives the password away, bit by bit. */
static void
note_timestamp (MwDialogue *self, const char *text)
{
  const char *begin = strchr (text, '<');
  const char *end = begin ? strchr (begin, '>') : NULL;

  if (end == NULL || self->security == MW_SECURITY_STARTTLS)
    return;

  self->timestamp = g_strndup (begin, end + 1 - begin);
  if (strchr (self->timestamp, '@') == NULL)
    g_clear_pointer (&self->timestamp, g_free);
}

/* RFC 1939, section 4 */
static MwTurn
hear_greeting (MwDialogue *self, const MwReply *reply)
{
  if (reply->status != MW_STATUS_OK)
    return mw_dialogue_stop (self, "net.server-unavailable", reply);

  note_timestamp (self, reply->text);

  return mw_dialogue_pass (self, reply);
}

/* RFC 2449, section 5 */
static void
say_capa (MwDialogue *self, MwLine *line)
{
  if (self->offers == NULL)
    mw_line_add (line, "CAPA\r\n");
}

/* RFC 5034, section 6: SASL is what the other two protocols call AUTH. */
static void
add_capability (MwOffers *offers, const char *line)
{
  g_autofree char *mechanisms = NULL;

  if (g_ascii_strncasecmp (line, "SASL ", strlen ("SASL ")) != 0) {
    mw_offers_add_keyword (offers, line);
    return;
  }

  mechanisms = g_strconcat ("AUTH ", line + strlen ("SASL "), NULL);
  mw_offers_add_keyword (offers, mechanisms);
}

/* A server without CAPA offers nothing, and may be able to do much. */
static MwTurn
hear_capa (MwDialogue *self, const MwReply *reply)
{
  MwOffers *offers = mw_offers_new ();

  self->is_silent_on_offers = reply->status != MW_STATUS_OK;
  for (guint i = 0; i < reply->lines->len; i++)
    add_capability (offers, g_ptr_array_index (reply->lines, i));
  mw_dialogue_keep_offers (self, offers);

  return MW_TURN_NEXT;
}

/* RFC 2595, section 4: STLS is older than most servers' CAPA, and gives nothing away. */
static void
say_stls (MwDialogue *self, MwLine *line)
{
  const char *command = mw_offers_includes (self->offers, "USER") ? "USER" : NULL;

  if (self->security == MW_SECURITY_STARTTLS &&
      (self->is_silent_on_offers || mw_dialogue_can_encrypt (self, "STLS", command)))
    mw_line_add (line, "STLS\r\n");
}

/* Who never offered it has not refused it either. */
static MwTurn
hear_stls (MwDialogue *self, const MwReply *reply)
{
  if (reply->status == MW_STATUS_OK)
    return MW_TURN_START_TLS;

  return mw_dialogue_stop (self,
                           self->is_silent_on_offers && !mw_reply_has_code (reply, "SYS/TEMP")
                             ? "tls.not-offered"
                             : "tls.starttls-refused",
                           reply);
}

/* USER and PASS are lines as they are: what would end the line cannot be in them. */
static gboolean
fits_in_a_line (const char *text)
{
  return strpbrk (text, "\r\n") == NULL;
}

/* RFC 2449, section 6.3: USER is an offer too; but who offers nothing may just not know CAPA. */
static gboolean
can_use_user (MwDialogue *self)
{
  gboolean offered =
    mw_offers_includes (self->offers, "USER") ||
    (!mw_offers_includes (self->offers, "AUTH") && !mw_offers_includes (self->offers, "STLS"));

  return offered && mw_dialogue_may_use (self, USER_COMMAND) &&
         (self->user == NULL ||
          (fits_in_a_line (self->user) && fits_in_a_line (mw_secret_peek (self->secret))));
}

static gboolean
can_use_apop (MwDialogue *self)
{
  return self->timestamp != NULL && mw_dialogue_may_use (self, APOP_COMMAND) &&
         (self->user == NULL || fits_in_a_line (self->user));
}

/* APOP has the server store the password in the clear, and MD5 is broken (RFC 6151): where nobody
 * can listen it is worth less than the password itself, and so comes last. */
static const char *
find_command (MwDialogue *self)
{
  if (can_use_apop (self) && !(self->encrypted && can_use_user (self)))
    return APOP_COMMAND;

  return can_use_user (self) ? USER_COMMAND : NULL;
}

/* A server that offers encryption inside of encryption takes the connection for a plain one: what
 * encrypts it stands in front of the server. */
static gboolean
choose (MwDialogue *self)
{
  gboolean later = !self->encrypted || mw_offers_includes (self->offers, "STLS");

  return mw_dialogue_choose (self, later ? "auth.plaintext-refused" : "auth.no-usable-mechanism");
}

static void
look_for_a_way (MwDialogue *self, MwLine *line)
{
  if (choose (self))
    mw_dialogue_note_late_encryption (self, "STLS");
}

/* RFC 1939, section 7: first the name, and only after +OK the password */
static void
say_user (MwDialogue *self, MwLine *line)
{
  if (self->n_arguments++ == 0) {
    mw_line_add (line, "USER %s\r\n", self->user);
    return;
  }

  mw_line_add (line, "PASS ");
  mw_dialogue_say_secret (self, line, mw_secret_peek (self->secret));
  mw_line_add (line, "\r\n");
  self->has_said_password = TRUE;
}

/* RFC 1939, section 7: the digest of the timestamp and the password */
static void
say_apop (MwDialogue *self, MwLine *line)
{
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_MD5);
  const char *password = mw_secret_peek (self->secret);

  g_checksum_update (checksum, (const guchar *) self->timestamp, -1);
  g_checksum_update (checksum, (const guchar *) password, -1);
  mw_line_add (line, "APOP %s ", self->user);
  mw_dialogue_say_secret (self, line, g_checksum_get_string (checksum));
  mw_line_add (line, "\r\n");
  g_checksum_free (checksum);
  self->has_said_password = TRUE;
}

/* RFC 5034, section 4 */
static void
say_auth (MwDialogue *self, MwLine *line)
{
  if (self->sasl == NULL && self->n_arguments == 0 && !choose (self))
    return;

  if (g_str_equal (self->mechanism, USER_COMMAND))
    say_user (self, line);
  else if (g_str_equal (self->mechanism, APOP_COMMAND))
    say_apop (self, line);
  else
    mw_dialogue_say_sasl (self, line, "AUTH", COMMAND_MAX);
}

/* RFC 3206, sections 4 and 5; RFC 2449, section 8.1. SYS/PERM is not about the password either. */
static const MwRefusal refusals[] = {
  { "AUTH", "auth.wrong-password", MW_SIGN_IN_REFUSED },             /* */
  { "SYS/TEMP", "auth.temporary-failure", MW_SIGN_IN_UNDECIDED },    /* */
  { "SYS/PERM", "auth.unknown", MW_SIGN_IN_UNDECIDED },              /* only the text says why */
  { "IN-USE", "mailbox.in-use", MW_SIGN_IN_UNDECIDED },              /* */
  { "LOGIN-DELAY", "auth.too-many-attempts", MW_SIGN_IN_UNDECIDED }, /* */
  { NULL, "auth.unknown", MW_SIGN_IN_REFUSED },                      /* not told */
};

/* USER is said, and PASS is not. */
static gboolean
awaits_pass (MwDialogue *self)
{
  return g_str_equal (self->mechanism, USER_COMMAND) && !self->has_said_password;
}

static MwTurn
hear_auth (MwDialogue *self, const MwReply *reply)
{
  const MwRefusal *refusal = refusals;

  if (reply->status == MW_STATUS_CONTINUE)
    return mw_dialogue_hear_challenge (self, reply);
  if (reply->status == MW_STATUS_OK && awaits_pass (self))
    return MW_TURN_AGAIN;
  if (reply->status == MW_STATUS_OK)
    return mw_dialogue_accept (self, reply);

  while (refusal->code != NULL && !mw_reply_has_code (reply, refusal->code))
    refusal++;

  return mw_dialogue_refuse (self, refusal, reply);
}

/* RFC 1939, section 5 */
static void
say_stat (MwDialogue *self, MwLine *line)
{
  mw_line_add (line, "STAT\r\n");
}

static void
find_limit (MwDialogue *self,
            MwSeverity severity,
            const char *cause,
            const char *word,
            guint number)
{
  g_autofree char *words = g_strdup_printf ("%s %u", word, number);

  mw_dialogue_find (self, severity, cause, words);
}

/* RFC 2449, section 6.7: how long mail is kept, whether it was fetched or not. */
static void
find_expiry (MwDialogue *self)
{
  guint64 days;

  if (!mw_offers_find_number (self->offers, "EXPIRE", &days))
    return;
  if (days <= KEPT_SHORTLY)
    find_limit (self, MW_SEVERITY_WARNING, "mailbox.expires", "EXPIRE", MIN (days, G_MAXUINT32));
  else
    find_limit (self, MW_SEVERITY_INFO, NULL, "EXPIRE", MIN (days, G_MAXUINT32));
  mw_dialogue_detail (
    self,
    g_variant_new_parsed ("{'note': <'expires'>, 'days': <%u>}", (guint) MIN (days, G_MAXUINT32)));
}

/* RFC 2449, section 6.5: how often one may come. */
static void
find_delay (MwDialogue *self)
{
  guint64 seconds;

  if (!mw_offers_find_number (self->offers, "LOGIN-DELAY", &seconds) || seconds == 0)
    return;
  find_limit (self, MW_SEVERITY_INFO, NULL, "LOGIN-DELAY", MIN (seconds, G_MAXUINT32));
  mw_dialogue_detail (self,
                      g_variant_new_parsed ("{'note': <'login-delay'>, 'seconds': <%u>}",
                                            (guint) MIN (seconds, G_MAXUINT32)));
}

static MwTurn
hear_stat (MwDialogue *self, const MwReply *reply)
{
  if (reply->status != MW_STATUS_OK)
    return mw_dialogue_stop (self,
                             mw_reply_has_code (reply, "IN-USE") ? "mailbox.in-use"
                                                                 : "mailbox.cannot-open",
                             reply);

  self->is_empty = g_ascii_strtoull (reply->text, NULL, 10) == 0;
  mw_dialogue_pass (self, reply);
  find_expiry (self);
  find_delay (self);

  return MW_TURN_NEXT;
}

/* RFC 1939, section 7: of one message, since a full mailbox would have us read megabytes. */
static void
say_uidl (MwDialogue *self, MwLine *line)
{
  mw_line_add (line, "UIDL 1\r\n");
}

/* Without UIDL mail cannot stay on the server and be fetched but once. */
static MwTurn
hear_uidl (MwDialogue *self, const MwReply *reply)
{
  if (reply->status != MW_STATUS_OK && !self->is_empty)
    mw_dialogue_find (self, MW_SEVERITY_WARNING, "mailbox.cannot-keep", reply->words->str);

  return MW_TURN_NEXT;
}

/* RFC 1939, section 7: the header of a mail, by which programs choose what to fetch. It is somebody
 * else's, so none of it is kept; who does not say that there is TOP is not asked. */
static void
say_top (MwDialogue *self, MwLine *line)
{
  if (mw_offers_includes (self->offers, "TOP"))
    mw_line_add (line, "TOP 1 0\r\n");
}

static MwTurn
hear_top (MwDialogue *self, const MwReply *reply)
{
  if (reply->status != MW_STATUS_OK && !self->is_empty)
    mw_dialogue_note (self, "no-header-alone", reply->words->str);

  return MW_TURN_NEXT;
}

/* All that comes before the sign-in, and the sign-in. */
/* clang-format off */
#define BEGINNING \
  { MW_STAGE_GREET, NULL, hear_greeting, NULL, MW_REPLY_GREETING }, /* the server speaks first */ \
  { MW_STAGE_GREET, say_capa, hear_capa, NULL, MW_REPLY_BLOCK }, /* what can you do? */ \
  { MW_STAGE_ENCRYPT, say_stls, hear_stls }, /* if wanted */ \
  { MW_STAGE_ENCRYPT, say_capa, hear_capa, NULL, MW_REPLY_BLOCK }, /* what was said is void */ \
  { MW_STAGE_SIGN_IN, look_for_a_way, NULL }, /* before we ask to sign in */ \
  { MW_STAGE_SIGN_IN, say_auth, hear_auth, NULL, 0, TRUE } /* again for each challenge */
/* clang-format on */

static const MwAct acts[] = {
  BEGINNING,                                                  /* as ever */
  { MW_STAGE_USE, say_stat, hear_stat },                      /* how much mail? */
  { MW_STAGE_USE, say_uidl, hear_uidl, mw_act_may_pipeline }, /* can mail stay there? */
  { MW_STAGE_USE, say_top, hear_top, mw_act_may_pipeline, MW_REPLY_UNREAD }, /* a header? */
  { MW_STAGE_LEAVE, mw_act_say_quit, mw_act_hear_any, mw_act_may_pipeline }, /* goodbye */
};

const MwConversation mw_pop3 = { acts, G_N_ELEMENTS (acts), mw_pop3_reply_parse, find_command };

/* Instead of the usual test: a letter to oneself. */
static const MwAct letter_acts[] = {
  BEGINNING,                                                                /* as ever */
  { MW_STAGE_USE, say_stat, mw_pop3_hear_count },                           /* how much mail? */
  { MW_STAGE_USE, mw_pop3_say_top, mw_pop3_hear_top, NULL, MW_REPLY_MAIL }, /* is it there? */
  { MW_STAGE_USE, mw_pop3_say_dele, mw_pop3_hear_dele },                    /* away with it */
  { MW_STAGE_LEAVE, mw_act_say_quit, mw_act_hear_any },                     /* that does it */
};

const MwConversation mw_pop3_letter = { letter_acts,
                                        G_N_ELEMENTS (letter_acts),
                                        mw_pop3_reply_parse,
                                        find_command };

/* Before the sign-in there is no NOOP. */
static void
say_stls_and_more (MwDialogue *self, MwLine *line)
{
  say_stls (self, line);
  if (!self->leaving)
    mw_line_add (line, "CAPA\r\n");
}

static const MwAct smuggle_acts[] = {
  { MW_STAGE_GREET, NULL, hear_greeting, NULL, MW_REPLY_GREETING },
  { MW_STAGE_GREET, say_capa, hear_capa, NULL, MW_REPLY_BLOCK },
  { MW_STAGE_ENCRYPT, say_stls_and_more, hear_stls },
  { MW_STAGE_ENCRYPT, NULL, mw_trial_hear_smuggled, NULL, MW_REPLY_PERHAPS },
  { MW_STAGE_LEAVE, mw_act_say_quit, mw_act_hear_any },
};

const MwConversation mw_pop3_smuggle = { smuggle_acts,
                                         G_N_ELEMENTS (smuggle_acts),
                                         mw_pop3_reply_parse,
                                         find_command };
