/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * MwTicketTrouble:
 * @MW_TICKET_THERE: none
 * @MW_TICKET_NONE: nobody has signed in to the network of the company on this computer
 * @MW_TICKET_ENDED: somebody has, too long ago
 * @MW_TICKET_CLOCK: the clock of this computer goes wrong
 * @MW_TICKET_UNREACHABLE: nobody hands tickets out: one has to be inside of that network
 * @MW_TICKET_UNKNOWN_SERVER: who hands them out knows nothing of the mail server
 * @MW_TICKET_OTHER: its own words say it
 *
 * Why there is no ticket for a mail server.
 */
typedef enum {
  MW_TICKET_THERE,
  MW_TICKET_NONE,
  MW_TICKET_ENDED,
  MW_TICKET_CLOCK,
  MW_TICKET_UNREACHABLE,
  MW_TICKET_UNKNOWN_SERVER,
  MW_TICKET_OTHER,
} MwTicketTrouble;

gboolean mw_ticket_is_supported (void);
MwTicketTrouble mw_ticket_get (const char *service, const char *host, char **words);
const char *mw_ticket_trouble_to_string (MwTicketTrouble trouble);
