/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "await.h"
#include "mw-driver.h"
#include "tls-server.h"

/* Servers that mean harm, or are broken beyond belief, at every stage of every conversation: each
 * has to end in bounded time and memory, with the right cause, and without a second password. */

#define HOST "mail.test"
#define MiB (1024 * 1024)
#define POURED (300u * MiB)
#define GROWTH_MAX (32 * 1024) /* KiB */
#define PATIENCE 400           /* ms, where the server says nothing */
#define TIME_MAX 8             /* s, for one conversation; on a busy machine, too */

/* How far a server behaves, and what it says until then; after each line it has, it waits for as
 * many of ours as are told. */
typedef struct {
  const char *line;
  guint n_heard;
} Manners;

typedef enum {
  BEFORE_GREETING,
  BEFORE_PASSWORD,
  ON_PASSWORD,
  IN_USE,
  N_MOMENTS,
} Moment;

static const struct {
  const char *name;
  const char *scheme;
  Manners manners[N_MOMENTS];
  const char *poured; /* a line of an answer that goes on and on */
} protocols[] = {
  { "imap",
    "imap",
    { { "", 0 },
      { "* OK hello\r\n", 1 },
      { "* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN\r\na1 OK done\r\n", 1 },
      { "a5 OK [CAPABILITY IMAP4rev1] in\r\n", 2 } },
    "* 1 FETCH (FLAGS ())\r\n" },
  { "pop3",
    "pop3",
    { { "", 0 }, { "+OK hello\r\n", 1 }, { "+OK\r\nSASL PLAIN\r\n.\r\n", 1 }, { "+OK in\r\n", 1 } },
    "1 120\r\n" },
  { "smtp",
    "submission",
    { { "", 0 },
      { "220 hello\r\n", 1 },
      { "250-hello\r\n250 AUTH PLAIN\r\n", 1 },
      { "235 in\r\n", 1 } },
    "250-more\r\n" },
};

/* What the server does then. */
typedef enum {
  POUR_ONE_LINE,
  POUR_LINES,
  POUR_NUL,
  POUR_LITERAL,
  SAY_NOISE,
  SAY_NOTHING,
  DRIP,
  HANG_UP,
  RESET,
} Harm;

typedef struct {
  guint protocol;
  Moment moment;
  Harm harm;
  const char *cause;
} Case;

typedef struct {
  TestServer server; /* first, so that the server finds the case */
  const Case *what;
  guint n_passwords;
  GCancellable *over; /* the client is done */
} Scene;

/* ------ the server ------ */

static void
pour (int fd, SSL *ssl, const char *pattern)
{
  g_autoptr (GString) chunk = g_string_new (NULL);
  gsize poured = 0;
  gssize n;

  while (chunk->len < 64 * 1024)
    g_string_append (chunk, pattern);
  do {
    n = ssl ? SSL_write (ssl, chunk->str, (int) chunk->len) : write (fd, chunk->str, chunk->len);
    poured += (gsize) MAX (n, 0);
  } while (n > 0 && poured < POURED);
}

static void
pour_nul (int fd)
{
  static const char nothing[64 * 1024];

  for (gsize poured = 0; poured < POURED; poured += sizeof nothing)
    if (write (fd, nothing, sizeof nothing) <= 0)
      return;
}

/* One literal after the other, each of the greatest size that is borne. */
static void
pour_literals (int fd)
{
  g_autofree char *literal = g_strnfill (MiB, 'x');

  for (gsize poured = 0; poured < POURED; poured += MiB) {
    test_write (fd, NULL, "* 1 FETCH (BODY[] {1048576}\r\n", -1);
    if (write (fd, literal, MiB) <= 0)
      return;
    test_write (fd, NULL, ")\r\n", -1);
  }
}

static void
wait_for_end (Scene *self)
{
  while (!g_cancellable_is_cancelled (self->over))
    g_usleep (2000);
}

static void
drip (Scene *self, int fd)
{
  while (!g_cancellable_is_cancelled (self->over)) {
    if (write (fd, "2", 1) < 0)
      return;
    g_usleep (20 * 1000);
  }
}

