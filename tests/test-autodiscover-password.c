/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "autodiscover-web.h"
#include "mw-autodiscover-password.h"

#define BASIC "Basic bGlAZmlybWEudGVzdDpncsO8biE=" /* li@firma.test:grün! */

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  TestAutodiscover *got = user_data;

  got->found = mw_autodiscover_ask_with_password_finish (MW_LOOKUP (source),
                                                         result,
                                                         &got->is_refused,
                                                         &got->error);
  got->done = TRUE;
}

static TestAutodiscover
show (const TestPage *pages, gsize n_pages, const char *guarded, const char *password)
{
  g_autoptr (MwSecret) secret = password != NULL ? mw_secret_new (password) : NULL;
  TestAutodiscover got = test_autodiscover_new ("li@firma.test");

  test_web_set (pages, n_pages);
  mw_lookup_set_secret (got.lookup, secret);
  if (guarded != NULL)
    mw_lookup_note_guarded (got.lookup, guarded);
  mw_autodiscover_ask_with_password_async (got.lookup, NULL, shown_cb, &got);
  test_autodiscover_wait (&got);

  return got;
}

static void
test_password (void)
{
  static const TestPage pages[] = { { FIRMA_HOST, TEST_OK, DOCUMENT ("a.test") } };
  TestAutodiscover got = show (pages, 1, FIRMA_HOST, "grün!");
  g_autofree char *described = test_autodiscover_describe (&got);
  g_autofree char *asked = test_web_dup_asked ();

  g_assert_cmpstr (described, ==, "a.test full " FIRMA_HOST);
  g_assert_false (got.is_refused);
  g_assert_nonnull (strstr (asked, BASIC));
  test_autodiscover_clear (&got);
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
    TestAutodiscover got =
      show (rows[i].pages, 2 - (rows[i].pages[1].uri == NULL), rows[i].guarded, "grün!");
    g_autofree char *asked = test_web_dup_asked ();
    g_autofree char *marked = g_strconcat ("<", asked, NULL);
    g_auto (GStrv) parts = g_strsplit (marked, "Authorization", -1);

    g_test_message ("%u %s", (guint) i, got.error != NULL ? got.error->message : "");
    g_assert_nonnull (got.error);
    g_assert_null (strstr (got.error->message, "grün"));
    g_assert_cmpuint (g_strv_length (parts), ==, rows[i].n_shown + 1);
    g_assert_cmpint (got.is_refused, ==, rows[i].is_refused);
    test_autodiscover_clear (&got);
  }
}

static void
test_no_password (void)
{
  static const TestPage pages[] = { { FIRMA_HOST, TEST_OK, DOCUMENT ("a.test") } };
  TestAutodiscover got = show (pages, 1, FIRMA_HOST, NULL);
  g_autofree char *asked = test_web_dup_asked ();

  g_assert_error (got.error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_cmpstr (asked, ==, "");
  test_autodiscover_clear (&got);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/autodiscover-password/shown", test_password);
  g_test_add_func ("/autodiscover-password/once", test_password_once);
  g_test_add_func ("/autodiscover-password/none", test_no_password);

  return test_autodiscover_run ();
}
