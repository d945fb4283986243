/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "advising.h"

static void
test_names_the_provider (void)
{
  g_autoptr (MwAdvice) named =
    test_advise (MW_PART_INCOMING, "auth.authorization-code-needed", NULL, &test_qq);
  g_autoptr (MwAdvice) unnamed =
    test_advise (MW_PART_INCOMING, "auth.authorization-code-needed", NULL, &test_stranger);

  g_assert_cmpstr (named->title, ==, "QQ Mail wants an authorization code.");
  g_assert_nonnull (strstr (named->remedy, test_qq.provider_steps));
  g_assert_cmpstr (named->help_uri, ==, "help:mailwright/authorization-code");
  g_assert_cmpint (named->who, ==, MW_WHO_YOU);
  g_assert_cmpstr (unnamed->title, ==, "Your mail provider wants an authorization code.");
  g_assert_null (strchr (unnamed->remedy, '{'));
}

/* What can come of a sign-in in the browser: whose turn it is, and the page that tells how it goes.
 */
static void
test_browser (void)
{
  static const struct {
    const char *cause;
    const char *title;
    MwWho who;
    const char *remedy;
  } cases[] = {
    { "auth.sign-in-not-configured",
      "Browser sign-in is not set up here.",
      MW_WHO_IT,
      "Ask your IT" },
    { "auth.consent-refused",
      "Access to the mailbox was not allowed.",
      MW_WHO_YOU,
      "allow access" },
    { "auth.admin-consent-needed",
      "Your company has to allow Mailwright first.",
      MW_WHO_IT,
      "Ask your IT" },
    { "auth.wrong-account",
      "Another account was chosen in the browser.",
      MW_WHO_YOU,
      "Sign in again" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwAdvice) advice = test_advise (MW_PART_INCOMING, cases[i].cause, NULL, &test_qq);

    g_assert_cmpstr (advice->title, ==, cases[i].title);
    g_assert_cmpint (advice->who, ==, cases[i].who);
    g_assert_nonnull (strstr (advice->remedy, cases[i].remedy));
    g_assert_cmpstr (advice->help_uri, ==, "help:mailwright/browser-sign-in");
  }
}

/* Whose account it should have been is told where that is known. */
static void
test_browser_names_the_address (void)
{
  g_autoptr (MwAdvice) known = test_advise (MW_PART_INCOMING, "auth.wrong-account", NULL, &test_qq);
  g_autoptr (MwAdvice) unknown =
    test_advise (MW_PART_INCOMING, "auth.wrong-account", NULL, &test_nobody);

  g_assert_nonnull (strstr (known->explanation, "li@qq.com"));
  g_assert_nonnull (strstr (unknown->explanation, "the address you typed"));
}

/* The way to an app password does not lead to the switch. */
static void
test_steps_lead_to_the_switch (void)
{
  static const struct {
    const char *advice;
    gboolean leads;
  } cases[] = { { "enable-imap", TRUE },
                { "authorization-code", TRUE },
                { "app-password", FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    MwContext context = test_qq;
    g_autoptr (MwAdvice) advice = NULL;

    context.provider_advice = cases[i].advice;
    advice = test_advise (MW_PART_INCOMING, "auth.imap-disabled-for-account", NULL, &context);
    g_assert_true ((strstr (advice->remedy, test_qq.provider_steps) != NULL) == cases[i].leads);
  }
}

static void
test_operator_is_it_or_provider (void)
{
  g_autoptr (MwAdvice) company =
    test_advise (MW_PART_INCOMING, "tls.weak-key", NULL, &test_stranger);
  g_autoptr (MwAdvice) provider = test_advise (MW_PART_INCOMING, "tls.weak-key", NULL, &test_qq);
  g_autoptr (MwAdvice) always = test_advise (MW_PART_INCOMING, "tls.intercepted", NULL, &test_qq);

  g_assert_cmpint (company->who, ==, MW_WHO_IT);
  g_assert_nonnull (strstr (company->remedy, "your IT team"));
  g_assert_cmpint (provider->who, ==, MW_WHO_PROVIDER);
  g_assert_nonnull (strstr (provider->remedy, "QQ Mail"));
  g_assert_cmpint (always->who, ==, MW_WHO_IT);
}

static void
test_code (void)
{
  MwContext context = test_qq;
  g_autoptr (MwAdvice) plain = NULL;
  g_autoptr (MwAdvice) code = NULL;
  g_autoptr (MwAdvice) elsewhere = NULL;

  plain = test_advise (MW_PART_INCOMING, "auth.wrong-password", NULL, &context);
  context.password_shape = MW_PASSWORD_SHAPE_CODE;
  code = test_advise (MW_PART_INCOMING, "auth.wrong-password", NULL, &context);
  context.provider_advice = "enable-imap";
  elsewhere = test_advise (MW_PART_INCOMING, "auth.wrong-password", NULL, &context);

  g_assert_cmpstr (plain->title, ==, "The password was not accepted.");
  g_assert_cmpstr (code->title, ==, "The authorization code was not accepted.");
  g_assert_nonnull (strstr (code->remedy, test_qq.provider_steps));
  g_assert_cmpstr (elsewhere->title, ==, "The password was not accepted.");
}

static GVariant *
new_suspects (const char *const *suspects)
{
  return test_new_detail ("suspects", g_variant_new_strv (suspects, -1));
}

/* What is likely is told as that. */
static void
test_suspects (void)
{
  static const char *const known[] = { "auth.authorization-code-needed",
                                       "auth.imap-disabled-for-account",
                                       "auth.too-many-attempts",
                                       "auth.account-locked",
                                       NULL };
  static const char *const strange[] = { "auth.brand-new", "auth.account-locked", NULL };
  static const char *const causes[] = { "auth.unknown", "auth.authorization-code-needed" };
  g_autoptr (MwAdvice) few =
    test_advise (MW_PART_INCOMING, "auth.unknown", new_suspects (strange), &test_stranger);

  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++) {
    g_autoptr (MwAdvice) advice =
      test_advise (MW_PART_INCOMING, causes[i], new_suspects (known), &test_qq);

    g_assert_cmpstr (advice->explanation,
                     ==,
                     "QQ Mail does not give the reason; most likely an authorization code is "
                     "needed, but it may also be that receiving is not switched on, or that there "
                     "were too many sign-ins.");
    g_assert_nonnull (strstr (advice->remedy, test_qq.provider_steps));
  }
  g_assert_cmpstr (few->explanation, ==, "It does not say why, or not in words that we know.");
}

