/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-act.h"

#include <string.h>

/* How a conversation hears the reply that is due, and whose turn it is then. */

#define REPLY_MAX_LINES 2000

void
mw_dialogue_await_reply (MwDialogue *self)
{
  mw_reply_clear (&self->reply);
  mw_reply_init (&self->reply, mw_dialogue_get_act (self, self->hearing)->reply, self->hearing);
  self->n_lines = 0;
}

static void
take_turn (MwDialogue *self, MwTurn turn)
{
  switch (turn) {
  case MW_TURN_NEXT:
    self->hearing++;
    break;
  case MW_TURN_AGAIN:
    self->saying = self->hearing;
    break;
  case MW_TURN_START_TLS:
    self->hearing++;
    self->wants_tls = TRUE;
    break;
  case MW_TURN_STOP:
    break;
  default:
    g_assert_not_reached ();
  }
  mw_dialogue_pass_skipped (self);
  mw_dialogue_await_reply (self);
}

static void
hear_reply (MwDialogue *self)
{
  const MwAct *act = mw_dialogue_get_act (self, self->hearing);

  self->greeted = TRUE;
  /* Nothing but a sign-in is in need of more words from us. */
  if (self->reply.status == MW_STATUS_CONTINUE && act->stage != MW_STAGE_SIGN_IN &&
      act->reply != MW_REPLY_GO_AHEAD)
    take_turn (self, mw_dialogue_stop (self, "proto.unexpected-answer", &self->reply));
  else
    take_turn (self, act->hear (self, &self->reply));
}

/* How the servers of the three protocols greet. */
static gboolean
greets_for_mail (const char *line)
{
  static const char *const greetings[] = {
    "220", "421", "554", "+OK", "-ERR", "* OK", "* BYE", "* PREAUTH",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    if (g_str_has_prefix (line, greetings[i]) && !g_ascii_isalnum (line[strlen (greetings[i])]))
      return TRUE;

  return FALSE;
}

static void
hear_nonsense (MwDialogue *self, const char *line)
{
  const char *cause = "proto.unexpected-answer";

  if (!self->greeted)
    cause = greets_for_mail (line) ? "proto.wrong-protocol" : "proto.not-a-mail-server";

  mw_reply_add_words (&self->reply, line);
  take_turn (self, mw_dialogue_stop (self, cause, &self->reply));
}

/* Of mail that nobody reads it is enough; all else was heard before. */
static void
hear_flood (MwDialogue *self)
{
  if (self->reply.kind != MW_REPLY_UNREAD) {
    take_turn (self, mw_dialogue_stop (self, "proto.flood", NULL));
    return;
  }

  self->saying = self->conversation->n_acts;
  self->leaving = TRUE;
}

static void
hear_line (MwDialogue *self, const char *line)
{
  switch (self->conversation->parse_line (&self->reply, line)) {
  case MW_PARSE_MORE:
    if (++self->n_lines > REPLY_MAX_LINES)
      hear_flood (self);
    break;
  case MW_PARSE_COMPLETE:
    hear_reply (self);
    break;
  case MW_PARSE_INVALID:
    hear_nonsense (self, line);
    break;
  default:
    g_assert_not_reached ();
  }
}

/**
 * mw_dialogue_hear:
 * @bytes: (array length=length): a line without its end, or the literal that was asked for
 * @length: in bytes
 */
void
mw_dialogue_hear (MwDialogue *self, const char *bytes, gsize length)
{
  g_autofree char *line = NULL;

  g_return_if_fail (self != NULL && bytes != NULL);
  g_return_if_fail (!self->leaving && !self->wants_tls);
  g_return_if_fail (self->hearing < self->conversation->n_acts);

  if (self->reply.literal > 0) {
    if (self->literal == NULL && length <= self->literal_max)
      self->literal = g_strndup (bytes, length);
    self->reply.literal = 0;
    return;
  }

  /* NUL has no place in a line of any of the three. */
  line = g_malloc (length + 1);
  memcpy (line, bytes, length);
  line[length] = '\0';
  for (gsize i = 0; i < length; i++)
    if (line[i] == '\0')
      line[i] = '?';
  hear_line (self, line);
}
