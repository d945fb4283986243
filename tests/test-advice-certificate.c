/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "advising.h"

#define DAY_FROM 1706875200  /* 2 February 2024, noon UTC */
#define DAY_UNTIL 1714737600 /* 3 May 2024 */

static GVariant *
new_certificate (const char *name, gint64 from, gint64 until)
{
  const char *const names[] = { "*.hoster.example", name, NULL };
  GVariantDict details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "names", "^as", names);
  g_variant_dict_insert (&details, "not-before", "x", from);
  g_variant_dict_insert (&details, "not-after", "x", until);

  return g_variant_dict_end (&details);
}

static void
test_dates_of_a_certificate (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) third = g_date_time_new_utc (g_date_time_get_year (now), 5, 3, 12, 0, 0);
  g_autoptr (MwAdvice) near = test_advise (MW_PART_INCOMING,
                                           "tls.expired",
                                           new_certificate ("-", 0, g_date_time_to_unix (third)),
                                           &test_qq);
  g_autoptr (MwAdvice) far = test_advise (MW_PART_INCOMING,
                                          "tls.expired",
                                          new_certificate ("-", DAY_FROM, DAY_UNTIL),
                                          &test_qq);
  g_autoptr (MwAdvice) not_yet = test_advise (MW_PART_INCOMING,
                                              "tls.not-yet-valid",
                                              new_certificate ("-", DAY_FROM, DAY_UNTIL),
                                              &test_qq);
  g_autoptr (MwAdvice) undated = test_advise (MW_PART_INCOMING, "tls.expired", NULL, &test_qq);
  g_autoptr (MwAdvice) absurd =
    test_advise (MW_PART_INCOMING, "tls.expired", new_certificate ("-", 0, G_MAXINT64), &test_qq);

  g_assert_cmpstr (near->title, ==, "The mail server’s certificate ended on 3 May.");
  g_assert_cmpstr (far->title, ==, "The mail server’s certificate ended on 3 May 2024.");
  g_assert_cmpstr (not_yet->title, ==, "The server’s certificate only begins on 2 February 2024.");
  g_assert_cmpstr (undated->title, ==, "The mail server’s certificate has ended.");
  g_assert_cmpstr (absurd->title, ==, "The mail server’s certificate has ended.");
}

static void
test_name_of_a_certificate (void)
{
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "mail.company.example", 993, NULL);
  MwContext context = { .address = "li@company.example", .server = server };
  g_autoptr (MwAdvice) advice = test_advise (MW_PART_INCOMING,
                                             "tls.wrong-name",
                                             new_certificate ("imap.hoster.example", 0, 0),
                                             &context);

  g_assert_cmpstr (advice->title, ==, "This server calls itself imap.hoster.example.");
  g_assert_nonnull (strstr (advice->explanation, "mail.company.example"));
}

/* A certificate may call itself anything. */
static void
test_hostile_names_are_left_out (void)
{
  static const char *const names[] = {
    "*.hoster.example", "<b>bank.example</b>", "{steps}", "-a.example",
    "localhost",        "bänk.example",        "-",
  };
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "mail.company.example", 993, NULL);
  MwContext context = { .server = server };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autoptr (MwAdvice) advice =
      test_advise (MW_PART_INCOMING, "tls.wrong-name", new_certificate (names[i], 0, 0), &context);

    g_assert_cmpstr (advice->title, ==, "This server has another name.");
  }
}

static void
test_no_fix_for_a_certificate (void)
{
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "imap.hoster.example", 993, NULL);
  MwContext context = { .server = server };
  g_auto (GStrv) causes = mw_advice_list_causes ();

  for (gsize i = 0; causes[i] != NULL; i++) {
    g_autoptr (MwAdvice) advice = test_advise (MW_PART_INCOMING,
                                               causes[i],
                                               new_certificate ("imap.hoster.example", 0, 0),
                                               &context);

    if (!g_str_has_prefix (causes[i], "discovery.")) {
      g_assert_null (advice->fix_option);
      g_assert_null (advice->fix_label);
    }
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/advice-certificate/dates-of-a-certificate", test_dates_of_a_certificate);
  g_test_add_func ("/advice-certificate/name-of-a-certificate", test_name_of_a_certificate);
  g_test_add_func ("/advice-certificate/hostile-names-are-left-out",
                   test_hostile_names_are_left_out);
  g_test_add_func ("/advice-certificate/no-fix-for-a-certificate", test_no_fix_for_a_certificate);

  return g_test_run ();
}
