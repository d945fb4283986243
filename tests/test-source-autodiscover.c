/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "await.h"
#include "dns-server.h"
#include "mw-autodiscover-password.h"
#include "mw-net-error.h"
#include "mw-sources.h"
#include "web-server.h"

#define LIMIT_MS 4000
#define PATH "/autodiscover/autodiscover.xml"
#define DOCUMENT(host)                                                                             \
  "<Autodiscover><Response><Account><Protocol><Type>IMAP</Type><Server>" host                      \
  "</Server></Protocol></Account></Response></Autodiscover>"
#define SEND_ON(uri)                                                                               \
  "<Autodiscover><Response><Account><RedirectUrl>" uri                                             \
  "</RedirectUrl></Account></Response></Autodiscover>"
#define POINT_TO(uri) "{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"" uri "\"}"
#define JSON(host)                                                                                 \
  "https://" host "/autodiscover/autodiscover.json/v1.0/li@firma.test?Protocol=AutodiscoverV1"
#define WANTS_PASSWORD "HTTP/1.1 401 No\r\nWWW-Authenticate: Negotiate, Basic realm=\"a\"\r\n"
#define BASIC "Basic bGlAZmlybWEudGVzdDpncsO8biE=" /* li@firma.test:grün! */

static const TestDnsService services[] = {
  { "_autodiscover._tcp.hosted.test", 0, 0, 443, "mail.hosted.test" },
  { "_autodiscover._tcp.sub.a.test", 0, 0, 443, "www.hoster.test" },
  { "_autodiscover._tcp.other.test", 0, 0, 443, "a b.hoster.test" },
  { NULL },
};

static TestDns dns_server = { .services = services };

typedef struct {
  MwLookup *lookup;
  MwFound *found;
  GError *error;
  gboolean is_refused;
  gboolean done;
} Got;

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Got *got = user_data;

  got->found = mw_source_look_finish (MW_LOOKUP (source), result, &got->error);
  got->done = TRUE;
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Got *got = user_data;

  got->found = mw_autodiscover_ask_with_password_finish (MW_LOOKUP (source),
                                                         result,
                                                         &got->is_refused,
                                                         &got->error);
  got->done = TRUE;
}

static void
wait (Got *got)
{
  test_await (&got->done);
  test_settle ();
  g_assert_true ((got->found == NULL) == (got->error != NULL));
}

static Got
look (const char *text, GCancellable *cancellable)
{
  g_autoptr (MwAddress) address = mw_address_new (text, NULL);
  g_autoptr (MwPresets) presets = mw_presets_new ();
  Got got = { mw_lookup_new (address, presets, LIMIT_MS) };

  mw_source_autodiscover_look_async (got.lookup, cancellable, looked_cb, &got);
  wait (&got);

  return got;
}

static void
clear_got (Got *got)
{
  g_clear_pointer (&got->found, mw_found_free);
  g_clear_error (&got->error);
  g_object_unref (got->lookup);
}

/* (transfer full): host, trust and where it is from; empty if there is nothing */
static char *
describe (const Got *got)
{
  static const char *const trusts[] = { "full", "own", "none" };
  const MwCandidate *candidate;

  if (got->found == NULL || got->found->candidates->len == 0)
    return g_strdup ("");
  candidate = got->found->candidates->pdata[0];
  g_assert_cmpint (candidate->source, ==, MW_SOURCE_AUTODISCOVER);

  return g_strdup_printf ("%s %s %s",
                          ((const MwServer *) candidate->incoming->pdata[0])->host,
                          trusts[candidate->trust],
                          candidate->evidence);
}

/* (transfer full) (nullable): and who signs in */
static char *
describe_with_user (const Got *got)
{
  g_autofree char *described = describe (got);
  const MwCandidate *candidate;

  if (*described == '\0')
    return NULL;
  candidate = got->found->candidates->pdata[0];

  return g_strconcat (described,
                      " ",
                      ((const MwServer *) candidate->incoming->pdata[0])->user,
                      NULL);
}

/* Every question that went to @host is about the postmaster, in its address and its body. */
static void
assert_not_told (const char *asked, const char *host, gboolean expects_question)
{
  g_auto (GStrv) lines = g_strsplit (asked, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], host) != NULL)
      g_assert_null (strstr (lines[i], "li@"));
  g_assert_true ((strstr (asked, host) != NULL) == expects_question);
  g_assert_true ((strstr (asked, "<EMailAddress>postmaster@") != NULL) == expects_question);
}

