/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mw-client-config.h"
#include "mw-placeholder.h"

#define ADDRESS "anna.li@firma.test"

/* What a document of tests/documents/ says about ADDRESS: the servers, with their users and ways to
 * sign in, one a line; and the finding, if there is one. */
static char *
describe (MwFound *found)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < found->candidates->len; i++) {
    const MwCandidate *candidate = g_ptr_array_index (found->candidates, i);

    for (guint j = 0; j < candidate->incoming->len + candidate->outgoing->len; j++) {
      const MwServer *server =
        j < candidate->incoming->len
          ? g_ptr_array_index (candidate->incoming, j)
          : g_ptr_array_index (candidate->outgoing, j - candidate->incoming->len);
      g_autofree char *uri = mw_server_to_uri (server);
      g_autoptr (GPtrArray) methods = mw_methods_list_names (server->methods);

      g_string_append (text, uri);
      for (guint k = 0; k < methods->len; k++)
        g_string_append_printf (text, " %s", (char *) g_ptr_array_index (methods, k));
      g_string_append_c (text, '\n');
    }
  }
  for (guint i = 0; i < found->findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (found->findings, i);

    g_assert_cmpstr (finding->cause, ==, "discovery.malformed-document");
    g_assert_cmpstr (finding->subject, ==, "here");
    g_string_append_printf (text,
                            "%s: %s\n",
                            finding->severity == MW_SEVERITY_WARNING ? "warning" : "info",
                            finding->evidence);
  }

  return g_string_free (text, FALSE);
}

/* (nullable): if it is no such document */
static char *
read_document (GBytes *document)
{
  g_autoptr (MwAddress) address = mw_address_new (ADDRESS, NULL);
  g_autoptr (MwClientConfig) config = mw_client_config_read (document, address->domain);
  g_autoptr (MwFound) found = mw_found_new ();

  if (config == NULL)
    return NULL;
  mw_client_config_find (
    config,
    found,
    mw_candidate_new (MW_SOURCE_AUTOCONFIG, MW_TRUST_FULL, address->domain, "here"),
    address);

  return describe (found);
}

/* Only an address that a browser shows as what it is, and that tells nobody who looks. */
static void
test_help (void)
{
  static const struct {
    const char *uri;
    gboolean is_kept;
  } cases[] = {
    { "https://help.firma.test/mail?lang=zh#imap", TRUE },
    { "HTTPS://help.firma.test/", TRUE },
    { "https://help.firma.test:8443/", TRUE },
    { "http://help.firma.test/", FALSE },
    { "https://help.firma.test@stranger.example/", FALSE },
    { "https://localhost/", FALSE },
    { "https:///mail", FALSE },
    { "javascript:alert(1)", FALSE },
    { "file:///etc/passwd", FALSE },
    { "//help.firma.test/", FALSE },
    { "https://help.firma.test/a b", FALSE },
    { "https://help.firma.test/\n", FALSE },
    { "https://h\xc3\xa9lp.firma.test/", FALSE },
    { "https://help.firma.test/%EMAILADDRESS%", FALSE },
    { "", FALSE },
  };
  g_autofree char *filler = g_strnfill (600, 'a');
  g_autofree char *endless = g_strconcat ("https://help.firma.test/", filler, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (MwCandidate) candidate =
      mw_candidate_new (MW_SOURCE_AUTOCONFIG, MW_TRUST_FULL, "firma.test", "here");

    mw_candidate_set_help (candidate, endless);
    mw_candidate_set_help (candidate, cases[i].uri);
    g_assert_cmpstr (candidate->help, ==, cases[i].is_kept ? cases[i].uri : NULL);
    mw_candidate_set_help (candidate, "https://other.firma.test/");
    g_assert_cmpstr (candidate->help,
                     ==,
                     cases[i].is_kept ? cases[i].uri : "https://other.firma.test/");
  }
}

