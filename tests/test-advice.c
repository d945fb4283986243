/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-advice.h"
#include "mw-note.h"
#include "mw-phrase.h"
#include "mw-words.h"

#include <string.h>

#define MAX_TITLE_WORDS 8

/* The contract of the command line: causes never change their names, new ones are added. */
static const char *const contract[] = {
  "input: bad-address look-alike-repaired typo-suspected bad-host bad-port provider-mismatch "
  "bad-row tidied port-mismatch no-password "
  "password-whitespace",
  "dns: no-network no-such-domain no-such-host null-mx servfail timeout wildcard-answer",
  "discovery: nothing-found guessed insecure-source foreign-host stale-settings "
  "malformed-document service-absent",
  "net: refused unreachable timeout reset closed-before-banner closed-after-auth address-dead "
  "dropped-once "
  "port-blocked server-unavailable captive-portal",
  "tls: self-signed unknown-issuer incomplete-chain expired not-yet-valid clock-wrong expires-soon "
  "wrong-name weak-key weak-signature version-too-old handshake-failed handshake-reset not-offered "
  "starttls-refused injection preauth-downgrade plaintext-on-tls-port tls-on-plain-port "
  "client-certificate-needed client-certificate-refused dane-mismatch intercepted revoked "
  "address-differs",
  "proto: not-a-mail-server wrong-protocol line-too-long flood unexpected-answer",
  "auth: wrong-password app-password-needed authorization-code-needed oauth2-only "
  "imap-disabled-for-account pop-disabled-for-account smtp-auth-disabled web-login-needed "
  "account-locked account-suspended password-expired too-many-attempts too-many-connections "
  "policy-blocked plaintext-refused gssapi-only no-usable-mechanism not-offered wrong-server "
  "temporary-failure "
  "token-expired consent-refused admin-consent-needed wrong-account sign-in-not-configured "
  "server-not-genuine other-user-name unknown",
  "mailbox: cannot-open client-id-needed over-quota nearly-full expires cannot-keep in-use "
  "shared-mailbox-denied",
  "smtp: sender-rejected recipient-rejected over-quota temporary client-blocked content-rejected "
  "relay-denied not-a-submission-server eai-unsupported",
  "delivery: delayed not-arrived marked-as-spam",
  "keyring: locked unavailable refused",
  "export: program-running not-writable conflict format-limit",
};

static const MwContext nobody = { .address = NULL };
static const MwContext stranger = { .address = "li@company.example" };
static const MwContext qq = {
  .address = "li@qq.com",
  .provider_name = "QQ Mail",
  .provider_advice = "authorization-code",
  .provider_steps = "QQ Mail in the browser › Settings › switch on IMAP/SMTP.",
  .provider_help = "https://help.example/qq",
};

static const MwContext *const contexts[] = { &nobody, &stranger, &qq };

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

static GVariant *
new_detail (const char *key, GVariant *value)
{
  GVariantDict details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert_value (&details, key, value);

  return g_variant_dict_end (&details);
}

/* Consumes @details. */
static MwAdvice *
advise_at (MwStage stage,
           MwPart part,
           const char *cause,
           GVariant *details,
           const MwContext *context)
{
  g_autoptr (MwFinding) finding = mw_finding_new (stage, MW_SEVERITY_ERROR, cause, NULL);
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding, part, NULL);
  g_autoptr (MwFinding) detailed = details ? mw_finding_new_with (placed, details) : NULL;

  return mw_advice_new (detailed ? detailed : placed, context);
}

static MwAdvice *
advise (MwPart part, const char *cause, GVariant *details, const MwContext *context)
{
  return advise_at (MW_STAGE_SIGN_IN, part, cause, details, context);
}

/* ------ all the words ------ */

static const MwWords *const tables[] = { mw_words_of_settings,
                                         mw_words_of_connections,
                                         mw_words_of_sign_in,
                                         mw_words_of_mailboxes };

typedef void (*RowFunc) (const MwWords *words);

static void
for_each_row (RowFunc func)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const MwWords *words = tables[i]; words->cause != NULL; words++)
      func (words);
}

static GPtrArray *
list_contract (void)
{
  GPtrArray *causes = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (contract); i++) {
    g_auto (GStrv) halves = g_strsplit (contract[i], ": ", 2);
    g_auto (GStrv) names = g_strsplit (halves[1], " ", -1);

    for (gsize j = 0; names[j] != NULL; j++)
      g_ptr_array_add (causes, g_strdup_printf ("%s.%s", halves[0], names[j]));
  }

  return causes;
}

/* What is true of receiving and of sending is said of both in the same words. */
static void
test_both_parts (void)
{
  MwContext both = stranger;
  g_autoptr (MwAdvice) receiving = advise (MW_PART_INCOMING, "net.reset", NULL, &stranger);
  g_autoptr (MwAdvice) sending = advise (MW_PART_OUTGOING, "net.reset", NULL, &stranger);
  g_autoptr (MwAdvice) one = NULL;
  g_autoptr (MwAdvice) other = NULL;
  g_autoptr (MwAdvice) blocked = NULL;

  both.both_parts = TRUE;
  one = advise (MW_PART_INCOMING, "net.reset", NULL, &both);
  other = advise (MW_PART_OUTGOING, "net.reset", NULL, &both);
  g_assert_cmpstr (receiving->explanation, !=, sending->explanation);
  g_assert_cmpstr (one->explanation, ==, other->explanation);
  g_assert_nonnull (strstr (one->explanation, "The mail server"));

  blocked = advise (MW_PART_OUTGOING, "net.port-blocked", NULL, &both);
  g_assert_nonnull (strstr (blocked->title, "receiving and sending"));
}