#define FIRMA_HOST "https://autodiscover.firma.test" PATH
#define FIRMA_PLAIN "http://autodiscover.firma.test" PATH
#define FIRMA "https://firma.test" PATH
#define MAIL "https://mail.firma.test" PATH
#define MICROSOFT "https://autodiscover-s.outlook.com" PATH
#define STRANGER "https://www.hoster.test" PATH

/* What a web of a few pages gives for an address. */
typedef struct {
  const char *address;
  TestPage pages[3];
  const char *expected; /* (nullable) */
} Case;

static Got
look_at (const Case *row)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (row->pages) && row->pages[n].uri != NULL)
    n++;
  test_web_set (row->pages, n);

  return look (row->address, NULL);
}

static const Case places[] = {
  { "li@firma.test",
    { { FIRMA_HOST, TEST_OK, DOCUMENT ("a.test") }, { FIRMA, TEST_OK, DOCUMENT ("b.test") } },
    "a.test full " FIRMA_HOST },
  { "li@firma.test", { { FIRMA, TEST_OK, DOCUMENT ("b.test") } }, "b.test full " FIRMA },
  { "li@firma.test",
    { { FIRMA_HOST, TEST_MOVED (MAIL), NULL }, { MAIL, TEST_OK, DOCUMENT ("c.test") } },
    "c.test full " MAIL },
  { "li@firma.test",
    { { FIRMA_PLAIN, TEST_MOVED (MAIL), NULL }, { MAIL, TEST_OK, DOCUMENT ("c.test") } },
    "c.test own " MAIL },
  { "li@firma.test",
    { { JSON ("autodiscover.firma.test"), TEST_OK, POINT_TO (MAIL) },
      { MAIL, TEST_OK, DOCUMENT ("c.test") } },
    "c.test full " MAIL },
  { "li@firma.test",
    { { JSON ("firma.test"), TEST_MOVED (JSON ("mail.firma.test")), NULL },
      { JSON ("mail.firma.test"), TEST_OK, POINT_TO (MAIL) },
      { MAIL, TEST_OK, DOCUMENT ("c.test") } },
    "c.test full " MAIL },
  { "li@firma.test",
    { { JSON ("firma.test"), TEST_MOVED ("https://outlook.office365.com/a?Email=li"), NULL } },
    "outlook.office365.com full https://outlook.office365.com/a?Email=li" },
  { "li@firma.test",
    { { JSON ("firma.test"), TEST_OK, "{\"ErrorCode\":\"InvalidProtocol\"}" } },
    "" },
  { "li@firma.test", { { JSON ("firma.test"), TEST_OK, POINT_TO ("http://firma.test/") } }, "" },
  { "li@firma.test",
    { { FIRMA_HOST, TEST_OK, SEND_ON (MAIL) }, { MAIL, TEST_OK, DOCUMENT ("d.test") } },
    "d.test full " MAIL },
  { "li@hosted.test",
    { { "https://mail.hosted.test" PATH, TEST_OK, DOCUMENT ("e.test") } },
    "e.test full https://mail.hosted.test" PATH },
  { "li@firma.test",
    { { FIRMA_PLAIN, TEST_MOVED (MICROSOFT), NULL } },
    "outlook.office365.com full " MICROSOFT },
  { "li@firma.test",
    { { FIRMA_HOST, TEST_OK, SEND_ON ("https://autodiscover.partner.outlook.cn/x") } },
    "partner.outlook.cn full https://autodiscover.partner.outlook.cn/x" },
  { "li@firma.test",
    { { FIRMA_PLAIN, TEST_OK, DOCUMENT ("f.test") } },
    "f.test none " FIRMA_PLAIN },
  { "li@firma.test", { { FIRMA_HOST, TEST_OK, "<html>Hello</html>" } }, "" },
  { "li@bad.test", { { "https://bad.test" PATH, TEST_OK, DOCUMENT ("g.test") } }, "" },
  { "li@firma.test",
    { { FIRMA_PLAIN, TEST_MOVED ("http://mail.firma.test" PATH), NULL },
      { "http://mail.firma.test" PATH, TEST_OK, DOCUMENT ("h.test") } },
    "" },
};

