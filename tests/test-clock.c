/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-clock.h"

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
  doubt = mw_clock_doubt (findings, now, BUILT);
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

static void
test_built (void)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  g_assert_cmpint (mw_clock_get_built (), >, 1767225600); /* the first day of 2026 */
  g_assert_cmpint (mw_clock_get_built (), <=, now);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/doubt", test_doubt);
  g_test_add_func ("/clock/built", test_built);

  return g_test_run ();
}
