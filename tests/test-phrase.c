/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-phrase.h"

static GHashTable *
new_values (void)
{
  static const char *const pairs[][2] = {
    { "who", "QQ Mail" },
    { "zh", "QQ 邮箱" },
    { "code", "{who}%s<b>" },
    { "none", "" },
  };
  GHashTable *values = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_hash_table_insert (values, (gpointer) pairs[i][0], (gpointer) pairs[i][1]);

  return values;
}

static void
test_fill (void)
{
  static const struct {
    const char *phrase;
    const char *text; /* (nullable): cannot be filled */
  } cases[] = {
    { "Nothing to do.", "Nothing to do." },
    { "{who} says no.", "QQ Mail says no." },
    { "Ask {who} or {who}", "Ask QQ Mail or QQ Mail" },
    { "A {none} gap", "A  gap" },
    { "{none}", "" },
    { "", "" },
    { "{Who} says no.", NULL },
    { "{unknown}", NULL },
    { "a { b", "a { b" },
    { "a } b {", "a } b {" },
    { "{}", "{}" },
    { "{two words}", "{two words}" },
    { "{{who}}", "{QQ Mail}" },
    { "100 % of {who}", "100 % of QQ Mail" },
  };
  g_autoptr (GHashTable) values = new_values ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = mw_phrase_fill (cases[i].phrase, values);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_value_is_no_phrase (void)
{
  g_autoptr (GHashTable) values = new_values ();
  g_autofree char *text = mw_phrase_fill ("It said {code}.", values);

  g_assert_cmpstr (text, ==, "It said {who}%s<b>.");
}

static void
test_han_keeps_its_distance (void)
{
  static const struct {
    const char *phrase;
    const char *text;
  } cases[] = {
    { "{zh}需要授权码。", "QQ 邮箱需要授权码。" },
    { "{who}需要授权码。", "QQ Mail 需要授权码。" },
    { "到{zh}的网站", "到 QQ 邮箱的网站" },
    { "到 {zh} 的网站", "到 QQ 邮箱 的网站" },
    { "“{who}”", "“QQ Mail”" },
    { "to{who}go", "toQQ Mailgo" },
  };
  g_autoptr (GHashTable) values = new_values ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = mw_phrase_fill (cases[i].phrase, values);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

static void
test_list_gaps (void)
{
  g_auto (GStrv) gaps = mw_phrase_list_gaps ("{one} and {Two}, {} { {3} {two words} {one}");
  const char *const expected[] = { "one", "Two", "one", NULL };

  g_assert_cmpstrv (gaps, expected);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/phrase/fill", test_fill);
  g_test_add_func ("/phrase/value-is-no-phrase", test_value_is_no_phrase);
  g_test_add_func ("/phrase/han-keeps-its-distance", test_han_keeps_its_distance);
  g_test_add_func ("/phrase/list-gaps", test_list_gaps);

  return g_test_run ();
}