static void
test_no_access (void)
{
  static const MwContext hey = { .address = "a@hey.com",
                                 .provider_name = "HEY",
                                 .provider_advice = "no-access" };
  g_autoptr (MwAdvice) closed =
    test_advise (MW_PART_OUTGOING, "discovery.service-absent", NULL, &hey);
  g_autoptr (MwAdvice) sending =
    test_advise (MW_PART_OUTGOING, "discovery.service-absent", NULL, &test_stranger);
  g_autoptr (MwAdvice) receiving =
    test_advise (MW_PART_INCOMING, "discovery.service-absent", NULL, &test_stranger);

  g_assert_cmpstr (closed->title, ==, "HEY lets no mail program in.");
  g_assert_null (strstr (sending->remedy, "receiving"));
  g_assert_nonnull (strstr (receiving->remedy, "receiving"));
}

static void
test_bridge (void)
{
  g_autoptr (MwServer) here = mw_server_new_for_uri ("imap+starttls://127.0.0.1:1143", NULL);
  g_autoptr (MwServer) elsewhere = mw_server_new_for_uri ("imaps://imap.company.example", NULL);
  MwContext context = { .address = "a@proton.me",
                        .provider_name = "Proton Mail",
                        .provider_advice = "bridge",
                        .server = here };
  g_autoptr (MwAdvice) bridge = test_advise (MW_PART_INCOMING, "net.refused", NULL, &context);
  g_autoptr (MwAdvice) other = NULL;

  context.server = elsewhere;
  other = test_advise (MW_PART_INCOMING, "net.refused", NULL, &context);
  g_assert_true (g_str_has_prefix (bridge->remedy, "Start Proton Mail Bridge on this computer"));
  g_assert_cmpint (bridge->who, ==, MW_WHO_YOU);
  g_assert_null (strstr (other->remedy, "Bridge"));
}

static void
test_owner (void)
{
  GVariantDict details = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (MwAdvice) advice = NULL;

  g_variant_dict_insert (&details, "owner", "s", "NetEase 163 Mail");
  g_variant_dict_insert (&details, "host", "s", "imap.163.com");
  advice =
    test_advise (MW_PART_INPUT, "input.provider-mismatch", g_variant_dict_end (&details), &test_qq);

  g_assert_cmpstr (advice->explanation,
                   ==,
                   "The address is of QQ Mail, but the server imap.163.com belongs to NetEase 163 "
                   "Mail, where your password is not known.");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/advice-provider/browser", test_browser);
  g_test_add_func ("/advice-provider/browser-names-the-address", test_browser_names_the_address);
  g_test_add_func ("/advice-provider/names-the-provider", test_names_the_provider);
  g_test_add_func ("/advice-provider/steps-lead-to-the-switch", test_steps_lead_to_the_switch);
  g_test_add_func ("/advice-provider/operator-is-it-or-provider", test_operator_is_it_or_provider);
  g_test_add_func ("/advice-provider/code", test_code);
  g_test_add_func ("/advice-provider/suspects", test_suspects);
  g_test_add_func ("/advice-provider/no-access", test_no_access);
  g_test_add_func ("/advice-provider/bridge", test_bridge);
  g_test_add_func ("/advice-provider/owner", test_owner);

  return g_test_run ();
}
