/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "await.h"
#include "dns-server.h"
#include "mw-net-error.h"
#include "mw-sources.h"
#include "web-server.h"

/* The sources that are documents, from a web in this process. */

#define LIMIT_MS 20000

#define IMAP(host)                                                                                 \
  "<incomingServer type='imap'><hostname>" host                                                    \
  "</hostname><port>993</port><socketType>SSL</socketType></incomingServer>"
#define DOCUMENT(host)                                                                             \
  "<?xml version='1.0'?><clientConfig><emailProvider>" IMAP (host) "</emailProvider>"              \
                                                                   "</clientConfig>"
#define CUT "<clientConfig><emailProvider>" IMAP ("cut.test") "<incomingServer"
#define EMPTY "<clientConfig><emailProvider/></clientConfig>"
#define HTML "<!DOCTYPE html><html><body>Welcome<br></html>"

typedef struct {
  MwFound *found;
  GError *error;
  gboolean done;
  MwSource source;
} Got;

static const MwSourceClass *
find_class (MwSource source)
{
  gsize n;
  const MwSourceClass *classes = mw_sources_list (&n);

  for (gsize i = 0; i < n; i++)
    if (classes[i].source == source)
      return &classes[i];
  g_assert_not_reached ();
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Got *got = user_data;

  got->found = mw_source_look_finish (MW_LOOKUP (source), result, &got->error);
  got->done = TRUE;
}

static Got
look (MwSource source, const char *address_text, GCancellable *cancellable)
{
  g_autoptr (MwAddress) address = mw_address_new (address_text, NULL);
  g_autoptr (MwPresets) presets = mw_presets_new ();
  g_autoptr (MwLookup) lookup = mw_lookup_new (address, presets, LIMIT_MS);
  Got got = { .source = source };

  find_class (source)->look_async (lookup, cancellable, looked_cb, &got);
  test_await (&got.done);
  g_assert_true ((got.found == NULL) == (got.error != NULL));

  return got;
}

static void
clear_got (Got *got)
{
  g_clear_pointer (&got->found, mw_found_free);
  g_clear_error (&got->error);
}

/* The host, how far it is trusted, and where it is from: "imap.firma.test 0 https://…"; with an
 * exclamation mark for each finding. */
static char *
describe (const Got *got)
{
  static const char *const trusts[] = { "full", "own", "none" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; got->found != NULL && i < got->found->candidates->len; i++) {
    const MwCandidate *candidate = g_ptr_array_index (got->found->candidates, i);

    g_assert_cmpint (candidate->source, ==, got->source);
    g_string_append_printf (text,
                            "%s %s %s",
                            mw_candidate_pick (candidate, MW_PROTOCOL_IMAP)->host,
                            trusts[candidate->trust],
                            candidate->evidence);
  }
  for (guint i = 0; got->found != NULL && i < got->found->findings->len; i++)
    g_string_append_c (text, '!');

  return g_string_free (text, FALSE);
}

#define SECURE "https://autoconfig.firma.test/mail/config-v1.1.xml"
#define PLAIN "http://autoconfig.firma.test/mail/config-v1.1.xml"
#define OTHER "https://www.hoster.test/a.xml"
#define HOME "https://www.firma.test/a.xml"
#define OF_PRESET "https://mail.qq.com/a.xml"

