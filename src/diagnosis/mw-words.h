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
 * @MW_WHEN_NO_TICKET: nobody has signed in to the network of the company on this computer;
 *   @MW_WHEN_TICKET_ENDED: not lately; @MW_WHEN_CLOCK: its clock goes wrong; @MW_WHEN_OUTSIDE: that
 *   network is out of reach; @MW_WHEN_SERVER_UNKNOWN: it does not know the mail server;
 *   @MW_WHEN_TICKET_REFUSED: the mail server did not let the person in; @MW_WHEN_TICKET_FAILED:
 *   something else was in the way; @MW_WHEN_NOT_BUILT: this program was built without Kerberos
 * @MW_WHEN_FORCED: the person asked for one way to sign in and no other
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
  MW_WHEN_NO_TICKET,
  MW_WHEN_TICKET_ENDED,
  MW_WHEN_CLOCK,
  MW_WHEN_OUTSIDE,
  MW_WHEN_SERVER_UNKNOWN,
  MW_WHEN_TICKET_REFUSED,
  MW_WHEN_TICKET_FAILED,
  MW_WHEN_NOT_BUILT,
  MW_WHEN_FORCED,
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
