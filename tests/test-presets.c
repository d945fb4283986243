/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "mw-candidate.h"

static void
assert_clean (GPtrArray *problems)
{
  for (guint i = 0; i < problems->len; i++)
    g_printerr ("# %s\n", (const char *) g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
}

static void
test_data_is_clean (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "providers.ini", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = mw_presets_lint (path, NULL, &error);

  g_assert_no_error (error);
  assert_clean (problems);
}

static void
test_data_is_sorted (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  GPtrArray *providers = mw_presets_get_providers (presets);

  g_assert_cmpuint (providers->len, >=, 40);
  for (guint i = 1; i < providers->len; i++)
    g_assert_cmpstr (((MwProvider *) g_ptr_array_index (providers, i - 1))->id,
                     <,
                     ((MwProvider *) g_ptr_array_index (providers, i))->id);
}

/* How much is known without asking anybody; it must not shrink unnoticed. */
#define LEAST_PROVIDERS 270
#define LEAST_DOMAINS 1620

static void
test_coverage (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  GPtrArray *providers = mw_presets_get_providers (presets);
  guint n_domains = 0;

  for (guint i = 0; i < providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (providers, i);

    if (provider->domains != NULL) /* a host of companies' own domains has none */
      n_domains += g_strv_length (provider->domains);
  }

  g_test_message ("%u providers, %u domains", providers->len, n_domains);
  g_assert_cmpuint (providers->len, >=, LEAST_PROVIDERS);
  g_assert_cmpuint (n_domains, >=, LEAST_DOMAINS);
}

/* A preset server goes into the check as a URI, with a user: nothing may be lost on the way. */
static void
assert_usable (GPtrArray *servers, gboolean sends)
{
  for (guint i = 0; i < servers->len; i++) {
    const MwServer *server = g_ptr_array_index (servers, i);
    g_autofree char *uri = mw_server_to_uri (server);
    g_autoptr (GError) error = NULL;
    g_autoptr (MwServer) again = mw_server_new_for_uri (uri, &error);

    g_assert_no_error (error);
    g_assert_true (mw_server_equal (server, again));
    g_assert_cmpint (server->protocol == MW_PROTOCOL_SMTP, ==, sends);
    g_assert_cmpint (server->security, !=, MW_SECURITY_NONE);
    g_assert_nonnull (strchr (server->host, '.'));
    g_assert_cmpuint (server->port, >, 0);
  }
}

static void
test_servers_are_usable (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  GPtrArray *providers = mw_presets_get_providers (presets);

  for (guint i = 0; i < providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (providers, i);

    g_test_message ("%s", provider->id);
    assert_usable (provider->incoming, FALSE);
    assert_usable (provider->outgoing, TRUE);
  }
}

static gboolean
has (GKeyFile *file, const char *group, const char *key)
{
  g_autofree char *value = g_key_file_get_string (file, group, key, NULL);

  return value != NULL && value[0] != '\0';
}

/* Whoever needs a code or a switch gets the way to it in both languages of our first users. */
static void
assert_explained (GKeyFile *file, const char *group)
{
  g_autofree char *advice = g_key_file_get_string (file, group, "Advice", NULL);

  g_assert_cmpint (has (file, group, "Steps"), ==, has (file, group, "Steps[zh_CN]"));
  if (g_strcmp0 (advice, "authorization-code") == 0 || g_strcmp0 (advice, "app-password") == 0)
    g_assert_true (has (file, group, "Steps"));
}

static void
assert_sourced (GKeyFile *file, const char *group)
{
  g_autofree char *checked = g_key_file_get_string (file, group, "Checked", NULL);

  g_assert_nonnull (checked);
  if (checked[0] != '\0')
    g_assert_true (
      g_regex_match_simple ("^20\\d\\d-(0[1-9]|1[0-2]); https?://\\S+$", checked, 0, 0));
}

static void
test_groups_are_whole (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "providers.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;

  g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_TRANSLATIONS, &error);
  g_assert_no_error (error);
  groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++) {
    g_test_message ("%s", groups[i]);
    assert_explained (file, groups[i]);
    assert_sourced (file, groups[i]);
  }
}

