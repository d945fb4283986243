/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <openssl/err.h>
#include <string.h>
#include <sys/socket.h>

#include "await.h"
#include "mw-hello-probe.h"
#include "tls-server.h"

#define HOST "mail.test"
#define LIMIT_MS 5000

static TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST };

typedef struct {
  MwHelloAnswer answer;
  gboolean done;
  gboolean ok;
  GError *error;
} Probed;

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Probed *probed = user_data;

  probed->ok = mw_hello_probe_finish (result, &probed->answer, &probed->error);
  probed->done = TRUE;
}

static MwHelloAnswer
probe (TestServer *server, MwHelloKind kind, guint limit_ms)
{
  g_autoptr (GSocketConnection) connection = NULL;
  Probed probed = { .done = FALSE };

  test_server_start (server);
  connection = test_server_connect (server);
  mw_hello_probe_async (G_IO_STREAM (connection), kind, HOST, limit_ms, NULL, probed_cb, &probed);
  test_await (&probed.done);
  g_assert_no_error (probed.error);
  g_assert_true (probed.ok);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  test_server_stop (server);

  return probed.answer;
}

/* Real servers: what OpenSSL says to what we write. It picks the best that it was offered, if need
 * be an older one. */
static void
test_versions (void)
{
  static const struct {
    int newest;
    guint16 spoken[MW_HELLO_TLCP + 1]; /* for each kind; 0 is a refusal */
  } rows[] = {
    { TLS1_VERSION, { 0, 0x0301, 0x0301, 0x0301, 0, 0, 0 } },
    { TLS1_1_VERSION, { 0, 0x0301, 0x0302, 0x0302, 0, 0, 0 } },
    { TLS1_2_VERSION, { 0, 0x0301, 0x0302, 0x0303, 0, 0, 0 } },
    { TLS1_3_VERSION, { 0, 0x0301, 0x0302, 0x0303, 0x0304, 0, 0 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (MwHelloKind kind = MW_HELLO_SSL_3; kind <= MW_HELLO_TLCP; kind++) {
      TestServer server = { .serve = test_echo,
                            .certificate = &certificate,
                            .version = rows[i].newest };
      MwHelloAnswer answer = probe (&server, kind, LIMIT_MS);
      guint16 spoken = rows[i].spoken[kind];

      g_test_message ("%x, kind %d", (guint) rows[i].newest, (int) kind);
      g_assert_cmphex (answer.version, ==, spoken);
      if (spoken != 0)
        g_assert_cmpint (answer.outcome, ==, MW_HELLO_SPOKE);
      else if (kind == MW_HELLO_TLCP) /* a record of nobody's */
        g_assert_cmpint (answer.outcome, !=, MW_HELLO_SPOKE);
      else
        g_assert_cmpint (answer.outcome, ==, MW_HELLO_REFUSED);
      g_assert_true ((answer.alert >= 0) == (answer.outcome == MW_HELLO_REFUSED));
    }
}

static const guint16 groups_of_servers[] = { 29, 23, 24, 25, 30 };

static void
test_groups (void)
{
  static const char *const names[] = { "X25519", "P-256", "P-384", "P-521", "X448" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    TestServer server = { .serve = test_echo, .certificate = &certificate, .groups = names[i] };
    MwHelloAnswer answer = probe (&server, MW_HELLO_TLS_1_3, LIMIT_MS);

    g_assert_cmpint (answer.outcome, ==, MW_HELLO_SPOKE);
    g_assert_cmpuint (answer.group, ==, groups_of_servers[i]);
    g_assert_cmphex (answer.suite, ==, 0x1301);
  }
}

static void
hang_up (TestServer *self, int fd, SSL *ssl)
{
  char hello[4096];

  recv (fd, hello, sizeof hello, 0);
}

/* With the hello unread the kernel says it roughly. */
static void
reset (TestServer *self, int fd, SSL *ssl)
{
  char byte;

  recv (fd, &byte, 1, 0);
}

static void
stay_silent (TestServer *self, int fd, SSL *ssl)
{
  char bytes[4096];

  while (recv (fd, bytes, sizeof bytes, 0) > 0)
    ;
}

static void
drip (TestServer *self, int fd, SSL *ssl)
{
  const char record[260] = "\x16\3\3\1";

  for (guint i = 0; i < sizeof record; i++) {
    if (send (fd, record + i, 1, 0) != 1)
      return;
    g_usleep (2000);
  }
}

static void
greet (TestServer *self, int fd, SSL *ssl)
{
  test_write (fd, NULL, "220 mail.test ESMTP\r\n", -1);
  stay_silent (self, fd, ssl);
}

/* Dovecot says the alert and goes. */
static void
refuse_and_go (TestServer *self, int fd, SSL *ssl)
{
  char hello[4096];

  recv (fd, hello, sizeof hello, 0);
  test_write (fd, NULL, "\x15\x03\x01\x00\x02\x02\x46", 7);
}

/* Nobody waits for the hello to tell what it thinks of it. */
static void
refuse_before (TestServer *self, int fd, SSL *ssl)
{
  test_write (fd, NULL, "\x15\x03\x01\x00\x02\x02\x50", 7);
}

static void
answer_sm (TestServer *self, int fd, SSL *ssl)
{
  static const char answer[] =
    "\x16\x03\x03\x00\x38\x02\x00\x00\x34\x03\x03"
    "\xcf\x21\xad\x74\xe5\x9a\x61\x11\xbe\x1d\x8c\x02\x1e\x65\xb8\x91"
    "\xc2\xa2\x11\x16\x7a\xbb\x8c\x5e\x07\x9e\x09\xe2\xc8\xa8\x33\x9c"
    "\x00\x00\xc6\x00\x00\x0c\x00\x2b\x00\x02\x03\x04\x00\x33\x00\x02\x00\x29";

  for (gsize i = 0; i < sizeof answer - 1; i++) {
    test_write (fd, NULL, answer + i, 1);
    g_usleep (500);
  }
  stay_silent (self, fd, ssl);
}

static void
flood (TestServer *self, int fd, SSL *ssl)
{
  static char bytes[64 * 1024] = "\x16\3\3\0\0";

  for (gsize i = 5; i + 5 <= sizeof bytes; i += 5)
    memcpy (bytes + i, bytes, 5);
  for (guint i = 0; i < 100; i++)
    if (send (fd, bytes, sizeof bytes - 1, 0) < 0)
      return;
}

static void
test_behaviours (void)
{
  static const struct {
    void (*serve) (TestServer *self, int fd, SSL *ssl);
    MwHelloKind kind;
    MwHelloAnswer answer;
  } rows[] = {
    { hang_up, MW_HELLO_TLS_1_1, { MW_HELLO_HUNG_UP, 0, 0, 0, -1 } },       /* */
    { reset, MW_HELLO_TLS_1_1, { MW_HELLO_HUNG_UP, 0, 0, 0, -1 } },         /* */
    { stay_silent, MW_HELLO_TLS_1_2, { MW_HELLO_SILENT, 0, 0, 0, -1 } },    /* */
    { drip, MW_HELLO_TLS_1_2, { MW_HELLO_SILENT, 0, 0, 0, -1 } },           /* */
    { greet, MW_HELLO_TLS_1_2, { MW_HELLO_NOT_TLS, 0, 0, 0, -1 } },         /* */
    { refuse_and_go, MW_HELLO_TLS_1_3, { MW_HELLO_REFUSED, 0, 0, 0, 70 } }, /* */
    { refuse_before, MW_HELLO_TLS_1_3, { MW_HELLO_REFUSED, 0, 0, 0, 80 } }, /* */
    { answer_sm, MW_HELLO_SM, { MW_HELLO_SPOKE, 0x0304, 0x00c6, 41, -1 } }, /* */
    { flood, MW_HELLO_TLS_1_2, { MW_HELLO_NOT_TLS, 0, 0, 0, -1 } },         /* */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestServer server = { .serve = rows[i].serve };
    gboolean is_slow = rows[i].answer.outcome == MW_HELLO_SILENT;
    MwHelloAnswer answer = probe (&server, rows[i].kind, is_slow ? 50 : LIMIT_MS);

    g_test_message ("%u", (guint) i);
    g_assert_cmpint (answer.outcome, ==, rows[i].answer.outcome);
    g_assert_cmphex (answer.version, ==, rows[i].answer.version);
    g_assert_cmphex (answer.suite, ==, rows[i].answer.suite);
    g_assert_cmpuint (answer.group, ==, rows[i].answer.group);
    g_assert_cmpint (answer.alert, ==, rows[i].answer.alert);
  }
}

static void
test_cancel (void)
{
  for (guint ms = 0; ms < 4; ms++) {
    TestServer server = { .serve = stay_silent };
    GCancellable *cancellable = g_cancellable_new ();
    GSocketConnection *connection;
    Probed probed = { .done = FALSE };

    test_server_start (&server);
    connection = test_server_connect (&server);
    test_cancel_after (cancellable, ms);
    mw_hello_probe_async (G_IO_STREAM (connection),
                          MW_HELLO_TLS_1_2,
                          HOST,
                          LIMIT_MS,
                          cancellable,
                          probed_cb,
                          &probed);
    test_await (&probed.done);
    g_assert_error (probed.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_false (probed.ok);
    g_clear_error (&probed.error);
    test_settle ();
    g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    test_server_stop (&server);
    g_assert_finalize_object (connection);
    g_assert_finalize_object (cancellable);
  }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_trust_nobody ();
  certificate.rsa_bits = 2048; /* what servers of all ages can show */
  test_certificate_make (&certificate);

  g_test_add_func ("/hello-probe/versions", test_versions);
  g_test_add_func ("/hello-probe/groups", test_groups);
  g_test_add_func ("/hello-probe/behaviours", test_behaviours);
  g_test_add_func ("/hello-probe/cancel", test_cancel);
  status = g_test_run ();

  test_certificate_clear (&certificate);

  return status;
}
