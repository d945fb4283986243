/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-reply.h"

/* The answers of the three protocols, one after the other: a digit for the protocol, one for the
 * form of answer that is due, and then lines. */

#define LITERAL_MAX (1024 * 1024)
#define WORDS_MAX 2000 /* bytes, before the last line */

static MwParse (*const parsers[]) (MwReply *self, const char *line) = { mw_imap_reply_parse,
                                                                        mw_pop3_reply_parse,
                                                                        mw_smtp_reply_parse };

/* Returns what is left of the input. */
static FuzzInput
skip_literal (FuzzInput input, gsize length)
{
  gsize n = MIN (length, input.length);

  return (FuzzInput){ input.bytes + n, input.length - n };
}

static void
check (const MwReply *reply)
{
  static const char *const phrases[] = { "ssl", "", NULL };

  g_assert_nonnull (reply->text);
  g_assert_true (mw_reply_mentions (reply, phrases));
  if (reply->detail != NULL)
    g_assert_true (mw_reply_has_code (reply, reply->detail));
  mw_imap_reply_has_code (reply, "LIMIT");
}

static void
parse_all (FuzzInput *input, guint protocol, MwReplyKind kind)
{
  g_auto (MwReply) reply = { 0 };

  mw_reply_init (&reply, kind, 5);
  while (input->length > 0) {
    g_autofree char *line = fuzz_take_line (input);
    gsize words = reply.words->len;
    MwParse parse = parsers[protocol](&reply, line);

    g_assert_cmpuint (reply.literal, <=, LITERAL_MAX);
    g_assert_cmpuint (reply.words->len, <=, MAX (words, WORDS_MAX + strlen (line) + 8));
    *input = skip_literal (*input, reply.literal);
    reply.literal = 0;
    if (parse == MW_PARSE_INVALID)
      return;
    if (parse == MW_PARSE_MORE)
      continue;
    check (&reply);
    mw_reply_clear (&reply);
    mw_reply_init (&reply, kind, 5);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  guint protocol = fuzz_take_choice (&input, 3);
  MwReplyKind kind = fuzz_take_choice (&input, 3);

  parse_all (&input, protocol, kind);

  return 0;
}