/* A host that the first pattern matches: each star becomes a short word. */
static char *
make_host (const char *pattern)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "*", -1);
  g_autofree char *host = g_strjoinv ("x1", parts);

  return g_strdelimit (g_steal_pointer (&host), "?", '1');
}

static void
assert_no_match (const MwProvider *provider, const char *host)
{
  for (gsize i = 0; provider->mx != NULL && provider->mx[i] != NULL; i++)
    if (g_pattern_match_simple (provider->mx[i], host))
      g_error ("[%s] Mx: %s matches %s of another group", provider->id, provider->mx[i], host);
}

static void
test_mx_patterns_are_apart (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  GPtrArray *providers = mw_presets_get_providers (presets);

  for (guint i = 0; i < providers->len; i++) {
    const MwProvider *provider = g_ptr_array_index (providers, i);

    for (gsize m = 0; provider->mx != NULL && provider->mx[m] != NULL; m++) {
      g_autofree char *host = make_host (provider->mx[m]);

      for (guint k = 0; k < providers->len; k++)
        if (k != i)
          assert_no_match (g_ptr_array_index (providers, k), host);
    }
  }
}

/* One from each corner, among them neighbours of one name with servers of their own. */
static void
test_knows_the_world (void)
{
  static const struct {
    const char *domain;
    const char *incoming;
  } cases[] = {
    { "ymail.com", "imaps://imap.mail.yahoo.com" },
    { "yahoo.co.jp", "imaps://imap.mail.yahoo.co.jp" },
    { "hotmail.co.uk", "imaps://outlook.office365.com" },
    { "t-online.de", "imaps://secureimap.t-online.de" },
    { "wanadoo.fr", "imaps://imap.orange.fr" },
    { "naver.com", "imaps://imap.naver.com" },
    { "wp.pl", "imaps://imap.wp.pl" },
    { "xtra.co.nz", "imaps://imap.xtra.co.nz" },
  };
  g_autoptr (MwPresets) presets = mw_presets_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const MwProvider *provider = mw_presets_find (presets, cases[i].domain);
    g_autofree char *incoming = NULL;

    g_assert_nonnull (provider);
    incoming = mw_server_to_uri (g_ptr_array_index (provider->incoming, 0));
    g_assert_cmpstr (incoming, ==, cases[i].incoming);
  }
}

/* The providers of our first users. */
static void
test_knows_domains (void)
{
  static const struct {
    const char *domain;
    const char *incoming;
    const char *outgoing;
    const char *advice;
  } cases[] = {
    { "qq.com", "imaps://imap.qq.com", "submissions://smtp.qq.com", "authorization-code" },
    { "foxmail.com", "imaps://imap.qq.com", "submissions://smtp.qq.com", "authorization-code" },
    { "163.com", "imaps://imap.163.com", "submissions://smtp.163.com", "authorization-code" },
    { "126.com", "imaps://imap.126.com", "submissions://smtp.126.com", "authorization-code" },
    { "yeah.net", "imaps://imap.yeah.net", "submissions://smtp.yeah.net", "authorization-code" },
    { "outlook.com",
      "imaps://outlook.office365.com",
      "submission+starttls://smtp.office365.com",
      "browser-sign-in" },
    { "gmail.com", "imaps://imap.gmail.com", "submissions://smtp.gmail.com", "app-password" },
    { "icloud.com",
      "imaps://imap.mail.me.com",
      "submission+starttls://smtp.mail.me.com",
      "app-password" },
  };
  g_autoptr (MwPresets) presets = mw_presets_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const MwProvider *provider = mw_presets_find (presets, cases[i].domain);
    g_autofree char *incoming = NULL;
    g_autofree char *outgoing = NULL;

    g_assert_nonnull (provider);
    incoming = mw_server_to_uri (g_ptr_array_index (provider->incoming, 0));
    outgoing = mw_server_to_uri (g_ptr_array_index (provider->outgoing, 0));
    g_assert_cmpstr (incoming, ==, cases[i].incoming);
    g_assert_cmpstr (outgoing, ==, cases[i].outgoing);
    g_assert_cmpstr (provider->advice, ==, cases[i].advice);
  }
}

