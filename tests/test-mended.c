/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-mended.h"

#include <string.h>

/* clang-format off */
static const struct {
  const char *typed;
  const char *meant; /* (nullable): there is nothing to mend */
  const char *rules;
  const char *characters;
} addresses[] = {
  { "anna@example.com", NULL, "", NULL },
  { "", NULL, "", NULL },
  { "李娜@例子.公司", NULL, "", NULL },
  { "a,b@example.com", NULL, "", NULL },
  { "anna@a.example, bert@b.example", "anna@a.example,bert@b.example", "space", NULL },
  { "Anna <anna@a.example>, Bert <bert@b.example>", NULL, "*", NULL },

  /* Look-alikes */
  { "10001＠qq．com", "10001@qq.com", "full-width", "U+FF20 U+FF0E" },
  { "１０００１@ｑｑ.com", "10001@qq.com", "full-width", "U+FF11 U+FF10 U+FF10 U+FF10 U+FF11 U+FF51 U+FF51" },
  { "anna@example。com", "anna@example.com", "full-width", "U+3002" },
  { "anna@example｡com", "anna@example.com", "full-width", "U+FF61" },
  { "\u200banna@example.com", "anna@example.com", "invisible", "U+200B" },
  { "anna\u2060@exam\u00adple.com", "anna@example.com", "invisible", "U+2060 U+00AD" },
  { "anna@example.com\u00a0", "anna@example.com", "invisible", "U+00A0" },
  { "an\u3000na@example.com", "anna@example.com", "invisible", "U+3000" },
  { "\ufeffanna@example.com\r\n", "anna@example.com", "invisible space", "U+FEFF" },
  { "\u202eanna@example.com", "anna@example.com", "invisible", "U+202E" },
  { "re\u200b\u0301ne@qq.com", "réne@qq.com", "invisible normal-form", "U+200B" },
  { "o’brien@example.com", "o'brien@example.com", "full-width", "U+2019" },

  /* What is copied along */
  { " anna @ example.com ", "anna@example.com", "space", NULL },
  { "anna@ example . com\t", "anna@example.com", "space", NULL },
  { "an na@example.com", NULL, "", NULL }, /* two words, or one: who knows */
  { "mailto:anna@example.com", "anna@example.com", "mailto", NULL },
  { "MAILTO:anna%2Bx@example.com?subject=Hi%20there&cc=eve@example.com", "anna+x@example.com", "mailto", NULL },
  { "mailto:anna%00@example.com", "anna%00@example.com", "name", NULL },
  { "Anna Smith <anna@example.com>", "anna@example.com", "name", NULL },
  { "\"Smith, Anna\" <anna@example.com>;", "anna@example.com", "name", NULL },
  { "李娜 《li.na@example.com》", "li.na@example.com", "full-width name", "U+300A U+300B" },
  { "邮箱：li.na@qq.com", "li.na@qq.com", "full-width name", "U+FF1A" },
  { "E-mail: anna@example.com", "anna@example.com", "name", NULL },
  { "<anna@example.com>", "anna@example.com", "name", NULL },
  { "“anna@example.com”", "anna@example.com", "full-width quote", "U+201C U+201D" },
  { "‘anna@example.com’", "anna@example.com", "full-width quote", "U+2018 U+2019" },
  { "(anna@example.com)", "anna@example.com", "quote", NULL },
  { "anna@example.com>", "anna@example.com", "quote", NULL },
  { "\"anna smith\"@example.com", NULL, "", NULL },
  { "'anna@example.com", NULL, "", NULL }, /* an apostrophe may begin a name */

  /* Beside the key */
  { "anna@example,com", "anna@example.com", "comma", NULL },
  { "anna@example;com", "anna@example.com", "comma", NULL },
  { "anna@example。com，", "anna@example.com", "full-width end", "U+3002 U+FF0C" },
  { "anna@example.com.;", "anna@example.com", "end", NULL },
  { "anna@example.com。", "anna@example.com", "full-width end", "U+3002" },
  { "anna@example.com；", "anna@example.com", "full-width end", "U+FF1B" },
  { "Anna@Example.COM", "Anna@example.com", "capital", NULL },
  { "ａｎｎａ＠ＥＸＡＭＰＬＥ．ＣＯＭ", "anna@example.com", "full-width capital",
    "U+FF41 U+FF4E U+FF4E U+FF41 U+FF20 U+FF25 U+FF38 U+FF21 U+FF2D U+FF30 U+FF2C U+FF25 U+FF0E U+FF23 U+FF2F U+FF2D" },

  /* No text */
  { "anna@example.com\xff ", NULL, "", NULL },
}, hosts[] = {
  { "imap.example.com", NULL, "", NULL },
  { " imap.example.com. ", "imap.example.com", "space end", NULL },
  { "ｉｍａｐ．example。com：９９３", "imap.example.com:993", "full-width", "U+FF49 U+FF4D U+FF41 U+FF50 U+FF0E U+3002 U+FF1A U+FF19 U+FF19 U+FF13" },
  { "imap.\u200bexample.com，", "imap.example.com", "invisible full-width end", "U+200B U+FF0C" },
  { "Imap.Example.com", NULL, "", NULL },
};
/* clang-format on */