static void
test_every_cause_has_words (void)
{
  g_autoptr (GPtrArray) wanted = list_contract ();
  g_auto (GStrv) causes = mw_advice_list_causes ();

  for (guint i = 0; i < wanted->len; i++) {
    const char *cause = g_ptr_array_index (wanted, i);

    if (!g_strv_contains ((const char *const *) causes, cause))
      g_test_fail_printf ("no words for %s", cause);
    for (gsize j = 0; j < G_N_ELEMENTS (contexts); j++) {
      g_autoptr (MwAdvice) advice = advise (MW_PART_INCOMING, cause, NULL, contexts[j]);

      g_assert_cmpstr (advice->title, !=, "Something did not work as expected.");
      g_assert_cmpuint (strlen (advice->title), >, 0);
      g_assert_cmpuint (strlen (advice->explanation), >, 0);
      g_assert_cmpuint (strlen (advice->remedy), >, 0);
    }
  }
  g_assert_cmpuint (g_strv_length (causes), ==, wanted->len);
}

static guint
count_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strv_length (words);
}

static void
test_titles_are_short (void)
{
  g_auto (GStrv) causes = mw_advice_list_causes ();

  for (gsize i = 0; causes[i] != NULL; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (contexts); j++) {
      g_autoptr (MwAdvice) advice = advise (MW_PART_OUTGOING, causes[i], NULL, contexts[j]);

      if (count_words (advice->title) > MAX_TITLE_WORDS)
        g_test_fail_printf ("%s: too long: %s", causes[i], advice->title);
    }
}

/* What a switch on the provider's page is called may be said. */
static char *
drop_switches (const char *text)
{
  static const char *const switches[] = { "witch on IMAP/SMTP", "witch on IMAP", "witch on POP3",
                                          "开启 IMAP/SMTP",     "开启 IMAP",     "开启 POP3" };
  g_autoptr (GString) rest = g_string_new (text);

  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    g_string_replace (rest, switches[i], "", 0);

  return g_utf8_strdown (rest->str, -1);
}

static void
assert_plain (const char *phrase, const char *text, const char *const *forbidden)
{
  g_autofree char *rest = drop_switches (text);

  for (gsize i = 0; forbidden[i] != NULL; i++)
    if (strstr (rest, forbidden[i]) != NULL)
      g_test_fail_printf ("“%s” is said for: %s", forbidden[i], phrase);
}

static const char *const jargon[] = {
  "imap",    "pop3",     "smtp",         "tls",           "ssl",        "sasl",
  "oauth",   "dns",      "993",          "995",           "143",        "110",
  "465",     "587",      "server error", "authenti",      "credential", "handshake",
  "invalid", "incoming", "outgoing",     "administrator", "<",          NULL
};

static void
check_jargon (const MwWords *words)
{
  assert_plain (words->title, words->title, jargon);
  assert_plain (words->explanation, words->explanation, jargon);
  assert_plain (words->remedy, words->remedy, jargon);
}

static void
test_words_are_plain (void)
{
  for_each_row (check_jargon);
}

/* What was repaired is told in sentences of their own, which are not in the table. */
static gboolean
is_told_elsewhere (const char *phrase)
{
  return strcmp (phrase, "{changes}") == 0;
}

static void
check_form (const MwWords *words)
{
  const char *const phrases[] = { words->title, words->explanation, words->remedy };

  for (gsize i = 0; i < G_N_ELEMENTS (phrases); i++) {
    if (is_told_elsewhere (phrases[i]))
      continue;
    g_assert_true (g_ascii_isupper (phrases[i][0]) || g_str_has_prefix (phrases[i], "{Provider}") ||
                   g_str_has_prefix (phrases[i], "“"));
    g_assert_null (strstr (phrases[i], "  "));
    if (!g_str_has_suffix (phrases[i], ".") && !g_str_has_suffix (phrases[i], "?") &&
        !g_str_has_suffix (phrases[i], ".”") && !g_str_has_suffix (phrases[i], "{switch}") &&
        !g_str_has_suffix (phrases[i], "{steps}"))
      g_test_fail_printf ("no end: %s", phrases[i]);
  }
}

static void
test_sentences_are_whole (void)
{
  for_each_row (check_form);
}

/* Where a sentence ends and another begins. */
static guint
count_sentences (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0'; c++)
    if (strchr (".?!", *c) != NULL && (c[1] == '\0' || c[1] == ' '))
      n++;

  return n;
}

static void
check_explanation (const MwWords *words)
{
  if (count_sentences (words->explanation) != 1 && !is_told_elsewhere (words->explanation))
    g_test_fail_printf ("%s: not one sentence: %s", words->cause, words->explanation);
  if (count_sentences (words->title) != 1)
    g_test_fail_printf ("%s: not one sentence: %s", words->cause, words->title);
}

static void
test_explanations_are_one_sentence (void)
{
  for_each_row (check_explanation);
}

static void
check_verb (const MwWords *words)
{
  static const char *const verbs[] = { "Add",     "Ask",     "Change", "Check",  "Choose", "Close",
                                       "Compare", "Connect", "Copy",   "Create", "Delete", "Follow",
                                       "Look",    "Open",    "Remove", "Set",    "Sign",   "Start",
                                       "Switch",  "Tell",    "Test",   "Try",    "Type",   "Unlock",
                                       "Use",     "Wait",    NULL };
  g_autofree char *first = g_strndup (words->remedy, strcspn (words->remedy, " "));

  if (!g_strv_contains (verbs, first) && strcmp (words->remedy, "Nothing to do.") != 0)
    g_test_fail_printf ("%s: begins with no verb: %s", words->cause, words->remedy);
}

static void
test_remedies_begin_with_a_verb (void)
{
  for_each_row (check_verb);
}

