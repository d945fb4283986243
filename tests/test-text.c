/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-text.h"

#include <string.h>

static void
test_decode (void)
{
  static const struct {
    const char *bytes;
    const char *shown;
  } cases[] = {
    { "535 Login fail", "535 Login fail" },
    { "请使用授权码登录", "请使用授权码登录" },
    /* the same in GB18030 */
    { "\xc7\xeb\xca\xb9\xd3\xc3\xca\xda\xc8\xa8\xc2\xeb\xb5\xc7\xc2\xbc", "请使用授权码登录" },
    { "a\tb\r\n", "a␉b␍␊" },
    { "\x1b[31mred", "␛[31mred" },
    { "\xe2\x80\xae"
      "evil",
      "\xef\xbf\xbd"
      "evil" },
    { "<b>&amp;</b>", "<b>&amp;</b>" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *shown = mw_text_decode (cases[i].bytes, strlen (cases[i].bytes));

    g_assert_cmpstr (shown, ==, cases[i].shown);
  }
}

static void
test_nul_hides_nothing (void)
{
  g_autofree char *shown = mw_text_decode ("a\0b", 3);

  g_assert_cmpstr (shown, ==, "a␚b");
}

static void
test_is_bounded (void)
{
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *shown = mw_text_decode (long_text, strlen (long_text));

  g_assert_cmpuint (strlen (shown), ==, MW_TEXT_MAX_CHARS);
}

/* 3 bytes a character, and a limit that is no multiple of 3 */
static void
test_cut_is_no_other_charset (void)
{
  GString *text = g_string_new (NULL);
  g_autofree char *shown = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "授");
  shown = mw_text_decode (text->str, text->len);
  g_string_free (text, TRUE);

  g_assert_true (g_str_has_prefix (shown, "授授授"));
}

/* Servers cut their sentences, and mix what they say with what they were told. */
static void
test_broken_chinese (void)
{
  static const struct {
    const char *bytes;
    const char *shown;
  } cases[] = {
    /* UTF-8, cut in the middle of a character */
    { "535 \xe7\x94\xa8\xe6\x88\xb7\xe5\x90\x8d\xe9 ERR", "535 用户名\xef\xbf\xbd ERR" },
    /* GB18030, one byte lost at the end of the sentence */
    { "535 \xd3\xc3\xbb\xa7\xc3\xfb\xbb\xf2\xc3\xdc\xc2", "535 用户名或密\xef\xbf\xbd" },
    { "-ERR \xd3\xc3\xbb\xa7\xc3\xfb\xff: x", "-ERR 用户名\xef\xbf\xbd: x" },
    /* Latin-1, no Chinese */
    { "caf\xe9", "café" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *shown = mw_text_decode (cases[i].bytes, strlen (cases[i].bytes));

    g_assert_cmpstr (shown, ==, cases[i].shown);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/decode", test_decode);
  g_test_add_func ("/text/nul-hides-nothing", test_nul_hides_nothing);
  g_test_add_func ("/text/is-bounded", test_is_bounded);
  g_test_add_func ("/text/cut-is-no-other-charset", test_cut_is_no_other_charset);
  g_test_add_func ("/text/broken-chinese", test_broken_chinese);

  return g_test_run ();
}
