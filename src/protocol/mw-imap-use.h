/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-act.h"

/* What an IMAP conversation looks at once it is signed in; for the tables of acts. */

void mw_imap_say (MwDialogue *self, MwLine *line, const char *command);

void mw_imap_say_id (MwDialogue *self, MwLine *line);
MwTurn mw_imap_hear_id (MwDialogue *self, const MwReply *reply);
void mw_imap_say_examine (MwDialogue *self, MwLine *line);
MwTurn mw_imap_hear_examine (MwDialogue *self, const MwReply *reply);
void mw_imap_say_quota (MwDialogue *self, MwLine *line);
MwTurn mw_imap_hear_quota (MwDialogue *self, const MwReply *reply);
void mw_imap_say_list (MwDialogue *self, MwLine *line);
MwTurn mw_imap_hear_list (MwDialogue *self, const MwReply *reply);
void mw_imap_say_namespace (MwDialogue *self, MwLine *line);
MwTurn mw_imap_hear_namespace (MwDialogue *self, const MwReply *reply);
