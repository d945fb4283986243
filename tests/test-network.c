/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-network.h"

typedef struct {
  MwPart part;
  MwStage stage;
  MwSeverity severity;
  const char *cause;
  const char *blamed;
} Row;

static void
check_row (const Row *row, gboolean available, GNetworkConnectivity connectivity)
{
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  g_autoptr (MwFinding) finding = mw_finding_new (row->stage, row->severity, row->cause, NULL);

  g_ptr_array_add (findings, mw_finding_new_at (finding, row->part, NULL));
  mw_network_blame (findings, available, connectivity);
  g_assert_cmpstr (((MwFinding *) g_ptr_array_index (findings, 0))->cause, ==, row->blamed);
}

static void
test_no_network (void)
{
  static const Row rows[] = {
    { MW_PART_INCOMING, MW_STAGE_RESOLVE, MW_SEVERITY_ERROR, "dns.timeout", "dns.no-network" },
    { MW_PART_INCOMING, MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.refused", "net.refused" },
    { MW_PART_OUTGOING, MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, "tls.expired", "tls.expired" },
    { MW_PART_INPUT, MW_STAGE_INPUT, MW_SEVERITY_ERROR, "input.bad-host", "input.bad-host" },
    { MW_PART_INCOMING,
      MW_STAGE_CONNECT,
      MW_SEVERITY_WARNING,
      "net.address-dead",
      "net.address-dead" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (&rows[i], FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
}

static void
test_portal (void)
{
  static const Row rows[] = {
    { MW_PART_INCOMING,
      MW_STAGE_ENCRYPT,
      MW_SEVERITY_ERROR,
      "tls.wrong-name",
      "net.captive-portal" },
    { MW_PART_INCOMING, MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.refused", "net.captive-portal" },
    { MW_PART_INCOMING, MW_STAGE_SIGN_IN, MW_SEVERITY_ERROR, "auth.unknown", "auth.unknown" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (&rows[i], TRUE, G_NETWORK_CONNECTIVITY_PORTAL);
}

static void
test_no_fault_of_the_network (void)
{
  static const Row row = { MW_PART_INCOMING,
                           MW_STAGE_CONNECT,
                           MW_SEVERITY_ERROR,
                           "net.timeout",
                           "net.timeout" };

  check_row (&row, TRUE, G_NETWORK_CONNECTIVITY_FULL);
  check_row (&row, TRUE, G_NETWORK_CONNECTIVITY_LIMITED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/no-network", test_no_network);
  g_test_add_func ("/network/portal", test_portal);
  g_test_add_func ("/network/no-fault-of-the-network", test_no_fault_of_the_network);

  return g_test_run ();
}
