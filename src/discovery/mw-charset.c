/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-charset.h"

#include <string.h>

/* In which the encoding of a document must have been declared, in bytes. */
#define PROLOGUE 256

typedef struct {
  const char *bytes;
  gsize length;
} Span;

static gboolean
skip_mark (Span *span, const char *mark, gsize length)
{
  if (span->length < length || memcmp (span->bytes, mark, length) != 0)
    return FALSE;

  span->bytes += length;
  span->length -= length;

  return TRUE;
}

/* The byte order mark (RFC 3629, section 6; RFC 2781, section 3.2). */
static const char *
take_mark (Span *span)
{
  if (skip_mark (span, "\xef\xbb\xbf", 3))
    return "UTF-8";
  if (skip_mark (span, "\xff\xfe", 2))
    return "UTF-16LE";
  if (skip_mark (span, "\xfe\xff", 2))
    return "UTF-16BE";

  return NULL;
}

/* (transfer full) (nullable): what the declaration of XML says, in capital letters */
static char *
read_declared (const Span *span)
{
  gsize length = MIN (span->length, PROLOGUE);
  const char *end = g_strstr_len (span->bytes, length, "?>");
  const char *place = end ? g_strstr_len (span->bytes, end - span->bytes, "encoding") : NULL;
  const char *from;
  gsize n = 0;

  if (place == NULL)
    return NULL;
  from = place + strlen ("encoding");
  from += strspn (from, " \t\r\n=\"'");
  while (from + n < end && (g_ascii_isalnum (from[n]) || strchr ("-_.:", from[n]) != NULL))
    n++;

  return n > 0 ? g_ascii_strup (from, n) : NULL;
}

/* Those with the same letters in ASCII: a charset in which `<` is another byte is a trick. GB 18030
 * has all that GB 2312 and GBK have, and what pages of those really hold. */
static const char *
choose_charset (const char *declared)
{
  static const struct {
    const char *prefix;
    const char *charset; /* NULL: itself */
  } known[] = {
    { "GB", "GB18030" },      { "CP936", "GB18030" },  { "BIG5", "BIG5-HKSCS" },
    { "ISO-8859-", NULL },    { "WINDOWS-125", NULL }, { "KOI8-", NULL },
    { "SHIFT_JIS", "CP932" }, { "EUC-", NULL },
  };

  for (gsize i = 0; declared != NULL && i < G_N_ELEMENTS (known); i++)
    if (g_str_has_prefix (declared, known[i].prefix))
      return known[i].charset != NULL ? known[i].charset : declared;

  return NULL;
}

static char *
convert (const Span *span, const char *charset)
{
  g_autofree char *text = NULL;
  gsize written;

  if (charset != NULL)
    text = g_convert (span->bytes, span->length, "UTF-8", charset, NULL, &written, NULL);
  if (text == NULL || strlen (text) != written)
    return NULL;

  return g_steal_pointer (&text);
}

static char *
decode (Span *span)
{
  const char *mark = take_mark (span);
  g_autofree char *declared = read_declared (span);
  char *text;

  if (g_strcmp0 (mark, "UTF-16LE") == 0 || g_strcmp0 (mark, "UTF-16BE") == 0)
    return convert (span, mark);
  if (g_utf8_validate_len (span->bytes, span->length, NULL))
    return g_strndup (span->bytes, span->length);

  text = convert (span, choose_charset (declared));
  if (text == NULL)
    text = convert (span, "GB18030");

  return text != NULL ? text : convert (span, "ISO-8859-1");
}

/**
 * mw_charset_decode:
 *
 * Reads a document whose writer may not have known its encoding: UTF-8 if it can be, else what it
 * declares, else GB 18030, else ISO 8859-1.
 *
 * Returns: (transfer full) (nullable): in UTF-8, without byte order mark, declaration of
 *   XML and blanks before and behind that; %NULL if it is no text, such as one with a NUL
 */
char *
mw_charset_decode (GBytes *document)
{
  Span span = { NULL };
  g_autofree char *text = NULL;
  const char *start;

  g_return_val_if_fail (document != NULL, NULL);

  span.bytes = g_bytes_get_data (document, &span.length);
  if (span.length == 0)
    return g_strdup ("");
  text = decode (&span);
  if (text == NULL)
    return NULL;

  start = text + strspn (text, " \t\r\n");
  if (g_str_has_prefix (start, "<?xml ") && strstr (start, "?>") != NULL)
    start = strstr (start, "?>") + 2;

  return g_strdup (start + strspn (start, " \t\r\n"));
}
