/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-reply.h"

#include <string.h>

typedef struct {
  const char *line;
  MwParse parse;
  MwStatus status;
  int code;
  const char *detail; /* (nullable) */
  const char *text;   /* (nullable) */
} Row;

static void
check_row (const Row *row, MwParse parse, const MwReply *reply)
{
  g_test_message ("%s", row->line);
  g_assert_cmpint (parse, ==, row->parse);
  if (parse == MW_PARSE_INVALID)
    return;

  g_assert_cmpint (reply->status, ==, row->status);
  g_assert_cmpint (reply->code, ==, row->code);
  g_assert_cmpstr (reply->detail, ==, row->detail);
  g_assert_cmpstr (reply->text, ==, row->text);
}

static void
test_smtp_lines (void)
{
  static const Row rows[] = {
    { "250 ok", MW_PARSE_COMPLETE, MW_STATUS_OK, 250, NULL, "ok" },
    { "250", MW_PARSE_COMPLETE, MW_STATUS_OK, 250, NULL, "" },
    { "250 ", MW_PARSE_COMPLETE, MW_STATUS_OK, 250, NULL, "" },
    { "250-ok", MW_PARSE_MORE, MW_STATUS_OK, 250, NULL, NULL },
    { "250-", MW_PARSE_MORE, MW_STATUS_OK, 250, NULL, NULL },
    { "334 dXNlcg==", MW_PARSE_COMPLETE, MW_STATUS_CONTINUE, 334, NULL, "dXNlcg==" },
    { "535 5.7.8 no", MW_PARSE_COMPLETE, MW_STATUS_NO, 535, "5.7.8", "no" },
    { "535 5.7.139 no", MW_PARSE_COMPLETE, MW_STATUS_NO, 535, "5.7.139", "no" },
    { "535 5.7.8", MW_PARSE_COMPLETE, MW_STATUS_NO, 535, "5.7.8", "" },
    { "535 5.7.1234 no", MW_PARSE_COMPLETE, MW_STATUS_NO, 535, NULL, "5.7.1234 no" },
    { "535 5.7. no", MW_PARSE_COMPLETE, MW_STATUS_NO, 535, NULL, "5.7. no" },
    { "535 5.7 no", MW_PARSE_COMPLETE, MW_STATUS_NO, 535, NULL, "5.7 no" },
    { "535 5.7.8no", MW_PARSE_COMPLETE, MW_STATUS_NO, 535, NULL, "5.7.8no" },
    { "535 3.7.8 no", MW_PARSE_COMPLETE, MW_STATUS_NO, 535, NULL, "3.7.8 no" },
    { "454 4.7.0 later", MW_PARSE_COMPLETE, MW_STATUS_NO, 454, "4.7.0", "later" },
    { "571 no", MW_PARSE_COMPLETE, MW_STATUS_NO, 571, NULL, "no" },
    { "", MW_PARSE_INVALID },
    { "25", MW_PARSE_INVALID },
    { "25 ok", MW_PARSE_INVALID },
    { "2500 ok", MW_PARSE_INVALID },
    { "250ok", MW_PARSE_INVALID },
    { "150 ok", MW_PARSE_INVALID },
    { "650 ok", MW_PARSE_INVALID },
    { " 250 ok", MW_PARSE_INVALID },
    { "+OK", MW_PARSE_INVALID },
    { "* OK", MW_PARSE_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (MwReply) reply = { 0 };

    mw_reply_init (&reply, MW_REPLY_USUAL, 0);
    check_row (&rows[i], mw_smtp_reply_parse (&reply, rows[i].line), &reply);
  }
}

static void
test_smtp_unfolds (void)
{
  g_auto (MwReply) reply = { 0 };

  mw_reply_init (&reply, MW_REPLY_USUAL, 0);
  g_assert_cmpint (mw_smtp_reply_parse (&reply, "535-5.7.8 Wrong password."), ==, MW_PARSE_MORE);
  g_assert_cmpint (mw_smtp_reply_parse (&reply, "535-5.7.8"), ==, MW_PARSE_MORE);
  g_assert_cmpint (mw_smtp_reply_parse (&reply, "535-"), ==, MW_PARSE_MORE);
  g_assert_cmpint (mw_smtp_reply_parse (&reply, "535 5.7.8  Try again"), ==, MW_PARSE_COMPLETE);

  g_assert_cmpuint (reply.lines->len, ==, 4);
  g_assert_cmpstr (reply.words->str, ==, "535 5.7.8 Wrong password. Try again");
}

static void
test_smtp_has_one_code (void)
{
  g_auto (MwReply) reply = { 0 };

  mw_reply_init (&reply, MW_REPLY_USUAL, 0);
  g_assert_cmpint (mw_smtp_reply_parse (&reply, "250-one"), ==, MW_PARSE_MORE);
  g_assert_cmpint (mw_smtp_reply_parse (&reply, "235 two"), ==, MW_PARSE_INVALID);
}

static void
test_pop3_lines (void)
{
  static const Row rows[] = {
    { "+OK", MW_PARSE_COMPLETE, MW_STATUS_OK, 0, NULL, "" },
    { "+OK  two", MW_PARSE_COMPLETE, MW_STATUS_OK, 0, NULL, "two" },
    { "-ERR", MW_PARSE_COMPLETE, MW_STATUS_NO, 0, NULL, "" },
    { "-ERR [AUTH] no", MW_PARSE_COMPLETE, MW_STATUS_NO, 0, "AUTH", "no" },
    { "-ERR [SYS/TEMP]", MW_PARSE_COMPLETE, MW_STATUS_NO, 0, "SYS/TEMP", "" },
    { "-ERR [AUTH no", MW_PARSE_COMPLETE, MW_STATUS_NO, 0, NULL, "[AUTH no" },
    { "-ERR no [AUTH]", MW_PARSE_COMPLETE, MW_STATUS_NO, 0, NULL, "no [AUTH]" },
    { "+ dXNlcg==", MW_PARSE_COMPLETE, MW_STATUS_CONTINUE, 0, NULL, "dXNlcg==" },
    { "+", MW_PARSE_COMPLETE, MW_STATUS_CONTINUE, 0, NULL, "" },
    { "+OKAY", MW_PARSE_INVALID },
    { "-ERROR", MW_PARSE_INVALID },
    { "OK", MW_PARSE_INVALID },
    { "+dXNlcg==", MW_PARSE_INVALID },
    { "", MW_PARSE_INVALID },
    { "220 smtp", MW_PARSE_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (MwReply) reply = { 0 };

    mw_reply_init (&reply, MW_REPLY_USUAL, 0);
    check_row (&rows[i], mw_pop3_reply_parse (&reply, rows[i].line), &reply);
  }
}

static void
test_pop3_block (void)
{
  static const char *const lines[] = { "+OK list", "one", "..two", "+OK", "-ERR", ". ", "" };
  g_auto (MwReply) reply = { 0 };

  mw_reply_init (&reply, MW_REPLY_BLOCK, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_cmpint (mw_pop3_reply_parse (&reply, lines[i]), ==, MW_PARSE_MORE);
  g_assert_cmpint (mw_pop3_reply_parse (&reply, "."), ==, MW_PARSE_COMPLETE);

  g_assert_cmpuint (reply.lines->len, ==, G_N_ELEMENTS (lines) - 1);
  g_assert_cmpstr (g_ptr_array_index (reply.lines, 1), ==, ".two");
  g_assert_cmpint (reply.status, ==, MW_STATUS_OK);
}

static void
test_pop3_refused_block (void)
{
  g_auto (MwReply) reply = { 0 };

  mw_reply_init (&reply, MW_REPLY_BLOCK, 0);
  g_assert_cmpint (mw_pop3_reply_parse (&reply, "-ERR no"), ==, MW_PARSE_COMPLETE);
}

static void
test_imap_lines (void)
{
  static const Row rows[] = {
    { "a7 OK done", MW_PARSE_COMPLETE, MW_STATUS_OK, 0, NULL, "done" },
    { "a7 ok done", MW_PARSE_COMPLETE, MW_STATUS_OK, 0, NULL, "done" },
    { "a7 OK", MW_PARSE_COMPLETE, MW_STATUS_OK, 0, NULL, "" },
    { "a7 NO [LIMIT] no", MW_PARSE_COMPLETE, MW_STATUS_NO, 0, "LIMIT", "no" },
    { "a7 BAD what", MW_PARSE_COMPLETE, MW_STATUS_BAD, 0, NULL, "what" },
    { "a7 OK [CAPABILITY A B]", MW_PARSE_COMPLETE, MW_STATUS_OK, 0, "CAPABILITY A B", "" },
    { "a7 NO [LIMIT no", MW_PARSE_COMPLETE, MW_STATUS_NO, 0, NULL, "[LIMIT no" },
    { "+ text", MW_PARSE_COMPLETE, MW_STATUS_CONTINUE, 0, NULL, "text" },
    { "+", MW_PARSE_COMPLETE, MW_STATUS_CONTINUE, 0, NULL, "" },
    { "* 3 EXISTS", MW_PARSE_MORE, MW_STATUS_OK, 0, NULL, NULL },
    { "* NO [LIMIT] soon", MW_PARSE_MORE, MW_STATUS_OK, 0, NULL, NULL },
    { "a6 NO older", MW_PARSE_MORE, MW_STATUS_OK, 0, NULL, NULL },
    { "a77 NO newer", MW_PARSE_MORE, MW_STATUS_OK, 0, NULL, NULL },
    { "a7 MAYBE", MW_PARSE_INVALID },
    { "a7", MW_PARSE_INVALID },
    { "b7 OK", MW_PARSE_INVALID },
    { "OK", MW_PARSE_INVALID },
    { "*", MW_PARSE_INVALID },
    { "", MW_PARSE_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (MwReply) reply = { 0 };

    mw_reply_init (&reply, MW_REPLY_USUAL, 7);
    check_row (&rows[i], mw_imap_reply_parse (&reply, rows[i].line), &reply);
  }
}

static void
test_imap_greetings (void)
{
  static const Row rows[] = {
    { "* OK ready", MW_PARSE_COMPLETE, MW_STATUS_OK, 0, NULL, "ready" },
    { "* BYE busy", MW_PARSE_COMPLETE, MW_STATUS_BYE, 0, NULL, "busy" },
    { "* PREAUTH hello", MW_PARSE_COMPLETE, MW_STATUS_PREAUTH, 0, NULL, "hello" },
    { "* OK [ALERT] x", MW_PARSE_COMPLETE, MW_STATUS_OK, 0, "ALERT", "x" },
    { "* 3 EXISTS", MW_PARSE_INVALID },
    { "* OKAY", MW_PARSE_INVALID },
    { "+ go", MW_PARSE_INVALID },
    { "a0 OK", MW_PARSE_INVALID },
    { "220 smtp", MW_PARSE_INVALID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (MwReply) reply = { 0 };

    mw_reply_init (&reply, MW_REPLY_GREETING, 0);
    check_row (&rows[i], mw_imap_reply_parse (&reply, rows[i].line), &reply);
  }
}

static void
test_imap_literals (void)
{
  static const struct {
    const char *line;
    gboolean goes_on;
    gsize literal;
  } rows[] = {
    { "* LIST () \"/\" {5}", TRUE, 5 },             /* */
    { "* LIST () \"/\" {5+}", TRUE, 5 },            /* */
    { "* LIST () \"/\" {0}", TRUE, 0 },             /* */
    { "* LIST () \"/\" {1048576}", TRUE, 1048576 }, /* the most */
    { "* LIST () \"/\" {5} ", FALSE, 0 },           /* not at the end */
    { "* LIST () \"/\" {}", FALSE, 0 },             /* no number */
    { "* LIST () \"/\" {-5}", FALSE, 0 },           /* */
    { "* LIST () \"/\" {5-}", FALSE, 0 },           /* */
    { "* OK words {5}", FALSE, 0 },                 /* words */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_auto (MwReply) reply = { 0 };

    g_test_message ("%s", rows[i].line);
    mw_reply_init (&reply, MW_REPLY_USUAL, 7);
    g_assert_cmpint (mw_imap_reply_parse (&reply, rows[i].line), ==, MW_PARSE_MORE);
    g_assert_cmpint (reply.goes_on, ==, rows[i].goes_on);
    g_assert_cmpuint (reply.literal, ==, rows[i].literal);
  }
}

static void
test_imap_literal_limit (void)
{
  static const char *const lines[] = { "* X {1048577}", "* X {18446744073709551616}" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_auto (MwReply) reply = { 0 };

    mw_reply_init (&reply, MW_REPLY_USUAL, 7);
    g_assert_cmpint (mw_imap_reply_parse (&reply, lines[i]), ==, MW_PARSE_INVALID);
  }
}

static void
test_imap_codes_of_complaints (void)
{
  g_auto (MwReply) reply = { 0 };

  mw_reply_init (&reply, MW_REPLY_USUAL, 7);
  mw_imap_reply_parse (&reply, "* OK [UIDNEXT 5] hint");
  mw_imap_reply_parse (&reply, "* NO [WEBALERT https://example.org/] look");
  mw_imap_reply_parse (&reply, "a7 NO [ALERT] no");

  g_assert_true (mw_imap_reply_has_code (&reply, "ALERT"));
  g_assert_true (mw_imap_reply_has_code (&reply, "WEBALERT"));
  g_assert_false (mw_imap_reply_has_code (&reply, "UIDNEXT"));
  g_assert_false (mw_imap_reply_has_code (&reply, "WEB"));
}

static void
test_words_are_bounded (void)
{
  g_auto (MwReply) reply = { 0 };

  mw_reply_init (&reply, MW_REPLY_USUAL, 7);
  for (guint i = 0; i < 2000; i++)
    mw_imap_reply_parse (&reply, "* NO over and over and over and over and over and over");

  g_assert_cmpuint (reply.words->len, <, 4096);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reply/smtp/lines", test_smtp_lines);
  g_test_add_func ("/reply/smtp/unfolds", test_smtp_unfolds);
  g_test_add_func ("/reply/smtp/has-one-code", test_smtp_has_one_code);
  g_test_add_func ("/reply/pop3/lines", test_pop3_lines);
  g_test_add_func ("/reply/pop3/block", test_pop3_block);
  g_test_add_func ("/reply/pop3/refused-block", test_pop3_refused_block);
  g_test_add_func ("/reply/imap/lines", test_imap_lines);
  g_test_add_func ("/reply/imap/greetings", test_imap_greetings);
  g_test_add_func ("/reply/imap/literals", test_imap_literals);
  g_test_add_func ("/reply/imap/literal-limit", test_imap_literal_limit);
  g_test_add_func ("/reply/imap/codes-of-complaints", test_imap_codes_of_complaints);
  g_test_add_func ("/reply/words-are-bounded", test_words_are_bounded);

  return g_test_run ();
}
