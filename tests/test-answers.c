/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-answers.h"

#include <glib/gstdio.h>
#include <string.h>

static const char sample[] = "[first]\n"
                             "Family=A;\n"
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
                             "Cause=auth.token-expired\n"
                             "[fifth]\n"
                             "Text=slip;\n"
                             "Password=code\n"
                             "Cause=auth.web-login-needed\n"
                             "[sixth]\n"
                             "Text=slip;\n"
                             "Instead=auth.unknown;\n"
                             "Cause=auth.wrong-password\n"
                             "[family A]\n"
                             "Hosts=*.qq.com;imap.EXAMPLE.com;\n"
                             "Banner=Hello, I am QQ;\n";

static const char *
match (const MwAnswers *answers, MwHeard heard)
{
  const MwPattern *pattern = mw_answers_match (answers, &heard);

  return pattern ? pattern->cause : NULL;
}

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
    g_assert_cmpstr (match (answers,
                            (MwHeard){ .protocol = cases[i].protocol,
                                       .host = cases[i].host,
                                       .answer = cases[i].answer }),
                     ==,
                     cases[i].cause);
}

/* A company's own server is known by how it introduces itself. */
static void
test_match_banner (void)
{
  g_autoptr (MwAnswers) answers = mw_answers_new_for_text (sample, NULL);
  MwHeard heard = { .host = "mail.company.example", .answer = "NO semi;colon" };

  g_assert_null (match (answers, heard));
  heard.banner = "OK hello, i am qq 3.0";
  g_assert_cmpstr (match (answers, heard), ==, "auth.authorization-code-needed");
  heard.banner = "OK Hello";
  g_assert_null (match (answers, heard));
}

static void
test_match_password_and_cause (void)
{
  g_autoptr (MwAnswers) answers = mw_answers_new_for_text (sample, NULL);
  MwHeard heard = { .answer = "NO slip", .password_is_code = TRUE };

  g_assert_cmpstr (match (answers, heard), ==, "auth.web-login-needed");
  heard.password_is_code = FALSE;
  g_assert_cmpstr (match (answers, heard), ==, "auth.wrong-password");
  heard.cause = "auth.unknown";
  g_assert_cmpstr (match (answers, heard), ==, "auth.wrong-password");
  heard.cause = "auth.temporary-failure";
  g_assert_null (match (answers, heard));
}

static void
test_lint (void)
{
  static const char *const wrong[] = {
    "[a]\nText=x;\nCause=auth.unknown\nHost=*.qq.com;\n",       /* misspelt key */
    "[a]\nText=x;\nCause=auth.wrong-pasword\n",                 /* misspelt cause */
    "[a]\nText=x;\n",                                           /* no cause */
    "[a]\nCause=auth.unknown\n",                                /* fits everything */
    "[a]\nText=\nCause=auth.unknown\n",                         /* the same */
    "[a]\nText=x;;\nCause=auth.unknown\n",                      /* the same */
    "[a]\nCode=1\nText=\nCause=auth.unknown\n",                 /* the same for a code */
    "[a]\nText=x;\nProtocols=imaps;\nCause=auth.unknown\n",     /* no protocol */
    "[a\nText=x;\nCause=auth.unknown\n",                        /* no key file */
    "Text=x;\n",                                                /* outside of a group */
    "[a]\nText=x;\nFamily=B;\nCause=auth.unknown\n",            /* no such family */
    "[a]\nText=x;\nCause=auth.unknown;auth.wrong-password;\n",  /* one too many */
    "[a]\nText=x;\nCause=auth.unknown\nSuspects=auth.wrong;\n", /* no such suspect */
    "[a]\nText=x;\nCause=auth.unknown\nInstead=auth.wrong;\n",  /* the same */
    "[a]\nText=x;\nCause=auth.unknown\nPassword=long\n",        /* no such shape */
    "[family A]\n",                                             /* known by nothing */
    "[family A]\nHost=x.example\n",                             /* misspelt key */
    "[family A]\nHosts=;\n",                                    /* fits everything */
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
  const MwAnswers *answers = mw_answers_get_default ();

  g_assert_true (answers == mw_answers_get_default ());
  g_assert_cmpuint (mw_answers_get_problems (answers)->len, ==, 0);
  g_assert_cmpstr (match (answers,
                          (MwHeard){ .protocol = MW_PROTOCOL_SMTP,
                                     .host = "smtp.163.com",
                                     .answer = "535 Error: authentication failed" }),
                   ==,
                   "auth.authorization-code-needed");
}

/* ------ files of the company ------ */

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *path = g_dir_make_tmp ("answers-XXXXXX", &error);

  g_assert_no_error (error);

  return path;
}

static char *
write_file (const char *folder, const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return path;
}

static const char ours[] = "[ours: call the hotline]\n"
                           "Family=Ours;\n"
                           "Text=Call 1234;\n"
                           "Cause=auth.account-locked\n"
                           "[ours before the others]\n"
                           "Text=Application-specific password required;\n"
                           "Cause=auth.policy-blocked\n"
                           "[slip]\n"
                           "Text=x;\n"
                           "Cause=auth.lockd\n"
                           "[family Ours]\n"
                           "Hosts=*.company.example;\n"
                           "[family NetEase]\n"
                           "Hosts=mail.company.example;\n";

static void
test_company_file (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = write_file (folder, "ours.ini", ours);
  g_autofree char *other = write_file (folder, "readme.txt", "[no answers]\n");
  const char *const folders[] = { "/nonexistent", folder, NULL };
  g_autoptr (MwAnswers) answers = mw_answers_new (folders);
  GPtrArray *problems = mw_answers_get_problems (answers);
  MwHeard heard = { .host = "mail.company.example", .answer = "NO Call 1234" };

  g_assert_cmpstr (match (answers, heard), ==, "auth.account-locked");
  heard.answer = "NO Application-specific password required";
  g_assert_cmpstr (match (answers, heard), ==, "auth.policy-blocked");
  heard.answer = "NO Login error or password error";
  g_assert_cmpstr (match (answers, heard), ==, "auth.authorization-code-needed");
  heard.host = "mail.other.example";
  g_assert_null (match (answers, heard));

  g_assert_cmpuint (problems->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (problems, 0), path));
  g_assert_nonnull (
    strstr (g_ptr_array_index (problems, 0), "[slip] Cause: no such cause: “auth.lockd”"));
  g_unlink (path);
  g_unlink (other);
  g_rmdir (folder);
}

static void
test_lint_file (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = write_file (folder, "ours.ini", ours);
  g_autoptr (GPtrArray) problems = mw_answers_lint (path, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (problems->len, ==, 1);
  g_unlink (path);
  g_assert_null (mw_answers_lint (path, &error));
  g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, path));
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/answers/match", test_match);
  g_test_add_func ("/answers/match-banner", test_match_banner);
  g_test_add_func ("/answers/match-password-and-cause", test_match_password_and_cause);
  g_test_add_func ("/answers/lint", test_lint);
  g_test_add_func ("/answers/file-is-right", test_file_is_right);
  g_test_add_func ("/answers/file-has-nothing-twice", test_file_has_nothing_twice);
  g_test_add_func ("/answers/default-is-built-in", test_default_is_built_in);
  g_test_add_func ("/answers/company-file", test_company_file);
  g_test_add_func ("/answers/lint-file", test_lint_file);

  return g_test_run ();
}