static void
test_every_cause_has_a_page (void)
{
  g_autoptr (GPtrArray) wanted = list_contract ();

  for (guint i = 0; i < wanted->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (contexts); j++) {
      g_autoptr (MwAdvice) advice =
        advise (MW_PART_INCOMING, g_ptr_array_index (wanted, i), NULL, contexts[j]);
      const char *name = g_strrstr (advice->help_uri, "/");
      g_autofree char *file = g_strconcat (name + 1, ".page", NULL);
      g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "help", "C", file, NULL);

      if (g_str_has_prefix (advice->help_uri, "help:mailwright/") &&
          !g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_test_fail_printf ("no such page: %s", advice->help_uri);
      else if (!g_str_has_prefix (advice->help_uri, "help:mailwright/"))
        g_assert_cmpstr (advice->help_uri, ==, contexts[j]->provider_help);
    }
}

static gboolean
is_known_gap (const char *gap)
{
  static const char *const known[] = { "provider", "Provider", "operator",   "kind",    "task",
                                       "address",  "domain",   "server",     "steps",   "name",
                                       "from",     "until",    "suggestion", "switch",  "likely",
                                       "others",   "owner",    "percent",    "days",    "other",
                                       "code",     "proxy",    "family",     "changes", NULL };

  return g_strv_contains (known, gap);
}

static void
check_gaps (const MwWords *words)
{
  g_autofree char *all = g_strjoin (" ", words->title, words->explanation, words->remedy, NULL);
  g_auto (GStrv) gaps = mw_phrase_list_gaps (all);

  for (gsize i = 0; gaps[i] != NULL; i++)
    if (!is_known_gap (gaps[i]))
      g_test_fail_printf ("%s: no such gap: %s", words->cause, gaps[i]);
}

static void
test_gaps_are_known (void)
{
  for_each_row (check_gaps);
}

/* A row behind one that always fits would never be read. */
static void
test_every_row_can_be_reached (void)
{
  g_autoptr (GHashTable) closed = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const MwWords *words = tables[i]; words->cause != NULL; words++) {
      g_autofree char *all = g_strjoin (" ", words->title, words->explanation, words->remedy, NULL);
      g_auto (GStrv) gaps = mw_phrase_list_gaps (all);
      gboolean open = words->when != MW_WHEN_ALWAYS;

      for (gsize j = 0; gaps[j] != NULL; j++)
        open = open || !(g_ascii_strcasecmp (gaps[j], "provider") == 0 ||
                         strcmp (gaps[j], "operator") == 0 || strcmp (gaps[j], "kind") == 0);
      g_assert_false (g_hash_table_contains (closed, words->cause));
      if (!open)
        g_hash_table_add (closed, (gpointer) words->cause);
    }
}

/* ------ what is put into them ------ */

static void
test_names_the_provider (void)
{
  g_autoptr (MwAdvice) named =
    advise (MW_PART_INCOMING, "auth.authorization-code-needed", NULL, &qq);
  g_autoptr (MwAdvice) unnamed =
    advise (MW_PART_INCOMING, "auth.authorization-code-needed", NULL, &stranger);

  g_assert_cmpstr (named->title, ==, "QQ Mail wants an authorization code.");
  g_assert_nonnull (strstr (named->remedy, qq.provider_steps));
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
    g_autoptr (MwAdvice) advice = advise (MW_PART_INCOMING, cases[i].cause, NULL, &qq);

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
  g_autoptr (MwAdvice) known = advise (MW_PART_INCOMING, "auth.wrong-account", NULL, &qq);
  g_autoptr (MwAdvice) unknown = advise (MW_PART_INCOMING, "auth.wrong-account", NULL, &nobody);

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
    MwContext context = qq;
    g_autoptr (MwAdvice) advice = NULL;

    context.provider_advice = cases[i].advice;
    advice = advise (MW_PART_INCOMING, "auth.imap-disabled-for-account", NULL, &context);
    g_assert_true ((strstr (advice->remedy, qq.provider_steps) != NULL) == cases[i].leads);
  }
}

static void
test_operator_is_it_or_provider (void)
{
  g_autoptr (MwAdvice) company = advise (MW_PART_INCOMING, "tls.weak-key", NULL, &stranger);
  g_autoptr (MwAdvice) provider = advise (MW_PART_INCOMING, "tls.weak-key", NULL, &qq);
  g_autoptr (MwAdvice) always = advise (MW_PART_INCOMING, "tls.intercepted", NULL, &qq);

  g_assert_cmpint (company->who, ==, MW_WHO_IT);
  g_assert_nonnull (strstr (company->remedy, "your IT team"));
  g_assert_cmpint (provider->who, ==, MW_WHO_PROVIDER);
  g_assert_nonnull (strstr (provider->remedy, "QQ Mail"));
  g_assert_cmpint (always->who, ==, MW_WHO_IT);
}

static void
test_says_which_part (void)
{
  g_autoptr (MwAdvice) in =
    advise_at (MW_STAGE_CONNECT, MW_PART_INCOMING, "net.timeout", NULL, &qq);
  g_autoptr (MwAdvice) out =
    advise_at (MW_STAGE_CONNECT, MW_PART_OUTGOING, "net.timeout", NULL, &qq);
  g_autoptr (MwAdvice) other =
    advise_at (MW_STAGE_CONNECT, MW_PART_DISCOVERY, "net.timeout", NULL, &qq);

  g_assert_cmpstr (in->title, ==, "The receiving server does not answer.");
  g_assert_cmpstr (out->title, ==, "The sending server does not answer.");
  g_assert_cmpstr (other->title, ==, "The mail server does not answer.");
}

/* Whoever has taken the password is neither down nor out of reach. */
static void
test_silence_at_sign_in (void)
{
  g_autoptr (MwAdvice) advice = advise (MW_PART_OUTGOING, "net.timeout", NULL, &stranger);

  g_assert_cmpstr (advice->title, ==, "The sending server has not answered the sign-in.");
  g_assert_cmpint (advice->who, ==, MW_WHO_YOU);
}

