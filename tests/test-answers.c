/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-answers.h"

#include <string.h>

static const char sample[] = "[first]\n"
                             "Hosts=*.qq.com;imap.EXAMPLE.com;\n"
                             "Protocols=imap;pop3;\n"
                             "Text=Semi\\;colon;授权码;\n"
                             "Cause=auth.authorization-code-needed\n"
                             "[second]\n"
                             "Code=5.7.9\n"
                             "Cause=auth.app-password-needed\n"
                             "[third]\n"
                             "Code=AUTH\n"
                             "Text=expired;\n"
                             "Cause=auth.password-expired\n"
                             "[fourth]\n"
                             "Text=expired;\n"
                             "Cause=auth.token-expired\n";

static void
test_match (void)
{
  static const struct {
    MwProtocol protocol;
    const char *host;
    const char *answer;
    const char *cause; /* (nullable) */
  } cases[] = {
    { MW_PROTOCOL_IMAP, "imap.qq.com", "NO semi;COLON", "auth.authorization-code-needed" },
    { MW_PROTOCOL_POP3, "IMAP.example.COM", "-ERR 请用授权码", "auth.authorization-code-needed" },
    { MW_PROTOCOL_SMTP, "smtp.qq.com", "535 semi;colon", NULL },
    { MW_PROTOCOL_IMAP, "imap.qq.com.evil.example", "NO semi;colon", NULL },
    { MW_PROTOCOL_IMAP, NULL, "NO semi;colon", NULL },
    { MW_PROTOCOL_IMAP, "imap.qq.com", "NO semi", NULL },
    { MW_PROTOCOL_SMTP, NULL, "534 5.7.9 x", "auth.app-password-needed" },
    { MW_PROTOCOL_SMTP, NULL, "534-5.7.9 x", "auth.app-password-needed" },
    { MW_PROTOCOL_SMTP, NULL, "534 5.7.90 x", NULL },
    { MW_PROTOCOL_SMTP, NULL, "534 5.7.9.1 x", NULL },
    { MW_PROTOCOL_SMTP, NULL, "250 a b c d 5.7.9", NULL },
    { MW_PROTOCOL_POP3, NULL, "-ERR [AUTH] Expired", "auth.password-expired" },
    { MW_PROTOCOL_IMAP, NULL, "a3 NO [AUTH x] expired", "auth.password-expired" },
    { MW_PROTOCOL_IMAP, NULL, "NO [AUTHENTICATIONFAILED] expired", "auth.token-expired" },
    { MW_PROTOCOL_IMAP, NULL, "", NULL },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (MwAnswers) answers = mw_answers_new_for_text (sample, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (mw_answers_match (answers, cases[i].protocol, cases[i].host, cases[i].answer),
                     ==,
                     cases[i].cause);
}

static void
test_lint (void)
{
  static const char *const wrong[] = {
    "[a]\nText=x;\nCause=auth.unknown\nHost=*.qq.com;\n",   /* misspelt key */
    "[a]\nText=x;\nCause=auth.wrong-pasword\n",             /* misspelt cause */
    "[a]\nText=x;\n",                                       /* no cause */
    "[a]\nCause=auth.unknown\n",                            /* fits everything */
    "[a]\nText=\nCause=auth.unknown\n",                     /* the same */
    "[a]\nText=x;;\nCause=auth.unknown\n",                  /* the same */
    "[a]\nCode=1\nText=\nCause=auth.unknown\n",             /* the same for a code */
    "[a]\nText=x;\nProtocols=imaps;\nCause=auth.unknown\n", /* no protocol */
    "[a\nText=x;\nCause=auth.unknown\n",                    /* no key file */
    "Text=x;\n",                                            /* outside of a group */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (MwAnswers) answers = mw_answers_new_for_text (wrong[i], &error);

    if (answers != NULL)
      g_test_fail_printf ("taken for right: %s", wrong[i]);
    g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
  }
}

static char *
read_file (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "answers.ini", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
test_file_is_right (void)
{
  g_autofree char *text = read_file ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MwAnswers) answers = mw_answers_new_for_text (text, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answers);
}

/* A key file melts groups of the same name into one, and keeps the last of two keys. */
static void
test_file_has_nothing_twice (void)
{
  g_autofree char *text = read_file ();
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GHashTable) groups = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i][0] == '[') {
      if (!g_hash_table_add (groups, lines[i]))
        g_test_fail_printf ("twice: %s", lines[i]);
      g_hash_table_remove_all (keys);
    } else if (g_ascii_isalpha (lines[i][0])) {
      if (!g_hash_table_add (keys, g_strndup (lines[i], strcspn (lines[i], "="))))
        g_test_fail_printf ("twice in one group: %s", lines[i]);
    }
}

static void
test_default_is_built_in (void)
{
  MwAnswers *answers = mw_answers_get_default ();

  g_assert_true (answers == mw_answers_get_default ());
  g_assert_cmpstr (mw_answers_match (answers,
                                     MW_PROTOCOL_SMTP,
                                     "smtp.163.com",
                                     "535 Error: authentication failed"),
                   ==,
                   "auth.authorization-code-needed");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/answers/match", test_match);
  g_test_add_func ("/answers/lint", test_lint);
  g_test_add_func ("/answers/file-is-right", test_file_is_right);
  g_test_add_func ("/answers/file-has-nothing-twice", test_file_has_nothing_twice);
  g_test_add_func ("/answers/default-is-built-in", test_default_is_built_in);

  return g_test_run ();
}
