/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwStatus:
 * @MW_STATUS_OK: done
 * @MW_STATUS_NO: refused: `NO`, `-ERR`, a code 4xx or 5xx
 * @MW_STATUS_BAD: not understood
 * @MW_STATUS_CONTINUE: the server wants to hear more: `+`, a code 3xx
 * @MW_STATUS_BYE: the server hangs up
 * @MW_STATUS_PREAUTH: the server needs no password
 */
typedef enum {
  MW_STATUS_OK,
  MW_STATUS_NO,
  MW_STATUS_BAD,
  MW_STATUS_CONTINUE,
  MW_STATUS_BYE,
  MW_STATUS_PREAUTH,
} MwStatus;

/**
 * MwReplyKind:
 * @MW_REPLY_GREETING: the server's first words, which nobody asked for
 * @MW_REPLY_GO_AHEAD: in SMTP, a code 3xx is no surprise
 * @MW_REPLY_BLOCK: in POP3, more lines follow a `+OK`, and a dot ends them
 * @MW_REPLY_MAIL: a block that is somebody's mail, and to be shown to nobody
 * @MW_REPLY_UNREAD: likewise, and not even kept
 * @MW_REPLY_PERHAPS: none may come, and none should
 *
 * Which form of answer is due: the command decides, never the answer.
 */
typedef enum {
  MW_REPLY_USUAL,
  MW_REPLY_GREETING,
  MW_REPLY_BLOCK,
  MW_REPLY_MAIL,
  MW_REPLY_UNREAD,
  MW_REPLY_PERHAPS,
  MW_REPLY_GO_AHEAD,
} MwReplyKind;

/**
 * MwReply:
 * @kind: what is awaited
 * @tag: in IMAP, the number of the command that this answers
 * @code: in SMTP alone
 * @detail: (nullable): `5.7.8`, `AUTHENTICATIONFAILED`, `SYS/TEMP`
 * @text: (nullable): what follows all codes, of the line that ended the reply
 * @lines: SMTP: the texts; IMAP: the untagged data; POP3: the block
 * @words: all that the server said about it, in one line: the evidence
 * @literal: bytes that come before the line goes on
 *
 * One answer of a server in the terms that the three protocols share, built line by line.
 */
typedef struct {
  MwReplyKind kind;
  guint tag;

  MwStatus status;
  int code;
  char *detail;
  char *text;
  GPtrArray *lines;
  GString *words;

  gsize literal;
  gboolean goes_on; /* the next line belongs to the last one: a literal was in between */
} MwReply;

/* Does a reply want more lines? */
typedef enum {
  MW_PARSE_MORE,
  MW_PARSE_COMPLETE,
  MW_PARSE_INVALID,
} MwParse;

void mw_reply_init (MwReply *self, MwReplyKind kind, guint tag);
void mw_reply_clear (MwReply *self);
void mw_reply_add_words (MwReply *self, const char *words);
const char *mw_reply_take_bracketed (MwReply *self, const char *text);
gboolean mw_reply_has_code (const MwReply *self, const char *code);
gboolean mw_reply_mentions (const MwReply *self, const char *const *phrases);

MwParse mw_imap_reply_parse (MwReply *self, const char *line);
gboolean mw_imap_reply_has_code (const MwReply *self, const char *code);
MwParse mw_pop3_reply_parse (MwReply *self, const char *line);
MwParse mw_smtp_reply_parse (MwReply *self, const char *line);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MwReply, mw_reply_clear)
