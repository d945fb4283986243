/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-reply.h"

#include <string.h>

#define LITERAL_MAX (1024 * 1024) /* bytes */

static const struct {
  const char *word;
  MwStatus status;
} statuses[] = {
  { "OK", MW_STATUS_OK },           /* */
  { "NO", MW_STATUS_NO },           /* */
  { "BAD", MW_STATUS_BAD },         /* */
  { "BYE", MW_STATUS_BYE },         /* untagged alone */
  { "PREAUTH", MW_STATUS_PREAUTH }, /* in the greeting alone */
};

static gboolean
find_status (const char *line, MwStatus *status)
{
  gsize length = strcspn (line, " ");

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (strlen (statuses[i].word) == length &&
        g_ascii_strncasecmp (line, statuses[i].word, length) == 0) {
      *status = statuses[i].status;
      return TRUE;
    }

  return FALSE;
}

/**
 * take_status:
 *
 *     resp-cond-state = ("OK" / "NO" / "BAD") SP resp-text
 *     resp-text       = ["[" resp-text-code "]" SP] text
 */
static MwParse
take_status (MwReply *self, const char *line)
{
  if (!find_status (line, &self->status))
    return MW_PARSE_INVALID;

  mw_reply_add_words (self, line);
  self->text = g_strdup (mw_reply_take_bracketed (self, line + strcspn (line, " ")));

  return MW_PARSE_COMPLETE;
}

/* literal = "{" number64 ["+"] "}" CRLF *CHAR8; RFC 9051, section 4.3 */
static gboolean
announces_literal (const char *line, guint64 *length)
{
  const char *brace = strrchr (line, '{');
  char *end;

  if (brace == NULL || !g_ascii_isdigit (brace[1]))
    return FALSE;
  *length = g_ascii_strtoull (brace + 1, &end, 10);

  return strcmp (end, "}") == 0 || strcmp (end, "+}") == 0;
}

/* What a literal holds is data of a mailbox; no act reads any of it. */
static MwParse
await_literal (MwReply *self, const char *line)
{
  guint64 length;

  self->goes_on = announces_literal (line, &length);
  if (!self->goes_on)
    return MW_PARSE_MORE;
  if (length > LITERAL_MAX)
    return MW_PARSE_INVALID;

  self->literal = length;

  return MW_PARSE_MORE;
}

/* Complaints outside the answer proper often say more than it does: "* NO [WEBALERT …]". And an
 * alert must be shown: RFC 9051, section 7.1. */
static gboolean
is_worth_reading (MwStatus status, const char *line)
{
  static const char alert[] = "OK [ALERT]";

  return status != MW_STATUS_OK || g_ascii_strncasecmp (line, alert, strlen (alert)) == 0;
}

static MwParse
take_untagged (MwReply *self, const char *line)
{
  MwStatus status;

  g_ptr_array_add (self->lines, g_strdup (line));
  if (!find_status (line, &status))
    return await_literal (self, line);
  if (is_worth_reading (status, line))
    mw_reply_add_words (self, line);

  return MW_PARSE_MORE;
}

/* Of another command, which was answered before. */
static gboolean
has_our_tag (const char *line)
{
  gsize digits = line[0] == 'a' ? strspn (line + 1, "0123456789") : 0;

  return digits > 0 && line[1 + digits] == ' ';
}

/**
 * mw_imap_reply_parse:
 * @line: without its end
 *
 *     response     = *(continue-req / response-data) response-done
 *     greeting     = "*" SP (resp-cond-auth / resp-cond-bye) CRLF
 *     continue-req = "+" SP (resp-text / base64) CRLF
 *
 * RFC 9051, section 9. A continuation is complete by itself; some servers leave the space out.
 */
MwParse
mw_imap_reply_parse (MwReply *self, const char *line)
{
  g_autofree char *tag = g_strdup_printf ("a%u ", self->tag);

  /* The rest of a line that a literal interrupted may begin with anything, also with a tag. */
  if (self->goes_on)
    return await_literal (self, line);
  if (self->kind == MW_REPLY_GREETING)
    return g_str_has_prefix (line, "* ") ? take_status (self, line + 2) : MW_PARSE_INVALID;
  if (g_str_has_prefix (line, "* "))
    return take_untagged (self, line + 2);
  if (g_str_has_prefix (line, tag))
    return take_status (self, line + strlen (tag));

  if (line[0] == '+') {
    self->status = MW_STATUS_CONTINUE;
    self->text = g_strdup (line + 1 + strspn (line + 1, " "));
    mw_reply_add_words (self, line);
    return MW_PARSE_COMPLETE;
  }

  return has_our_tag (line) ? MW_PARSE_MORE : MW_PARSE_INVALID;
}

/**
 * mw_imap_reply_has_code:
 *
 * Returns: whether the answer, or a complaint that came with it, carries the response code @code
 */
gboolean
mw_imap_reply_has_code (const MwReply *self, const char *code)
{
  if (mw_reply_has_code (self, code))
    return TRUE;

  for (guint i = 0; i < self->lines->len; i++) {
    const char *line = g_ptr_array_index (self->lines, i);
    g_auto (MwReply) complaint = { 0 };
    MwStatus status;

    if (!find_status (line, &status) || status == MW_STATUS_OK)
      continue;
    mw_reply_take_bracketed (&complaint, line + strcspn (line, " "));
    if (mw_reply_has_code (&complaint, code))
      return TRUE;
  }

  return FALSE;
}