static void
test_places (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    Got got = look_at (&places[i]);
    g_autofree char *described = describe (&got);

    g_test_message ("%u %s", (guint) i, got.error != NULL ? got.error->message : "");
    g_assert_cmpstr (described, ==, places[i].expected);
    clear_got (&got);
  }
}

#define NAMED(user)                                                                                \
  "<Autodiscover><Response><Account><Protocol><Type>IMAP</Type><Server>x.test</"                   \
  "Server><LoginName>" user "</LoginName></Protocol></Account></Response></Autodiscover>"

/* Who is not of the organisation is not told who asks, wherever one is sent, and whatever the
 * address there says; and needs consent, unless it carries the mail of the domain. */
static const Case strangers[] = {
  { "li@firma.test",
    { { FIRMA_HOST, TEST_MOVED (STRANGER), NULL }, { STRANGER, TEST_OK, DOCUMENT ("x.test") } },
    "x.test own " STRANGER " li@firma.test" },
  { "li@firma.test",
    { { FIRMA_PLAIN, TEST_MOVED (STRANGER), NULL },
      { STRANGER, TEST_OK, NAMED ("postmaster@firma.test") } },
    "x.test none " STRANGER " li@firma.test" },
  { "li@firma.test",
    { { FIRMA_HOST, TEST_OK, SEND_ON (STRANGER "?who=li@firma.test") },
      { STRANGER, TEST_OK, NAMED ("postmaster") } },
    "x.test own " STRANGER " li" },
  { "li@sub.a.test",
    { { STRANGER, TEST_OK, DOCUMENT ("x.test") } },
    "x.test own " STRANGER " li@sub.a.test" },
  { "li@firma.test",
    { { JSON ("firma.test"), TEST_MOVED (JSON ("www.hoster.test")), NULL },
      { JSON ("www.hoster.test"), TEST_OK, POINT_TO (STRANGER) },
      { STRANGER, TEST_OK, DOCUMENT ("x.test") } },
    "x.test own " STRANGER " li@firma.test" },
  { "li@firma.test",
    { { FIRMA_HOST, TEST_MOVED (STRANGER), NULL },
      { STRANGER, TEST_MOVED (MAIL), NULL },
      { MAIL, TEST_OK, DOCUMENT ("x.test") } },
    "x.test own " MAIL " li@firma.test" },
  { "li@firma.test",
    { { FIRMA_HOST, TEST_MOVED (STRANGER), NULL },
      { STRANGER, TEST_OK, DOCUMENT ("x.test") },
      { FIRMA, TEST_OK, DOCUMENT ("b.test") } },
    "b.test full " FIRMA " li@firma.test" },
  { "li@firma.test",
    { { FIRMA_HOST, TEST_MOVED ("https://firma.test@www.hoster.test/"), NULL },
      { "https://www.hoster.test/", TEST_OK, DOCUMENT ("x.test") } },
    NULL },
  { "li@firma.test",
    { { FIRMA_HOST, TEST_MOVED ("http://www.hoster.test/"), NULL },
      { "http://www.hoster.test/", TEST_OK, DOCUMENT ("x.test") } },
    NULL },
  { "li@other.test", { { STRANGER, TEST_OK, DOCUMENT ("x.test") } }, NULL },
};

static void
test_strangers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++) {
    Got got = look_at (&strangers[i]);
    g_autofree char *asked = test_web_dup_asked ();
    g_autofree char *described = describe_with_user (&got);

    g_test_message ("%u %s", (guint) i, asked);
    g_assert_cmpstr (described, ==, strangers[i].expected);
    assert_not_told (asked, "hoster.test", strangers[i].expected != NULL);
    clear_got (&got);
  }
}

#define OTHER "https://autodiscover.hoster.test" PATH
#define OTHER_ADDRESS(address)                                                                     \
  "<Autodiscover><Response><Account><RedirectAddr>" address                                        \
  "</RedirectAddr></Account></Response></Autodiscover>"

