/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-address.h"

/* The newer form of Exchange Autodiscover ("V2"): a request without a body, whose answer in JSON
 * says no more than at which address something else is spoken. What it has for mail programs is
 * where the older form is spoken. */

char *mw_exchange_json_make_uri (const char *host, const MwAddress *address);
char *mw_exchange_json_read (GBytes *document);
