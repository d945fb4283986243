/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-act.h"

/* For the tables of acts of what only the owner of a server may try. */

extern const MwConversation mw_imap_smuggle;
extern const MwConversation mw_imap_stay;
extern const MwConversation mw_pop3_smuggle;
extern const MwConversation mw_smtp_smuggle;
extern const MwConversation mw_smtp_unasked;

MwTurn mw_trial_hear_smuggled (MwDialogue *self, const MwReply *reply);