static void
assert_mended (const MwMended *mended, const char *meant, const char *rules, const char *characters)
{
  g_auto (GStrv) list = mended ? mw_mended_list_rules (mended) : NULL;
  g_autofree char *used = list ? g_strjoinv (" ", list) : g_strdup ("");
  g_autofree char *words = mended ? mw_mended_describe (mended) : NULL;

  if (strcmp (rules, "*") == 0)
    return;
  g_assert_cmpstr (mended ? mended->text : NULL, ==, meant);
  g_assert_cmpstr (used, ==, rules);
  g_assert_cmpstr (mended ? mended->characters : NULL, ==, characters);
  g_assert_true (words == NULL || g_str_has_suffix (words, "."));
  if (mended != NULL)
    g_assert_true (mw_mended_is_look_alike (mended) == (characters != NULL));
}

static void
test_addresses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++) {
    g_autoptr (MwMended) mended = mw_mended_new_address (addresses[i].typed);

    g_test_message ("%" G_GSIZE_FORMAT ": %s", i, mended ? mended->text : "-");
    assert_mended (mended, addresses[i].meant, addresses[i].rules, addresses[i].characters);
  }
}

static void
test_hosts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++) {
    g_autoptr (MwMended) mended = mw_mended_new_host (hosts[i].typed);

    g_test_message ("%" G_GSIZE_FORMAT ": %s", i, mended ? mended->text : "-");
    assert_mended (mended, hosts[i].meant, hosts[i].rules, hosts[i].characters);
  }
}

/* ------ whatever is typed ------ */

/* Of what the rules are about, and of what they are not. */
static char *
make_up_text (void)
{
  static const char *const pieces[] = {
    "a",      "B",      "@",      ".",      ",",      ";",      ":",      "<",       ">",
    "\"",     "'",      "(",      ")",      " ",      "\t",     "\r\n",   "mailto:", "?subject=x",
    "%40",    "%3C",    "qq.com", "＠",     "。",     "｡",      "，",     "；",      "：",
    "《",     "》",     "“",      "”",      "\u200b", "\u00a0", "\u3000", "\ufeff",  "\u0301",
    "\u0338", "e",      "ﷺ",      "李",     "\u202e", "\u00ad", "／",     "Ａ",      "ß",
    "İ",      "\u2028", "\u1100", "\u1161", "\u00e9", "\x01",   "1",      "[",       "]",
  };
  GString *text = g_string_new (NULL);

  for (int n = g_test_rand_int_range (0, 16); n > 0; n--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

  return g_string_free (text, FALSE);
}

/* The text is the same, or is told what was done; once mended it stays; it does not grow but for
 * what one character stands for. */
static void
assert_promises (const char *text, MwMended *(*mend) (const char *text))
{
  g_autoptr (MwMended) mended = mend (text);
  g_autoptr (MwMended) again = mended ? mend (mended->text) : NULL;
  g_auto (GStrv) rules = mended ? mw_mended_list_rules (mended) : NULL;

  if (mended == NULL)
    return;

  g_assert_cmpstr (mended->text, !=, text);
  g_assert_cmpuint (g_strv_length (rules), >, 0);
  g_assert_null (again);
  g_assert_true (g_utf8_validate (mended->text, -1, NULL));
  g_assert_cmpuint (strlen (mended->text), <=, 18 * strlen (text)); /* U+FDFA */
}

static void
test_promises (void)
{
  for (guint i = 0; i < 20000; i++) {
    g_autofree char *text = make_up_text ();

    assert_promises (text, mw_mended_new_address);
    assert_promises (text, mw_mended_new_host);
  }
}

static void
test_is_bounded (void)
{
  g_autofree char *text = g_strnfill (MW_MENDED_MAX_BYTES + 1, ' ');
  g_autoptr (MwMended) mended = mw_mended_new_address (text);

  g_assert_null (mended);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mended/addresses", test_addresses);
  g_test_add_func ("/mended/hosts", test_hosts);
  g_test_add_func ("/mended/promises", test_promises);
  g_test_add_func ("/mended/is-bounded", test_is_bounded);

  return g_test_run ();
}
