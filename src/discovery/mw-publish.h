/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-address.h"
#include "mw-server.h"

/**
 * MwPublication:
 * @kind: an identifier, never translated: `autoconfig`, `dns`, `pacc`, `autodiscover`
 * @file_name: under which it may be kept, such as `config-v1.1.xml`
 * @places: where it has to be found: web addresses, or none for lines of the zone of the domain
 * @type: (nullable): what the web server has to call it
 * @text: the document, to be published byte by byte, as far as there is a digest of it
 *
 * What a company publishes about its mail, so that every mail program finds its settings.
 */
typedef struct {
  const char *kind;
  const char *file_name;
  GStrv places;
  const char *type;
  char *text;
} MwPublication;

void mw_publication_free (MwPublication *self);
GPtrArray *mw_publish (const MwAddress *address, GPtrArray *incoming, GPtrArray *outgoing);
