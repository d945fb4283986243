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
 * mw_dialogue_detail:
 * @details: (transfer floating): of type `a{sv}`
 *
 * Adds facts to what was found last.
 */
void
mw_dialogue_detail (MwDialogue *self, GVariant *details)
{
  MwFinding *finding = g_ptr_array_steal_index (self->findings, self->findings->len - 1);

  g_ptr_array_add (self->findings, mw_finding_new_with (finding, details));
  mw_finding_unref (finding);
}

/**
 * mw_dialogue_get_last_evidence:
 *
 * Returns: (nullable): of what was found last; without secrets
 */
const char *
mw_dialogue_get_last_evidence (MwDialogue *self)
{
  return ((MwFinding *) g_ptr_array_index (self->findings, self->findings->len - 1))->evidence;
}

/**
 * mw_dialogue_note:
 * @note: what it is, for src/diagnosis/mw-note.c
 *
 * Something that the IT helper may want to know, and that keeps nothing from working.
 */
void
mw_dialogue_note (MwDialogue *self, const char *note, const char *evidence)
{
  mw_dialogue_find (self, MW_SEVERITY_INFO, NULL, evidence);
  mw_dialogue_detail (self, g_variant_new_parsed ("{'note': <%s>}", note));
}

/* In seconds: mail that is fast is seen at once, mail that is slow is asked for seldom. */
static const guint pauses[] = { 1, 1, 2, 2, 3, 5 };

/**
 * mw_dialogue_wait:
 *
 * The act speaks again a little later; not if the letter's patience is at its end. Then it is time
 * to say goodbye.
 */