static void
test_pop3_too (void)
{
  static const char *const domains[] = { "qq.com", "163.com", "126.com", "gmail.com", "sina.com" };
  g_autoptr (MwPresets) presets = mw_presets_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++) {
    g_autofree char *text = g_strconcat ("anna@", domains[i], NULL);
    g_autoptr (MwAddress) address = mw_address_new (text, NULL);
    g_autoptr (GPtrArray) candidates = mw_discovery_find (address, presets);
    const MwCandidate *best = g_ptr_array_index (candidates, 0);

    g_assert_nonnull (mw_candidate_pick (best, MW_PROTOCOL_POP3));
  }
}

static void
test_candidate (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  g_autoptr (MwAddress) address = mw_address_new ("10001@qq.com", NULL);
  g_autoptr (GPtrArray) candidates = mw_discovery_find (address, presets);
  const MwCandidate *best = g_ptr_array_index (candidates, 0);
  const MwServer *server = mw_candidate_pick (best, MW_PROTOCOL_IMAP);

  g_assert_cmpuint (candidates->len, ==, 1);
  g_assert_cmpint (best->source, ==, MW_SOURCE_PRESET);
  g_assert_true (mw_candidate_is_trusted (best));
  g_assert_cmpstr (best->evidence, ==, "qq.com");
  g_assert_cmpstr (server->user, ==, "10001@qq.com");
}

static void
test_guess (void)
{
  g_autoptr (MwPresets) presets = mw_presets_new ();
  g_autoptr (MwAddress) address = mw_address_new ("li.na@nobody-knows.example", NULL);
  g_autoptr (GPtrArray) candidates = mw_discovery_find (address, presets);
  const MwCandidate *guess = g_ptr_array_index (candidates, 0);

  g_assert_cmpint (guess->source, ==, MW_SOURCE_GUESS);
  g_assert_cmpstr (mw_candidate_pick (guess, MW_PROTOCOL_IMAP)->host,
                   ==,
                   "imap.nobody-knows.example");
  g_assert_cmpint (mw_candidate_pick (guess, MW_PROTOCOL_SMTP)->port, ==, 465);
}

static char *
write_preset (const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (g_get_user_data_dir (), "preset.ini", NULL);

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

#define WHOLE                                                                                      \
  "[a]\nName=A\nDomains=a.example;\nIncoming=imaps://imap.a.example;\n"                            \
  "Outgoing=submissions://smtp.a.example;\nSignIn=password;\n"

/* Each is WHOLE with one line more or different: the lint names group and line. */
static const struct {
  const char *text;
  const char *problem; /* (nullable) how the first one begins */
} flaws[] = {
  { WHOLE, NULL },
  { "\xef\xbb\xbf" WHOLE, NULL }, /* as written by editors on Windows */
  { WHOLE "Advise=app-password\n", "[a] Advise" },
  { WHOLE "Advice=be-careful\n", "[a] Advice" },
  { WHOLE "Advice=app-password\n", "[a] Steps" },
  { WHOLE "Help=http://help.a.example\n", "[a] Help" },
  { WHOLE "User=me\n", "[a] User" },
  { WHOLE "Incoming=imap://imap.a.example;\n", "[a] Incoming" },
  { WHOLE "Incoming=imaps://imap.a.example:143;\n", "[a] Incoming" },
  { WHOLE "Incoming=imap+starttls://imap.a.example:993;\n", "[a] Incoming" },
  { WHOLE "Incoming=imaps://imap.a.example:995;\n", "[a] Incoming" },
  { WHOLE "Outgoing=submissions://smtp.a.example:993;\n", "[a] Outgoing" },
  { WHOLE "Incoming=submissions://smtp.a.example;\n", "[a] Incoming" },
  { WHOLE "Outgoing=submission+starttls://smtp.a.example:465;\n", "[a] Outgoing" },
  { WHOLE "Outgoing=smtp.a.example;\n", "[a] Outgoing" },
  { WHOLE "SignIn=kerberos;\n", "[a] SignIn" },
  { WHOLE "Domains=a.example;a.example;\n", "[a] Domains" },
  { WHOLE "Domains=a b.example;\n", "[a] Domains" },
  { WHOLE "[b]\nName=B\nDomains=a.example;\nIncoming=imaps://i.b.example;\n"
          "Outgoing=submissions://s.b.example;\nSignIn=password;\n",
    "[b] Domains" },
  { "[a]\nDomains=a.example;\n", "[a] Name" },
  { "[a]\nName=A\n", "[a] Domains" },
};

static void
test_lint (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flaws); i++) {
    g_autofree char *path = write_preset (flaws[i].text);
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) problems = mw_presets_lint (path, NULL, &error);

    g_test_message ("%s", flaws[i].text);
    g_assert_no_error (error);
    if (flaws[i].problem == NULL)
      assert_clean (problems);
    else
      g_assert_true (problems->len > 0 &&
                     g_str_has_prefix (g_ptr_array_index (problems, 0), flaws[i].problem));
  }
}

