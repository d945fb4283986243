/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-field.h"
#include "mw-server.h"

#include <string.h>

static const struct {
  const char *uri;
  MwProtocol protocol;
  MwSecurity security;
  guint16 port;
  const char *host;
  const char *user;    /* (nullable) */
  const char *written; /* (nullable) where it differs */
} uris[] = {
  { "imaps://imap.qq.com", MW_PROTOCOL_IMAP, MW_SECURITY_TLS, 993, "imap.qq.com" },
  { "imap+starttls://a.example:1143", MW_PROTOCOL_IMAP, MW_SECURITY_STARTTLS, 1143, "a.example" },
  { "pop3s://li.na%40example.com@pop.example.com",
    MW_PROTOCOL_POP3,
    MW_SECURITY_TLS,
    995,
    "pop.example.com",
    .user = "li.na@example.com" },
  { "submission+starttls://SMTP.Example.com:587/",
    MW_PROTOCOL_SMTP,
    MW_SECURITY_STARTTLS,
    587,
    "smtp.example.com",
    .written = "submission+starttls://smtp.example.com" },
  { "smtp+starttls://smtp.example.com",
    MW_PROTOCOL_SMTP,
    MW_SECURITY_STARTTLS,
    25,
    "smtp.example.com" },
  { "imap://plain.example", MW_PROTOCOL_IMAP, MW_SECURITY_NONE, 143, "plain.example" },
  { "imaps://[fe80::1%25eth0]:1993", MW_PROTOCOL_IMAP, MW_SECURITY_TLS, 1993, "fe80::1%eth0" },
  { "imaps://[2001:db8::1]:993",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_TLS,
    993,
    "2001:db8::1",
    .written = "imaps://[2001:db8::1]" },
  { "imaps://bücher.example",
    MW_PROTOCOL_IMAP,
    MW_SECURITY_TLS,
    993,
    "xn--bcher-kva.example",
    .written = "imaps://xn--bcher-kva.example" },
};

static void
test_uri (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (uris); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MwServer) server = mw_server_new_for_uri (uris[i].uri, &error);
    g_autofree char *written = NULL;

    g_assert_no_error (error);
    g_assert_cmpint (server->protocol, ==, uris[i].protocol);
    g_assert_cmpint (server->security, ==, uris[i].security);
    g_assert_cmpstr (server->host, ==, uris[i].host);
    g_assert_cmpint (server->port, ==, uris[i].port);
    g_assert_cmpstr (server->user, ==, uris[i].user);
    written = mw_server_to_uri (server);
    g_assert_cmpstr (written, ==, uris[i].written ? uris[i].written : uris[i].uri);
  }
}

static void
test_bad_uri (void)
{
  static const char *const cases[] = {
    "",
    "imap.qq.com",
    "imaps:imap.qq.com",
    "imaps://",
    "https://imap.qq.com",
    "imaps://imap.qq.com:0",
    "imaps://imap.qq.com:70000",
    "imaps://imap.qq.com:x",
    "imaps://imap qq.com",
    "imaps://[fe80::1%25eth%200]",
    "imaps://imap.qq.com/INBOX",
    "imaps://imap.qq.com?x",
    "imaps://anna:secret@imap.qq.com",
    "imaps://anna:secret@imap.qq.com/INBOX",
    "imaps://anna:secret@imap.qq.com:99999",
    "nonsense://anna:secret@imap.qq.com",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MwServer) server = mw_server_new_for_uri (cases[i], &error);

    g_test_message ("%s", cases[i]);
    g_assert_null (server);
    g_assert_error (error, MW_ERROR, MW_ERROR_INPUT);
    g_assert_null (strstr (error->message, "secret"));
  }
}

static void
test_host_port (void)
{
  g_autoptr (MwServer) server = mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "::1", 0, NULL);
  g_autofree char *text = mw_server_to_host_port (server);

  g_assert_cmpstr (text, ==, "[::1]:993");
}

