/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"
#include "mw-domain-looks.h"

#include "dns-server.h"

static TestDns server;

typedef struct {
  MwDomainState state;
  char *evidence;
  GError *error;
  gboolean done;
} Got;

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Got *got = user_data;

  got->state = mw_domain_look_finish (result, &got->evidence, &got->error);
  got->done = TRUE;
}

static void
look (const char *domain, GCancellable *cancellable, Got *got)
{
  g_autoptr (MwDns) dns = test_dns_open (&server);

  mw_domain_look_async (dns, domain, 500, cancellable, got_cb, got);
  test_await (&got->done);
}

static void
test_states (void)
{
  static const struct {
    const char *domain;
    MwDomainState state;
    const char *evidence;
  } rows[] = {
    { "a.test", MW_DOMAIN_TAKES_MAIL, "a.test MX: found" },
    { "many.test", MW_DOMAIN_TAKES_MAIL, "many.test A: found" }, /* itself, RFC 5321 */
    { "null.test", MW_DOMAIN_NULL_MX, "null.test MX: 0 ." },
    { "none.test", MW_DOMAIN_ABSENT, "none.test MX: NXDOMAIN" },
    { "text.test", MW_DOMAIN_ABSENT, "text.test AAAA: no MX, A or AAAA record" },
    { "broken.test", MW_DOMAIN_FAILED, "broken.test MX: no answer" },
    { "silent.test", MW_DOMAIN_SILENT, "silent.test MX: no answer in time" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Got got = { 0 };

    look (rows[i].domain, NULL, &got);
    g_test_message ("%s", rows[i].domain);
    g_assert_no_error (got.error);
    g_assert_cmpint (got.state, ==, rows[i].state);
    g_assert_cmpstr (got.evidence, ==, rows[i].evidence);
    g_free (got.evidence);
  }
}

static void
test_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Got got = { 0 };

  g_cancellable_cancel (cancellable);
  look ("silent.test", cancellable, &got);
  g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (got.state, ==, MW_DOMAIN_UNKNOWN);
  g_assert_null (got.evidence);
  g_error_free (got.error);
}

/* ------ many who ask ------ */

static void
got_known_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Got *got = user_data;

  got->state =
    mw_domain_looks_ask_finish (MW_DOMAIN_LOOKS (source), result, &got->evidence, &got->error);
  got->done = TRUE;
}

static void
assert_absent (Got *got)
{
  test_await (&got->done);
  g_assert_no_error (got->error);
  g_assert_cmpint (got->state, ==, MW_DOMAIN_ABSENT);
  g_assert_cmpstr (got->evidence, ==, "none.test MX: NXDOMAIN");
  g_free (got->evidence);
}

/* At the same time, and afterwards. */
static void
test_asks_once (void)
{
  g_autoptr (MwDns) dns = test_dns_open (&server);
  g_autoptr (MwDomainLooks) looks = mw_domain_looks_new (dns, 500);
  Got got[3] = { 0 };
  int before = g_atomic_int_get (&server.n_asked);

  mw_domain_looks_ask_async (looks, "none.test", NULL, got_known_cb, &got[0]);
  mw_domain_looks_ask_async (looks, "none.test", NULL, got_known_cb, &got[1]);
  assert_absent (&got[0]);
  assert_absent (&got[1]);
  mw_domain_looks_ask_async (looks, "none.test", NULL, got_known_cb, &got[2]);
  assert_absent (&got[2]);

  g_assert_cmpint (g_atomic_int_get (&server.n_asked) - before, ==, 1);
}

/* What was stopped is no answer for others. */
static void
test_asks_anew (void)
{
  g_autoptr (MwDns) dns = test_dns_open (&server);
  g_autoptr (MwDomainLooks) looks = mw_domain_looks_new (dns, 500);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Got stopped = { 0 };
  Got got = { 0 };

  mw_domain_looks_ask_async (looks, "none.test", cancellable, got_known_cb, &stopped);
  g_cancellable_cancel (cancellable);
  test_await (&stopped.done);
  g_assert_error (stopped.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_error_free (stopped.error);
  g_assert_null (stopped.evidence);

  mw_domain_looks_ask_async (looks, "none.test", NULL, got_known_cb, &got);
  assert_absent (&got);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  test_dns_start (&server);

  /* The first: none of its server's questions may be of another test. */
  g_test_add_func ("/domain-look/asks-once", test_asks_once);
  g_test_add_func ("/domain-look/states", test_states);
  g_test_add_func ("/domain-look/cancel", test_cancel);
  g_test_add_func ("/domain-look/asks-anew", test_asks_anew);

  status = g_test_run ();
  test_dns_stop (&server);

  return status;
}
