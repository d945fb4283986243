/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-address.h"

static void
test_valid (void)
{
  static const struct {
    const char *text;
    const char *local_part;
    const char *domain;
  } cases[] = {
    { "10001@qq.com", "10001", "qq.com" },
    { "Li.Na+news@Example.COM", "Li.Na+news", "example.com" },
    { "o'brien@example.com", "o'brien", "example.com" },
    { "anna@bücher.example", "anna", "xn--bcher-kva.example" },
    { "李娜@例子.公司", "李娜", "xn--fsqu00a.xn--55qx5d" },
    { "anna@example.com.", "anna", "example.com" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MwAddress) address = mw_address_new (cases[i].text, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (address->local_part, ==, cases[i].local_part);
    g_assert_cmpstr (address->domain, ==, cases[i].domain);
  }
}

static void
test_other_form (void)
{
  static const struct {
    const char *text;
    const char *other;
  } cases[] = {
    { "10001@qq.com", NULL },
    { "李娜@example.com", NULL },
    { "anna@bücher.example", "anna@xn--bcher-kva.example" },
    { "anna@BÜCHER.example", "anna@xn--bcher-kva.example" },
    { "anna@xn--bcher-kva.example", "anna@bücher.example" },
    { "anna@XN--bcher-kva.example", "anna@bücher.example" },
    { "李娜@例子.公司", "李娜@xn--fsqu00a.xn--55qx5d" },
    { "李娜@xn--fsqu00a.xn--55qx5d", "李娜@例子.公司" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwAddress) address = mw_address_new (cases[i].text, NULL);
    g_autofree char *other = mw_address_dup_other_form (address);

    g_assert_cmpstr (other, ==, cases[i].other);
  }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "anna",
    "@example.com",
    "anna@",
    "anna@@example.com",
    "anna@b@example.com",
    "anna@example",
    "anna@.example.com",
    "anna@example..com",
    "anna@-example.com",
    "anna@exa mple.com",
    "anna@exa_mple.com",
    ".anna@example.com",
    "anna.@example.com",
    "an..na@example.com",
    "an na@example.com",
    "anna,bert@example.com",
    "<anna@example.com>",
    "anna@example.com\r\nRCPT TO:<eve@example.com>",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com",
    "anna@\xff.com",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MwAddress) address = mw_address_new (cases[i], &error);
    g_autofree char *shown = g_strescape (cases[i], NULL);

    g_test_message ("%s", shown);
    g_assert_null (address);
    g_assert_error (error, MW_ERROR, MW_ERROR_INPUT);
    g_assert_cmpstr (error->message, !=, "");
  }
}

static void
test_repair (void)
{
  static const struct {
    const char *text;
    const char *mended;
  } cases[] = {
    { "10001＠qq．com", "10001@qq.com" },
    { "１０００１@ｑｑ.com", "10001@qq.com" },
    { "anna@example。com", "anna@example.com" },
    { "\xe2\x80\x8b"
      "anna@example.com",
      "anna@example.com" },
    { "anna@example.com\xc2\xa0", "anna@example.com" },
    { "\xef\xbb\xbf"
      "anna@example.com\r\n",
      "anna@example.com" },
    { " anna @ example.com ", "anna@example.com" },
    { "anna@example,com", "anna@example.com" },
    { "anna@example。com，", "anna@example.com" },
    { "anna@example.com.;", "anna@example.com" },
    { "a,b@example.com", NULL },
    { "anna@example.com,bert@example.com", NULL },
    { "anna@example.com", NULL },
    { "李娜@例子.公司", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *mended = mw_address_repair (cases[i].text);

    g_assert_cmpstr (mended, ==, cases[i].mended);
  }
}

static void
test_repair_is_final (void)
{
  g_autofree char *mended = mw_address_repair (" ｡1＠qq｡com");
  g_autofree char *again = mw_address_repair (mended);
  g_autofree char *joined = mw_address_repair ("re\342\200\213\314\201ne@qq.com");

  g_assert_cmpstr (mended, ==, ".1@qq.com");
  g_assert_null (again);
  g_assert_cmpstr (joined, ==, "r\303\251ne@qq.com");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/address/other-form", test_other_form);
  g_test_add_func ("/address/valid", test_valid);
  g_test_add_func ("/address/refused", test_refused);
  g_test_add_func ("/address/repair", test_repair);
  g_test_add_func ("/address/repair-is-final", test_repair_is_final);

  return g_test_run ();
}
