/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-exception.h"
#include "mw-heard.h"
#include "mw-letter.h"
#include "mw-tls-identity.h"

/**
 * MwTerms:
 * @mechanism: (nullable): sign in with this SASL mechanism and no other
 * @judge: (nullable): reads the words of a refused sign-in
 * @exceptions: (nullable) (element-type MwException): certificates that count as trusted although
 *   nobody vouches for them
 * @identity: (nullable): the certificate that the person chose for this account, shown to a server
 *   that asks for one
 * @letter: (nullable): is sent, or awaited, instead of the usual test
 * @owned_hosts: (nullable): servers on which is tried what only their owner may
 * @asks_no_others: nobody but the servers is asked, also not for a part of a certificate that is
 *   missing, or for the date
 * @is_brief: whether it works is all that is asked: nobody looks a second time to learn why not
 * @takes_ticket: a ticket of the company's network may be asked for, where a server takes nothing
 *   else; that takes a thread, so it is for the test of one account
 * @allows_plain_text: the person said yes to a connection that everybody can read
 * @deadline: when the whole test has to end, in microseconds of the monotonic clock
 *
 * What the person allowed. Borrowed: it outlives the check.
 */
typedef struct {
  const char *mechanism;
  MwJudge judge;
  GPtrArray *exceptions;
  MwTlsIdentity *identity;
  MwLetter *letter;
  const char *const *owned_hosts;
  gboolean asks_no_others;
  gboolean is_brief;
  gboolean takes_ticket;
  gboolean allows_plain_text;
  gint64 deadline;
} MwTerms;
