/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-portal.h"

#include "mw-inside.h"

#define NETWORK_AUTHENTICATION_REQUIRED 511

static gboolean
is_redirection (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static gboolean
leads_inside (const char *location)
{
  g_autoptr (GUri) uri = g_uri_parse (location, G_URI_FLAGS_NONE, NULL);
  const char *host = uri ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = host ? g_inet_address_new_from_string (host) : NULL;

  return address != NULL && mw_inside_includes (address);
}

static gboolean
is_inside (GSocketAddress *address)
{
  return G_IS_INET_SOCKET_ADDRESS (address) &&
         mw_inside_includes (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

/**
 * mw_portal_is_answer:
 * @status: of HTTP, not encrypted
 * @location: (nullable): where it leads
 * @from: (nullable): who answered
 *
 * Who gives out access to a network, and has none for us yet, answers in the name of everybody.
 * Some say so (RFC 6585, section 6); most send one on to a machine of that network, as no web
 * server of the internet would.
 *
 * Returns: whether somebody else has answered
 */
gboolean
mw_portal_is_answer (guint status, const char *location, GSocketAddress *from)
{
  if (status == NETWORK_AUTHENTICATION_REQUIRED)
    return TRUE;

  return is_redirection (status) && location != NULL && leads_inside (location) &&
         !is_inside (from);
}
