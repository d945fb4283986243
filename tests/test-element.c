/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mw-charset.h"
#include "mw-element.h"

static MwElement *
read_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return mw_element_read (bytes);
}

static void
test_tree (void)
{
  g_autoptr (MwElement) root = read_text ("\r\n<?xml version='1.0' encoding=\"gb2312\" ?>"
                                          "<c:Config xmlns:c='urn:a' c:version='1.1'>"
                                          "<!-- ? --><a> x &amp; <![CDATA[<y>]]>&#x4e2d;\n</a>"
                                          "<b/><A>second</A></c:Config>");

  g_assert_true (mw_element_is (root, "config"));
  g_assert_true (root->is_whole);
  g_assert_cmpstr (mw_element_get (root, "version"), ==, "1.1");
  g_assert_null (mw_element_get (root, "other"));
  g_assert_cmpuint (root->children->len, ==, 3);
  g_assert_cmpstr (mw_element_find_text (root, "a"), ==, "x & <y>中");
  g_assert_nonnull (mw_element_find (root, "b"));
  g_assert_null (mw_element_find_text (root, "b"));
  g_assert_null (mw_element_find (root, "d"));
}

/* What stands before the mistake counts; whatever the mistake touches does not. */
static void
test_broken (void)
{
  static const struct {
    const char *text;
    const char *value; /* of the first whole a */
  } rows[] = {
    { "<r><a>1</a><b", "1" },
    { "<r><a>1</a></b></r>", "1" },
    { "<r><a>1</a><b>&nbsp;</b></r>", "1" },
    { "<r><a>1</a></r>x", "1" },
    { "<r><a>1&nbsp;2</a></r>", NULL },
    { "<r><a>1<b></a></b></r>", NULL },
    { "<r><a>1</a", NULL },
    { "<r><a>1", NULL },
    { "<r><a>1 < 2</a></r>", NULL },
    { "<r><a x=1>1</a></r>", NULL },
    { "<r", NULL },
    { "<r><a>1\x01</a></r>", NULL },
    { "<r><a>1&#0;</a></r>", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwElement) root = read_text (rows[i].text);

    g_test_message ("%s", rows[i].text);
    g_assert_true (root == NULL || !root->is_whole || g_str_has_suffix (rows[i].text, "x"));
    g_assert_cmpstr (root ? mw_element_find_text (root, "a") : NULL, ==, rows[i].value);
  }
}

static void
test_no_document (void)
{
  static const char *const rows[] = { "", " ", "no", "{\"a\": 1}", "<", "<?xml version='1.0'?>" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_null (read_text (rows[i]));
}

/* No entity of its own, no file, and no part of it. */
static void
test_types (void)
{
  static const char *const rows[] = {
    "<!DOCTYPE r [<!ENTITY a '1'>]><r><a>&a;</a></r>",
    "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><r><a>&a;</a></r>",
    "<!DOCTYPE r SYSTEM 'http://127.0.0.1:1/a.dtd'><r><a>&a;</a></r>",
    "<!DOCTYPE r [<!ENTITY % a SYSTEM 'http://127.0.0.1:1/a.dtd'> %a;]><r><a>1</a></r>",
    "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"
    "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>"
    "<!ENTITY e '&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'>"
    "]><r><a>&f;</a></r>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwElement) root = read_text (rows[i]);

    g_assert_true (mw_element_is (root, "r"));
    g_assert_false (root->is_whole);
    g_assert_cmpuint (root->children->len, ==, 0);
  }
}

static char *
repeat (const char *begin, const char *part, guint n, const char *end)
{
  GString *text = g_string_new (begin);

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, end);

  return g_string_free (text, FALSE);
}

