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
  { "imaps://u:p@a.example", MW_PROTOCOL_IMAP, NULL },                     /* a password */
  { "imap.example.com.", MW_PROTOCOL_IMAP, "imaps://imap.example.com" },   /* end of a sentence */
  { "imap.example.com，", MW_PROTOCOL_IMAP, "imaps://imap.example.com" },  /* the same */
  { "imaps://imap.example.com/", MW_PROTOCOL_IMAP, "imaps://imap.example.com" }, /* URI */

  /* The address of a page. */
  { "https://mail.a.example/owa/?x=1#y", MW_PROTOCOL_IMAP, "imaps://mail.a.example" }, /* */
  { "HTTP://mail.a.example:8080", MW_PROTOCOL_SMTP, "submissions://mail.a.example" },  /* */
  { "https://", MW_PROTOCOL_IMAP, NULL },                                              /* */
  { "ftp://a.example", MW_PROTOCOL_IMAP, NULL },                                       /* */

  /* The sentence of a help page. */
  { "收件服务器：imap.qq.com，端口 993，SSL", MW_PROTOCOL_IMAP, "imaps://imap.qq.com" }, /* */
  { "收件服务器：imap.qq.com，端口 993，SSL", MW_PROTOCOL_SMTP, NULL },                  /* */
  { "IMAP服务器imap.qq.com端口1993", MW_PROTOCOL_IMAP, "imaps://imap.qq.com:1993" },     /* */
  { "Incoming server: imap.example.com Port: 993 (SSL/TLS)",
    MW_PROTOCOL_IMAP,
    "imaps://imap.example.com" },
  { "Incoming server: mail.example.com Port: 995 (SSL/TLS)",
    MW_PROTOCOL_POP3,
    "pop3s://mail.example.com" },
  { "Server mail.example.com, port 143, STARTTLS",
    MW_PROTOCOL_IMAP,
    "imap+starttls://mail.example.com" },
  { "POP3服务器: pop.163.com (端口: 995)\nSMTP服务器: smtp.163.com (端口: 465)\n"
    "IMAP服务器: imap.163.com (端口: 993)",
    MW_PROTOCOL_SMTP,
    "submissions://smtp.163.com" },
  { "POP3服务器: pop.163.com (端口: 995)\nSMTP服务器: smtp.163.com (端口: 465)\n"
    "IMAP服务器: imap.163.com (端口: 993)",
    MW_PROTOCOL_IMAP,
    "imaps://imap.163.com" },
  { "发件服务器：mail.a.example 端口 587",
    MW_PROTOCOL_SMTP,
    "submission+starttls://mail.a.example" },
  { "Receiving: mail.a.example; sending: out.a.example",
    MW_PROTOCOL_SMTP,
    "submissions://out.a.example" },
  { "Version 2.0, server mail.a.example for anna@b.example",
    MW_PROTOCOL_IMAP,
    "imaps://mail.a.example" },
  { "Use smtp.a.example", MW_PROTOCOL_IMAP, NULL }, /* not what is asked for */
  { "see imaps://imap.a.example:1993, please", MW_PROTOCOL_IMAP, "imaps://imap.a.example:1993" },
  { "Ask your IT team", MW_PROTOCOL_IMAP, NULL }, /* no server */
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

/* Whatever is pasted: a server of the kind that was asked for, never without encryption, or a
 * sentence. */
static void
test_promises (void)
{
  static const char *const pieces[] = {
    "imap", ".a", ".example", "smtp.", ":",      "993", "/",     "SSL",  "STARTTLS",
    " ",    "，", "端口",     "：",    "imaps",  "://", "https", "[",    "]",
    "::1",  "@",  "服务器",   "收件",  "\u200b", "．",  "-",     "例子", "?",
  };

  for (guint i = 0; i < 20000; i++) {
    g_autoptr (GString) text = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (MwServer) server = NULL;
    g_autofree char *uri = NULL;
    g_autoptr (MwServer) again = NULL;
    MwProtocol protocol = g_test_rand_int_range (0, 3);

    for (int n = g_test_rand_int_range (0, 12); n > 0; n--)
      g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    server = mw_pasted_server_parse (text->str, protocol, MW_SECURITY_TLS, &error);
    g_assert_true ((server == NULL) == (error != NULL));
    if (server == NULL)
      continue;
    g_assert_cmpint (server->protocol, ==, protocol);
    g_assert_cmpint (server->security, !=, MW_SECURITY_NONE);
    uri = mw_server_to_uri (server);
    again = mw_pasted_server_parse (uri, protocol, MW_SECURITY_TLS, NULL);
    g_assert_true (again != NULL && mw_server_equal (again, server));
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pasted-server/parse", test_parse);
  g_test_add_func ("/pasted-server/keep-security", test_keep_security);
  g_test_add_func ("/pasted-server/leave-tidy-alone", test_leave_tidy_alone);

  g_test_add_func ("/pasted-server/promises", test_promises);

  return g_test_run ();
}