static void
test_nobody_in_it (void)
{
  g_autofree char *path = write_preset ("# soon\n");
  g_autoptr (GPtrArray) problems = mw_presets_lint (path, NULL, NULL);

  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_nonnull (strstr (problems->pdata[0], "preset.ini"));
}

static void
test_no_key_file (void)
{
  g_autofree char *path = write_preset ("<html>\n");
  g_autoptr (GError) error = NULL;

  g_assert_null (mw_presets_lint (path, NULL, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, "preset.ini"));
}

static void
test_company_wins (void)
{
  g_autofree char *folder =
    g_build_filename (g_get_user_data_dir (), "mailwright", "providers", NULL);
  g_autofree char *good = g_build_filename (folder, "a.ini", NULL);
  g_autofree char *bad = g_build_filename (folder, "b.ini", NULL);
  g_autoptr (MwPresets) presets = NULL;
  const MwProvider *provider;

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (good,
                                      "[ours]\nName=Ours\nDomains=qq.com;\n"
                                      "Incoming=imaps://mail.ours.example;\n"
                                      "Outgoing=submissions://mail.ours.example;\n"
                                      "SignIn=password;\n",
                                      -1,
                                      NULL));
  g_assert_true (g_file_set_contents (bad, "[broken", -1, NULL));

  presets = mw_presets_new ();
  provider = mw_presets_find (presets, "qq.com");
  g_assert_cmpstr (provider->id, ==, "ours");
  g_assert_true (mw_presets_is_company (presets, provider));
  g_assert_false (mw_presets_is_company (presets, mw_presets_find (presets, "163.com")));
  g_assert_cmpuint (mw_presets_get_problems (presets)->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (mw_presets_get_problems (presets), 0), "b.ini"));
}

#define DOCUMENT                                                                                   \
  "<clientConfig><emailProvider id='x'>%s<displayName>公司</displayName>"                        \
  "<incomingServer type='imap'><hostname>imap.%%EMAILDOMAIN%%</hostname><port>993</port>"          \
  "<socketType>SSL</socketType><authentication>password-cleartext</authentication>"                \
  "<username>%s</username></incomingServer>"                                                       \
  "<incomingServer type='pop3'><hostname>pop.firma.example</hostname><port>995</port>"             \
  "<socketType>SSL</socketType><authentication>OAuth2</authentication>"                            \
  "<username>%s</username></incomingServer>"                                                       \
  "<outgoingServer type='smtp'><hostname>smtp.firma.example</hostname><port>465</port>"            \
  "<socketType>SSL</socketType></outgoingServer></emailProvider></clientConfig>"

static char *
describe_candidate (MwPresets *presets, const char *text)
{
  g_autoptr (MwAddress) address = mw_address_new (text, NULL);
  g_autoptr (GPtrArray) candidates = mw_discovery_find (address, presets);
  const MwCandidate *candidate = g_ptr_array_index (candidates, 0);
  g_autofree char *imap = mw_server_to_uri (mw_candidate_pick (candidate, MW_PROTOCOL_IMAP));
  g_autofree char *pop3 = mw_server_to_uri (mw_candidate_pick (candidate, MW_PROTOCOL_POP3));
  g_autofree char *smtp = mw_server_to_uri (mw_candidate_pick (candidate, MW_PROTOCOL_SMTP));

  g_assert_cmpint (candidate->source, ==, MW_SOURCE_COMPANY);
  g_assert_cmpint (mw_candidate_pick (candidate, MW_PROTOCOL_POP3)->methods, ==, MW_METHOD_OAUTH2);
  g_assert_true (g_str_has_suffix (candidate->evidence, ".xml"));

  return g_strjoin ("\n", imap, pop3, smtp, NULL);
}

