/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-letter-acts.h"

#include <string.h>

/* RFC 5321, section 4.1.1.4. Not in one flight with what comes before: a server that said no to
 * the recipient and yes to this would take our goodbye for the letter. */
void
mw_smtp_say_data (MwDialogue *self, MwLine *line)
{
  mw_line_add (line, "DATA\r\n");
}

static MwTurn
refuse (MwDialogue *self, const MwReply *reply)
{
  const char *cause = "smtp.content-rejected";

  if (mw_smtp_is_over_quota (reply))
    cause = "smtp.over-quota";
  else if (reply->code / 100 == 4)
    cause = "smtp.temporary";

  return mw_dialogue_stop (self, cause, reply);
}

MwTurn
mw_smtp_hear_data (MwDialogue *self, const MwReply *reply)
{
  return reply->code == 354 ? MW_TURN_NEXT : refuse (self, reply);
}

/* RFC 5321, section 4.5.2: a dot at the beginning of a line is doubled, one alone ends it. */
void
mw_smtp_say_letter (MwDialogue *self, MwLine *line)
{
  g_auto (GStrv) lines = g_strsplit (self->letter->text, "\r\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' || lines[i + 1] != NULL)
      mw_line_add (line, "%s%s\r\n", *lines[i] == '.' ? "." : "", lines[i]);
  mw_line_add (line, ".\r\n");
}

/* RFC 5321, section 4.2.5: from now on the server answers for it. */
MwTurn
mw_smtp_hear_letter (MwDialogue *self, const MwReply *reply)
{
  if (reply->status != MW_STATUS_OK)
    return refuse (self, reply);

  mw_dialogue_pass (self, reply);
  g_free (self->letter->receipt);
  self->letter->receipt = g_strdup (mw_dialogue_get_last_evidence (self));

  return MW_TURN_NEXT;
}