/* Beside each document lies what it says. */
static void
test_documents (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "documents", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *expected_path = g_strconcat (path, ".expected", NULL);
    g_autofree char *contents = NULL;
    g_autofree char *expected = NULL;
    g_autofree char *said = NULL;
    g_autoptr (GBytes) document = NULL;
    gsize length;

    if (!g_str_has_suffix (name, ".xml"))
      continue;
    g_test_message ("%s", name);
    g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
    g_assert_true (g_file_get_contents (expected_path, &expected, NULL, NULL));
    document = g_bytes_new (contents, length);
    said = read_document (document);
    g_assert_cmpstr (said != NULL ? said : "nothing\n", ==, expected);
    n++;
  }
  g_assert_cmpuint (n, >, 15);
}

#define BEGIN "<clientConfig><emailProvider>"
#define END "</emailProvider></clientConfig>"
#define SERVER(kind, type, host, port, security)                                                   \
  "<" kind "Server " type "><hostname>" host "</hostname><port>" port "</port>" security "</" kind \
  "Server>"
#define SSL "<socketType>SSL</socketType>"
#define STARTTLS "<socketType>STARTTLS</socketType>"
#define PLAIN "<socketType>plain</socketType>"
#define IMAP "type='imap'"
#define POP3 "type='pop3'"
#define SMTP "type='smtp'"

/* One server of a document, and what becomes of it. */
typedef struct {
  const char *server;
  const char *uri; /* (nullable): it is left out */
  gboolean is_told;
} Row;

static void
check_row (const Row *row)
{
  g_autofree char *text = g_strconcat (BEGIN, row->server, END, NULL);
  g_autoptr (GBytes) document = g_bytes_new (text, strlen (text));
  g_autofree char *said = read_document (document);
  g_auto (GStrv) halves = g_strsplit (row->uri != NULL ? row->uri : "", "%", 2);
  g_autofree char *uri = row->uri != NULL
                           ? g_strconcat (halves[0], "anna.li%40firma.test", halves[1], "\n", NULL)
                           : g_strdup ("");

  g_test_message ("%s: %s", row->server, said);
  if (row->uri != NULL)
    g_assert_true (g_str_has_prefix (said, uri));
  else
    g_assert_null (strstr (said, "://"));
  g_assert_cmpint (said[strlen (uri)] != '\0', ==, row->is_told);
}