static const struct {
  const char *file;
  const char *domain;
  const char *users[2];
  const char *address;
  const char *said; /* NULL: it is no use */
} documents[] = {
  { "a.xml",
    "<domain>firma.example</domain>",
    { "%EMAILADDRESS%", "%EMAILADDRESS%" },
    "anna@firma.example",
    "imaps://anna%40firma.example@imap.firma.example\n"
    "pop3s://anna%40firma.example@pop.firma.example\n"
    "submissions://anna%40firma.example@smtp.firma.example" },
  { "qq.com.xml",
    "",
    { "%EMAILLOCALPART%", "%emaillocalpart%" },
    "anna@qq.com",
    "imaps://anna@imap.qq.com\n"
    "pop3s://anna@pop.firma.example\n"
    "submissions://anna%40qq.com@smtp.firma.example" },
  { "a.xml",
    "<domain>firma.example</domain>",
    { "%EMAILLOCALPART%.x", "%EMAILADDRESS%" },
    "anna@firma.example",
    "imaps://anna.x@imap.firma.example\n"
    "pop3s://anna%40firma.example@pop.firma.example\n"
    "submissions://anna%40firma.example@smtp.firma.example" },
  { "no domain.xml", "", { "a", "a" }, "anna@firma.example", NULL },
};

/* A company's own autoconfig document is a preset like any other, and wins. */
static void
test_company_documents (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++) {
    g_autofree char *path =
      g_build_filename (g_get_user_data_dir (), "mailwright", "providers", documents[i].file, NULL);
    g_autofree char *folder = g_path_get_dirname (path);
    g_autofree char *text =
      g_strdup_printf (DOCUMENT, documents[i].domain, documents[i].users[0], documents[i].users[1]);
    g_autofree char *said = NULL;
    g_autoptr (MwPresets) presets = NULL;

    g_mkdir_with_parents (folder, 0700);
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
    presets = mw_presets_new ();
    g_unlink (path);
    g_test_message ("%zu", i);
    g_assert_cmpuint (mw_presets_get_problems (presets)->len, ==, documents[i].said ? 0 : 1);
    if (documents[i].said == NULL)
      continue;
    said = describe_candidate (presets, documents[i].address);
    g_assert_cmpstr (said, ==, documents[i].said);
  }
}

static void
test_document_lint (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "documents", NULL);
  g_autofree char *good = g_build_filename (folder, "usual.xml", NULL);
  g_autofree char *cut = g_build_filename (folder, "cut-in-port.xml", NULL);
  g_autofree char *none = g_build_filename (folder, "web-page.xml", NULL);
  g_autoptr (GPtrArray) clean = mw_presets_lint (good, NULL, NULL);
  g_autoptr (GPtrArray) problems = mw_presets_lint (cut, NULL, NULL);
  g_autoptr (GError) error = NULL;

  assert_clean (clean);
  g_assert_cmpuint (problems->len, ==, 3);
  g_assert_null (mw_presets_lint (none, NULL, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/presets/data-is-clean", test_data_is_clean);
  g_test_add_func ("/presets/data-is-sorted", test_data_is_sorted);
  g_test_add_func ("/presets/coverage", test_coverage);
  g_test_add_func ("/presets/servers-are-usable", test_servers_are_usable);
  g_test_add_func ("/presets/groups-are-whole", test_groups_are_whole);
  g_test_add_func ("/presets/mx-patterns-are-apart", test_mx_patterns_are_apart);
  g_test_add_func ("/presets/knows-the-world", test_knows_the_world);
  g_test_add_func ("/presets/knows-domains", test_knows_domains);
  g_test_add_func ("/presets/pop3-too", test_pop3_too);
  g_test_add_func ("/presets/lint", test_lint);
  g_test_add_func ("/presets/nobody-in-it", test_nobody_in_it);
  g_test_add_func ("/presets/no-key-file", test_no_key_file);
  g_test_add_func ("/presets/company-wins", test_company_wins);
  g_test_add_func ("/presets/company-documents", test_company_documents);
  g_test_add_func ("/presets/document-lint", test_document_lint);
  g_test_add_func ("/discovery/candidate", test_candidate);
  g_test_add_func ("/discovery/guess", test_guess);

  return g_test_run ();
}