/* Another address of the person is asked about at its own domain alone, and signs in there. */
static const Case others[] = {
  { "li@firma.test",
    { { FIRMA_HOST, TEST_OK, OTHER_ADDRESS ("na@hoster.test") },
      { OTHER, TEST_OK, DOCUMENT ("x.test") } },
    "x.test own " OTHER " na@hoster.test" },
  { "li@firma.test",
    { { FIRMA_HOST, TEST_OK, OTHER_ADDRESS ("na@hoster.test") },
      { OTHER, TEST_MOVED (MAIL), NULL },
      { MAIL, TEST_OK, DOCUMENT ("x.test") } },
    NULL },
  { "li@firma.test",
    { { FIRMA_HOST, TEST_OK, OTHER_ADDRESS ("na@hoster.test") },
      { OTHER, TEST_OK, OTHER_ADDRESS ("li@firma.test") } },
    NULL },
  { "li@firma.test", { { FIRMA_HOST, TEST_OK, OTHER_ADDRESS ("no address") } }, NULL },
  /* in the clear */
  { "li@firma.test",
    { { FIRMA_PLAIN, TEST_OK, OTHER_ADDRESS ("na@hoster.test") },
      { OTHER, TEST_OK, DOCUMENT ("x.test") } },
    NULL },
};

static void
test_other_address (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    Got got = look_at (&others[i]);
    g_autofree char *asked = test_web_dup_asked ();
    g_autofree char *described = describe_with_user (&got);

    g_test_message ("%u %s", (guint) i, asked);
    g_assert_cmpstr (described, ==, others[i].expected);
    g_assert_true ((strstr (asked, OTHER) != NULL) ==
                   (strstr (asked, "<EMailAddress>na@hoster.test<") != NULL));
    g_assert_null (strstr (asked, "<EMailAddress>postmaster@"));
    clear_got (&got);
  }
}

/* Who was asked about the postmaster knows the postmaster's other address, not the person's; also
 * one of the own organisation, where a stranger sent us on to it. */
static const Case postmasters[] = {
  { "li@firma.test",
    { { FIRMA_HOST, TEST_MOVED (STRANGER), NULL },
      { STRANGER, TEST_OK, OTHER_ADDRESS ("na@hoster.test") },
      { OTHER, TEST_OK, DOCUMENT ("x.test") } },
    NULL },
  { "li@sub.a.test",
    { { STRANGER, TEST_MOVED ("https://sub.a.test/x"), NULL },
      { "https://sub.a.test/x", TEST_OK, OTHER_ADDRESS ("na@hoster.test") },
      { OTHER, TEST_OK, DOCUMENT ("x.test") } },
    NULL },
};

static void
test_address_of_postmaster (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (postmasters); i++) {
    Got got = look_at (&postmasters[i]);
    g_autofree char *asked = test_web_dup_asked ();
    g_autofree char *described = describe_with_user (&got);

    g_test_message ("%u %s", (guint) i, asked);
    g_assert_cmpstr (described, ==, postmasters[i].expected);
    g_assert_nonnull (strstr (asked, "<EMailAddress>postmaster@"));
    g_assert_null (strstr (asked, OTHER));
    g_assert_null (strstr (asked, "na@hoster.test"));
    clear_got (&got);
  }
}

/* In circles, and on and on: five times at most. */
static void
test_loop (void)
{
  static const TestPage pages[] = { { FIRMA_HOST, TEST_MOVED (FIRMA_HOST), NULL },
                                    { FIRMA, TEST_OK, SEND_ON (MAIL) },
                                    { MAIL, TEST_OK, SEND_ON (FIRMA) } };
  g_autofree char *asked = NULL;
  g_auto (GStrv) questions = NULL;
  Got got;

  test_web_set (pages, G_N_ELEMENTS (pages));
  got = look ("li@firma.test", NULL);
  g_assert_error (got.error, MW_NET_ERROR, MW_NET_ERROR_REDIRECT);
  asked = test_web_dup_asked ();
  questions = g_strsplit (asked, "<EMailAddress>", -1);
  g_assert_cmpuint (g_strv_length (questions), ==, 1 + 1 + 6);
  clear_got (&got);
}

/* Who wants a password is not one of the two that may be shown it. */
static void
test_guarded_elsewhere (void)
{
  static const TestPage pages[] = { { FIRMA_HOST, TEST_MOVED (MAIL), NULL },
                                    { MAIL, WANTS_PASSWORD, NULL } };
  Got got;

  test_web_set (pages, G_N_ELEMENTS (pages));
  got = look ("li@firma.test", NULL);
  g_assert_nonnull (got.error);
  g_assert_null (mw_lookup_get_guarded (got.lookup));
  clear_got (&got);
}

static guint
count (const char *text, const char *part)
{
  g_auto (GStrv) parts = g_strsplit (text, part, -1);

  return g_strv_length (parts) - 1;
}