static void
reset (int fd)
{
  struct linger at_once = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

static void
do_harm (Scene *self, int fd)
{
  static const char noise[] = "\x16\x03\x01\x00\xff\xfe{}[]\"\\\x80\x1b[2J\n";

  switch (self->what->harm) {
  case POUR_ONE_LINE:
    pour (fd, NULL, "* + 250-endless ");
    break;
  case POUR_LINES:
    pour (fd, NULL, protocols[self->what->protocol].poured);
    break;
  case POUR_NUL:
    pour_nul (fd);
    break;
  case POUR_LITERAL:
    pour_literals (fd);
    break;
  case SAY_NOISE:
    test_write (fd, NULL, noise, sizeof noise - 1);
    wait_for_end (self);
    break;
  case SAY_NOTHING:
    wait_for_end (self);
    break;
  case DRIP:
    drip (self, fd);
    break;
  case RESET:
    reset (fd);
    break;
  case HANG_UP:
  default:
    break;
  }
}

static void
hear (Scene *self, int fd)
{
  g_autofree char *line = test_read_line (fd, NULL);

  if (line != NULL && strstr (line, "AGFsaWNlAHdvbmRlcmxhbmQ=") != NULL)
    self->n_passwords++;
}

static void
serve (TestServer *server, int fd, SSL *ssl)
{
  Scene *self = (Scene *) server;

  for (guint i = 0; i <= self->what->moment; i++) {
    const Manners *manners = &protocols[self->what->protocol].manners[i];

    test_write (fd, NULL, manners->line, -1);
    for (guint n = 0; n < manners->n_heard; n++)
      hear (self, fd);
  }
  do_harm (self, fd);
}

/* ------ the client ------ */

static TestCertificate certificate = { .subject = "a", .names = "DNS:" HOST };
static char *certificate_file;

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mw_driver_run_finish (MW_DRIVER (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static MwDriver *
create_driver (const char *scheme, guint16 port, MwAttempt *attempt, const MwTerms *terms)
{
  g_autofree char *uri = g_strconcat (scheme, "://alice@" HOST, NULL);
  g_autoptr (MwServer) server = mw_server_new_for_uri (uri, NULL);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  g_autoptr (MwTlsContext) tls = mw_tls_context_new (certificate_file, NULL);

  return mw_driver_new (server, "alice@" HOST, address, NULL, tls, attempt, terms);
}

static void
run (MwDriver *driver)
{
  gboolean done = FALSE;

  mw_driver_run_async (driver, NULL, ran_cb, &done);
  test_await (&done);
}

/* In KiB, since the last call of forget_peak(). */
static guint64
get_peak (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

static void
forget_peak (void)
{
  g_file_set_contents_full ("/proc/self/clear_refs", "5", 1, G_FILE_SET_CONTENTS_NONE, 0, NULL);
}

/* A sanitizer or valgrind takes more of both than all that is measured here. */
static gboolean
is_measurable (void)
{
  const char *preload = g_getenv ("LD_PRELOAD");

#if defined(__SANITIZE_ADDRESS__)
  return FALSE;
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  return FALSE;
#endif
#endif

  return preload == NULL || strstr (preload, "vgpreload") == NULL;
}

static const char *
find_error (MwDriver *driver)
{
  GPtrArray *findings = mw_driver_get_findings (driver);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity == MW_SEVERITY_ERROR)
      return finding->cause;
  }

  return NULL;
}

static void
check_record (MwDriver *driver)
{
  g_autofree char *record = mw_driver_dup_record (driver);

  g_assert_true (g_utf8_validate (record, -1, NULL));
  g_assert_null (strstr (record, "wonderland"));
  g_assert_null (strstr (record, "AGFsaWNlAHdvbmRlcmxhbmQ="));
}

static void
test_case (gconstpointer data)
{
  const Case *what = data;
  gboolean waits = what->harm == SAY_NOTHING || what->harm == DRIP;
  Scene scene = { .server = { .serve = serve }, .what = what, .over = g_cancellable_new () };
  MwTerms terms = { .allows_plain_text = TRUE };
  g_autoptr (MwSecret) secret = mw_secret_new ("wonderland");
  g_autoptr (MwAttempt) attempt = mw_attempt_new (secret, 1);
  g_autoptr (MwDriver) driver = NULL;
  guint64 before;
  gint64 began;

  test_server_start (&scene.server);
  began = g_get_monotonic_time ();
  terms.deadline = began + (waits ? PATIENCE : 30000) * 1000;
  driver = create_driver (protocols[what->protocol].scheme, scene.server.port, attempt, &terms);
  forget_peak ();
  before = get_peak ();
  run (driver);
  if (is_measurable ()) {
    g_assert_cmpuint (get_peak (), <, before + GROWTH_MAX);
    g_assert_cmpint (g_get_monotonic_time () - began, <, TIME_MAX * G_USEC_PER_SEC);
  }

  g_assert_cmpstr (find_error (driver), ==, what->cause);
  g_assert_true (mw_attempt_is_spent (attempt) == (what->moment == ON_PASSWORD));
  check_record (driver);

  g_cancellable_cancel (scene.over);
  test_server_stop (&scene.server);
  g_assert_cmpuint (scene.n_passwords, ==, what->moment >= ON_PASSWORD ? 1 : 0);
  g_object_unref (scene.over);
}

/* ------ under TLS ------ */

static void
pour_under_tls (TestServer *server, int fd, SSL *ssl)
{
  if (SSL_accept (ssl) == 1)
    pour (fd, ssl, "* OK endless ");
}

static void
pour_in_the_clear (TestServer *server, int fd, SSL *ssl)
{
  pour (fd, NULL, "* OK hello\r\n");
}

static void
test_tls (gconstpointer data, void (*serve_so) (TestServer *server, int fd, SSL *ssl))
{
  TestServer server = { .serve = serve_so, .certificate = &certificate, .version = TLS1_3_VERSION };
  MwTerms terms = { .deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC };
  g_autoptr (MwSecret) secret = mw_secret_new ("wonderland");
  g_autoptr (MwAttempt) attempt = mw_attempt_new (secret, 1);
  g_autoptr (MwDriver) driver = NULL;
  guint64 before;

  test_server_start (&server);
  driver = create_driver ("imaps", server.port, attempt, &terms);
  forget_peak ();
  before = get_peak ();
  run (driver);
  if (is_measurable ())
    g_assert_cmpuint (get_peak (), <, before + GROWTH_MAX);
  g_assert_cmpstr (find_error (driver), ==, data);
  test_server_stop (&server);
}

static void
test_pour_under_tls (gconstpointer data)
{
  test_tls (data, pour_under_tls);
}

static void
test_pour_in_the_clear (gconstpointer data)
{
  test_tls (data, pour_in_the_clear);
}

/* ------ what is expected ------ */

/* By the moment: before the greeting, before the password, on it, in use. A flood of what the
 * protocol does not know there is nonsense; in use nothing of it matters to IMAP but its length. */
static const struct {
  const char *name;
  Harm harm;
  const char *causes[N_MOMENTS];
} harms[] = {
  { "one-line",
    POUR_ONE_LINE,
    { "proto.line-too-long",
      "proto.line-too-long",
      "proto.line-too-long",
      "proto.line-too-long" } },
  { "nul",
    POUR_NUL,
    { "proto.line-too-long",
      "proto.line-too-long",
      "proto.line-too-long",
      "proto.line-too-long" } },
  { "noise",
    SAY_NOISE,
    { "proto.not-a-mail-server",
      "proto.unexpected-answer",
      "proto.unexpected-answer",
      "proto.unexpected-answer" } },
  { "nothing", SAY_NOTHING, { "net.timeout", "net.timeout", "net.timeout", "net.timeout" } },
  { "drip", DRIP, { "net.timeout", "net.timeout", "net.timeout", "net.timeout" } },
  { "hang-up",
    HANG_UP,
    { "net.closed-before-banner", "net.reset", "net.closed-after-auth", "net.reset" } },
  { "reset", RESET, { "net.reset", "net.reset", "net.closed-after-auth", "net.reset" } },
};

static void
add_case (const char *name, guint protocol, Moment moment, Harm harm, const char *cause)
{
  static const char *const moments[] = { "before-greeting",
                                         "before-password",
                                         "on-password",
                                         "in-use" };
  g_autofree char *path =
    g_strdup_printf ("/hostile/%s/%s/%s", protocols[protocol].name, moments[moment], name);
  Case *what = g_new0 (Case, 1);

  *what = (Case){ protocol, moment, harm, cause };
  g_test_add_data_func_full (path, what, test_case, g_free);
}

static void
add_cases (guint protocol)
{
  for (gsize i = 0; i < G_N_ELEMENTS (harms); i++)
    for (Moment moment = 0; moment < N_MOMENTS; moment++)
      add_case (harms[i].name, protocol, moment, harms[i].harm, harms[i].causes[moment]);
}

/* Lines without end: only where an answer may have many. */
static void
add_floods (void)
{
  add_case ("lines", 0, BEFORE_PASSWORD, POUR_LINES, "proto.flood");
  add_case ("lines", 0, ON_PASSWORD, POUR_LINES, "proto.flood");
  add_case ("lines", 0, IN_USE, POUR_LINES, "proto.flood");
  add_case ("literals", 0, BEFORE_PASSWORD, POUR_LITERAL, "proto.flood");
  add_case ("literals", 0, IN_USE, POUR_LITERAL, "proto.flood");
  add_case ("lines", 1, BEFORE_PASSWORD, POUR_LINES, "proto.unexpected-answer");
  add_case ("lines", 2, BEFORE_PASSWORD, POUR_LINES, "proto.flood");
  add_case ("lines", 2, IN_USE, POUR_LINES, "proto.flood");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions (); /* one odd server more or less */
  test_trust_nobody ();
  test_certificate_make (&certificate);
  certificate_file = test_certificate_write (&certificate);

  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    add_cases (i);
  add_floods ();
  g_test_add_data_func ("/hostile/tls/one-line", "proto.line-too-long", test_pour_under_tls);
  g_test_add_data_func ("/hostile/tls/in-the-clear",
                        "tls.plaintext-on-tls-port",
                        test_pour_in_the_clear);

  status = g_test_run ();
  g_unlink (certificate_file);
  g_free (certificate_file);
  test_certificate_clear (&certificate);

  return status;
}
