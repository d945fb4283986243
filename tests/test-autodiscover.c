/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mw-autodiscover.h"
#include "mw-exchange-json.h"
#include "mw-exchange.h"

#define BEGIN "<Autodiscover xmlns='urn:a'><Response xmlns='urn:b'><Account>"
#define END "</Account></Response></Autodiscover>"
#define SERVER(type, more)                                                                         \
  BEGIN "<Protocol><Type>" type "</Type><Server>a.test</Server>" more "</Protocol>" END
#define PORT(n) "<Port>" n "</Port>"
#define SSL(word) "<SSL>" word "</SSL>"
#define ENCRYPTION(word) "<Encryption>" word "</Encryption>"

static MwFound *
read_found (const char *text, MwAutodiscover **document)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (MwAddress) address = mw_address_new ("li@firma.test", NULL);
  MwFound *found = mw_found_new ();

  *document = mw_autodiscover_read (bytes, address);
  if (*document != NULL)
    mw_autodiscover_find (
      *document,
      found,
      mw_candidate_new (MW_SOURCE_AUTODISCOVER, MW_TRUST_FULL, "firma.test", "here"));

  return found;
}

static char *
list_servers (MwFound *found)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < found->candidates->len; i++) {
    const MwCandidate *candidate = g_ptr_array_index (found->candidates, i);
    GPtrArray *both[] = { candidate->incoming, candidate->outgoing };

    for (guint j = 0; j < 2; j++)
      for (guint k = 0; k < both[j]->len; k++) {
        g_autofree char *uri = mw_server_to_uri (g_ptr_array_index (both[j], k));

        g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "", uri);
      }
  }

  return g_string_free (list, FALSE);
}

/* Encryption counts before SSL, and the usual port before both. */
static const struct {
  const char *document;
  const char *uri;
} securities[] = {
  { SERVER ("IMAP", ""), "imaps://li%40firma.test@a.test" },
  { SERVER ("IMAP", PORT ("993") SSL ("on")), "imaps://li%40firma.test@a.test" },
  { SERVER ("IMAP", PORT ("993") SSL ("off")), "imaps://li%40firma.test@a.test" },
  { SERVER ("IMAP", PORT ("993") ENCRYPTION ("TLS")), "imaps://li%40firma.test@a.test" },
  { SERVER ("imap", PORT ("143") SSL ("on")), "imap+starttls://li%40firma.test@a.test" },
  { SERVER ("IMAP", PORT ("143") SSL ("off") ENCRYPTION ("TLS")),
    "imap+starttls://li%40firma.test@a.test" },
  { SERVER ("IMAP", PORT ("143") SSL ("off")), "imap://li%40firma.test@a.test" },
  { SERVER ("IMAP", PORT ("143") ENCRYPTION ("None")), "imap://li%40firma.test@a.test" },
  { SERVER ("IMAP", PORT ("143") ENCRYPTION ("Auto")), "imap+starttls://li%40firma.test@a.test" },
  { SERVER ("IMAP", PORT ("1993") ENCRYPTION ("SSL")), "imaps://li%40firma.test@a.test:1993" },
  { SERVER ("IMAP", PORT ("1143") ENCRYPTION ("tls")),
    "imap+starttls://li%40firma.test@a.test:1143" },
  { SERVER ("POP3", PORT ("995")), "pop3s://li%40firma.test@a.test" },
  { SERVER ("POP", PORT ("110")), "pop3+starttls://li%40firma.test@a.test" },
  { SERVER ("SMTP", PORT ("465")), "submissions://li%40firma.test@a.test" },
  { SERVER ("SMTP", PORT ("587") SSL ("on")), "submission+starttls://li%40firma.test@a.test" },
  { SERVER ("SMTP", PORT ("25")), "smtp+starttls://li%40firma.test@a.test" },
  { SERVER ("IMAP", "<LoginName>li</LoginName>"), "imaps://li@a.test" },
  { SERVER ("IMAP", "<LoginName>li&#10;x</LoginName>"), "imaps://li%40firma.test@a.test" },
  { BEGIN "<Protocol Type='IMAP'><Server>A.Test.</Server></Protocol>" END,
    "imaps://li%40firma.test@a.test" },
  { SERVER ("EXCH", PORT ("443")), "" },
  { SERVER ("EXPR", ""), "" },
  { SERVER ("WEB", ""), "" },
};