/* Nothing that tells about the person goes unencrypted, and no password without need. */
static void
test_what_is_told (void)
{
  static const TestPage pages[] = { { FIRMA_HOST, WANTS_PASSWORD, NULL },
                                    { FIRMA, WANTS_PASSWORD, NULL },
                                    { FIRMA_PLAIN, WANTS_PASSWORD, NULL } };
  g_autofree char *asked = NULL;
  Got got;

  test_web_set (pages, G_N_ELEMENTS (pages));
  got = look ("li@firma.test", NULL);
  asked = test_web_dup_asked ();
  g_assert_cmpuint (count (asked, "<EMailAddress>li@firma.test<"), ==, 2);
  g_assert_cmpuint (count (asked, JSON ("autodiscover.firma.test") "\n"), ==, 1);
  g_assert_cmpuint (count (asked, JSON ("firma.test") "\n"), ==, 1);
  g_assert_cmpuint (count (asked, "li@firma.test"), ==, 4);
  g_assert_null (strstr (asked, "Authorization"));
  g_assert_cmpuint (count (asked, FIRMA_PLAIN "\n"), ==, 1);
  g_assert_cmpstr (mw_lookup_get_guarded (got.lookup), ==, FIRMA_HOST);
  clear_got (&got);
}

static void
mx_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *done = user_data;
  g_auto (GStrv) hosts = mw_lookup_find_mx_finish (MW_LOOKUP (source), result, NULL);

  g_assert_nonnull (hosts);
  *done = TRUE;
}

/* Who carries the mail of the domain is no stranger, where another source has asked for that, and
 * where the domain sends us there under a certificate that fits. */
static void
test_hoster (void)
{
  static const struct {
    gboolean knows_mx;
    TestPage pages[2];
    const char *expected;
  } rows[] = {
    { TRUE,
      { { "https://autodiscover.hosted.test" PATH, TEST_MOVED (STRANGER), NULL },
        { STRANGER, TEST_OK, DOCUMENT ("x.test") } },
      "x.test full " STRANGER },
    { FALSE,
      { { "https://autodiscover.hosted.test" PATH, TEST_MOVED (STRANGER), NULL },
        { STRANGER, TEST_OK, DOCUMENT ("x.test") } },
      "x.test own " STRANGER },
    { TRUE,
      { { "http://autodiscover.hosted.test" PATH, TEST_MOVED (STRANGER), NULL },
        { STRANGER, TEST_OK, DOCUMENT ("x.test") } },
      "x.test none " STRANGER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwAddress) address = mw_address_new ("li@hosted.test", NULL);
    g_autoptr (MwPresets) presets = mw_presets_new ();
    g_autofree char *described = NULL;
    gboolean done = !rows[i].knows_mx;
    Got got = { mw_lookup_new (address, presets, LIMIT_MS) };

    test_web_set (rows[i].pages, 2);
    if (rows[i].knows_mx)
      mw_lookup_find_mx_async (got.lookup, NULL, mx_found_cb, &done);
    test_await (&done);
    mw_source_autodiscover_look_async (got.lookup, NULL, looked_cb, &got);
    wait (&got);
    described = describe (&got);
    g_assert_cmpstr (described, ==, rows[i].expected);
    clear_got (&got);
  }
}

/* ------ with the password ------ */

static Got
show (const TestPage *pages, gsize n_pages, const char *guarded, const char *password)
{
  g_autoptr (MwAddress) address = mw_address_new ("li@firma.test", NULL);
  g_autoptr (MwPresets) presets = mw_presets_new ();
  g_autoptr (MwSecret) secret = password != NULL ? mw_secret_new (password) : NULL;
  Got got = { mw_lookup_new (address, presets, LIMIT_MS) };

  test_web_set (pages, n_pages);
  mw_lookup_set_secret (got.lookup, secret);
  if (guarded != NULL)
    mw_lookup_note_guarded (got.lookup, guarded);
  mw_autodiscover_ask_with_password_async (got.lookup, NULL, shown_cb, &got);
  wait (&got);

  return got;
}

static void
test_password (void)
{
  static const TestPage pages[] = { { FIRMA_HOST, TEST_OK, DOCUMENT ("a.test") } };
  Got got = show (pages, 1, FIRMA_HOST, "grün!");
  g_autofree char *described = describe (&got);
  g_autofree char *asked = test_web_dup_asked ();

  g_assert_cmpstr (described, ==, "a.test full " FIRMA_HOST);
  g_assert_false (got.is_refused);
  g_assert_nonnull (strstr (asked, BASIC));
  clear_got (&got);
}

