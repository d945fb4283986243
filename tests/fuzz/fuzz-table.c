/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-bulk-csv.h"
#include "mw-bulk-row.h"

/* A table of accounts, as a spreadsheet writes it. */

#define FIELDS_MAX 64
#define FIELD_MAX_BYTES 4096

static void
check_record (const MwCsvRecord *record, guint line)
{
  g_assert_cmpuint (record->line, >, line);
  g_assert_cmpuint (record->fields->len, <=, FIELDS_MAX);
  for (guint i = 0; i < record->fields->len; i++) {
    const char *field = g_ptr_array_index (record->fields, i);

    fuzz_assert_utf8 (field);
    g_assert_cmpuint (strlen (field), <=, FIELD_MAX_BYTES);
  }
}

static void
check_row (const MwBulkRow *row)
{
  g_assert_cmpuint (row->line, >, 0);
  if (row->problem != NULL) {
    fuzz_assert_utf8 (row->problem);
    return;
  }
  g_assert_nonnull (row->address);
  g_assert_nonnull (row->key);
  g_assert_true (row->incoming == NULL || row->incoming->protocol != MW_PROTOCOL_SMTP);
  g_assert_true (row->outgoing == NULL || row->outgoing->protocol == MW_PROTOCOL_SMTP);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *text = size > 0 ? (const char *) data : "";
  g_autoptr (GPtrArray) records = mw_bulk_csv_parse (text, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = mw_bulk_rows_parse (text, size, fuzz_get_home (), &error);
  guint line = 0;

  for (guint i = 0; i < records->len; i++) {
    const MwCsvRecord *record = g_ptr_array_index (records, i);

    check_record (record, line);
    line = record->line;
  }
  g_assert_true ((rows == NULL) == (error != NULL));
  g_assert_true (rows == NULL || rows->len > 0);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    check_row (g_ptr_array_index (rows, i));

  return 0;
}
