/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwCsvRecord:
 * @line: where it begins, from 1
 * @fields: (element-type utf8): as written, without the quotation marks
 * @broken: its quotation marks do not fit, or a field is too long, or not UTF-8; @fields are those
 *   before the break
 *
 * One record of a table (RFC 4180).
 */
typedef struct {
  guint line;
  GPtrArray *fields;
  gboolean broken;
} MwCsvRecord;

GPtrArray *mw_bulk_csv_parse (const char *text, gsize length);