static void
test_dates_of_a_certificate (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) third = g_date_time_new_utc (g_date_time_get_year (now), 5, 3, 12, 0, 0);
  g_autoptr (MwAdvice) near = advise (MW_PART_INCOMING,
                                      "tls.expired",
                                      new_certificate ("-", 0, g_date_time_to_unix (third)),
                                      &qq);
  g_autoptr (MwAdvice) far =
    advise (MW_PART_INCOMING, "tls.expired", new_certificate ("-", DAY_FROM, DAY_UNTIL), &qq);
  g_autoptr (MwAdvice) not_yet =
    advise (MW_PART_INCOMING, "tls.not-yet-valid", new_certificate ("-", DAY_FROM, DAY_UNTIL), &qq);
  g_autoptr (MwAdvice) undated = advise (MW_PART_INCOMING, "tls.expired", NULL, &qq);
  g_autoptr (MwAdvice) absurd =
    advise (MW_PART_INCOMING, "tls.expired", new_certificate ("-", 0, G_MAXINT64), &qq);

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
  g_autoptr (MwAdvice) advice = advise (MW_PART_INCOMING,
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
      advise (MW_PART_INCOMING, "tls.wrong-name", new_certificate (names[i], 0, 0), &context);

    g_assert_cmpstr (advice->title, ==, "This server has another name.");
  }
}

/* Where a test was made counts, not which server is used in the end. */
static void
test_server_of_the_details (void)
{
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "mail.company.example", 993, NULL);
  MwContext context = { .server = server };
  g_autoptr (MwAdvice) advice =
    advise (MW_PART_INCOMING,
            "dns.no-such-host",
            new_detail ("host", g_variant_new_string ("old.company.example")),
            &context);

  g_assert_cmpstr (advice->explanation,
                   ==,
                   "The network here knows no server called old.company.example.");
}

/* Whoever fills the details in by mistake crashes nobody. */
static void
test_details_of_another_type (void)
{
  static const char *const keys[] = { "names", "not-after", "suggestion", "host", "protocol" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autoptr (MwAdvice) advice = advise (MW_PART_INCOMING,
                                          "tls.expired",
                                          new_detail (keys[i], g_variant_new_boolean (TRUE)),
                                          &nobody);

    g_assert_cmpstr (advice->title, ==, "The mail server’s certificate has ended.");
  }
}

static void
test_suggestion (void)
{
  static const struct {
    const char *suggestion;
    const char *explanation;
  } cases[] = {
    { "gmail.com", "Did you mean gmail.com?" },
    { "li@gmail.com", "Did you mean li@gmail.com?" },
    { "<b>gmail.com</b>", "The network here knows no mail server under that name." },
    { "gmail com", "The network here knows no mail server under that name." },
    { "", "The network here knows no mail server under that name." },
  };
  MwContext context = { .address = "li@gmial.com" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwAdvice) advice =
      advise (MW_PART_INPUT,
              "dns.no-such-domain",
              new_detail ("suggestion", g_variant_new_string (cases[i].suggestion)),
              &context);

    g_assert_cmpstr (advice->title, ==, "There is no mail domain “gmial.com”.");
    g_assert_cmpstr (advice->explanation, ==, cases[i].explanation);
  }
}

static void
test_other_part_works (void)
{
  g_autoptr (MwAdvice) joint =
    advise (MW_PART_INCOMING,
            "auth.imap-disabled-for-account",
            new_detail ("other-part-works", g_variant_new_boolean (TRUE)),
            &stranger);
  g_autoptr (MwAdvice) single =
    advise (MW_PART_INCOMING, "auth.imap-disabled-for-account", NULL, &stranger);

  g_assert_cmpstr (joint->explanation, ==, "Sending works, so the password is right.");
  g_assert_null (strstr (single->explanation, "password is right"));
}

static GVariant *
new_alternative (const char *uri, gboolean changed)
{
  GVariantDict details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "alternative", "s", uri);
  g_variant_dict_insert (&details, "changed", "b", changed);
  g_variant_dict_insert (&details, "host", "s", "mail.company.example");

  return g_variant_dict_end (&details);
}

/* What is mended needs nobody, whatever it was. */
static void
test_changed (void)
{
  g_autoptr (MwAdvice) port =
    advise (MW_PART_OUTGOING,
            "net.port-blocked",
            new_alternative ("submission+starttls://mail.company.example", TRUE),
            &stranger);
  g_autoptr (MwAdvice) server = advise (MW_PART_INCOMING,
                                        "net.refused",
                                        new_alternative ("imaps://imap.company.example", TRUE),
                                        &stranger);

  g_assert_cmpstr (port->title, ==, "This network blocks one way of sending mail.");
  g_assert_cmpstr (port->explanation, ==, "Another way works here, so we use that one.");
  g_assert_cmpstr (server->title, ==, "The receiving server does not accept connections.");
  g_assert_cmpstr (server->explanation,
                   ==,
                   "The server imap.company.example works, so we use that one.");
  for (int i = 0; i < 2; i++) {
    g_assert_cmpstr ((i ? port : server)->remedy, ==, "Nothing to do.");
    g_assert_cmpint ((i ? port : server)->who, ==, MW_WHO_NOBODY);
    g_assert_null ((i ? port : server)->fix_option);
  }
}

/* Whoever publishes settings that no longer work has to hear of it. */
static void
test_stale_settings (void)
{
  g_autoptr (MwAdvice) advice = advise (MW_PART_INCOMING,
                                        "discovery.stale-settings",
                                        new_alternative ("imaps://imap.company.example", TRUE),
                                        &stranger);

  g_assert_cmpint (advice->who, ==, MW_WHO_IT);
  g_assert_cmpstr (advice->explanation, ==, "They do not work; others do and were used instead.");
}