static const struct {
  TestPage pages[3];
  const char *expected;
} autoconfigs[] = {
  { { { SECURE, TEST_OK, DOCUMENT ("a.test") } }, "a.test full " SECURE },
  { { { SECURE, TEST_OK, DOCUMENT ("a.test") }, { PLAIN, TEST_OK, DOCUMENT ("b.test") } },
    "a.test full " SECURE },
  { { { PLAIN, TEST_OK, DOCUMENT ("b.test") } }, "b.test none " PLAIN },
  { { { SECURE, TEST_MOVED (OTHER), NULL }, { OTHER, TEST_OK, DOCUMENT ("c.test") } },
    "c.test own " OTHER },
  { { { SECURE, TEST_MOVED (OTHER), NULL },
      { OTHER, TEST_MOVED (HOME), NULL },
      { HOME, TEST_OK, DOCUMENT ("c.test") } },
    "c.test own " HOME },
  { { { SECURE, TEST_MOVED (HOME), NULL }, { HOME, TEST_OK, DOCUMENT ("c.test") } },
    "c.test full " HOME },
  { { { SECURE, TEST_MOVED (OF_PRESET), NULL }, { OF_PRESET, TEST_OK, DOCUMENT ("c.test") } },
    "c.test full " OF_PRESET },
  { { { PLAIN, TEST_MOVED (OTHER), NULL }, { OTHER, TEST_OK, DOCUMENT ("c.test") } },
    "c.test none " OTHER },
  { { { SECURE, TEST_MOVED (PLAIN), NULL }, { PLAIN, TEST_OK, DOCUMENT ("b.test") } },
    "b.test none " PLAIN },
  { { { SECURE, TEST_MOVED (SECURE), NULL } }, "" },
  { { { SECURE, TEST_OK, CUT }, { PLAIN, TEST_OK, DOCUMENT ("b.test") } },
    "cut.test full " SECURE "!" },
  { { { SECURE, TEST_OK, "<client" }, { PLAIN, TEST_OK, DOCUMENT ("b.test") } },
    "b.test none " PLAIN },
  { { { SECURE, TEST_OK, "<clientConfig>" }, { PLAIN, TEST_OK, DOCUMENT ("b.test") } },
    "b.test none " PLAIN "!" },
  { { { SECURE, TEST_OK, "<clientConfig>" } }, "!" },
  { { { SECURE, TEST_OK, "<clientConfig>" }, { PLAIN, TEST_OK, "<clientConfig>" } }, "!" },
  { { { SECURE, TEST_OK, HTML }, { PLAIN, TEST_OK, HTML } }, "" },
  { { { SECURE, TEST_OK, EMPTY } }, "" },
  { { { SECURE, TEST_OK, "" } }, "" },
  { { { SECURE, NULL, NULL }, { PLAIN, TEST_OK, DOCUMENT ("b.test") } }, "b.test none " PLAIN },
  { { { SECURE, TEST_OK, DOCUMENT ("a.test") }, { PLAIN, NULL, NULL } }, "a.test full " SECURE },
  { { { NULL } }, "" },
};

static void
test_autoconfig (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (autoconfigs); i++) {
    Got got;
    g_autofree char *said = NULL;
    gsize n = 0;

    while (n < G_N_ELEMENTS (autoconfigs[i].pages) && autoconfigs[i].pages[n].uri != NULL)
      n++;
    test_web_set (autoconfigs[i].pages, n);
    got = look (MW_SOURCE_AUTOCONFIG, "anna@firma.test", NULL);
    said = describe (&got);
    g_test_message ("%zu: %s %s", i, said, got.error ? got.error->message : "");
    g_assert_cmpstr (said, ==, autoconfigs[i].expected);
    clear_got (&got);
  }
}

/* A certificate that does not fit is put up with where the person is asked afterwards, and only
 * there. */
static void
test_bad_certificates (void)
{
  static const TestPage pages[] = {
    { "https://bad.test/.well-known/autoconfig/mail/config-v1.1.xml",
      TEST_OK,
      DOCUMENT ("a.test") },
    { "https://autoconfig.firma.test/mail/config-v1.1.xml",
      TEST_MOVED ("https://bad.test/x"),
      NULL },
    { "https://bad.test/x", TEST_OK, DOCUMENT ("a.test") },
    { "https://autoconfig.thunderbird.net/v1.1/firma.test",
      TEST_MOVED ("https://bad.test/x"),
      NULL },
  };
  static const struct {
    MwSource source;
    const char *address;
    const char *expected;
  } rows[] = {
    { MW_SOURCE_WELL_KNOWN,
      "anna@bad.test",
      "a.test none https://bad.test/.well-known/autoconfig/mail/config-v1.1.xml" },
    { MW_SOURCE_AUTOCONFIG, "anna@firma.test", "a.test none https://bad.test/x" },
    { MW_SOURCE_ISPDB, "anna@firma.test", "" },
  };

  test_web_set (pages, G_N_ELEMENTS (pages));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Got got = look (rows[i].source, rows[i].address, NULL);
    g_autofree char *said = describe (&got);

    g_assert_cmpstr (said, ==, rows[i].expected);
    clear_got (&got);
  }
}

/* Nobody is told the address; the database is told a domain, and only over HTTPS. */
static const struct {
  MwSource source;
  const char *address;
  const char *asked;
} questions[] = {
  { MW_SOURCE_AUTOCONFIG,
    "anna@firma.test",
    "http://autoconfig.firma.test/mail/config-v1.1.xml\n"
    "https://autoconfig.firma.test/mail/config-v1.1.xml\n" },
  { MW_SOURCE_WELL_KNOWN,
    "anna@firma.test",
    "http://firma.test/.well-known/autoconfig/mail/config-v1.1.xml\n"
    "https://firma.test/.well-known/autoconfig/mail/config-v1.1.xml\n" },
  { MW_SOURCE_ISPDB, "anna@firma.test", "https://autoconfig.thunderbird.net/v1.1/firma.test\n" },
  { MW_SOURCE_ISPDB,
    "anna@中国.test",
    "https://autoconfig.thunderbird.net/v1.1/xn--fiqs8s.test\n" },
  { MW_SOURCE_MX,
    "anna@hosted.test",
    "https://autoconfig.hoster.test/mail/config-v1.1.xml\n"
    "https://autoconfig.mail.hoster.test/mail/config-v1.1.xml\n"
    "https://autoconfig.thunderbird.net/v1.1/hoster.test\n"
    "https://autoconfig.thunderbird.net/v1.1/mail.hoster.test\n" },
  { MW_SOURCE_MX, "anna@a.test", "" },
  { MW_SOURCE_MX, "anna@sub.a.test", "https://autoconfig.thunderbird.net/v1.1/a.test\n" },
  { MW_SOURCE_MX, "anna@many.test", "" },
};

