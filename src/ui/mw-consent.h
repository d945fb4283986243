/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-draft.h"

/* Servers that the person said yes to by name, remembered for the domain. */
GStrv mw_consent_list_hosts (const MwDraft *draft);
void mw_consent_give (MwDraft *draft, const char *host);
void mw_consent_recall (MwDraft *draft);
