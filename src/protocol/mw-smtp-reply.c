/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-reply.h"

#include <stdlib.h>
#include <string.h>

/* enhanced code = class "." subject "." detail; RFC 2034, section 4, and RFC 3463, section 2 */
static gsize
measure_enhanced_code (const char *text)
{
  const char *end = text;

  if (strchr ("245", *text) == NULL || *text == '\0')
    return 0;

  end++;
  for (guint i = 0; i < 2; i++) {
    gsize digits;

    if (*end++ != '.')
      return 0;
    digits = strspn (end, "0123456789");
    if (digits < 1 || digits > 3)
      return 0;
    end += digits;
  }

  return *end == ' ' || *end == '\0' ? end - text : 0;
}

static MwStatus
read_status (const char *line)
{
  if (line[0] == '2')
    return MW_STATUS_OK;

  return line[0] == '3' ? MW_STATUS_CONTINUE : MW_STATUS_NO;
}

/* Each line repeats both codes; the evidence has them once. */
static const char *
take_text (MwReply *self, const char *text)
{
  gsize length = measure_enhanced_code (text);
  g_autofree char *words = NULL;

  if (length > 0 && self->detail == NULL)
    self->detail = g_strndup (text, length);
  text += length;
  text += strspn (text, " ");

  if (self->words->len > 0)
    words = g_strdup (text);
  else
    words = g_strdup_printf ("%d %s%s%s",
                             self->code,
                             self->detail ? self->detail : "",
                             self->detail ? " " : "",
                             text);
  mw_reply_add_words (self, words);

  return text;
}

/**
 * mw_smtp_reply_parse:
 * @line: without its end
 *
 *     Reply-line = *( Reply-code "-" [ textstring ] CRLF )
 *                  Reply-code [ SP textstring ] CRLF
 *     Reply-code = %x32-35 %x30-35 %x30-39
 *
 * RFC 5321, section 4.2. The second digit is read more generously than the grammar has it: servers
 * in the field do send 571 and the like.
 */
MwParse
mw_smtp_reply_parse (MwReply *self, const char *line)
{
  const char *text;
  int code;

  if (strspn (line, "0123456789") != 3 || line[0] < '2' || line[0] > '5' || !strchr (" -", line[3]))
    return MW_PARSE_INVALID;
  code = atoi (line);
  if (self->code != 0 && code != self->code)
    return MW_PARSE_INVALID;

  self->code = code;
  self->status = read_status (line);
  text = line[3] ? line + 4 : "";
  g_ptr_array_add (self->lines, g_strdup (text));
  text = take_text (self, text);
  if (line[3] == '-')
    return MW_PARSE_MORE;

  self->text = g_strdup (text);

  return MW_PARSE_COMPLETE;
}
