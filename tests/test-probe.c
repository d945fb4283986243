/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>

#include "await.h"
#include "mw-probe.h"
#include "tls-server.h"

#define LIMIT_MS 5000

static TestCertificate authority = { .subject = "Test Authority", .is_authority = TRUE };
static TestCertificate certificate = { .subject = "a",
                                       .names = "DNS:imap.a.test",
                                       .issuer = &authority };
static TestCertificate wrong = { .subject = "b", .names = "DNS:imap.b.test", .issuer = &authority };
static TestCertificate expired = { .subject = "a",
                                   .names = "DNS:imap.a.test",
                                   .issuer = &authority,
                                   .begins = -3 * DAY,
                                   .ends = -DAY };

typedef struct {
  gboolean done;
  gboolean ok;
  GError *error;
} Got;

static void
got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Got *got = user_data;

  got->ok = mw_probe_run_finish (MW_PROBE (source), result, &got->error);
  got->done = TRUE;
}

static GPtrArray *
list_addresses (const char *const *texts)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (addresses, g_inet_address_new_from_string (texts[i]));

  return addresses;
}

static MwProbe *
create_probe (guint16 port, MwSecurity security, const char *const *texts)
{
  g_autofree char *file = test_certificate_write (&authority);
  g_autoptr (MwTlsContext) tls = mw_tls_context_new (file, NULL);
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, security, "imap.a.test", port, NULL);
  g_autoptr (GPtrArray) addresses = list_addresses (texts);

  g_unlink (file);

  return mw_probe_new (server, "li@a.test", addresses, tls);
}

static const char *const here[] = { "127.0.0.1", NULL };

static char *heard;

static void
speak_imap (TestServer *self, int fd, SSL *ssl)
{
  g_autofree char *line = NULL;

  if (ssl != NULL && SSL_accept (ssl) != 1)
    return;
  test_write (fd, ssl, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] Here\r\n", -1);
  line = test_read_line (fd, ssl);
  g_free (heard);
  heard = g_steal_pointer (&line);
}

static void
speak_pop3 (TestServer *self, int fd, SSL *ssl)
{
  if (ssl == NULL || SSL_accept (ssl) == 1)
    test_write (fd, ssl, "+OK Here\r\n", -1);
}

static void
hang_up (TestServer *self, int fd, SSL *ssl)
{
}

static void
settle (void)
{
  test_settle ();
}

static void
test_outcomes (void)
{
  static const struct {
    const char *what;
    void (*serve) (TestServer *self, int fd, SSL *ssl);
    TestCertificate *certificate;
    MwSecurity security;
    MwProbeOutcome outcome;
  } rows[] = {
    { "good", speak_imap, &certificate, MW_SECURITY_TLS, MW_PROBE_GOOD },
    { "wrong name", speak_imap, &wrong, MW_SECURITY_TLS, MW_PROBE_BAD },
    { "expired", speak_imap, &expired, MW_SECURITY_TLS, MW_PROBE_BAD },
    { "wrong protocol", speak_pop3, &certificate, MW_SECURITY_TLS, MW_PROBE_BAD },
    { "no encryption", speak_imap, NULL, MW_SECURITY_STARTTLS, MW_PROBE_BAD },
    { "no word", hang_up, &certificate, MW_SECURITY_TLS, MW_PROBE_BAD },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestServer server = { .serve = rows[i].serve, .certificate = rows[i].certificate };
    g_autoptr (MwProbe) probe = NULL;
    Got got = { FALSE };

    test_server_start (&server);
    probe = create_probe (server.port, rows[i].security, here);
    g_assert_cmpint (mw_probe_get_outcome (probe), ==, MW_PROBE_WAITING);
    mw_probe_run_async (probe, LIMIT_MS, NULL, got_cb, &got);
    test_await (&got.done);
    g_test_message ("%s", rows[i].what);
    g_assert_no_error (got.error);
    g_assert_cmpint (mw_probe_get_outcome (probe), ==, rows[i].outcome);
    g_assert_true (mw_probe_is_connected (probe));
    settle ();
    test_server_stop (&server);
  }
}

