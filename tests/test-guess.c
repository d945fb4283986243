/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-guess.h"

static void
check_list (GPtrArray *taken, gboolean telling, const char *expected)
{
  g_autoptr (GPtrArray) list = taken;
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++) {
    const MwGuess *guess = g_ptr_array_index (list, i);
    g_autofree char *host_port = mw_server_to_host_port (guess->server);

    g_assert_null (guess->server->user);
    g_assert_cmpint (guess->server->security, !=, MW_SECURITY_NONE);
    if (guess->is_telling == telling)
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", host_port);
  }
  g_assert_cmpstr (words->str, ==, expected);
}

/* Encrypted from the first byte first; each kind has a turn at each rank. */
static void
test_domain (void)
{
  check_list (mw_guess_list ("a.test"),
              TRUE,
              "imap.a.test:993 smtp.a.test:465 pop.a.test:995 "
              "mail.a.test:993 mail.a.test:465 pop3.a.test:995 "
              "mail.a.test:995 post.a.test:465 mx.a.test:993 mx.a.test:465 "
              "imap.a.test:143 smtp.a.test:587 pop.a.test:110 "
              "mail.a.test:143 mail.a.test:587 pop3.a.test:110 "
              "mail.a.test:110 post.a.test:587 mx.a.test:143 mx.a.test:587");
  check_list (mw_guess_list ("a.test"),
              FALSE,
              "a.test:993 a.test:465 a.test:995 a.test:143 a.test:587 a.test:110");
}

/* A part of an organisation may have its mail at the whole; a public suffix is nobody's. */
static void
test_parent (void)
{
  g_autoptr (GPtrArray) below = mw_guess_list ("staff.a.co.uk");
  g_autoptr (GPtrArray) whole = mw_guess_list ("a.co.uk");
  guint n_parent = 0;

  for (guint i = 0; i < below->len; i++) {
    const MwGuess *guess = g_ptr_array_index (below, i);

    n_parent += g_str_equal (guess->server->host, "mail.a.co.uk");
    g_assert_true (g_str_has_suffix (guess->server->host, "a.co.uk"));
  }
  g_assert_cmpuint (n_parent, ==, 6);
  g_assert_cmpuint (whole->len, ==, below->len - 6);
  for (guint i = 0; i < whole->len; i++)
    g_assert_true (g_str_has_suffix (((const MwGuess *) whole->pdata[i])->server->host, "a.co.uk"));
}

static int
compare_first (GPtrArray *taken, const char *domain, const char *host)
{
  g_autoptr (GPtrArray) list = taken;
  g_autoptr (GPtrArray) usual = mw_guess_list (domain);

  for (guint i = 0; i < usual->len; i++) {
    const MwGuess *guess = g_ptr_array_index (usual, i);

    if (g_str_equal (guess->server->host, host))
      return mw_guess_compare (list->pdata[0], guess);
  }
  g_assert_not_reached ();
}

/* A stranger's comes after all of one's own, and before none of them without encryption. */
static void
test_exchanger (void)
{
  check_list (mw_guess_list_for_mx ("a.test", "mx1.a.test"),
              FALSE,
              "mx1.a.test:993 mx1.a.test:465 mx1.a.test:995 "
              "mx1.a.test:143 mx1.a.test:587 mx1.a.test:110");
  g_assert_cmpint (compare_first (mw_guess_list_for_mx ("a.test", "in.a.test"), "a.test", "a.test"),
                   >,
                   0);
  g_assert_cmpint (
    compare_first (mw_guess_list_for_mx ("a.test", "in.a.test"), "a.test", "mx.a.test"),
    <,
    0);
  g_assert_cmpint (
    compare_first (mw_guess_list_for_mx ("a.test", "in.b.test"), "a.test", "mx.a.test"),
    >,
    0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/guess/domain", test_domain);
  g_test_add_func ("/guess/parent", test_parent);
  g_test_add_func ("/guess/exchanger", test_exchanger);

  return g_test_run ();
}