/* Once, and nowhere else: not after a refusal, not where it is sent on to, not without encryption
 * or to whom nobody vouches for. */
static void
test_password_once (void)
{
  static const struct {
    const char *guarded;
    TestPage pages[2];
    guint n_shown;
    gboolean is_refused;
  } rows[] = {
    { FIRMA_HOST, { { FIRMA_HOST, WANTS_PASSWORD, NULL } }, 1, TRUE },
    { FIRMA_HOST,
      { { FIRMA_HOST, TEST_MOVED (MAIL), NULL }, { MAIL, TEST_OK, DOCUMENT ("a.test") } },
      1,
      FALSE },
    { FIRMA_HOST,
      { { FIRMA_HOST, TEST_OK, SEND_ON (MAIL) }, { MAIL, TEST_OK, DOCUMENT ("a.test") } },
      1,
      FALSE },
    { FIRMA_PLAIN, { { FIRMA_PLAIN, TEST_OK, DOCUMENT ("a.test") } }, 0, FALSE },
    { "https://bad.test/", { { "https://bad.test/", TEST_OK, DOCUMENT ("a.test") } }, 0, FALSE },
    { NULL, { { FIRMA_HOST, TEST_OK, DOCUMENT ("a.test") } }, 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Got got = show (rows[i].pages, 2 - (rows[i].pages[1].uri == NULL), rows[i].guarded, "grün!");
    g_autofree char *asked = test_web_dup_asked ();
    g_autofree char *marked = g_strconcat ("<", asked, NULL);
    g_auto (GStrv) parts = g_strsplit (marked, "Authorization", -1);

    g_test_message ("%u %s", (guint) i, got.error != NULL ? got.error->message : "");
    g_assert_nonnull (got.error);
    g_assert_null (strstr (got.error->message, "grün"));
    g_assert_cmpuint (g_strv_length (parts), ==, rows[i].n_shown + 1);
    g_assert_cmpint (got.is_refused, ==, rows[i].is_refused);
    clear_got (&got);
  }
}

static void
test_no_password (void)
{
  static const TestPage pages[] = { { FIRMA_HOST, TEST_OK, DOCUMENT ("a.test") } };
  Got got = show (pages, 1, FIRMA_HOST, NULL);
  g_autofree char *asked = test_web_dup_asked ();

  g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_cmpstr (asked, ==, "");
  clear_got (&got);
}

static void
test_cancel (void)
{
  static const TestPage pages[] = { { FIRMA_HOST, NULL, NULL } };

  for (guint ms = 0; ms < 60; ms += 20) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    Got got;

    test_web_set (pages, 1);
    test_cancel_after (cancellable, ms);
    got = look ("li@firma.test", cancellable);
    g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    clear_got (&got);
  }
}

int
main (int argc, char *argv[])
{
  g_autoptr (MwDns) dns = NULL;
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  test_trust_nobody ();
  test_web_open ();
  test_dns_start (&dns_server);
  dns = test_dns_open (&dns_server);
  mw_dns_set_shared (dns);

  g_test_add_func ("/source-autodiscover/places", test_places);
  g_test_add_func ("/source-autodiscover/strangers", test_strangers);
  g_test_add_func ("/source-autodiscover/loop", test_loop);
  g_test_add_func ("/source-autodiscover/other-address", test_other_address);
  g_test_add_func ("/source-autodiscover/address-of-postmaster", test_address_of_postmaster);
  g_test_add_func ("/source-autodiscover/guarded-elsewhere", test_guarded_elsewhere);
  g_test_add_func ("/source-autodiscover/what-is-told", test_what_is_told);
  g_test_add_func ("/source-autodiscover/hoster", test_hoster);
  g_test_add_func ("/source-autodiscover/password", test_password);
  g_test_add_func ("/source-autodiscover/password-once", test_password_once);
  g_test_add_func ("/source-autodiscover/no-password", test_no_password);
  g_test_add_func ("/source-autodiscover/cancel", test_cancel);
  status = g_test_run ();

  mw_dns_set_shared (NULL);
  test_dns_stop (&dns_server);
  test_web_close ();

  return status;
}
