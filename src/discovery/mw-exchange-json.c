/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-exchange-json.h"

#include "mw-json.h"

#define PROTOCOL "AutodiscoverV1"
#define UNESCAPED "@!$&'()*+,;=:" /* in a part of a path (RFC 3986, section 3.3) */

/**
 * mw_exchange_json_make_uri:
 * @host: of the mail domain's own organisation
 * @address: who asks, which is part of the path
 *
 * Returns: (transfer full): where to ask
 */
char *
mw_exchange_json_make_uri (const char *host, const MwAddress *address)
{
  g_autofree char *escaped = g_uri_escape_string (address->text, UNESCAPED, FALSE);

  return g_strdup_printf ("https://%s/autodiscover/autodiscover.json/v1.0/%s?Protocol=" PROTOCOL,
                          host,
                          escaped);
}

/**
 * mw_exchange_json_read:
 * @document: as it came
 *
 * Returns: (transfer full) (nullable): the address where the older form of Autodiscover is spoken,
 *   as it stands there, if @document is an answer and names one
 */
char *
mw_exchange_json_read (GBytes *document)
{
  g_autoptr (JsonNode) root = NULL;
  const char *protocol;
  const char *uri;

  g_return_val_if_fail (document != NULL, NULL);

  root = mw_json_read (document, NULL);
  if (root == NULL)
    return NULL;
  protocol = mw_json_find_text (json_node_get_object (root), "Protocol");
  uri = mw_json_find_text (json_node_get_object (root), "Url");

  return protocol != NULL && g_ascii_strcasecmp (protocol, PROTOCOL) == 0 ? g_strdup (uri) : NULL;
}
