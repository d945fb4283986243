/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-autodiscover.h"
#include "mw-http.h"
#include "mw-lookup.h"

/* What the questions of Exchange Autodiscover have in common, with the password and without: whom
 * to tell what, and what to make of the answer. */

#define MW_EXCHANGE_PATH "/autodiscover/autodiscover.xml"

char *mw_exchange_read_host (const char *uri);
gboolean mw_exchange_may_be_told (const char *domain, const char *uri);
char *mw_exchange_dup_place (const char *uri);
MwFound *mw_exchange_find_hosted (MwLookup *lookup, const char *uri);
MwFound *mw_exchange_find_servers (MwLookup *lookup,
                                   const MwAutodiscover *document,
                                   const MwHttpAnswer *answer);
GError *mw_exchange_explain (const MwHttpAnswer *answer, const MwAutodiscover *document);
GError *mw_exchange_explain_stranger (const char *uri);
GError *mw_exchange_explain_address (const char *text);
MwHttpPost mw_exchange_create_post (const MwAddress *asked, GBytes **body);
guint mw_exchange_get_limit_ms (MwLookup *lookup);