static void
test_ports_and_security (void)
{
  static const Row rows[] = {
    { SERVER ("incoming", IMAP, "a.test", "993", SSL), "imaps://%@a.test", FALSE },
    { SERVER ("incoming", IMAP, "a.test", "993", STARTTLS), "imaps://%@a.test", TRUE },
    { SERVER ("incoming", IMAP, "a.test", "993", PLAIN), "imaps://%@a.test", TRUE },
    { SERVER ("incoming", IMAP, "a.test", "993", ""), "imaps://%@a.test", TRUE },
    { SERVER ("incoming", IMAP, "a.test", "143", SSL), "imap+starttls://%@a.test", TRUE },
    { SERVER ("incoming", IMAP, "a.test", "143", PLAIN), "imap://%@a.test", FALSE },
    { SERVER ("incoming", IMAP, "a.test", "1143", STARTTLS),
      "imap+starttls://%@a.test:1143",
      FALSE },
    { SERVER ("incoming", IMAP, "a.test", "1143", ""), NULL, TRUE },
    { SERVER ("incoming", IMAP, "a.test", "587", STARTTLS), NULL, TRUE },
    { SERVER ("incoming", POP3, "a.test", "995", SSL), "pop3s://%@a.test", FALSE },
    { SERVER ("incoming", POP3, "a.test", "993", SSL), NULL, TRUE },
    { SERVER ("outgoing", SMTP, "a.test", "465", STARTTLS), "submissions://%@a.test", TRUE },
    { SERVER ("outgoing", SMTP, "a.test", "587", SSL), "submission+starttls://%@a.test", TRUE },
    { SERVER ("outgoing", SMTP, "a.test", "25", SSL), "smtp+starttls://%@a.test", TRUE },
    { SERVER ("outgoing", SMTP, "a.test", "586", STARTTLS),
      "submission+starttls://%@a.test:586",
      FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (&rows[i]);
}

static void
test_protocols (void)
{
  static const Row rows[] = {
    { SERVER ("incoming", "type='POP'", "a.test", "110", STARTTLS),
      "pop3+starttls://%@a.test",
      FALSE },
    { SERVER ("outgoing", "", "a.test", "465", SSL), "submissions://%@a.test", TRUE },
    { SERVER ("incoming", "", "a.test", "995", SSL), "pop3s://%@a.test", TRUE },
    { SERVER ("incoming", "", "a.test", "9999", SSL), NULL, TRUE },
    { SERVER ("outgoing", IMAP, "a.test", "993", SSL), NULL, FALSE },
    { SERVER ("incoming", SMTP, "a.test", "465", SSL), NULL, FALSE },
    { SERVER ("incoming", "type='jmap'", "a.test", "443", SSL), NULL, FALSE },
    { SERVER ("incoming", "type='exchange'", "", "", ""), NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (&rows[i]);
}

static void
test_hosts_and_ports (void)
{
  static const Row rows[] = {
    { SERVER ("incoming", IMAP, "a.test", "0", SSL), NULL, TRUE },
    { SERVER ("incoming", IMAP, "a.test", "65536", SSL), NULL, TRUE },
    { SERVER ("incoming", IMAP, "a.test", "993/tcp", SSL), NULL, TRUE },
    { SERVER ("incoming", IMAP, "a.test", "", SSL), NULL, TRUE },
    { SERVER ("incoming", IMAP, "", "993", SSL), NULL, TRUE },
    { SERVER ("incoming", IMAP, "a b.test", "993", SSL), NULL, TRUE },
    { SERVER ("incoming", IMAP, "a..test", "993", SSL), NULL, TRUE },
    { SERVER ("incoming", IMAP, "a.test/mail", "993", SSL), NULL, TRUE },
    { SERVER ("incoming", IMAP, "imap.%DOMAIN%", "993", SSL), NULL, TRUE },
    { SERVER ("incoming", IMAP, "imap.%EMAILDOMAIN%", "993", SSL),
      "imaps://%@imap.firma.test",
      FALSE },
    { SERVER ("incoming", IMAP, "\n  Mail.A.Test. ", "993", SSL), "imaps://%@mail.a.test", FALSE },
    { SERVER ("incoming", IMAP, "邮件.test", "993", SSL), "imaps://%@xn--5nq051n.test", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_row (&rows[i]);
}

static void
test_placeholders (void)
{
  static const struct {
    const char *text;
    const char *filled;
  } rows[] = {
    { "%EMAILADDRESS%", "anna.li@firma.test" },
    { "%EMAILLOCALPART%", "anna.li" },
    { "%EMAILLOCALPART%@%EMAILDOMAIN%", "anna.li@firma.test" },
    { "%EMAILADDRESS", "anna.li@firma.test" },
    { "EMAILADDRESS%", "anna.li@firma.test" },
    { "%emailaddress%", "anna.li@firma.test" },
    { "FIRMA\\%EMAILLOCALPART%", "FIRMA\\anna.li" },
    { "anna", "anna" },
    { "100%", "100%" },
    { "a%b", "a%b" },
    { "", "" },
    { "%REALNAME%", NULL },
    { "%MAIL%", NULL },
    { "%mail%", NULL },
    { "%USER", NULL },
  };
  g_autoptr (MwAddress) address = mw_address_new (ADDRESS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *filled = mw_placeholder_fill (rows[i].text, address);

    g_test_message ("%s", rows[i].text);
    g_assert_cmpstr (filled, ==, rows[i].filled);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/client-config/help", test_help);
  g_test_add_func ("/client-config/documents", test_documents);
  g_test_add_func ("/client-config/ports-and-security", test_ports_and_security);
  g_test_add_func ("/client-config/protocols", test_protocols);
  g_test_add_func ("/client-config/hosts-and-ports", test_hosts_and_ports);
  g_test_add_func ("/client-config/placeholders", test_placeholders);

  return g_test_run ();
}
