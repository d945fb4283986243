/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-csv.h"

#include <string.h>

#define FIELD_MAX_BYTES 4096
#define FIELDS_MAX 64
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Where in the text we are. */
typedef struct {
  const char *at;
  const char *end;
  guint line;
  char separator;
} Cursor;

static void
free_record (gpointer data)
{
  MwCsvRecord *record = data;

  g_ptr_array_unref (record->fields);
  g_free (record);
}

static gboolean
is_at_line_end (const Cursor *cursor)
{
  return cursor->at == cursor->end || *cursor->at == '\n' || *cursor->at == '\r';
}

/* CRLF as the RFC has it; LF or CR alone as editors write it. */
static void
skip_line_end (Cursor *cursor)
{
  if (cursor->at == cursor->end)
    return;

  if (*cursor->at == '\r' && cursor->at + 1 < cursor->end && cursor->at[1] == '\n')
    cursor->at++;
  cursor->at++;
  cursor->line++;
}

static void
skip_line (Cursor *cursor)
{
  while (!is_at_line_end (cursor))
    cursor->at++;
  skip_line_end (cursor);
}

/* A line break inside of the marks is part of the field. Returns FALSE if they are not closed. */
static gboolean
read_escaped (Cursor *cursor, GString *field)
{
  for (cursor->at++; cursor->at < cursor->end && field->len <= FIELD_MAX_BYTES; cursor->at++) {
    gboolean doubled = cursor->at + 1 < cursor->end && cursor->at[1] == '"';

    if (*cursor->at == '\n')
      cursor->line++;
    if (*cursor->at == '"' && !doubled) {
      cursor->at++;
      return TRUE;
    }
    if (*cursor->at == '"')
      cursor->at++;
    g_string_append_c (field, *cursor->at);
  }

  return FALSE;
}

static gboolean
read_plain (Cursor *cursor, GString *field)
{
  for (; !is_at_line_end (cursor) && *cursor->at != cursor->separator; cursor->at++) {
    if (*cursor->at == '"' || field->len >= FIELD_MAX_BYTES)
      return FALSE;
    g_string_append_c (field, *cursor->at);
  }

  return TRUE;
}

/*     field = (escaped / non-escaped)
 *   escaped = DQUOTE *(TEXTDATA / COMMA / CR / LF / 2DQUOTE) DQUOTE
 *
 * RFC 4180, section 2. Returns FALSE if the record is broken here. */
static gboolean
read_field (Cursor *cursor, MwCsvRecord *record)
{
  g_autoptr (GString) field = g_string_new (NULL);
  gboolean escaped = cursor->at < cursor->end && *cursor->at == '"';
  gboolean closed = escaped ? read_escaped (cursor, field) : read_plain (cursor, field);

  if (!closed || !g_utf8_validate_len (field->str, field->len, NULL))
    return FALSE;
  if (!is_at_line_end (cursor) && *cursor->at != cursor->separator)
    return FALSE;
  if (record->fields->len == FIELDS_MAX)
    return FALSE;

  g_ptr_array_add (record->fields, g_strstrip (g_string_free (g_steal_pointer (&field), FALSE)));

  return TRUE;
}

/* After a break, the line below it is a record again: one forgotten mark does not swallow the rest
 * of the file. */
static MwCsvRecord *
read_record (Cursor *cursor)
{
  MwCsvRecord *record = g_new0 (MwCsvRecord, 1);
  Cursor beginning = *cursor;

  record->line = cursor->line;
  record->fields = g_ptr_array_new_with_free_func (g_free);
  record->broken = !read_field (cursor, record);
  while (!record->broken && !is_at_line_end (cursor)) {
    cursor->at++; /* the separator; another field follows, if an empty one */
    record->broken = !read_field (cursor, record);
  }

  if (record->broken)
    *cursor = beginning;
  skip_line (cursor);

  return record;
}

static gboolean
is_empty (const MwCsvRecord *record)
{
  for (guint i = 0; i < record->fields->len; i++)
    if (*(char *) g_ptr_array_index (record->fields, i) != '\0')
      return FALSE;

  return !record->broken;
}

/* Spreadsheets of many countries separate with a semicolon, as the comma is in their numbers. */
static char
guess_separator (Cursor cursor)
{
  static const char separators[] = { ',', ';', '\t' };
  const char *begin = cursor.at;

  while (!is_at_line_end (&cursor))
    cursor.at++;
  for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
    if (memchr (begin, separators[i], cursor.at - begin) != NULL)
      return separators[i];

  return ',';
}

/**
 * mw_bulk_csv_parse:
 * @text: (array length=length): with or without a byte order mark
 *
 * Reads a table as RFC 4180 has it, and as spreadsheets write it: also with semicolons or tabs. A
 * line that begins with `#` is a comment; empty lines do not count. Blanks around a field do not
 * belong to it.
 *
 * Returns: (transfer full) (element-type MwCsvRecord): in the order of the file
 */
GPtrArray *
mw_bulk_csv_parse (const char *text, gsize length)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (free_record);
  Cursor cursor = { text, text + length, 1, '\0' };

  if (length >= strlen (BYTE_ORDER_MARK) &&
      memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    cursor.at += strlen (BYTE_ORDER_MARK);

  while (cursor.at < cursor.end) {
    MwCsvRecord *record;

    if (*cursor.at == '#') {
      skip_line (&cursor);
      continue;
    }
    if (cursor.separator == '\0' && !is_at_line_end (&cursor))
      cursor.separator = guess_separator (cursor);
    record = read_record (&cursor);
    if (is_empty (record))
      free_record (record);
    else
      g_ptr_array_add (records, record);
  }

  return records;
}
