/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "advising.h"
#include "mw-phrase.h"
#include "mw-words.h"

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

static const MwContext *const contexts[] = { &test_nobody, &test_stranger, &test_qq };

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
      g_autoptr (MwAdvice) advice = test_advise (MW_PART_INCOMING, cause, NULL, contexts[j]);

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
      g_autoptr (MwAdvice) advice = test_advise (MW_PART_OUTGOING, causes[i], NULL, contexts[j]);

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
        test_advise (MW_PART_INCOMING, g_ptr_array_index (wanted, i), NULL, contexts[j]);
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/words/every-cause-has-words", test_every_cause_has_words);
  g_test_add_func ("/words/titles-are-short", test_titles_are_short);
  g_test_add_func ("/words/words-are-plain", test_words_are_plain);
  g_test_add_func ("/words/sentences-are-whole", test_sentences_are_whole);
  g_test_add_func ("/words/explanations-are-one-sentence", test_explanations_are_one_sentence);
  g_test_add_func ("/words/remedies-begin-with-a-verb", test_remedies_begin_with_a_verb);
  g_test_add_func ("/words/every-cause-has-a-page", test_every_cause_has_a_page);
  g_test_add_func ("/words/gaps-are-known", test_gaps_are_known);
  g_test_add_func ("/words/every-row-can-be-reached", test_every_row_can_be_reached);
  g_test_add_func ("/words/chinese-is-whole-and-plain", test_chinese_is_whole_and_plain);

  return g_test_run ();
}
