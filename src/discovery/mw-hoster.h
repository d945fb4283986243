/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-lookup.h"

/* Who provides the mail of a domain has hosts of another name, and a domain sends us on to them.
 * Is it really they? */

void mw_hoster_is_known_async (MwLookup *lookup,
                               const char *host,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean mw_hoster_is_known_finish (MwLookup *lookup, GAsyncResult *result);