MwTurn
mw_dialogue_wait (MwDialogue *self)
{
  if (self->n_waited >= self->letter->patience) {
    self->leaving = TRUE;
    return MW_TURN_STOP;
  }

  self->pause = pauses[MIN (self->n_pauses, G_N_ELEMENTS (pauses) - 1)];
  self->n_pauses++;
  self->n_waited += self->pause;

  return MW_TURN_AGAIN;
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
 * mw_act_hear_any:
 *
 * Whatever the answer is, it goes on.
 */
MwTurn
mw_act_hear_any (MwDialogue *self, const MwReply *reply)
{
  return MW_TURN_NEXT;
}

/**
 * mw_act_say_quit:
 *
 * RFC 1939, section 6, and RFC 5321, section 4.1.1.10.
 */
void
mw_act_say_quit (MwDialogue *self, MwLine *line)
{
  mw_line_add (line, "QUIT\r\n");
}

/**
 * mw_act_may_pipeline:
 *
 * RFC 2449, section 6.6, and RFC 2920, section 3.1: of POP3 and SMTP.
 *
 * Returns: whether a command need not await the answer to the one before
 */
gboolean
mw_act_may_pipeline (MwDialogue *self)
{
  return mw_offers_includes (self->offers, "PIPELINING");
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

static const char *
find_banner (MwDialogue *self)
{
  for (guint i = 0; i < self->findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (self->findings, i);

    if (finding->stage == MW_STAGE_GREET && finding->severity == MW_SEVERITY_PASS)
      return finding->evidence;
  }

  return NULL;
}

/* Whatever code it comes under: a refusal for another reason locks no account, and to offer the
 * password elsewhere shows whose turn it is. */
static void
judge (MwDialogue *self, const char *cause)
{
  MwHeard heard = {
    .protocol = self->protocol,
    .host = self->host,
    .banner = find_banner (self),
    .answer = mw_dialogue_get_last_evidence (self),
    .cause = cause,
  };

  if (self->sign_in == MW_SIGN_IN_REFUSED && self->judge != NULL && heard.answer != NULL &&
      !self->judge (&heard))
    self->sign_in = MW_SIGN_IN_UNDECIDED;
}

static void
stop (MwDialogue *self, const char *cause, const char *evidence)
{
  mw_dialogue_find (self, MW_SEVERITY_ERROR, cause, evidence);
  mw_dialogue_drop_secrets (self);
  self->leaving = TRUE;

  /* No answer to the password may be one. */
  if (self->has_said_password && self->sign_in == MW_SIGN_IN_NOT_TRIED)
    self->sign_in = MW_SIGN_IN_REFUSED;
  judge (self, cause);
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

/**
 * mw_dialogue_keep_offers:
 * @offers: (transfer full): all that the server says now
 */
void
mw_dialogue_keep_offers (MwDialogue *self, MwOffers *offers)
{
  MwPhase phase = self->sign_in == MW_SIGN_IN_ACCEPTED ? MW_PHASE_SIGNED_IN
                  : self->encrypted                    ? MW_PHASE_ENCRYPTED
                                                       : MW_PHASE_CLEAR;

  mw_dialogue_forget_offers (self);
  self->offers = offers;
  g_strfreev (self->offered[phase]);
  self->offered[phase] = mw_offers_dup_words (offers);
}

void
mw_dialogue_forget_offers (MwDialogue *self)
{
  g_clear_pointer (&self->offers, mw_offers_free);
}

/* Devices that "inspect" mail overwrite the word on its way, letter by letter, so that no length
 * changes: XXXXXXXA. */
static char *
find_overwritten (MwDialogue *self, const char *word)
{
  g_auto (GStrv) offers = mw_offers_dup_words (self->offers);
  gsize length = strlen (word);

  for (guint i = 0; offers[i] != NULL; i++)
    if (strlen (offers[i]) == length && strspn (offers[i], "X") >= length - 1)
      return g_strdup (offers[i]);

  return NULL;
}

static void
stop_for_lack_of_encryption (MwDialogue *self, const char *word)
{
  g_autofree char *garbage = self->offers ? find_overwritten (self, word) : NULL;
  g_autofree char *words = NULL;

  if (garbage == NULL) {
    mw_dialogue_stop_for_lack (self, "tls.not-offered");
    return;
  }

  words = g_strdup_printf ("%s instead of %s", garbage, word);
  stop (self, "tls.not-offered", words);
  mw_dialogue_detail (self, g_variant_new_parsed ("{'problem': <'stripped'>}"));
}

/* Whoever listens would read it; a program that is less careful than we are would say it. */
static void
find_careless_offers (MwDialogue *self, const char *command)
{
  g_autoptr (GString) words = g_string_new (command);

  if (mw_offers_includes (self->offers, "AUTH=PLAIN"))
    g_string_append_printf (words, "%sAUTH=PLAIN", words->len ? " " : "");
  if (mw_offers_includes (self->offers, "AUTH=LOGIN"))
    g_string_append_printf (words, "%sAUTH=LOGIN", words->len ? " " : "");
  if (words->len > 0)
    mw_dialogue_note (self, "careless-offer", words->str);
}

/**
 * mw_dialogue_note_late_encryption:
 * @word: what the server offers where it would encrypt
 *
 * RFC 9051, section 6.2.1, RFC 3207, section 4.2: under encryption it is not offered again.
 */
void
mw_dialogue_note_late_encryption (MwDialogue *self, const char *word)
{
  if (self->encrypted && mw_offers_includes (self->offers, word))
    mw_dialogue_note (self, "encryption-again", word);
}

/**
 * mw_dialogue_can_encrypt:
 * @word: what the server has to offer for it
 * @command: (nullable): the protocol's own way to sign in that would be taken before encryption
 *
 * Returns: %FALSE if the dialogue has stopped, since there is no encryption
 */
gboolean
mw_dialogue_can_encrypt (MwDialogue *self, const char *word, const char *command)
{
  if (!mw_offers_includes (self->offers, word)) {
    stop_for_lack_of_encryption (self, word);
    return FALSE;
  }

  find_careless_offers (self, command);

  return TRUE;
}