static void
test_offered (void)
{
  g_autoptr (MwAdvice) name = advise (MW_PART_INCOMING,
                                      "tls.wrong-name",
                                      new_alternative ("imaps://imap.hoster.example", FALSE),
                                      &stranger);
  g_autoptr (MwAdvice) setting =
    advise (MW_PART_OUTGOING,
            "tls.plaintext-on-tls-port",
            new_alternative ("submission+starttls://mail.company.example", FALSE),
            &stranger);
  g_autoptr (MwAdvice) broken = advise (MW_PART_INCOMING,
                                        "tls.wrong-name",
                                        new_alternative ("gopher://imap.hoster.example", FALSE),
                                        &stranger);

  g_assert_cmpstr (name->title, ==, "This server calls itself imap.hoster.example.");
  g_assert_cmpstr (name->fix_option, ==, "--incoming imaps://imap.hoster.example");
  g_assert_cmpstr (name->fix_label, ==, "Use imap.hoster.example");
  g_assert_nonnull (strstr (name->explanation, "not sent"));
  g_assert_cmpstr (setting->fix_option,
                   ==,
                   "--outgoing submission+starttls://mail.company.example");
  g_assert_cmpstr (setting->fix_label, ==, "Use the other setting");
  g_assert_null (broken->fix_option);
  g_assert_cmpstr (broken->title, ==, "This server has another name.");
}

static void
test_code (void)
{
  MwContext context = qq;
  g_autoptr (MwAdvice) plain = NULL;
  g_autoptr (MwAdvice) code = NULL;
  g_autoptr (MwAdvice) elsewhere = NULL;

  plain = advise (MW_PART_INCOMING, "auth.wrong-password", NULL, &context);
  context.password_shape = MW_PASSWORD_SHAPE_CODE;
  code = advise (MW_PART_INCOMING, "auth.wrong-password", NULL, &context);
  context.provider_advice = "enable-imap";
  elsewhere = advise (MW_PART_INCOMING, "auth.wrong-password", NULL, &context);

  g_assert_cmpstr (plain->title, ==, "The password was not accepted.");
  g_assert_cmpstr (code->title, ==, "The authorization code was not accepted.");
  g_assert_nonnull (strstr (code->remedy, qq.provider_steps));
  g_assert_cmpstr (elsewhere->title, ==, "The password was not accepted.");
}

static GVariant *
new_suspects (const char *const *suspects)
{
  return new_detail ("suspects", g_variant_new_strv (suspects, -1));
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
    advise (MW_PART_INCOMING, "auth.unknown", new_suspects (strange), &stranger);

  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++) {
    g_autoptr (MwAdvice) advice = advise (MW_PART_INCOMING, causes[i], new_suspects (known), &qq);

    g_assert_cmpstr (advice->explanation,
                     ==,
                     "QQ Mail does not give the reason; most likely an authorization code is "
                     "needed, but it may also be that receiving is not switched on, or that there "
                     "were too many sign-ins.");
    g_assert_nonnull (strstr (advice->remedy, qq.provider_steps));
  }
  g_assert_cmpstr (few->explanation, ==, "It does not say why, or not in words that we know.");
}

static void
test_percent (void)
{
  g_autoptr (MwAdvice) known = advise (MW_PART_INCOMING,
                                       "mailbox.nearly-full",
                                       new_detail ("percent", g_variant_new_uint32 (97)),
                                       &stranger);
  g_autoptr (MwAdvice) unknown = advise (MW_PART_INCOMING, "mailbox.nearly-full", NULL, &stranger);

  g_assert_cmpstr (known->title, ==, "The mailbox is 97% full.");
  g_assert_cmpstr (unknown->title, ==, "The mailbox is nearly full.");
}

static void
test_no_access (void)
{
  static const MwContext hey = { .address = "a@hey.com",
                                 .provider_name = "HEY",
                                 .provider_advice = "no-access" };
  g_autoptr (MwAdvice) closed = advise (MW_PART_OUTGOING, "discovery.service-absent", NULL, &hey);
  g_autoptr (MwAdvice) sending =
    advise (MW_PART_OUTGOING, "discovery.service-absent", NULL, &stranger);
  g_autoptr (MwAdvice) receiving =
    advise (MW_PART_INCOMING, "discovery.service-absent", NULL, &stranger);

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
  g_autoptr (MwAdvice) bridge = advise (MW_PART_INCOMING, "net.refused", NULL, &context);
  g_autoptr (MwAdvice) other = NULL;

  context.server = elsewhere;
  other = advise (MW_PART_INCOMING, "net.refused", NULL, &context);
  g_assert_true (g_str_has_prefix (bridge->remedy, "Start Proton Mail Bridge on this computer"));
  g_assert_cmpint (bridge->who, ==, MW_WHO_YOU);
  g_assert_null (strstr (other->remedy, "Bridge"));
}

static void
test_days (void)
{
  g_autoptr (MwAdvice) one = advise (MW_PART_INCOMING,
                                     "mailbox.expires",
                                     new_detail ("days", g_variant_new_uint32 (1)),
                                     &stranger);
  g_autoptr (MwAdvice) seven = advise (MW_PART_INCOMING,
                                       "mailbox.expires",
                                       new_detail ("days", g_variant_new_uint32 (7)),
                                       &stranger);
  g_autoptr (MwAdvice) none = advise (MW_PART_INCOMING,
                                      "mailbox.expires",
                                      new_detail ("days", g_variant_new_uint32 (0)),
                                      &stranger);

  g_assert_cmpstr (one->title, ==, "The server deletes mail after 1 day.");
  g_assert_cmpstr (seven->title, ==, "The server deletes mail after 7 days.");
  g_assert_cmpstr (none->title, ==, "Fetched mail may vanish from the server.");
}