static void
test_what_is_asked (void)
{
  static const TestPage pages[] = {
    { "https://autoconfig.firma.test/", TEST_OK, NULL },
    { "https://firma.test/", TEST_OK, NULL },
    { "https://autoconfig.thunderbird.net/", TEST_OK, NULL },
    { "https://autoconfig.hoster.test/", TEST_OK, NULL },
    { "https://autoconfig.mail.hoster.test/", TEST_OK, NULL },
    { "https://autoconfig.xn--fiqs8s.test/", TEST_OK, NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++) {
    Got got;
    g_autofree char *asked = NULL;

    test_web_set (pages, G_N_ELEMENTS (pages));
    got = look (questions[i].source, questions[i].address, NULL);
    asked = test_web_dup_asked ();
    g_assert_cmpstr (asked, ==, questions[i].asked);
    g_assert_nonnull (got.error);
    clear_got (&got);
  }
}

/* The database is believed about a hoster; the hoster itself is not, without asking. */
static void
test_by_exchanger (void)
{
  static const TestPage pages[] = {
    { "https://autoconfig.mail.hoster.test/mail/config-v1.1.xml", TEST_OK, DOCUMENT ("a.test") },
    { "https://autoconfig.thunderbird.net/v1.1/hoster.test", TEST_OK, DOCUMENT ("b.test") },
  };

  for (gsize n = 1; n <= 2; n++) {
    Got got;
    g_autofree char *said = NULL;

    test_web_set (pages, n);
    got = look (MW_SOURCE_MX, "anna@hosted.test", NULL);
    said = describe (&got);
    g_assert_cmpstr (said,
                     ==,
                     n == 1 ? "a.test own https://autoconfig.mail.hoster.test/mail/config-v1.1.xml"
                            : "b.test full https://autoconfig.thunderbird.net/v1.1/hoster.test");
    clear_got (&got);
  }
}

static void
mx_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_auto (GStrv) hosts = mw_lookup_find_mx_finish (MW_LOOKUP (source), result, NULL);

  g_assert_nonnull (hosts);
  *done = TRUE;
}

/* (transfer full): what a source finds that the domain of @address_text sends on to somebody else,
 * where another source may have asked who carries its mail */
static char *
look_abroad (MwSource source, const char *address_text, gboolean knows_mx)
{
  g_autoptr (MwAddress) address = mw_address_new (address_text, NULL);
  g_autoptr (MwPresets) presets = mw_presets_new ();
  g_autoptr (MwLookup) lookup = mw_lookup_new (address, presets, LIMIT_MS);
  gboolean done = !knows_mx;
  Got got = { .source = source };
  char *said;

  if (knows_mx)
    mw_lookup_find_mx_async (lookup, NULL, mx_found_cb, &done);
  test_await (&done);
  find_class (source)->look_async (lookup, NULL, looked_cb, &got);
  test_await (&got.done);
  said = describe (&got);
  clear_got (&got);

  return said;
}

#define PACC(domain) "https://ua-auto-config." domain "/.well-known/user-agent-configuration.json"

/* The name service knows the digest of this one for firma.test, another for hosted.test, and none
 * for a.test. */
#define JSON "{\"protocols\":{\"imap\":{\"host\":\"a.test\"}}}"

/* Who carries the mail of the domain is no stranger, if the domain itself sends us there. */
static void
test_hoster (void)
{
  static const TestPage pages[] = {
    { "https://autoconfig.hosted.test/mail/config-v1.1.xml", TEST_MOVED (OTHER), NULL },
    { "https://autoconfig.sub.a.test/mail/config-v1.1.xml", TEST_MOVED (OTHER), NULL },
    { OTHER, TEST_OK, DOCUMENT ("c.test") },
    { PACC ("a.test"), TEST_MOVED (OF_PRESET), NULL },
    { PACC ("sub.a.test"), TEST_MOVED (PACC ("hoster.test")), NULL },
    { PACC ("hoster.test"), TEST_OK, JSON },
    { OF_PRESET, TEST_OK, JSON },
  };
  static const struct {
    MwSource source;
    const char *address;
    gboolean knows_mx;
    const char *expected;
  } rows[] = {
    { MW_SOURCE_AUTOCONFIG, "anna@hosted.test", TRUE, "c.test full " OTHER },
    { MW_SOURCE_AUTOCONFIG, "anna@hosted.test", FALSE, "c.test own " OTHER },
    { MW_SOURCE_AUTOCONFIG, "anna@sub.a.test", TRUE, "c.test own " OTHER },
    { MW_SOURCE_PACC, "anna@sub.a.test", TRUE, "a.test own " PACC ("hoster.test") },
    { MW_SOURCE_PACC, "anna@a.test", FALSE, "a.test full " OF_PRESET },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *said = NULL;

    test_web_set (pages, G_N_ELEMENTS (pages));
    said = look_abroad (rows[i].source, rows[i].address, rows[i].knows_mx);
    g_test_message ("%zu: %s", i, said);
    g_assert_cmpstr (said, ==, rows[i].expected);
  }
}

