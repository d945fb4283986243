/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-record.h"

/* The record of a connection. The first line is the secret; of each line that follows, the first
 * character says who speaks. */

#define SECRET_MIN 4 /* bytes */
#define RECORD_MAX (1024 * 1024)

static void
add_lines (MwRecord *record, FuzzInput *input)
{
  static const char directions[] = "CS-";

  while (input->length > 0) {
    char direction = directions[fuzz_take_choice (input, 3)];
    const char *end = memmem (input->bytes, input->length, "\n\n", 2);
    gsize length = end ? (gsize) (end - input->bytes) + 1 : input->length;

    mw_record_add (record, direction, input->bytes ? input->bytes : "", length);
    input->bytes += MIN (length + 1, input->length);
    input->length -= MIN (length + 1, input->length);
  }
}

static void
check (MwRecord *record, const char *secret)
{
  g_autofree char *text = mw_record_to_string (record);

  fuzz_assert_utf8 (text);
  g_assert_cmpuint (strlen (text), <=, RECORD_MAX);
  for (guint i = 0; i < mw_record_get_n_entries (record); i++) {
    const char *shown = mw_record_get_entry (record, i)->text;

    g_assert_null (strpbrk (shown, "\r\n"));
    if (strlen (secret) >= SECRET_MIN && strchr (secret, '*') == NULL)
      g_assert_null (strstr (shown, secret));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  g_autofree char *line = fuzz_take_line (&input);
  g_autoptr (MwSecret) secret = mw_secret_new (line);
  g_autoptr (MwRecord) record = mw_record_new ();

  mw_record_set_secret (record, secret);
  add_lines (record, &input);
  check (record, line);

  return 0;
}