/* What is no problem may be worth a sentence all the same; only what has one. */
static void
test_notes (void)
{
  static const struct {
    const char *details;
    const char *sentence;
  } rows[] = {
    { "{'note': <'size'>, 'bytes': <uint64 25000000>}",
      "The largest message may have 25.0\xc2\xa0MB." },
    { "{'note': <'size'>}", NULL },
    { "{'note': <'login-delay'>, 'seconds': <uint32 1>}",
      "The server wants at least 1 second between two visits." },
    { "{'note': <'expires'>, 'days': <uint32 90>}", "The server keeps mail for 90 days." },
    { "{'note': <'weak-mechanism'>}",
      "The server offers nothing better than WORDS, for which it has to store passwords in readable"
      " form." },
    { "{'note': <'careless-offer'>}",
      "The server offers to take a password before encryption: WORDS." },
    { "{'note': <'old-port'>}",
      "Port 25 is for servers. Mail programs should send over port 465 or 587." },
    { "{'note': <'better-port'>, 'better-port': <uint32 993>}",
      "Port 993 works too, and is encrypted from the first byte: mail programs had better use that "
      "one." },
    { "{'note': <'better-port'>}", NULL },
    { "{'note': <'names-of-its-own'>}",
      "The name is signed, but not what this network says of it: it leads to an internal "
      "address." },
    { "{'note': <'slow-sign-in'>, 'seconds': <uint32 4>}",
      "The server needs 4 seconds to check a sign-in: mail programs wait as long each time." },
    { "{'note': <'slow-sign-in'>}", NULL },
    { "{'note': <'wishes-certificate'>}",
      "The server asks for a personal certificate, but lets people in without one." },
    { "{'note': <'early-data'>}",
      "The server takes data before the encryption is agreed on anew (0-RTT): somebody in between"
      " could send it again. Switch that off for mail." },
    { "{'note': <'nothing of the kind'>}", NULL },
    { "{'bytes': <uint64 25000000>}", NULL },
  };
  g_autoptr (MwFinding) finding = mw_finding_new (MW_STAGE_USE, MW_SEVERITY_INFO, NULL, "WORDS");

  g_assert_null (mw_note_tell (finding));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwFinding) noted =
      mw_finding_new_with (finding, g_variant_new_parsed (rows[i].details));
    g_autofree char *sentence = mw_note_tell (noted);

    g_assert_cmpstr (sentence, ==, rows[i].sentence);
  }
}

/* With a ticket that was asked for, the server may take passwords as well. */
static void
test_tickets (void)
{
  static const struct {
    const char *details; /* (nullable) */
    const char *title;
    gboolean takes_none;
  } rows[] = {
    { "{'ticket': <'none'>}", "You are not signed in to the company network.", FALSE },
    { "{'ticket': <'ended'>}", "Your sign-in to the company network has ended.", FALSE },
    { "{'ticket': <'unreachable'>}", "The company network cannot be reached from here.", FALSE },
    { "{'ticket': <'other'>}", "Signing in by the company network failed.", FALSE },
    { "{'ticket': <'not-built'>}", "This server takes no passwords.", TRUE },
    { NULL, "This server takes no passwords.", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GVariant *details = rows[i].details ? g_variant_new_parsed (rows[i].details) : NULL;
    g_autoptr (MwAdvice) advice = advise (MW_PART_INCOMING, "auth.gssapi-only", details, &stranger);

    g_assert_cmpstr (advice->title, ==, rows[i].title);
    g_assert_null (strstr (advice->explanation, "takes no password"));
    g_assert_cmpint (strstr (advice->explanation, "without Kerberos") != NULL,
                     ==,
                     rows[i].takes_none && rows[i].details != NULL);
  }
}

static void
test_forced_way (void)
{
  g_autoptr (MwAdvice) chosen =
    advise (MW_PART_INCOMING, "auth.no-usable-mechanism", NULL, &stranger);
  g_autoptr (MwAdvice) forced = advise (MW_PART_INCOMING,
                                        "auth.no-usable-mechanism",
                                        g_variant_new_parsed ("{'forced': <true>}"),
                                        &stranger);

  g_assert_nonnull (strstr (chosen->explanation, "offers only ways"));
  g_assert_null (strstr (forced->explanation, "offers only ways"));
}

static void
test_doubted_name (void)
{
  g_autoptr (MwAdvice) failed = advise (MW_PART_INCOMING, "dns.servfail", NULL, &stranger);
  g_autoptr (MwAdvice) doubted = advise (MW_PART_INCOMING,
                                         "dns.servfail",
                                         new_detail ("problem", g_variant_new_string ("bogus")),
                                         &stranger);

  g_assert_cmpint (failed->who, ==, MW_WHO_NETWORK);
  g_assert_cmpint (doubted->who, ==, MW_WHO_IT);
  g_assert_true (
    g_str_has_prefix (doubted->remedy, "Tell your IT team before you type a password"));
}

static void
test_owner (void)
{
  GVariantDict details = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (MwAdvice) advice = NULL;

  g_variant_dict_insert (&details, "owner", "s", "NetEase 163 Mail");
  g_variant_dict_insert (&details, "host", "s", "imap.163.com");
  advice = advise (MW_PART_INPUT, "input.provider-mismatch", g_variant_dict_end (&details), &qq);

  g_assert_cmpstr (advice->explanation,
                   ==,
                   "The address is of QQ Mail, but the server imap.163.com belongs to NetEase 163 "
                   "Mail, where your password is not known.");
}

static void
test_nothing_answers (void)
{
  g_autoptr (MwAdvice) both = advise (MW_PART_INCOMING,
                                      "net.timeout",
                                      new_detail ("other-part-fails", g_variant_new_boolean (TRUE)),
                                      &stranger);

  g_assert_cmpstr (both->title, ==, "No mail server answers from here.");
  g_assert_cmpint (both->who, ==, MW_WHO_NETWORK);
}

/* ------ the fix ------ */

static void
test_fix_user_name (void)
{
  g_autoptr (MwAdvice) advice =
    advise (MW_PART_INCOMING,
            "auth.wrong-password",
            new_detail ("suggestion", g_variant_new_string ("li@company.example")),
            &stranger);

  g_assert_cmpstr (advice->fix_option, ==, "--username li@company.example");
  g_assert_cmpstr (advice->fix_label, ==, "Sign in as li@company.example");
}

static void
test_fix_accepts_a_server (void)
{
  static const char *const causes[] = { "discovery.insecure-source", "discovery.foreign-host" };
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "imap.hoster.example", 993, NULL);
  MwContext context = { .address = "li@company.example", .server = server };

  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++) {
    g_autoptr (MwAdvice) advice = advise (MW_PART_INCOMING, causes[i], NULL, &context);

    g_assert_cmpstr (advice->fix_option, ==, "--accept-host imap.hoster.example");
    g_assert_cmpstr (advice->fix_label, ==, "Use imap.hoster.example");
  }
}