static void
test_pacc (void)
{
  static const struct {
    const char *address;
    TestPage page;
    const char *expected;
  } rows[] = {
    { "anna@firma.test",
      { PACC ("firma.test"), TEST_OK, JSON },
      "a.test full " PACC ("firma.test") },
    { "anna@firma.test",
      { PACC ("firma.test"), TEST_OK, JSON " " },
      "a.test none " PACC ("firma.test") "!" },
    { "anna@hosted.test",
      { PACC ("hosted.test"), TEST_OK, JSON },
      "a.test none " PACC ("hosted.test") "!" },
    { "anna@a.test", { PACC ("a.test"), TEST_OK, JSON }, "a.test full " PACC ("a.test") },
    { "anna@a.test", { PACC ("a.test"), TEST_OK, "{\"protocols\":{" }, "!" },
    { "anna@a.test", { PACC ("a.test"), TEST_OK, HTML }, "" },
    { "anna@a.test", { PACC ("a.test"), TEST_OK, "{}" }, "" },
    { "anna@a.test", { PACC ("other.test"), TEST_OK, JSON }, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Got got;
    g_autofree char *said = NULL;

    test_web_set (&rows[i].page, 1);
    got = look (MW_SOURCE_PACC, rows[i].address, NULL);
    said = describe (&got);
    g_test_message ("%zu: %s %s", i, said, got.error ? got.error->message : "");
    g_assert_cmpstr (said, ==, rows[i].expected);
    clear_got (&got);
  }
}

/* Nothing is asked of anybody. */
static void
test_isp_folder (void)
{
  g_autofree char *path =
    g_build_filename (g_get_system_data_dirs ()[1], "thunderbird", "isp", "firma.test.xml", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *expected = g_strconcat ("a.test full ", path, NULL);

  test_web_set (NULL, 0);
  for (guint i = 0; i < 3; i++) {
    Got got;
    g_autofree char *said = NULL;

    g_mkdir_with_parents (folder, 0700);
    if (i > 0)
      g_assert_true (g_file_set_contents (path, i == 1 ? HTML : DOCUMENT ("a.test"), -1, NULL));
    got = look (MW_SOURCE_COMPANY, "anna@firma.test", NULL);
    said = describe (&got);
    g_assert_cmpstr (said, ==, i == 2 ? expected : "");
    clear_got (&got);
  }
}

static void
test_cancel (void)
{
  static const TestPage pages[] = {
    { SECURE, NULL, NULL },
    { PLAIN, TEST_OK, DOCUMENT ("b.test") },
  };

  for (guint ms = 0; ms < 60; ms += 20) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    Got got;

    test_web_set (pages, G_N_ELEMENTS (pages));
    test_cancel_after (cancellable, ms);
    got = look (MW_SOURCE_AUTOCONFIG, "anna@firma.test", cancellable);
    g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    clear_got (&got);
  }
}

/* The most trustworthy first, and no source twice. */
static void
test_table (void)
{
  gsize n;
  const MwSourceClass *classes = mw_sources_list (&n);

  for (gsize i = 1; i < n; i++)
    g_assert_cmpint (classes[i - 1].source, <, classes[i].source);
}

int
main (int argc, char *argv[])
{
  TestDns dns_server = { 0 };
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_trust_nobody ();
  test_web_open ();
  test_dns_share (&dns_server);

  g_test_add_func ("/sources/autoconfig", test_autoconfig);
  g_test_add_func ("/sources/bad-certificates", test_bad_certificates);
  g_test_add_func ("/sources/what-is-asked", test_what_is_asked);
  g_test_add_func ("/sources/by-exchanger", test_by_exchanger);
  g_test_add_func ("/sources/hoster", test_hoster);
  g_test_add_func ("/sources/pacc", test_pacc);
  g_test_add_func ("/sources/isp-folder", test_isp_folder);
  g_test_add_func ("/sources/cancel", test_cancel);
  g_test_add_func ("/sources/table", test_table);
  status = g_test_run ();

  test_dns_unshare (&dns_server);
  test_web_close ();

  return status;
}
