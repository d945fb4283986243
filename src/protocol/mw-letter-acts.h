/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-act.h"

/* What is done with a letter to oneself; for the tables of acts. */

void mw_smtp_say_data (MwDialogue *self, MwLine *line);
MwTurn mw_smtp_hear_data (MwDialogue *self, const MwReply *reply);
void mw_smtp_say_letter (MwDialogue *self, MwLine *line);
MwTurn mw_smtp_hear_letter (MwDialogue *self, const MwReply *reply);

MwTurn mw_imap_hear_junk (MwDialogue *self, const MwReply *reply);
void mw_imap_say_search (MwDialogue *self, MwLine *line);
MwTurn mw_imap_hear_search (MwDialogue *self, const MwReply *reply);
void mw_imap_say_select (MwDialogue *self, MwLine *line);
MwTurn mw_imap_hear_select (MwDialogue *self, const MwReply *reply);
void mw_imap_say_fetch (MwDialogue *self, MwLine *line);
MwTurn mw_imap_hear_fetch (MwDialogue *self, const MwReply *reply);
void mw_imap_say_store (MwDialogue *self, MwLine *line);
MwTurn mw_imap_hear_store (MwDialogue *self, const MwReply *reply);
void mw_imap_say_expunge (MwDialogue *self, MwLine *line);
MwTurn mw_imap_hear_expunge (MwDialogue *self, const MwReply *reply);

MwTurn mw_pop3_hear_count (MwDialogue *self, const MwReply *reply);
void mw_pop3_say_top (MwDialogue *self, MwLine *line);
MwTurn mw_pop3_hear_top (MwDialogue *self, const MwReply *reply);
void mw_pop3_say_dele (MwDialogue *self, MwLine *line);
MwTurn mw_pop3_hear_dele (MwDialogue *self, const MwReply *reply);
gboolean mw_smtp_is_over_quota (const MwReply *reply);
