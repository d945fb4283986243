/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-typo.h"

#include "mw-presets.h"

static const struct {
  const char *typed;
  const char *meant; /* (nullable): nobody can say */
} slips[] = {
  { "gmial.com", "gmail.com" },           /* */
  { "gamil.com", "gmail.com" },           /* */
  { "gmal.com", "gmail.com" },            /* */
  { "gmaill.com", "gmail.com" },          /* */
  { "gmail.cmo", "gmail.com" },           /* */
  { "gmail.con", "gmail.com" },           /* */
  { "gmail.co", "gmail.com" },            /* */
  { "gmail.comm", "gmail.com" },          /* */
  { "gmial.con", "gmail.com" },           /* both */
  { "qq.con", "qq.com" },                 /* */
  { "qq.cmo", "qq.com" },                 /* */
  { "163.cmo", "163.com" },               /* */
  { "126.con", "126.com" },               /* */
  { "yaeh.net", "yeah.net" },             /* */
  { "hotmial.com", "hotmail.com" },       /* */
  { "hotmai.com", "hotmail.com" },        /* */
  { "outlok.com", "outlook.com" },        /* */
  { "outloook.com", "outlook.com" },      /* */
  { "foxmai.com", "foxmail.com" },        /* */
  { "yahoo.con", "yahoo.com" },           /* */
  { "iclod.com", "icloud.com" },          /* */
  { "protonmial.com", "protonmail.com" }, /* */
  { "aliyum.com", "aliyun.com" },         /* */
  { "gmai1.com", "gmail.com" },           /* */
  { "outl0ok.com", "outlook.com" },       /* */
  { "vip.qq.con", "vip.qq.com" },         /* */

  { "example.com", NULL },     /* far from all */
  { "g-mail.com", NULL },      /* nor that */
  { "gmail2.com", NULL },      /* */
  { "mail.com", NULL },        /* no gmail.com */
  { "email.com", NULL },       /* */
  { "company-mail.cn", NULL }, /* */
  { "life.com", NULL },        /* no live.com */
  { "136.com", NULL },         /* short names are many */
  { "aon.com", NULL },         /* no aol.com */
  { "q.com", NULL },           /* */
  { "gmail", NULL },           /* no domain */
  { ".com", NULL },            /* */
  { "", NULL },                /* */
  { "xn--fsqu00a.xn--55qx5d", NULL },
};

static GStrv
list_domains (MwPresets *presets)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  GPtrArray *providers = mw_presets_get_providers (presets);

  for (guint i = 0; i < providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (providers, i);

    if (provider->domains != NULL)
      g_strv_builder_addv (list, (const char **) provider->domains);
  }

  return g_strv_builder_end (list);
}

static void
test_slips (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  g_auto (GStrv) domains = list_domains (presets);

  for (gsize i = 0; i < G_N_ELEMENTS (slips); i++) {
    g_test_message ("%s", slips[i].typed);
    g_assert_cmpstr (mw_typo_suggest (slips[i].typed, (const char *const *) domains),
                     ==,
                     slips[i].meant);
  }
}

/* Nobody who typed a known one is asked whether another one was meant. */
static void
test_known_are_right (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  g_auto (GStrv) domains = list_domains (presets);

  for (gsize i = 0; domains[i] != NULL; i++)
    g_assert_null (mw_typo_suggest (domains[i], (const char *const *) domains));
}

/* Were it forgotten in the list, hardly one would be taken for another: two providers are told
 * apart by more than a slip, but for the endings of the countries. */
static void
test_known_are_apart (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  g_auto (GStrv) domains = list_domains (presets);
  guint n_alike = 0;

  for (gsize i = 0; domains[i] != NULL; i++) {
    g_autofree char *typed = g_steal_pointer (&domains[i]);
    gsize length = strcspn (typed, ".");
    const char *meant;

    domains[i] = g_strdup ("-");
    meant = mw_typo_suggest (typed, (const char *const *) domains);
    if (meant != NULL && (strcspn (meant, ".") != length || strncmp (typed, meant, length) != 0)) {
      g_test_message ("%s: %s", typed, meant);
      n_alike++;
    }
    g_free (domains[i]);
    domains[i] = g_steal_pointer (&typed);
  }
  g_assert_cmpuint (n_alike, <=, g_strv_length (domains) / 50);
}

static void
test_order_decides_last (void)
{
  static const char *const domains[] = { "orange.fr", "orange.pl", NULL };

  g_assert_cmpstr (mw_typo_suggest ("ornage.fr", domains), ==, "orange.fr");
  g_assert_cmpstr (mw_typo_suggest ("orange.fl", domains), ==, "orange.fr");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/typo/slips", test_slips);
  g_test_add_func ("/typo/known-are-right", test_known_are_right);
  g_test_add_func ("/typo/known-are-apart", test_known_are_apart);
  g_test_add_func ("/typo/order-decides-last", test_order_decides_last);

  return g_test_run ();
}