static void
test_equal (void)
{
  g_autoptr (MwServer) a = mw_server_new_for_uri ("imaps://a@imap.example.com", NULL);
  g_autoptr (MwServer) b = mw_server_copy (a);
  g_autoptr (MwServer) c = mw_server_new_for_user (a, "c");

  g_assert_true (mw_server_equal (a, b));
  g_assert_false (mw_server_equal (a, c));
}

static void
test_fields (void)
{
  static const struct {
    gboolean (*check) (const char *text, GError **error);
    const char *text;
    gboolean good;
  } cases[] = {
    { mw_field_check_name, "李娜", TRUE },
    { mw_field_check_name, "", FALSE },
    { mw_field_check_name, "Li\nNa", FALSE },
    { mw_field_check_address, "li.na@example.com", TRUE },
    { mw_field_check_address, "", FALSE },
    { mw_field_check_address, "li.na", FALSE },
    { mw_field_check_password, " with spaces ", TRUE },
    { mw_field_check_password, "", FALSE },
    { mw_field_check_password, "two\nlines", FALSE },
    { mw_field_check_host, "imap.example.com", TRUE },
    { mw_field_check_host, "192.0.2.1", TRUE },
    { mw_field_check_host, "imap example.com", FALSE },
    { mw_field_check_host, "imap.example.com:993", FALSE },
    { mw_field_check_host, "", FALSE },
    { mw_field_check_user, "li.na", TRUE },
    { mw_field_check_user, "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;

    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (cases[i].check (cases[i].text, &error), ==, cases[i].good);
    g_assert_cmpint (error == NULL, ==, cases[i].good);
  }
}

static void
test_port_field (void)
{
  static const char *const bad[] = { "", "0", "65536", "-1", "99x", " 993" };
  guint16 port;

  g_assert_true (mw_field_check_port ("993", &port, NULL));
  g_assert_cmpint (port, ==, 993);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_false (mw_field_check_port (bad[i], NULL, &error));
    g_assert_error (error, MW_ERROR, MW_ERROR_INPUT);
  }
}

/* RFC 8314, sections 3 and 7 */
static void
test_suggest_pair (void)
{
  static const struct {
    const char *typed;
    const char *meant; /* (nullable): there is no contradiction */
  } rows[] = {
    { "imap+starttls://a.example:993", "imaps://a.example" },
    { "imap://a.example:993", "imaps://a.example" },
    { "imaps://a.example:143", "imap+starttls://a.example" },
    { "imaps://a.example:995", "imaps://a.example" },
    { "imap+starttls://a.example:110", "imaps://a.example" },
    { "imaps://a.example:465", "imaps://a.example" },
    { "pop3+starttls://a.example:995", "pop3s://a.example" },
    { "pop3s://a.example:993", "pop3s://a.example" },
    { "submissions://anna@a.example:587", "submission+starttls://anna@a.example" },
    { "submission+starttls://a.example:465", "submissions://a.example" },
    { "smtp+starttls://a.example", "submissions://a.example" },
    { "submissions://a.example:993", "submissions://a.example" },
    { "imaps://a.example:25", "imaps://a.example" },
    { "imaps://a.example", NULL },
    { "imap://a.example", NULL },
    { "imap+starttls://a.example", NULL },
    { "pop3+starttls://a.example", NULL },
    { "submissions://a.example", NULL },
    { "submission+starttls://a.example", NULL },
    { "submission+starttls://a.example:2525", NULL },
    { "imap+starttls://a.example:1993", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwServer) typed = mw_server_new_for_uri (rows[i].typed, NULL);
    g_autoptr (MwServer) meant = mw_server_suggest_pair (typed);
    g_autofree char *uri = meant ? mw_server_to_uri (meant) : NULL;

    g_test_message ("%s", rows[i].typed);
    g_assert_cmpstr (uri, ==, rows[i].meant);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/server/uri", test_uri);
  g_test_add_func ("/server/bad-uri", test_bad_uri);
  g_test_add_func ("/server/host-port", test_host_port);
  g_test_add_func ("/server/equal", test_equal);
  g_test_add_func ("/field/texts", test_fields);
  g_test_add_func ("/field/port", test_port_field);

  g_test_add_func ("/server/suggest-pair", test_suggest_pair);

  return g_test_run ();
}
