/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-imap-use.h"
#include "mw-letter-acts.h"

#include <string.h>

#include "mw-folder.h"

/* RFC 9051; UIDPLUS, RFC 4315. */

#define HEADER_MAX 65536 /* bytes */

/* Where mail that is not wanted goes to: RFC 6154. */
MwTurn
mw_imap_hear_junk (MwDialogue *self, const MwReply *reply)
{
  for (guint i = 0; i < reply->lines->len && self->junk == NULL; i++) {
    g_autoptr (MwFolder) folder = mw_folder_new_for_list (g_ptr_array_index (reply->lines, i));

    if (folder != NULL && g_strcmp0 (folder->role, "junk") == 0)
      self->junk = g_strdup (folder->wire_name);
  }

  return MW_TURN_NEXT;
}

/* INBOX first, then Junk; each is looked at, and then searched. */
static const char *
get_folder (MwDialogue *self)
{
  return self->n_searched < 2 ? "INBOX" : self->junk;
}

/* RFC 9051, sections 6.3.3 and 6.4.4: to examine it anew is to see what came in, and to touch
 * nothing of it. */
void
mw_imap_say_search (MwDialogue *self, MwLine *line)
{
  g_autofree char *command = NULL;

  if (self->n_searched % 2 == 0)
    command = g_strdup_printf ("EXAMINE \"%s\"", get_folder (self));
  else
    command = g_strdup_printf ("UID SEARCH HEADER Message-ID \"%s\"", self->letter->id);
  mw_imap_say (self, line, command);
}

/* mailbox-data = "SEARCH" *(SP nz-number): the last one */
static guint
read_search (const MwReply *reply)
{
  guint64 uid = 0;

  for (guint i = 0; i < reply->lines->len; i++) {
    g_auto (GStrv) words = g_strsplit (g_ptr_array_index (reply->lines, i), " ", -1);

    if (words[0] == NULL || g_ascii_strcasecmp (words[0], "SEARCH") != 0)
      continue;
    for (guint j = 1; words[j] != NULL; j++)
      if (!g_ascii_string_to_unsigned (words[j], 10, 1, G_MAXUINT32, &uid, NULL))
        break;
  }

  return uid;
}

/* Not here: in the other folder, or a little later. */
static MwTurn
look_further (MwDialogue *self)
{
  self->n_searched++;
  if (self->n_searched == 4 || (self->n_searched == 2 && self->junk == NULL)) {
    self->n_searched = 0;
    return mw_dialogue_wait (self);
  }

  return MW_TURN_AGAIN;
}

/* Some names in the list cannot be opened. */
static MwTurn
hear_folder (MwDialogue *self, const MwReply *reply)
{
  gboolean is_inbox = self->n_searched++ == 0;

  if (reply->status == MW_STATUS_OK)
    return MW_TURN_AGAIN;

  return is_inbox ? mw_dialogue_stop (self, "mailbox.cannot-open", reply) : look_further (self);
}

MwTurn
mw_imap_hear_search (MwDialogue *self, const MwReply *reply)
{
  if (self->n_searched % 2 == 0)
    return hear_folder (self, reply);
  if (reply->status != MW_STATUS_OK)
    return mw_dialogue_stop (self, "proto.unexpected-answer", reply);

  self->letter_number = read_search (reply);

  return self->letter_number > 0 ? MW_TURN_NEXT : look_further (self);
}

/* RFC 9051, section 6.3.2: now that something is to be taken away */
void
mw_imap_say_select (MwDialogue *self, MwLine *line)
{
  g_autofree char *command = g_strdup_printf ("SELECT \"%s\"", get_folder (self));

  self->letter->is_junk = self->n_searched >= 2;
  mw_imap_say (self, line, command);
}

MwTurn
mw_imap_hear_select (MwDialogue *self, const MwReply *reply)
{
  return reply->status == MW_STATUS_OK ? MW_TURN_NEXT
                                       : mw_dialogue_stop (self, "mailbox.cannot-open", reply);
}

/* RFC 9051, section 6.4.5: PEEK leaves it unread. */
void
mw_imap_say_fetch (MwDialogue *self, MwLine *line)
{
  g_autofree char *command =
    g_strdup_printf ("UID FETCH %u (BODY.PEEK[HEADER]<0.%d>)", self->letter_number, HEADER_MAX);

  self->literal_max = HEADER_MAX;
  mw_imap_say (self, line, command);
}

MwTurn
mw_imap_hear_fetch (MwDialogue *self, const MwReply *reply)
{
  self->literal_max = 0;
  g_free (self->letter->header);
  self->letter->header = g_strdup (self->literal ? self->literal : "");
  g_clear_pointer (&self->literal, g_free);

  return MW_TURN_NEXT;
}

/* RFC 9051, section 6.4.6: this one message, and no other */
void
mw_imap_say_store (MwDialogue *self, MwLine *line)
{
  g_autofree char *command =
    g_strdup_printf ("UID STORE %u +FLAGS.SILENT (\\Deleted)", self->letter_number);

  mw_imap_say (self, line, command);
}

/* Without UIDPLUS that is all: EXPUNGE and CLOSE would take away whatever else the person has
 * marked. */
MwTurn
mw_imap_hear_store (MwDialogue *self, const MwReply *reply)
{
  self->letter->is_removed = reply->status == MW_STATUS_OK;

  return MW_TURN_NEXT;
}

/* RFC 4315, section 2.1 */
void
mw_imap_say_expunge (MwDialogue *self, MwLine *line)
{
  g_autofree char *command = g_strdup_printf ("UID EXPUNGE %u", self->letter_number);

  if (self->letter->is_removed && mw_offers_includes (self->offers, "UIDPLUS"))
    mw_imap_say (self, line, command);
}

MwTurn
mw_imap_hear_expunge (MwDialogue *self, const MwReply *reply)
{
  return MW_TURN_NEXT;
}
