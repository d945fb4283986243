/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-advice.h"

/* The provider's own help page, where there is one; else ours. */
#define MW_HELP_PROVIDER "provider"
#define MW_HELP_AUTHORIZATION_CODE "help:mailwright/authorization-code"

/**
 * MwWhen:
 * @MW_WHEN_OTHER_PART_WORKS: receiving fails and sending works, or the other way round
 * @MW_WHEN_OTHER_PART_FAILS: both fail in the same way
 * @MW_WHEN_ALLOWED: the finding is no error, because the person allowed it, or because mail works
 * @MW_WHEN_OFFERED: something else works, and waits for a yes
 * @MW_WHEN_SENDING: it is about sending
 * @MW_WHEN_SIGNING_IN: the server was there, and had the password
 * @MW_WHEN_NO_ACCESS: the provider lets no mail program in
 * @MW_WHEN_BRIDGE: the server is a program of the provider on this computer
 * @MW_WHEN_STRIPPED: encryption is missing that was there before, or has been overwritten
 * @MW_WHEN_BOGUS: the name service says what its owner has not signed
 * @MW_WHEN_CODE: the provider wants a code or an app password, and that is what was typed
 * @MW_WHEN_ENCRYPTED: the settings ask for encryption, so there was some
 */
typedef enum {
  MW_WHEN_ALWAYS,
  MW_WHEN_OTHER_PART_WORKS,
  MW_WHEN_OTHER_PART_FAILS,
  MW_WHEN_ALLOWED,
  MW_WHEN_OFFERED,
  MW_WHEN_SENDING,
  MW_WHEN_SIGNING_IN,
  MW_WHEN_NO_ACCESS,
  MW_WHEN_BRIDGE,
  MW_WHEN_STRIPPED,
  MW_WHEN_BOGUS,
  MW_WHEN_CODE,
  MW_WHEN_ENCRYPTED,
} MwWhen;

/**
 * MwWords:
 * @who: MW_WHO_IT also stands for the provider, where the remedy asks the {operator} and there is a
 *   provider
 * @title: what happened, in at most eight words
 * @explanation: why, in one sentence
 * @remedy: the next step, beginning with a verb
 * @help: (nullable): an address, or %MW_HELP_PROVIDER; none for the page of the cause's family
 *
 * What is said about a cause; the gaps in it are described in mw-facts.c. A cause may have several
 * rows, one below the other: the first is taken whose condition holds and whose gaps can be filled.
 */
typedef struct {
  const char *cause;
  MwWho who;
  MwWhen when;
  const char *title;
  const char *explanation;
  const char *remedy;
  const char *help;
} MwWords;

/* Each ends with an empty row. */
extern const MwWords mw_words_of_settings[];
extern const MwWords mw_words_of_connections[];
extern const MwWords mw_words_of_sign_in[];
extern const MwWords mw_words_of_mailboxes[];
