/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-network.h"

static void
test_blame (void)
{
  static const struct {
    MwPart part;
    MwStage stage;
    MwSeverity severity;
    const char *cause;
    gboolean available;
    GNetworkConnectivity connectivity;
    const char *blamed;
  } rows[] = {
    { MW_PART_INCOMING,
      MW_STAGE_RESOLVE,
      MW_SEVERITY_ERROR,
      "dns.timeout",
      FALSE,
      1,
      "dns.no-network" },
    { MW_PART_INCOMING,
      MW_STAGE_CONNECT,
      MW_SEVERITY_ERROR,
      "net.refused",
      FALSE,
      1,
      "net.refused" },
    { MW_PART_OUTGOING,
      MW_STAGE_ENCRYPT,
      MW_SEVERITY_ERROR,
      "tls.expired",
      FALSE,
      1,
      "tls.expired" },
    { MW_PART_INPUT,
      MW_STAGE_INPUT,
      MW_SEVERITY_ERROR,
      "input.bad-host",
      FALSE,
      1,
      "input.bad-host" },
    { MW_PART_INCOMING,
      MW_STAGE_CONNECT,
      MW_SEVERITY_WARNING,
      "net.address-dead",
      FALSE,
      1,
      "net.address-dead" },
    { MW_PART_INCOMING,
      MW_STAGE_ENCRYPT,
      MW_SEVERITY_ERROR,
      "tls.wrong-name",
      TRUE,
      3,
      "net.captive-portal" },
    { MW_PART_INCOMING,
      MW_STAGE_CONNECT,
      MW_SEVERITY_ERROR,
      "net.refused",
      TRUE,
      3,
      "net.captive-portal" },
    { MW_PART_INCOMING,
      MW_STAGE_SIGN_IN,
      MW_SEVERITY_ERROR,
      "auth.unknown",
      TRUE,
      3,
      "auth.unknown" },
    { MW_PART_INCOMING,
      MW_STAGE_CONNECT,
      MW_SEVERITY_ERROR,
      "net.timeout",
      TRUE,
      4,
      "net.timeout" },
    { MW_PART_INCOMING,
      MW_STAGE_CONNECT,
      MW_SEVERITY_ERROR,
      "net.timeout",
      TRUE,
      2,
      "net.timeout" },
  };

  G_STATIC_ASSERT (G_NETWORK_CONNECTIVITY_PORTAL == 3);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) findings =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
    g_autoptr (MwFinding) finding =
      mw_finding_new (rows[i].stage, rows[i].severity, rows[i].cause, NULL);

    g_ptr_array_add (findings, mw_finding_new_at (finding, rows[i].part, NULL));
    mw_network_blame (findings, rows[i].available, rows[i].connectivity);
    g_assert_cmpstr (((MwFinding *) g_ptr_array_index (findings, 0))->cause, ==, rows[i].blamed);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/blame", test_blame);

  return g_test_run ();
}
