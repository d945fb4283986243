/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-places.h"
#include "mw-sources.h"

/* What a domain publishes about itself (draft-ietf-mailmaint-autoconfig-06, section 5). The
 * address of the person is told to nobody: the document is the same for all, but at very few. */

/**
 * mw_source_autoconfig_look_async:
 *
 * Looks at the host of the domain that is there for this. What comes without encryption is a
 * suggestion for the person at best.
 */
void
mw_source_autoconfig_look_async (MwLookup *lookup,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  MwPlaces *places = mw_places_new (MW_SOURCE_AUTOCONFIG);
  const char *domain = mw_lookup_get_domain (lookup);

  mw_places_add (places, MW_TRUST_FULL, "https://autoconfig.%s/mail/config-v1.1.xml", domain);
  mw_places_add (places, MW_TRUST_NONE, "http://autoconfig.%s/mail/config-v1.1.xml", domain);
  mw_places_look_async (places, lookup, cancellable, callback, user_data);
}

#define WELL_KNOWN "/.well-known/autoconfig/mail/config-v1.1.xml"

/**
 * mw_source_well_known_look_async:
 *
 * Looks at the domain's own web site (RFC 8615).
 */
void
mw_source_well_known_look_async (MwLookup *lookup,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  MwPlaces *places = mw_places_new (MW_SOURCE_WELL_KNOWN);
  const char *domain = mw_lookup_get_domain (lookup);

  mw_places_add (places, MW_TRUST_FULL, "https://%s" WELL_KNOWN, domain);
  mw_places_add (places, MW_TRUST_NONE, "http://%s" WELL_KNOWN, domain);
  mw_places_look_async (places, lookup, cancellable, callback, user_data);
}
