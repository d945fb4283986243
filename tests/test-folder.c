/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-folder.h"

static void
test_reads_lines (void)
{
  static const struct {
    const char *line;
    const char *role; /* (nullable) */
    const char *name; /* (nullable): no mailbox at all */
  } rows[] = {
    { "LIST (\\HasNoChildren \\Sent) \"/\" Sent", "sent", "Sent" },
    { "list () NIL INBOX", NULL, "INBOX" },
    { "LIST (\\Noselect) \".\" \"a \\\"b\\\" \\\\\"", NULL, "a \"b\" \\" },
    { "LIST (\\Junk) \"\\\\\" \"[Gmail]/Spam\"", "junk", "[Gmail]/Spam" },
    { "LIST (\\SentMail) \"/\" x", NULL, "x" },
    { "LIST (Sent) \"/\" x", NULL, "x" },
    { "LSUB () \"/\" x", NULL, NULL },
    { "LIST (\\Sent", NULL, NULL },
    { "LIST ()", NULL, NULL },
    { "LIST () \"/\"", NULL, NULL },
    { "LIST () \"/\" ", NULL, NULL },
    { "LIST () \"/\" \"x", NULL, NULL },
    { "LIST () \"/\" \"x\\", NULL, NULL },
    { "LIST () \"/\" {3}", NULL, NULL },
    { "LIST () \"", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (MwFolder) folder = mw_folder_new_for_list (rows[i].line);

    g_test_message ("%s", rows[i].line);
    g_assert_cmpstr (folder ? folder->role : NULL, ==, rows[i].role);
    g_assert_cmpstr (folder ? folder->name : NULL, ==, rows[i].name);
  }
}

/* RFC 3501, section 5.1.3 */
static void
test_decodes_names (void)
{
  static const struct {
    const char *name;
    const char *decoded;
  } rows[] = {
    { "Sent", "Sent" },
    { "~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語" },
    { "&g0l6Pw-", "草稿" },
    { "a&-b", "a&b" },
    { "&2D3eAA-", "😀" },
    { "&", "&" },
    { "&ZeV", "&ZeV" },
    { "&2D0-", "&2D0-" }, /* half a character */
    { "&Zg-", "&Zg-" },
    { "&***-", "&***-" },
    { "Gesendet ü", "Gesendet ü" },
    { "&AAo-", "␊" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *decoded = mw_folder_decode_name (rows[i].name);

    g_test_message ("%s", rows[i].name);
    g_assert_cmpstr (decoded, ==, rows[i].decoded);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/folder/reads-lines", test_reads_lines);
  g_test_add_func ("/folder/decodes-names", test_decodes_names);

  return g_test_run ();
}
