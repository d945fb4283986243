/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-clock.h"

#include <glib/gstdio.h>
#include <utime.h>

#define BUILT 1700000000
#define YEAR (365 * 24 * 60 * 60)

static void
add (GPtrArray *findings, const char *cause, const char *host, const char *fingerprint)
{
  g_autoptr (MwFinding) finding = mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, cause, NULL);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "host", "s", host);
  g_variant_dict_insert (&details, "fingerprint", "s", fingerprint);
  g_ptr_array_add (findings, mw_finding_new_with (finding, g_variant_dict_end (&details)));
}

/* The causes of two servers, and whether the clock is blamed. */
static gboolean
doubts (const char *first,
        const char *second,
        const char *host,
        const char *fingerprint,
        gint64 now)
{
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  g_autoptr (MwFinding) doubt = NULL;

  add (findings, first, "imap.example.com", "aa");
  add (findings, second, host, fingerprint);
  doubt = mw_clock_doubt (findings, now, BUILT, 0);
  if (doubt != NULL) {
    g_assert_cmpstr (doubt->cause, ==, "tls.clock-wrong");
    g_assert_cmpint (doubt->severity, ==, MW_SEVERITY_WARNING);
  }

  return doubt != NULL;
}

static void
test_doubt (void)
{
  const gint64 later = BUILT + YEAR;

  /* The clock stands before the day on which the program was made. */
  g_assert_true (doubts ("tls.not-yet-valid", "net.refused", "b", "bb", BUILT - YEAR));
  g_assert_false (doubts ("net.timeout", "net.refused", "b", "bb", BUILT - YEAR));
  /* Two servers, two certificates, one side. */
  g_assert_true (doubts ("tls.expired", "tls.expired", "smtp.other.example", "bb", later));
  g_assert_true (doubts ("tls.not-yet-valid", "tls.not-yet-valid", "b", "bb", later));
  /* One certificate says it twice, or they say different things. */
  g_assert_false (doubts ("tls.expired", "tls.expired", "smtp.other.example", "aa", later));
  g_assert_false (doubts ("tls.expired", "tls.expired", "imap.example.com", "bb", later));
  g_assert_false (doubts ("tls.expired", "tls.not-yet-valid", "b", "bb", later));
  g_assert_false (doubts ("tls.expired", "net.refused", "b", "bb", later));
}

/* One server, one certificate of the year after BUILT, and what a web server says. */
static gboolean
is_open (const char *cause, gint64 now, gint64 told, gboolean *doubted)
{
  g_autoptr (GPtrArray) findings =
    g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  g_autoptr (MwFinding) finding = mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_ERROR, cause, NULL);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (MwFinding) doubt = NULL;

  g_variant_dict_insert (&details, "not-before", "x", (gint64) BUILT);
  g_variant_dict_insert (&details, "not-after", "x", (gint64) BUILT + YEAR);
  g_ptr_array_add (findings, mw_finding_new_with (finding, g_variant_dict_end (&details)));
  doubt = mw_clock_doubt (findings, now, BUILT, told);
  *doubted = doubt != NULL;

  return mw_clock_is_open (findings, now, BUILT);
}

static void
test_told (void)
{
  const gint64 now = BUILT + 3 * (gint64) YEAR;
  gboolean doubted;

  g_assert_true (is_open ("tls.expired", now, 0, &doubted));
  g_assert_false (doubted);
  g_assert_true (is_open ("tls.expired", now, BUILT + YEAR / 2, &doubted));
  g_assert_true (doubted);
  /* The other clock is no better, or its word changes nothing. */
  is_open ("tls.expired", now, now + 60, &doubted);
  g_assert_false (doubted);
  is_open ("tls.expired", now, BUILT + 2 * (gint64) YEAR, &doubted);
  g_assert_false (doubted);
  is_open ("tls.expired", BUILT + YEAR + 60, BUILT + YEAR - 60, &doubted);
  g_assert_false (doubted);
  /* Nothing to ask about: no such finding, or the files here decide. */
  g_assert_false (is_open ("net.refused", now, 0, &doubted));
  g_assert_false (is_open ("tls.not-yet-valid", BUILT - YEAR, 0, &doubted));
  g_assert_true (doubted);
}

static void
test_earliest (void)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpint (mw_clock_get_earliest (), >, 1767225600); /* the first day of 2026 */
  g_assert_cmpint (mw_clock_get_earliest (), <=, now);
}

static void
test_newest (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "mw-clock-newest", NULL);
  const char *const paths[] = { "/nonexistent", path, NULL };
  struct utimbuf times = { BUILT, BUILT + 5 };

  g_assert_cmpint (mw_clock_get_newest (paths), ==, 0);
  g_mkdir_with_parents (g_get_user_runtime_dir (), 0700);
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (g_utime (path, &times), ==, 0);
  g_assert_cmpint (mw_clock_get_newest (paths), ==, BUILT + 5);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/clock/doubt", test_doubt);
  g_test_add_func ("/clock/told", test_told);
  g_test_add_func ("/clock/earliest", test_earliest);
  g_test_add_func ("/clock/newest", test_newest);

  return g_test_run ();
}
