/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-network.h"

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