static void
test_security (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (securities); i++) {
    g_autoptr (MwAutodiscover) document = NULL;
    g_autoptr (MwFound) found = read_found (securities[i].document, &document);
    g_autofree char *list = list_servers (found);

    g_test_message ("%s", securities[i].document);
    g_assert_nonnull (document);
    g_assert_cmpstr (list, ==, securities[i].uri);
    g_assert_cmpuint (found->findings->len, ==, 0);
  }
}

/* What cannot be used is told, and the rest is used. */
static void
test_malformed (void)
{
  static const struct {
    const char *document;
    const char *uri;
  } rows[] = {
    { SERVER ("IMAP", PORT ("0")), "" },
    { SERVER ("IMAP", PORT ("70000")), "" },
    { SERVER ("IMAP", PORT ("x")), "" },
    { BEGIN "<Protocol><Type>IMAP</Type></Protocol>" END, "" },
    { BEGIN "<Protocol><Type>IMAP</Type><Server>a b</Server></Protocol>" END, "" },
    { BEGIN "<Protocol><Type>IMAP</Type><Server>a.test</Server></Protocol><Protocol><Type>SMTP",
      "imaps://li%40firma.test@a.test" },
    { BEGIN "<Protocol><Type>IMAP</Type><Server>a.test</Server><Port>14", "" },
    { "<!DOCTYPE Autodiscover [<!ENTITY a 'a.test'>]>" BEGIN
      "<Protocol><Type>IMAP</Type><Server>&a;</Server></Protocol>" END,
      "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwAutodiscover) document = NULL;
    g_autoptr (MwFound) found = read_found (rows[i].document, &document);
    g_autofree char *list = list_servers (found);

    g_test_message ("%s", rows[i].document);
    g_assert_nonnull (document);
    g_assert_cmpstr (list, ==, rows[i].uri);
    g_assert_cmpuint (found->findings->len, ==, 1);
    g_assert_cmpstr (((const MwFinding *) found->findings->pdata[0])->cause,
                     ==,
                     "discovery.malformed-document");
  }
}

static void
test_others (void)
{
  g_autoptr (MwAutodiscover) page = NULL;
  g_autoptr (MwAutodiscover) failure = NULL;
  g_autoptr (MwAutodiscover) sent = NULL;
  g_autoptr (MwFound) of_page = read_found ("<html><body>Hello</body></html>", &page);
  g_autoptr (MwFound) of_failure =
    read_found ("<Autodiscover><Response><Error><ErrorCode>500</ErrorCode>"
                "<Message>Not here</Message></Error></Response></Autodiscover>",
                &failure);
  g_autoptr (MwFound) of_sent =
    read_found (BEGIN "<Action>redirectUrl</Action><RedirectUrl>https://b.test/</RedirectUrl>"
                      "<RedirectAddr>a@b.test</RedirectAddr>" END,
                &sent);

  g_assert_null (page);
  g_assert_cmpstr (failure->message, ==, "Not here");
  g_assert_cmpstr (sent->location, ==, "https://b.test/");
  g_assert_cmpstr (sent->address, ==, "a@b.test");
  g_assert_cmpuint (of_page->candidates->len + of_failure->candidates->len, ==, 0);
  g_assert_cmpuint (of_sent->candidates->len, ==, 0);
}

/* Behind all others, whatever the order. */
static void
test_plain_last (void)
{
  g_autoptr (MwAutodiscover) document = NULL;
  g_autoptr (MwFound) found =
    read_found (BEGIN "<Protocol><Type>IMAP</Type><Server>a.test</Server><Port>143</Port>" SSL (
                  "off") "</Protocol>"
                         "<Protocol><Type>POP3</Type><Server>b.test</Server></Protocol>" END,
                &document);
  g_autofree char *list = list_servers (found);

  g_assert_cmpstr (list, ==, "pop3s://li%40firma.test@b.test imap://li%40firma.test@a.test");
}

static void
test_question (void)
{
  g_autoptr (GBytes) question = mw_autodiscover_ask ("a&<b>@firma.test");
  g_autofree char *text =
    g_strndup (g_bytes_get_data (question, NULL), g_bytes_get_size (question));

  g_assert_nonnull (strstr (text, "<EMailAddress>a&amp;&lt;b&gt;@firma.test</EMailAddress>"));
  g_assert_nonnull (strstr (text, "outlook/requestschema/2006\""));
  g_assert_nonnull (strstr (text, "outlook/responseschema/2006a</AcceptableResponseSchema>"));
}

static void
test_json (void)
{
  static const struct {
    const char *document;
    const char *uri; /* (nullable) */
  } rows[] = {
    { "{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"https://a.test/\"}", "https://a.test/" },
    { "{\"Url\":\"https://a.test/\",\"Protocol\":\"Autodiscoverv1\"}", "https://a.test/" },
    { "{\"Protocol\":\"ActiveSync\",\"Url\":\"https://a.test/\"}", NULL },
    { "{\"Url\":\"https://a.test/\"}", NULL },
    { "{\"Protocol\":\"AutodiscoverV1\",\"Url\":[\"https://a.test/\"]}", NULL },
    { "{\"Protocol\":\"AutodiscoverV1\",\"Url\":1}", NULL },
    { "{\"Protocol\":\"AutodiscoverV1\"}", NULL },
    { "{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"https://a", NULL },
    { "{\"Protocol\":\"AutodiscoverV1\",\"Url\":\"https://a.test/\\ud800\"}", NULL },
    { "[]", NULL },
    { "<html>", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GBytes) bytes = g_bytes_new (rows[i].document, strlen (rows[i].document));
    g_autofree char *uri = mw_exchange_json_read (bytes);

    g_assert_cmpstr (uri, ==, rows[i].uri);
  }
}

static void
test_json_question (void)
{
  g_autoptr (MwAddress) address = mw_address_new ("a/b?c#d%+é@firma.test", NULL);
  g_autofree char *uri = mw_exchange_json_make_uri ("firma.test", address);

  g_assert_cmpstr (uri,
                   ==,
                   "https://firma.test/autodiscover/autodiscover.json/v1.0/"
                   "a%2Fb%3Fc%23d%25+%C3%A9@firma.test?Protocol=AutodiscoverV1");
}

/* Where somebody else is asked, nothing tells who asks. */
static void
test_place (void)
{
  static const struct {
    const char *uri;
    const char *place; /* (nullable) */
  } rows[] = {
    { "https://a.test/b/c.xml", "https://a.test/b/c.xml" },
    { "https://A.test:8443/b?li@firma.test#x", "https://a.test:8443/b" },
    { "https://a.test", "https://a.test" },
    { "https://a.test/b/li@firma.test", "https://a.test" MW_EXCHANGE_PATH },
    { "https://a.test/b/li%40firma.test", "https://a.test" MW_EXCHANGE_PATH },
    { "https://a.test/b/li%2540firma.test", "https://a.test" MW_EXCHANGE_PATH },
    { "https://li@a.test/", NULL },
    { "http://a.test/", NULL },
    { "ftp://a.test/", NULL },
    { "/b", NULL },
    { "https://", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *place = mw_exchange_dup_place (rows[i].uri);

    g_assert_cmpstr (place, ==, rows[i].place);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/autodiscover/security", test_security);
  g_test_add_func ("/autodiscover/malformed", test_malformed);
  g_test_add_func ("/autodiscover/others", test_others);
  g_test_add_func ("/autodiscover/plain-last", test_plain_last);
  g_test_add_func ("/autodiscover/question", test_question);
  g_test_add_func ("/autodiscover/json", test_json);
  g_test_add_func ("/autodiscover/json-question", test_json_question);
  g_test_add_func ("/autodiscover/place", test_place);

  return g_test_run ();
}
