/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-pasted-server.h"

static const struct {
  const char *text;
  MwProtocol protocol;
  const char *uri; /* (nullable): refused */
} rows[] = {
  { "imap.example.com", MW_PROTOCOL_IMAP, "imaps://imap.example.com" },               /* plain */
  { " imap.example.com\t", MW_PROTOCOL_IMAP, "imaps://imap.example.com" },            /* blanks */
  { "imap.example.com:993", MW_PROTOCOL_IMAP, "imaps://imap.example.com" },           /* port */
  { "imap.example.com:143", MW_PROTOCOL_IMAP, "imap+starttls://imap.example.com" },   /* tells it */
  { "imap.example.com:1993/SSL", MW_PROTOCOL_IMAP, "imaps://imap.example.com:1993" }, /* word */
  { "imap.example.com/TLS", MW_PROTOCOL_IMAP, "imaps://imap.example.com" },           /* word */
  { "a.example/STARTTLS", MW_PROTOCOL_IMAP, "imap+starttls://a.example" },            /* word */
  { "a.example:465/SSL/TLS", MW_PROTOCOL_SMTP, "submissions://a.example" }, /* Thunderbird */
  { "a.example 587 STARTTLS", MW_PROTOCOL_SMTP, "submission+starttls://a.example" }, /* blanks */
  { "imaps://a.example", MW_PROTOCOL_IMAP, "imaps://a.example" },                    /* URI */
  { "IMAP://a.example", MW_PROTOCOL_IMAP, "imap+starttls://a.example" },        /* no plain text */
  { "smtps://a.example", MW_PROTOCOL_SMTP, "submissions://a.example" },         /* their word */
  { "pops://a.example", MW_PROTOCOL_POP3, "pop3s://a.example" },                /* their word */
  { "192.0.2.1:993", MW_PROTOCOL_IMAP, "imaps://192.0.2.1" },                   /* IPv4 */
  { "2001:db8::1", MW_PROTOCOL_IMAP, "imaps://[2001:db8::1]" },                 /* IPv6 */
  { "[2001:db8::1]:1143/ssl", MW_PROTOCOL_IMAP, "imaps://[2001:db8::1]:1143" }, /* IPv6 */
  { "ｉｍａｐ．ａ．ｅｘａｍｐｌｅ：９９３",
    MW_PROTOCOL_IMAP,
    "imaps://imap.a.example" },                                            /* full width */
  { "bücher.example", MW_PROTOCOL_IMAP, "imaps://xn--bcher-kva.example" }, /* IDNA */
  { "", MW_PROTOCOL_IMAP, NULL },                                          /* nothing */
  { "imap example", MW_PROTOCOL_IMAP, NULL },                              /* two words */
  { "imap.example.com:0", MW_PROTOCOL_IMAP, NULL },                        /* no such port */
  { "imap.example.com:x", MW_PROTOCOL_IMAP, NULL },                        /* no port */
  { "imap.example.com:", MW_PROTOCOL_IMAP, NULL },                         /* no port */
  { "imap.example.com/none", MW_PROTOCOL_IMAP, NULL },                     /* no such encryption */
  { "smtp://a.example", MW_PROTOCOL_IMAP, NULL },                          /* in the wrong box */
  { "pop3s://a.example", MW_PROTOCOL_IMAP, NULL },                         /* in the wrong box */
  { "imaps://a.example", MW_PROTOCOL_SMTP, NULL },                         /* in the wrong box */
  { "https://a.example", MW_PROTOCOL_IMAP, NULL },                         /* no mail */
  { "imaps://u:p@a.example", MW_PROTOCOL_IMAP, NULL },                     /* a password */
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MwServer) server =
      mw_pasted_server_parse (rows[i].text, rows[i].protocol, MW_SECURITY_TLS, &error);
    g_autofree char *uri = server ? mw_server_to_uri (server) : NULL;

    g_test_message ("%s", rows[i].text);
    g_assert_cmpstr (uri, ==, rows[i].uri);
    if (uri == NULL)
      g_assert_error (error, MW_ERROR, MW_ERROR_INPUT);
    else
      g_assert_no_error (error);
  }
}

static void
test_keep_security (void)
{
  g_autoptr (MwServer) server =
    mw_pasted_server_parse ("a.example:2143", MW_PROTOCOL_IMAP, MW_SECURITY_STARTTLS, NULL);

  g_assert_nonnull (server);
  g_assert_cmpint (server->security, ==, MW_SECURITY_STARTTLS);
  g_assert_cmpint (server->port, ==, 2143);
}

static void
test_leave_tidy_alone (void)
{
  g_autofree char *tidy = mw_pasted_server_tidy ("imap.example.com:993/SSL");

  g_assert_null (tidy);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pasted-server/parse", test_parse);
  g_test_add_func ("/pasted-server/keep-security", test_keep_security);
  g_test_add_func ("/pasted-server/leave-tidy-alone", test_leave_tidy_alone);

  return g_test_run ();
}
