/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-letter-acts.h"

#include <string.h>

/* RFC 1939. A session sees no mail that comes in meanwhile; who awaits a letter comes again. */

#define LOOKED_AT 10 /* messages: it is one of the last ones */

/* RFC 1939, section 5 */
MwTurn
mw_pop3_hear_count (MwDialogue *self, const MwReply *reply)
{
  guint64 count = 0;
  g_auto (GStrv) words = NULL;

  if (reply->status != MW_STATUS_OK)
    return mw_dialogue_stop (self,
                             mw_reply_has_code (reply, "IN-USE") ? "mailbox.in-use"
                                                                 : "mailbox.cannot-open",
                             reply);

  words = g_strsplit (reply->text, " ", 2);
  if (words[0] != NULL)
    g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXUINT32, &count, NULL);
  self->letter_number = count;
  self->n_searched = 0;

  return MW_TURN_NEXT;
}

/* RFC 1939, section 7: the header alone, which leaves it unread */
void
mw_pop3_say_top (MwDialogue *self, MwLine *line)
{
  if (self->letter_number > 0)
    mw_line_add (line, "TOP %u 0\r\n", self->letter_number);
}

static char *
join_lines (const MwReply *reply)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < reply->lines->len; i++)
    g_string_append_printf (text, "%s\r\n", (char *) g_ptr_array_index (reply->lines, i));

  return g_string_free (text, FALSE);
}

MwTurn
mw_pop3_hear_top (MwDialogue *self, const MwReply *reply)
{
  g_autofree char *header = NULL;

  if (reply->status != MW_STATUS_OK)
    return mw_dialogue_stop (self, "proto.unexpected-answer", reply);

  header = join_lines (reply);
  if (strstr (header, self->letter->id) != NULL) {
    g_free (self->letter->header);
    self->letter->header = g_steal_pointer (&header);
    return MW_TURN_NEXT;
  }

  self->n_searched++;
  self->letter_number = self->n_searched < LOOKED_AT ? self->letter_number - 1 : 0;

  return self->letter_number > 0 ? MW_TURN_AGAIN : MW_TURN_NEXT;
}

/* RFC 1939, section 5: gone as soon as we have taken leave */
void
mw_pop3_say_dele (MwDialogue *self, MwLine *line)
{
  if (self->letter->header != NULL)
    mw_line_add (line, "DELE %u\r\n", self->letter_number);
}

MwTurn
mw_pop3_hear_dele (MwDialogue *self, const MwReply *reply)
{
  self->letter->is_removed = reply->status == MW_STATUS_OK;

  return MW_TURN_NEXT;
}
