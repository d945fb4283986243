/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-mend.h"

#include <string.h>

static char *
list (const char *uri, MwStage stage, const char *cause)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MwServer) server = mw_server_new_for_uri (uri, &error);
  g_autoptr (MwFinding) problem = mw_finding_new (stage, MW_SEVERITY_ERROR, cause, NULL);
  g_autoptr (GPtrArray) servers = NULL;
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  servers = mw_mend_list_servers (server, problem);
  for (guint i = 0; i < servers->len; i++) {
    g_autofree char *one = mw_server_to_uri (g_ptr_array_index (servers, i));

    g_string_append_printf (text, "%s%s", i ? " " : "", one);
  }

  return g_string_free (text, FALSE);
}

/* clang-format off */
static const struct {
  const char *uri;
  MwStage stage;
  const char *cause;
  const char *others;
} rows[] = {
  /* The other ports of the same host, encrypted ones first. */
  { "imaps://a.example", MW_STAGE_CONNECT, "net.refused", "imap+starttls://a.example" },
  { "pop3+starttls://a.example", MW_STAGE_CONNECT, "net.timeout", "pop3s://a.example" },
  { "submissions://a.example", MW_STAGE_CONNECT, "net.timeout",
    "submission+starttls://a.example smtp+starttls://a.example" },
  { "smtp+starttls://a.example", MW_STAGE_SIGN_IN, "auth.not-offered",
    "submissions://a.example submission+starttls://a.example" },
  { "imaps://a.example:1993", MW_STAGE_CONNECT, "net.refused",
    "imaps://a.example imap+starttls://a.example" },

  /* The encryption that does not fit the port. */
  { "imap+starttls://a.example", MW_STAGE_GREET, "tls.tls-on-plain-port",
    "imaps://a.example:143 imaps://a.example" },
  { "imaps://a.example:1143", MW_STAGE_ENCRYPT, "tls.plaintext-on-tls-port",
    "imap+starttls://a.example:1143 imaps://a.example imap+starttls://a.example" },

  /* RFC 8314: where STARTTLS is missing, the port that needs none; never no encryption. */
  { "imap+starttls://a.example", MW_STAGE_ENCRYPT, "tls.not-offered", "imaps://a.example" },
  { "imaps://a.example", MW_STAGE_ENCRYPT, "tls.not-offered", "" },

  /* Another service. */
  { "imaps://a.example", MW_STAGE_GREET, "proto.wrong-protocol",
    "pop3s://a.example:993 imap+starttls://a.example" },

  /* Never mended. */
  { "imaps://a.example", MW_STAGE_ENCRYPT, "tls.expired", "" },
  { "imaps://a.example", MW_STAGE_ENCRYPT, "tls.unknown-issuer", "" },
  { "imaps://a.example", MW_STAGE_ENCRYPT, "tls.wrong-name", "" },
  { "imap+starttls://a.example", MW_STAGE_ENCRYPT, "tls.injection", "" },
  { "imap+starttls://a.example", MW_STAGE_GREET, "tls.preauth-downgrade", "" },
  { "imaps://a.example", MW_STAGE_SIGN_IN, "auth.wrong-password", "" },
  { "imaps://a.example", MW_STAGE_SIGN_IN, "net.closed-after-auth", "" },

  /* Too late: the password may have been seen. */
  { "imaps://a.example", MW_STAGE_SIGN_IN, "net.timeout", "" },
  { "imaps://a.example", MW_STAGE_USE, "net.reset", "" },
};
/* clang-format on */

static void
test_servers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *others = list (rows[i].uri, rows[i].stage, rows[i].cause);

    g_test_message ("%s %s", rows[i].uri, rows[i].cause);
    g_assert_cmpstr (others, ==, rows[i].others);
  }
}

static void
test_keeps_user (void)
{
  g_autoptr (MwServer) server =
    mw_server_new (MW_PROTOCOL_IMAP, MW_SECURITY_TLS, "a.example", 0, "li.na");
  g_autoptr (MwFinding) problem =
    mw_finding_new (MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.refused", NULL);
  g_autoptr (GPtrArray) servers = mw_mend_list_servers (server, problem);

  g_assert_cmpuint (servers->len, ==, 1);
  g_assert_cmpstr (((MwServer *) g_ptr_array_index (servers, 0))->user, ==, "li.na");
}

static void
test_silence (void)
{
  g_autoptr (MwFinding) silent =
    mw_finding_new (MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.timeout", NULL);
  g_autoptr (MwFinding) slow =
    mw_finding_new (MW_STAGE_GREET, MW_SEVERITY_ERROR, "net.timeout", NULL);
  g_autoptr (MwFinding) refused =
    mw_finding_new (MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.refused", NULL);

  g_assert_true (mw_mend_is_silence (silent));
  g_assert_false (mw_mend_is_silence (slow));
  g_assert_false (mw_mend_is_silence (refused));
}

/* Whoever makes a name wrong may want us to go elsewhere. */
static void
test_doubt (void)
{
  g_autoptr (MwFinding) failed =
    mw_finding_new (MW_STAGE_RESOLVE, MW_SEVERITY_ERROR, "dns.servfail", NULL);
  g_autoptr (MwFinding) doubted =
    mw_finding_new_with (failed, g_variant_new_parsed ("{'problem': <'bogus'>}"));

  g_assert_true (mw_mend_is_about_place (failed));
  g_assert_false (mw_mend_is_about_place (doubted));
  g_assert_false (mw_mend_is_mendable (doubted));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mend/servers", test_servers);
  g_test_add_func ("/mend/keeps-user", test_keeps_user);
  g_test_add_func ("/mend/silence", test_silence);
  g_test_add_func ("/mend/doubt", test_doubt);

  return g_test_run ();
}