/* It says goodbye, and nothing about the person. */
static void
test_goodbye (void)
{
  TestServer server = { .serve = speak_imap, .certificate = &certificate };
  g_autoptr (MwProbe) probe = NULL;
  Got got = { FALSE };

  g_clear_pointer (&heard, g_free);
  test_server_start (&server);
  probe = create_probe (server.port, MW_SECURITY_TLS, here);
  mw_probe_run_async (probe, LIMIT_MS, NULL, got_cb, &got);
  test_await (&got.done);
  for (guint i = 0; i < 20; i++) {
    settle ();
    g_usleep (5000);
  }
  test_server_stop (&server);
  g_assert_nonnull (heard);
  g_assert_nonnull (strstr (heard, "LOGOUT"));
}

static guint16
find_free_port (void)
{
  TestServer server = { .serve = hang_up };
  g_autoptr (GSocketConnection) connection = NULL;

  test_server_start (&server);
  connection = test_server_connect (&server);
  test_server_stop (&server);

  return server.port;
}

/* Nobody is at the first address: the second has its turn. */
static void
test_addresses (void)
{
  static const char *const two[] = { "127.9.9.9", "127.0.0.1", NULL };
  TestServer server = { .serve = speak_imap, .certificate = &certificate };
  g_autoptr (MwProbe) probe = NULL;
  Got got = { FALSE };

  test_server_start (&server);
  probe = create_probe (server.port, MW_SECURITY_TLS, two);
  mw_probe_run_async (probe, LIMIT_MS, NULL, got_cb, &got);
  test_await (&got.done);
  g_assert_cmpint (mw_probe_get_outcome (probe), ==, MW_PROBE_GOOD);
  settle ();
  test_server_stop (&server);
}

static void
test_closed (void)
{
  g_autoptr (MwProbe) probe = create_probe (find_free_port (), MW_SECURITY_TLS, here);
  Got got = { FALSE };

  mw_probe_run_async (probe, LIMIT_MS, NULL, got_cb, &got);
  test_await (&got.done);
  g_assert_cmpint (mw_probe_get_outcome (probe), ==, MW_PROBE_CLOSED);
  g_assert_false (mw_probe_is_connected (probe));
}

static void
stay_silent (TestServer *self, int fd, SSL *ssl)
{
  char bytes[4096];

  while (recv (fd, bytes, sizeof bytes, 0) > 0)
    ;
}

/* By whoever asked, or because the time is up. */
static void
test_end (void)
{
  for (guint i = 0; i < 2; i++) {
    TestServer server = { .serve = stay_silent };
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (MwProbe) probe = NULL;
    Got got = { FALSE };

    test_server_start (&server);
    probe = create_probe (server.port, MW_SECURITY_TLS, here);
    if (i == 0)
      test_cancel_after (cancellable, 30);
    mw_probe_run_async (probe, i == 0 ? LIMIT_MS : 200, cancellable, got_cb, &got);
    test_await (&got.done);
    g_assert_cmpint (got.ok, ==, i == 1);
    if (i == 0)
      g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    else
      g_assert_cmpint (mw_probe_get_outcome (probe), ==, MW_PROBE_BAD);
    g_clear_error (&got.error);
    settle ();
    test_server_stop (&server);
  }
}

int
main (int argc, char *argv[])
{
  TestCertificate *certificates[] = { &authority, &certificate, &wrong, &expired };
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_trust_nobody ();
  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    test_certificate_make (certificates[i]);

  g_test_add_func ("/probe/outcomes", test_outcomes);
  g_test_add_func ("/probe/goodbye", test_goodbye);
  g_test_add_func ("/probe/addresses", test_addresses);
  g_test_add_func ("/probe/closed", test_closed);
  g_test_add_func ("/probe/end", test_end);
  status = g_test_run ();

  for (gsize i = 0; i < G_N_ELEMENTS (certificates); i++)
    test_certificate_clear (certificates[i]);
  g_free (heard);

  return status;
}
