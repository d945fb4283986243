/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-network.h"
#include "mw-portal.h"

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

/* RFC 6585, section 6; and whoever sends the internet on to a machine of this network. */
static void
test_portal_answers (void)
{
  static const struct {
    guint status;
    const char *location;
    const char *from;
    gboolean portal;
  } rows[] = {
    { 511, NULL, "192.0.2.1", TRUE },
    { 302, "http://10.0.0.1/a79.htm?wlanuserip=10.1.2.3", "192.0.2.1", TRUE },
    { 307, "https://192.168.1.1:8443/login", "2001:db8::1", TRUE },
    { 302, "http://[fd00::1]/", "192.0.2.1", TRUE },
    { 302, "http://10.0.0.1/", NULL, TRUE },
    { 301, "https://www.company.example/", "192.0.2.1", FALSE },
    { 301, "http://203.0.113.9/", "192.0.2.1", FALSE },     /* anywhere */
    { 302, "http://10.0.0.8/office", "10.0.0.2", FALSE },   /* the company's own, inside */
    { 302, "/login", "192.0.2.1", FALSE },                  /* its own page */
    { 200, "http://10.0.0.1/", "192.0.2.1", FALSE },        /* no redirection */
    { 302, NULL, "192.0.2.1", FALSE },                      /* nowhere */
    { 302, "http://10.0.0.1.example/", "192.0.2.1", FALSE } /* a name */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GSocketAddress) from =
      rows[i].from ? g_inet_socket_address_new_from_string (rows[i].from, 80) : NULL;

    g_test_message ("%u %s", rows[i].status, rows[i].location ? rows[i].location : "-");
    g_assert_cmpint (mw_portal_is_answer (rows[i].status, rows[i].location, from),
                     ==,
                     rows[i].portal);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network/portal-answers", test_portal_answers);
  g_test_add_func ("/network/no-network", test_no_network);
  g_test_add_func ("/network/portal", test_portal);
  g_test_add_func ("/network/no-fault-of-the-network", test_no_fault_of_the_network);

  return g_test_run ();
}