static void
test_bounds (void)
{
  static const struct {
    const char *begin;
    const char *part;
    guint n;
    const char *end;
    gboolean is_whole;
  } rows[] = {
    { "<r>", "<a/>", MW_ELEMENT_MAX_NUMBER - 1, "</r>", TRUE },
    { "<r>", "<a/>", MW_ELEMENT_MAX_NUMBER, "</r>", FALSE },
    { "<r><a>", "x", MW_ELEMENT_MAX_TEXT, "</a></r>", TRUE },
    { "<r><a>", "x", MW_ELEMENT_MAX_TEXT + 1, "</a></r>", FALSE },
    { "", "<r>", 100000, "", FALSE },
    { "<r>", "<!--x-->", 100000, "</r>", TRUE },
  };
  g_autofree char *large = repeat ("<r>", "          ", MW_ELEMENT_MAX_BYTES / 10, "</r>");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = repeat (rows[i].begin, rows[i].part, rows[i].n, rows[i].end);
    g_autoptr (MwElement) root = read_text (text);

    g_test_message ("%zu", i);
    g_assert_cmpint (root->is_whole, ==, rows[i].is_whole);
  }
  g_assert_null (read_text (large));
}

static void
test_depth (void)
{
  for (guint i = 0; i < 2; i++) {
    g_autofree char *begin = repeat ("", "<r>", MW_ELEMENT_MAX_DEPTH + i, "");
    g_autofree char *text = repeat (begin, "</r>", MW_ELEMENT_MAX_DEPTH + i, "");
    g_autoptr (MwElement) root = read_text (text);

    g_assert_cmpint (root->is_whole, ==, i == 0);
  }
}

static void
test_encodings (void)
{
  static const struct {
    const char *bytes;
    gssize length;
    const char *text; /* NULL: it is none */
  } rows[] = {
    { "\xef\xbb\xbf<a>", -1, "<a>" },
    { "\xff\xfe<\0a\0>\0", 8, "<a>" },
    { "\xfe\xff\0<\0a\0>", 8, "<a>" },
    { "\xe4\xb8\xad", -1, "中" },
    { "\xd6\xd0", -1, "中" },
    { "<?xml version='1.0' encoding='GB2312'?>\xd6\xd0", -1, "中" },
    { "<?xml version='1.0' encoding='gbk'?>\x96\x7c", -1, "東" },
    { "<?xml version='1.0' encoding = \"Big5\" ?>\xa4\xa4", -1, "中" },
    { "<?xml version='1.0' encoding='iso-8859-1'?>\xe9", -1, "é" },
    { "<?xml version='1.0' encoding='GB2312'?>\xe4\xb8\xad", -1, "中" },
    { "<?xml version='1.0' encoding='UTF-7'?>+ADw-", -1, "+ADw-" },
    { "\xff\xff\xff", -1, "ÿÿÿ" },
    { "a\0b", 3, NULL },
    { "\xff\xfe<", 3, NULL },
    { " \n<?xml version='1.0'?>\n <a>", -1, "<a>" },
    { "", 0, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize length = rows[i].length >= 0 ? (gsize) rows[i].length : strlen (rows[i].bytes);
    g_autoptr (GBytes) bytes = g_bytes_new (rows[i].bytes, length);
    g_autofree char *text = mw_charset_decode (bytes);

    g_test_message ("%zu", i);
    g_assert_cmpstr (text, ==, rows[i].text);
  }
}

static void
test_write (void)
{
  g_autoptr (MwElement) root = mw_element_new ("r", NULL);
  g_autoptr (MwElement) again = NULL;
  g_autofree char *text = NULL;

  mw_element_set (root, "b", "\"<&");
  mw_element_set (root, "a", "1");
  mw_element_add (root, "x", "</x> & 中");
  mw_element_add (mw_element_add (root, "y", NULL), "z", "1");
  text = mw_element_write (root);
  g_assert_cmpstr (text,
                   ==,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<r a=\"1\" b=\"&quot;&lt;&amp;\">\n"
                   "  <x>&lt;/x&gt; &amp; 中</x>\n"
                   "  <y>\n"
                   "    <z>1</z>\n"
                   "  </y>\n"
                   "</r>\n");
  again = read_text (text);
  g_assert_cmpstr (mw_element_find_text (again, "x"), ==, "</x> & 中");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/element/tree", test_tree);
  g_test_add_func ("/element/broken", test_broken);
  g_test_add_func ("/element/no-document", test_no_document);
  g_test_add_func ("/element/types", test_types);
  g_test_add_func ("/element/bounds", test_bounds);
  g_test_add_func ("/element/depth", test_depth);
  g_test_add_func ("/element/encodings", test_encodings);
  g_test_add_func ("/element/write", test_write);

  return g_test_run ();
}
