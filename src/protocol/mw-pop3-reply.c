/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-reply.h"

#include <string.h>

static MwParse
take_block_line (MwReply *self, const char *line)
{
  if (strcmp (line, ".") == 0)
    return MW_PARSE_COMPLETE;

  if (self->kind != MW_REPLY_UNREAD)
    g_ptr_array_add (self->lines, g_strdup (line[0] == '.' ? line + 1 : line));

  return MW_PARSE_MORE;
}

static gboolean
begins_with (const char *line, const char *status)
{
  return g_str_has_prefix (line, status) && !g_ascii_isalnum (line[strlen (status)]);
}

static gboolean
is_block (const MwReply *self)
{
  return self->kind == MW_REPLY_BLOCK || self->kind == MW_REPLY_MAIL ||
         self->kind == MW_REPLY_UNREAD;
}

/**
 * mw_pop3_reply_parse:
 * @line: without its end
 *
 *     single-line = status [SP "[" code "]"] [SP text]      status = "+OK" / "-ERR"
 *     multi-line  = single-line CRLF *(dot-stuffed CRLF) "."
 *     continue    = "+" SP [base64]
 *
 * RFC 1939, section 3; RFC 2449, section 8; RFC 5034, section 4.
 */
MwParse
mw_pop3_reply_parse (MwReply *self, const char *line)
{
  if (self->text != NULL)
    return take_block_line (self, line);

  if (begins_with (line, "+OK"))
    self->status = MW_STATUS_OK;
  else if (begins_with (line, "-ERR"))
    self->status = MW_STATUS_NO;
  else if (line[0] == '+' && strchr (" ", line[1]) && self->kind != MW_REPLY_GREETING)
    self->status = MW_STATUS_CONTINUE;
  else
    return MW_PARSE_INVALID;

  mw_reply_add_words (self, line);
  self->text = g_strdup (mw_reply_take_bracketed (self, line + strcspn (line, " ")));

  return self->status == MW_STATUS_OK && is_block (self) ? MW_PARSE_MORE : MW_PARSE_COMPLETE;
}
