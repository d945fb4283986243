/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-report-private.h"

#define MAX_LINE 240 /* characters */

/**
 * mw_report_add_line:
 * @line: cut if it is too long for a chat
 */
void
mw_report_add_line (GString *text, const char *line)
{
  g_autofree char *cut = NULL;

  if (g_utf8_strlen (line, -1) > MAX_LINE)
    cut = g_utf8_substring (line, 0, MAX_LINE);

  g_string_append_printf (text, "%s%s\n", cut ? cut : line, cut ? "…" : "");
}

/**
 * mw_report_add_format:
 *
 * The same, of a line that is put together.
 */
void
mw_report_add_format (GString *text, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list args;

  va_start (args, format);
  line = g_strdup_vprintf (format, args);
  va_end (args);
  mw_report_add_line (text, line);
}
