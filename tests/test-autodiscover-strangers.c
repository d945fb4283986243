/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "autodiscover-web.h"

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

#define NAMED(user)                                                                                \
  "<Autodiscover><Response><Account><Protocol><Type>IMAP</Type><Server>x.test</"                   \
  "Server><LoginName>" user "</LoginName></Protocol></Account></Response></Autodiscover>"

/* Who is not of the organisation is not told who asks, wherever one is sent, and whatever the
 * address there says; and needs consent, unless it carries the mail of the domain. */
static const TestAutodiscoverCase strangers[] = {
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
    TestAutodiscover got = test_autodiscover_look_at (&strangers[i]);
    g_autofree char *asked = test_web_dup_asked ();
    g_autofree char *described = test_autodiscover_describe_with_user (&got);

    g_test_message ("%u %s", (guint) i, asked);
    g_assert_cmpstr (described, ==, strangers[i].expected);
    assert_not_told (asked, "hoster.test", strangers[i].expected != NULL);
    test_autodiscover_clear (&got);
  }
}

#define OTHER "https://autodiscover.hoster.test" PATH
#define OTHER_ADDRESS(address)                                                                     \
  "<Autodiscover><Response><Account><RedirectAddr>" address                                        \
  "</RedirectAddr></Account></Response></Autodiscover>"

/* Another address of the person is asked about at its own domain alone, and signs in there. */
static const TestAutodiscoverCase others[] = {
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
    TestAutodiscover got = test_autodiscover_look_at (&others[i]);
    g_autofree char *asked = test_web_dup_asked ();
    g_autofree char *described = test_autodiscover_describe_with_user (&got);

    g_test_message ("%u %s", (guint) i, asked);
    g_assert_cmpstr (described, ==, others[i].expected);
    g_assert_true ((strstr (asked, OTHER) != NULL) ==
                   (strstr (asked, "<EMailAddress>na@hoster.test<") != NULL));
    g_assert_null (strstr (asked, "<EMailAddress>postmaster@"));
    test_autodiscover_clear (&got);
  }
}

/* Who was asked about the postmaster knows the postmaster's other address, not the person's; also
 * one of the own organisation, where a stranger sent us on to it. */
static const TestAutodiscoverCase postmasters[] = {
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
    TestAutodiscover got = test_autodiscover_look_at (&postmasters[i]);
    g_autofree char *asked = test_web_dup_asked ();
    g_autofree char *described = test_autodiscover_describe_with_user (&got);

    g_test_message ("%u %s", (guint) i, asked);
    g_assert_cmpstr (described, ==, postmasters[i].expected);
    g_assert_nonnull (strstr (asked, "<EMailAddress>postmaster@"));
    g_assert_null (strstr (asked, OTHER));
    g_assert_null (strstr (asked, "na@hoster.test"));
    test_autodiscover_clear (&got);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/autodiscover-strangers/not-told", test_strangers);
  g_test_add_func ("/autodiscover-strangers/other-address", test_other_address);
  g_test_add_func ("/autodiscover-strangers/address-of-postmaster", test_address_of_postmaster);

  return test_autodiscover_run ();
}
