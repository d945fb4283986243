/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "autodiscover-web.h"
#include "await.h"
#include "mw-net-error.h"

static const TestAutodiscoverCase places[] = {
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
    TestAutodiscover got = test_autodiscover_look_at (&places[i]);
    g_autofree char *described = test_autodiscover_describe (&got);

    g_test_message ("%u %s", (guint) i, got.error != NULL ? got.error->message : "");
    g_assert_cmpstr (described, ==, places[i].expected);
    test_autodiscover_clear (&got);
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
  TestAutodiscover got;

  test_web_set (pages, G_N_ELEMENTS (pages));
  got = test_autodiscover_look ("li@firma.test", NULL);
  g_assert_error (got.error, MW_NET_ERROR, MW_NET_ERROR_REDIRECT);
  asked = test_web_dup_asked ();
  questions = g_strsplit (asked, "<EMailAddress>", -1);
  g_assert_cmpuint (g_strv_length (questions), ==, 1 + 1 + 6);
  test_autodiscover_clear (&got);
}

/* Who wants a password is not one of the two that may be shown it. */
static void
test_guarded_elsewhere (void)
{
  static const TestPage pages[] = { { FIRMA_HOST, TEST_MOVED (MAIL), NULL },
                                    { MAIL, WANTS_PASSWORD, NULL } };
  TestAutodiscover got;

  test_web_set (pages, G_N_ELEMENTS (pages));
  got = test_autodiscover_look ("li@firma.test", NULL);
  g_assert_nonnull (got.error);
  g_assert_null (mw_lookup_get_guarded (got.lookup));
  test_autodiscover_clear (&got);
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
  TestAutodiscover got;

  test_web_set (pages, G_N_ELEMENTS (pages));
  got = test_autodiscover_look ("li@firma.test", NULL);
  asked = test_web_dup_asked ();
  g_assert_cmpuint (count (asked, "<EMailAddress>li@firma.test<"), ==, 2);
  g_assert_cmpuint (count (asked, JSON ("autodiscover.firma.test") "\n"), ==, 1);
  g_assert_cmpuint (count (asked, JSON ("firma.test") "\n"), ==, 1);
  g_assert_cmpuint (count (asked, "li@firma.test"), ==, 4);
  g_assert_null (strstr (asked, "Authorization"));
  g_assert_cmpuint (count (asked, FIRMA_PLAIN "\n"), ==, 1);
  g_assert_cmpstr (mw_lookup_get_guarded (got.lookup), ==, FIRMA_HOST);
  test_autodiscover_clear (&got);
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
static const struct {
  gboolean knows_mx;
  TestPage pages[2];
  const char *expected;
} hosters[] = {
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

static void
test_hoster (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hosters); i++) {
    g_autofree char *described = NULL;
    gboolean done = !hosters[i].knows_mx;
    TestAutodiscover got = test_autodiscover_new ("li@hosted.test");

    test_web_set (hosters[i].pages, 2);
    if (hosters[i].knows_mx)
      mw_lookup_find_mx_async (got.lookup, NULL, mx_found_cb, &done);
    test_await (&done);
    test_autodiscover_ask (&got, NULL);
    described = test_autodiscover_describe (&got);
    g_assert_cmpstr (described, ==, hosters[i].expected);
    test_autodiscover_clear (&got);
  }
}

static void
test_cancel (void)
{
  static const TestPage pages[] = { { FIRMA_HOST, NULL, NULL } };

  for (guint ms = 0; ms < 60; ms += 20) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    TestAutodiscover got;

    test_web_set (pages, 1);
    test_cancel_after (cancellable, ms);
    got = test_autodiscover_look ("li@firma.test", cancellable);
    g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    test_autodiscover_clear (&got);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/source-autodiscover/places", test_places);
  g_test_add_func ("/source-autodiscover/loop", test_loop);
  g_test_add_func ("/source-autodiscover/guarded-elsewhere", test_guarded_elsewhere);
  g_test_add_func ("/source-autodiscover/what-is-told", test_what_is_told);
  g_test_add_func ("/source-autodiscover/hoster", test_hoster);
  g_test_add_func ("/source-autodiscover/cancel", test_cancel);

  return test_autodiscover_run ();
}