static void
test_server_from_the_subject (void)
{
  g_autoptr (MwFinding) finding =
    mw_finding_new (MW_STAGE_GREET, MW_SEVERITY_ERROR, "discovery.foreign-host", NULL);
  g_autoptr (MwFinding) placed =
    mw_finding_new_at (finding, MW_PART_INCOMING, "imap.hoster.example:993 [192.0.2.1]");
  g_autoptr (MwAdvice) advice = mw_advice_new (placed, &stranger);

  g_assert_cmpstr (advice->fix_option, ==, "--accept-host imap.hoster.example");
}

static void
test_no_fix_for_a_certificate (void)
{
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "imap.hoster.example", 993, NULL);
  MwContext context = { .server = server };
  g_auto (GStrv) causes = mw_advice_list_causes ();

  for (gsize i = 0; causes[i] != NULL; i++) {
    g_autoptr (MwAdvice) advice =
      advise (MW_PART_INCOMING, causes[i], new_certificate ("imap.hoster.example", 0, 0), &context);

    if (!g_str_has_prefix (causes[i], "discovery.")) {
      g_assert_null (advice->fix_option);
      g_assert_null (advice->fix_label);
    }
  }
}

/* What was allowed did get the password. */
static void
test_allowed_is_said_so (void)
{
  static const char *const causes[] = { "tls.self-signed",
                                        "tls.unknown-issuer",
                                        "discovery.insecure-source",
                                        "discovery.foreign-host" };
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "imap.hoster.example", 993, NULL);
  MwContext context = { .address = "li@company.example", .server = server };

  for (gsize i = 0; i < G_N_ELEMENTS (causes); i++) {
    g_autoptr (MwFinding) finding =
      mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_WARNING, causes[i], NULL);
    g_autoptr (MwAdvice) advice = mw_advice_new (finding, &context);

    g_assert_null (strstr (advice->explanation, "not sent"));
    g_assert_null (advice->fix_option);
  }
}

static void
test_pass_and_stranger (void)
{
  g_autoptr (MwFinding) pass = mw_finding_new (MW_STAGE_USE, MW_SEVERITY_PASS, NULL, "250 OK");
  g_autoptr (MwAdvice) works = mw_advice_new (pass, &nobody);
  g_autoptr (MwAdvice) unheard = advise (MW_PART_INCOMING, "auth.brand-new", NULL, &nobody);

  g_assert_cmpstr (works->title, ==, "This works.");
  g_assert_cmpint (works->who, ==, MW_WHO_NOBODY);
  g_assert_cmpstr (unheard->title, ==, "Something did not work as expected.");
}

static void
test_who_to_string (void)
{
  g_assert_cmpstr (mw_who_to_string (MW_WHO_YOU), ==, "you");
  g_assert_cmpstr (mw_who_to_string (MW_WHO_IT), ==, "it");
  g_assert_cmpstr (mw_who_to_string (MW_WHO_PROVIDER), ==, "provider");
  g_assert_cmpstr (mw_who_to_string (MW_WHO_NETWORK), ==, "network");
  g_assert_cmpstr (mw_who_to_string (MW_WHO_NOBODY), ==, "nobody");
}

/* ------ the Chinese catalogue ------ */

static GHashTable *chinese = NULL;

/* Adds what stands between the quotation marks of @line. */
static void
append_quoted (GString *text, const char *line)
{
  const char *begin = strchr (line, '"');
  const char *end = strrchr (line, '"');

  if (begin != NULL && end > begin) {
    g_autofree char *quoted = g_strndup (begin + 1, end - begin - 1);
    g_autofree char *plain = g_strcompress (quoted);

    g_string_append (text, plain);
  }
}

/* Of a PO file what this test needs: msgid and msgstr, over several lines. */
static GHashTable *
load_catalogue (const char *path)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) id = g_string_new (NULL);
  g_autoptr (GString) translation = g_string_new (NULL);
  GHashTable *catalogue = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GString *open = NULL;

  if (!g_file_get_contents (path, &contents, NULL, NULL))
    return catalogue;

  lines = g_strsplit (contents, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], "msgid "))
      open = g_string_truncate (id, 0);
    else if (g_str_has_prefix (lines[i], "msgstr "))
      open = g_string_truncate (translation, 0);
    else if (lines[i][0] != '"')
      open = NULL;
    if (open != NULL)
      append_quoted (open, lines[i]);
    if (open == translation && lines[i + 1] != NULL && lines[i + 1][0] != '"')
      g_hash_table_insert (catalogue, g_strdup (id->str), g_strdup (translation->str));
  }

  return catalogue;
}

static const char *const chinese_jargon[] = {
  "imap",   "pop3", "smtp",   "tls",        "ssl",  "oauth", "dns",  "993", "995",  "465",
  "587",    "您",   "认证",   "握手",       "凭据", "凭证",  "无效", "帐",  "账号", "客户端",
  "管理员", "接收", "供应商", "服务器错误", ",",    "!",     "?",    NULL
};

