/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "mw-proof.h"

#include "dns-server.h"

static TestDns server;

static MwProof
ask (const char *host, GCancellable *cancellable)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *why = NULL;
  MwProof proof;

  mw_proof_ask_async (host, cancellable, test_result_cb, &result);
  test_await_result (&result);
  proof = mw_proof_ask_finish (result, &why);
  g_assert_null (why);

  return proof;
}

/* A name service that passes on no signatures proves nothing, and blames nobody. What one says that
 * does is a scenario of the practice world. */
static void
test_unknown (void)
{
  g_autoptr (MwDns) dns = test_dns_open (&server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  mw_dns_set_shared (dns);
  g_assert_cmpint (ask ("a.test", NULL), ==, MW_PROOF_UNKNOWN);
  g_assert_cmpint (ask ("none.test", NULL), ==, MW_PROOF_UNKNOWN);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (ask ("a.test", cancellable), ==, MW_PROOF_UNKNOWN);
  mw_dns_set_shared (NULL);
}

static void
test_inside (void)
{
  static const struct {
    const char *addresses;
    gboolean inside;
  } rows[] = {
    { "10.1.2.3", TRUE },            /* RFC 1918 */
    { "172.31.0.1", TRUE },          /* */
    { "192.168.1.1", TRUE },         /* */
    { "100.64.0.1", TRUE },          /* RFC 6598 */
    { "100.127.255.255", TRUE },     /* */
    { "127.0.0.1", TRUE },           /* */
    { "169.254.1.1", TRUE },         /* */
    { "fd00::1", TRUE },             /* RFC 4193 */
    { "fe80::1", TRUE },             /* */
    { "10.1.2.3 fd00::1", TRUE },    /* */
    { "100.63.255.255", FALSE },     /* */
    { "100.128.0.1", FALSE },        /* */
    { "172.32.0.1", FALSE },         /* */
    { "2001:db8::1", FALSE },        /* */
    { "203.0.113.1", FALSE },        /* */
    { "10.1.2.3 192.0.2.1", FALSE }, /* one is enough */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);
    g_auto (GStrv) words = g_strsplit (rows[i].addresses, " ", -1);

    for (gsize j = 0; words[j] != NULL; j++)
      g_ptr_array_add (addresses, g_inet_address_new_from_string (words[j]));
    g_test_message ("%s", rows[i].addresses);
    g_assert_cmpint (mw_proof_is_inside (addresses), ==, rows[i].inside);
  }
}

/* Nobody knows where it leads to: that is no excuse. */
static void
test_nowhere (void)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();

  g_assert_false (mw_proof_is_inside (addresses));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_dns_start (&server);

  g_test_add_func ("/proof/unknown", test_unknown);
  g_test_add_func ("/proof/inside", test_inside);
  g_test_add_func ("/proof/nowhere", test_nowhere);

  status = g_test_run ();
  test_dns_stop (&server);

  return status;
}
