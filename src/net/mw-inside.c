/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-inside.h"

/**
 * mw_inside_includes:
 *
 * RFC 1918, RFC 4193, RFC 6598
 *
 * Returns: whether @address is of a network of one's own, and nobody's on the internet
 */
gboolean
mw_inside_includes (GInetAddress *address)
{
  const guint8 *bytes;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), FALSE);

  bytes = g_inet_address_to_bytes (address);
  if (g_inet_address_get_is_loopback (address) || g_inet_address_get_is_link_local (address) ||
      g_inet_address_get_is_site_local (address))
    return TRUE;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    return (bytes[0] & 0xfe) == 0xfc;

  return bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
}
