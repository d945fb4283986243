/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-network.h"

#include <ifaddrs.h>
#include <net/if.h>

/* Who was refused has reached somebody. */
static gboolean
is_about_reaching (const MwFinding *finding)
{
  return finding->severity == MW_SEVERITY_ERROR && finding->stage <= MW_STAGE_CONNECT &&
         finding->part >= MW_PART_INCOMING && g_strcmp0 (finding->cause, "net.refused") != 0;
}

/* A portal answers in the name of everybody, so nothing that was seen is the server's. */
static gboolean
is_before_sign_in (const MwFinding *finding)
{
  return finding->severity == MW_SEVERITY_ERROR && finding->stage <= MW_STAGE_GREET &&
         finding->part >= MW_PART_INCOMING;
}

static const char *
find_cause (const MwFinding *finding, gboolean available, GNetworkConnectivity connectivity)
{
  if (!available)
    return is_about_reaching (finding) ? "dns.no-network" : NULL;
  if (connectivity == G_NETWORK_CONNECTIVITY_PORTAL)
    return is_before_sign_in (finding) ? "net.captive-portal" : NULL;

  return NULL;
}

/**
 * mw_network_blame:
 * @findings: (element-type MwFinding): those that are no fault of a server are replaced
 * @available: whether this computer has a network
 * @connectivity: what the desktop knows about it
 *
 * Where this computer has no network, or one that wants a sign-in page first, no server is to
 * blame.
 */
void
mw_network_blame (GPtrArray *findings, gboolean available, GNetworkConnectivity connectivity)
{
  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);
    const char *cause = find_cause (finding, available, connectivity);

    if (cause != NULL) {
      g_ptr_array_index (findings, i) = mw_finding_new_because (finding, cause);
      mw_finding_unref (finding);
    }
  }
}

/* (nullable): the name of an interface with one other end that is up, such as tun0 */
static char *
find_tunnel (void)
{
  struct ifaddrs *list = NULL;
  char *name = NULL;

  if (getifaddrs (&list) != 0)
    return NULL;

  for (struct ifaddrs *l = list; l != NULL && name == NULL; l = l->ifa_next)
    if (l->ifa_flags & IFF_UP && l->ifa_flags & IFF_POINTOPOINT)
      name = g_strdup (l->ifa_name);
  freeifaddrs (list);

  return name;
}

static gboolean
is_failure_to_connect (const MwFinding *finding)
{
  return finding->severity >= MW_SEVERITY_WARNING && finding->stage <= MW_STAGE_CONNECT &&
         finding->part >= MW_PART_INCOMING && finding->cause != NULL;
}

static MwFinding *
new_with_tunnel (const MwFinding *finding, const char *name)
{
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "vpn", "s", name);

  return mw_finding_new_with (finding, g_variant_dict_end (&details));
}

/**
 * mw_network_note_tunnel:
 * @findings: (element-type MwFinding): those of names and connections get a note
 *
 * A VPN, or a dial-up line, may lead to a network in which other servers can be reached than one
 * thinks. This computer is asked only where a connection failed.
 */
void
mw_network_note_tunnel (GPtrArray *findings)
{
  g_autofree char *name = NULL;

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (!is_failure_to_connect (finding))
      continue;
    if (name == NULL)
      name = find_tunnel ();
    if (name == NULL)
      return;
    g_ptr_array_index (findings, i) = new_with_tunnel (finding, name);
    mw_finding_unref (finding);
  }
}