static void
check_translation (const char *phrase)
{
  const char *translation = g_hash_table_lookup (chinese, phrase);
  g_auto (GStrv) gaps = mw_phrase_list_gaps (phrase);
  g_auto (GStrv) translated = NULL;

  if (translation == NULL || *translation == '\0') {
    g_test_fail_printf ("not translated: %s", phrase);
    return;
  }

  assert_plain (phrase, translation, chinese_jargon);

  translated = mw_phrase_list_gaps (translation);
  for (gsize i = 0; translated[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) gaps, translated[i]))
      g_test_fail_printf ("{%s} is not in the English of: %s", translated[i], translation);
}

static void
check_translations (const MwWords *words)
{
  check_translation (words->title);
  check_translation (words->explanation);
  check_translation (words->remedy);
}

static void
test_chinese_is_whole_and_plain (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "po", "zh_CN.po", NULL);

  chinese = load_catalogue (path);
  if (g_hash_table_size (chinese) == 0)
    g_test_skip ("there is no Chinese catalogue");
  else
    for_each_row (check_translations);
  g_clear_pointer (&chinese, g_hash_table_unref);
}

/* Who is in the way, and who only leads there. */
static void
test_proxy (void)
{
  for (guint fault = 0; fault < 2; fault++) {
    GVariantDict details = G_VARIANT_DICT_INIT (NULL);
    g_autoptr (MwAdvice) advice = NULL;

    g_variant_dict_insert (&details, "proxy", "s", "socks5://proxy.example.com:1080");
    g_variant_dict_insert (&details, "proxy-fault", "b", fault == 1);
    advice = advise (MW_PART_INCOMING, "net.unreachable", g_variant_dict_end (&details), &stranger);
    g_assert_true ((strstr (advice->explanation, " proxy.example.com,") != NULL) == (fault == 1));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/advice/doubted-name", test_doubted_name);
  g_test_add_func ("/advice/both-parts", test_both_parts);
  g_test_add_func ("/advice/every-cause-has-words", test_every_cause_has_words);
  g_test_add_func ("/advice/titles-are-short", test_titles_are_short);
  g_test_add_func ("/advice/words-are-plain", test_words_are_plain);
  g_test_add_func ("/advice/sentences-are-whole", test_sentences_are_whole);
  g_test_add_func ("/advice/explanations-are-one-sentence", test_explanations_are_one_sentence);
  g_test_add_func ("/advice/remedies-begin-with-a-verb", test_remedies_begin_with_a_verb);
  g_test_add_func ("/advice/every-cause-has-a-page", test_every_cause_has_a_page);
  g_test_add_func ("/advice/gaps-are-known", test_gaps_are_known);
  g_test_add_func ("/advice/every-row-can-be-reached", test_every_row_can_be_reached);
  g_test_add_func ("/advice/browser", test_browser);
  g_test_add_func ("/advice/browser-names-the-address", test_browser_names_the_address);
  g_test_add_func ("/advice/names-the-provider", test_names_the_provider);
  g_test_add_func ("/advice/steps-lead-to-the-switch", test_steps_lead_to_the_switch);
  g_test_add_func ("/advice/operator-is-it-or-provider", test_operator_is_it_or_provider);
  g_test_add_func ("/advice/says-which-part", test_says_which_part);
  g_test_add_func ("/advice/silence-at-sign-in", test_silence_at_sign_in);
  g_test_add_func ("/advice/dates-of-a-certificate", test_dates_of_a_certificate);
  g_test_add_func ("/advice/name-of-a-certificate", test_name_of_a_certificate);
  g_test_add_func ("/advice/hostile-names-are-left-out", test_hostile_names_are_left_out);
  g_test_add_func ("/advice/tickets", test_tickets);
  g_test_add_func ("/advice/forced-way", test_forced_way);
  g_test_add_func ("/advice/server-of-the-details", test_server_of_the_details);
  g_test_add_func ("/advice/details-of-another-type", test_details_of_another_type);
  g_test_add_func ("/advice/suggestion", test_suggestion);
  g_test_add_func ("/advice/other-part-works", test_other_part_works);
  g_test_add_func ("/advice/changed", test_changed);
  g_test_add_func ("/advice/stale-settings", test_stale_settings);
  g_test_add_func ("/advice/offered", test_offered);
  g_test_add_func ("/advice/code", test_code);
  g_test_add_func ("/advice/suspects", test_suspects);
  g_test_add_func ("/advice/percent", test_percent);
  g_test_add_func ("/advice/days", test_days);
  g_test_add_func ("/advice/no-access", test_no_access);
  g_test_add_func ("/advice/bridge", test_bridge);
  g_test_add_func ("/advice/notes", test_notes);
  g_test_add_func ("/advice/owner", test_owner);
  g_test_add_func ("/advice/nothing-answers", test_nothing_answers);
  g_test_add_func ("/advice/fix-user-name", test_fix_user_name);
  g_test_add_func ("/advice/fix-accepts-a-server", test_fix_accepts_a_server);
  g_test_add_func ("/advice/server-from-the-subject", test_server_from_the_subject);
  g_test_add_func ("/advice/no-fix-for-a-certificate", test_no_fix_for_a_certificate);
  g_test_add_func ("/advice/allowed-is-said-so", test_allowed_is_said_so);
  g_test_add_func ("/advice/pass-and-stranger", test_pass_and_stranger);
  g_test_add_func ("/advice/who-to-string", test_who_to_string);
  g_test_add_func ("/advice/chinese-is-whole-and-plain", test_chinese_is_whole_and_plain);
  g_test_add_func ("/advice/proxy", test_proxy);

  return g_test_run ();
}
