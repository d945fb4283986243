/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mw-presets.h"

/* No page of their own could be read. Whoever finds one takes the line away. */
static const char *const without_help[] = {
  "24-mail.com",
  "azet.sk",
  "blindzeln.org",
  "braxmail.net",
  "china.com",
  "chinatelecom.cn",
  "clustermail.de",
  "edu.icoremail.net",
  "global-mail.cn",
  "ipax.at",
  "mehl.cloud",
  "registrator.cz",
  "studio-it.pl",
  "terra.com",
  "wo.cn",
  "zeelandnet.nl",
  NULL,
};

/* Where a person can read on is as much a part of a preset as its servers. */
static void
test_data_has_help (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  GPtrArray *providers = mw_presets_get_providers (presets);

  g_assert_cmpuint (providers->len, >, G_N_ELEMENTS (without_help));
  for (guint i = 0; i < providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (providers, i);
    gboolean excused = g_strv_contains (without_help, provider->id);

    g_test_message ("%s", provider->id);
    g_assert_cmpint (provider->help != NULL, ==, !excused);
  }
}

static void
test_excuses_are_known (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  GPtrArray *providers = mw_presets_get_providers (presets);
  guint n_found = 0;

  for (guint i = 0; i < providers->len; i++)
    n_found +=
      g_strv_contains (without_help, ((MwProvider *) g_ptr_array_index (providers, i))->id);

  g_assert_cmpuint (n_found, ==, G_N_ELEMENTS (without_help) - 1);
}

#define PRESET                                                                                     \
  "[a]\nName=A\nDomains=a.example;\nIncoming=imaps://imap.a.example;\n"                            \
  "Outgoing=submissions://smtp.a.example;\nSignIn=password;\n"

/* A company may have no such page: the lint says so and finds no fault. */
static void
test_remark (void)
{
  static const struct {
    const char *text;
    const char *remark; /* (nullable) how the only one begins */
  } cases[] = {
    { PRESET, "[a] Help: " },
    { PRESET "Help=\n", "[a] Help: " },
    { PRESET "Help=https://help.a.example/\n", NULL },
  };
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "preset.ini", NULL);

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) remarks = g_ptr_array_new_with_free_func (g_free);
    g_autoptr (GPtrArray) problems = NULL;

    g_test_message ("%s", cases[i].text);
    g_assert_true (g_file_set_contents (path, cases[i].text, -1, NULL));
    problems = mw_presets_lint (path, remarks, NULL);
    g_assert_cmpuint (problems->len, ==, 0);
    g_assert_cmpuint (remarks->len, ==, cases[i].remark ? 1 : 0);
    if (cases[i].remark != NULL)
      g_assert_true (g_str_has_prefix (remarks->pdata[0], cases[i].remark));
  }
}

/* An autoconfig document names help in other ways. */
static void
test_no_remark_on_documents (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "documents", "usual.xml", NULL);
  g_autoptr (GPtrArray) remarks = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) problems = mw_presets_lint (path, remarks, NULL);

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (remarks->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/preset-help/data-has-help", test_data_has_help);
  g_test_add_func ("/preset-help/excuses-are-known", test_excuses_are_known);
  g_test_add_func ("/preset-help/remark", test_remark);
  g_test_add_func ("/preset-help/no-remark-on-documents", test_no_remark_on_documents);

  return g_test_run ();
}
