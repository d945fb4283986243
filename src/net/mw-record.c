/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-record.h"

#include <string.h>

#include "mw-censor.h"
#include "mw-text.h"

#define MAX_ENTRIES 2000
#define MAX_BYTES (256 * 1024)

struct _MwRecord {
  gint64 began;       /* monotonic */
  GPtrArray *entries; /* (owned) (element-type MwRecordEntry) */
  gsize size;         /* of all texts, in bytes */
  MwCensor *censor;   /* (owned) */
  gboolean is_full;
};

static void
free_entry (gpointer data)
{
  MwRecordEntry *entry = data;

  g_free (entry->text);
  g_free (entry);
}

/**
 * mw_record_new:
 *
 * Returns: (transfer full): an empty record, whose clock begins now
 */
MwRecord *
mw_record_new (void)
{
  MwRecord *self = g_atomic_rc_box_new0 (MwRecord);

  self->began = g_get_monotonic_time ();
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  self->censor = mw_censor_new ();

  return self;
}

static void
clear_record (gpointer data)
{
  MwRecord *self = data;

  g_ptr_array_unref (self->entries);
  mw_censor_free (self->censor);
}

void
mw_record_unref (MwRecord *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear_record);
}

/**
 * mw_record_set_secret:
 * @secret: what must not be shown, should a server repeat it
 *
 * From now on; see [method@Mw.Censor.add].
 */
void
mw_record_set_secret (MwRecord *self, MwSecret *secret)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (secret != NULL);

  mw_censor_add (self->censor, mw_secret_peek (secret));
}

static void
append_entry (MwRecord *self, char direction, const char *text, gsize length)
{
  MwRecordEntry *entry = g_new0 (MwRecordEntry, 1);

  entry->time = g_get_monotonic_time () - self->began;
  entry->direction = direction;
  entry->text = mw_text_decode (text, length);
  self->size += strlen (entry->text);
  g_ptr_array_add (self->entries, entry);
}

static void
add_line (MwRecord *self, char direction, const char *text, gsize length)
{
  static const char cut[] = "The rest is not recorded";

  if (self->is_full)
    return;

  self->is_full = self->entries->len >= MAX_ENTRIES || self->size >= MAX_BYTES;
  if (self->is_full)
    append_entry (self, '-', cut, strlen (cut));
  else
    append_entry (self, direction, text, length);
}

/**
 * mw_record_add:
 * @direction: `C` said by us, `S` said by the server, `-` a remark
 * @text: (array length=length): one or more lines, with or without an end of line
 * @length: in bytes
 *
 * Adds each line, made safe to show. A record holds 2,000 lines and 256 KiB; then one line says
 * that more was cut.
 */
void
mw_record_add (MwRecord *self, char direction, const char *text, gsize length)
{
  GString *masked;

  g_return_if_fail (self != NULL);
  g_return_if_fail (text != NULL);

  if (self->is_full)
    return;

  masked = mw_censor_clean (self->censor, text, length);
  for (gsize begin = 0; begin < masked->len || begin == 0;) {
    const char *line = masked->str + begin;
    const char *end = memchr (line, '\n', masked->len - begin);
    gsize whole = end != NULL ? (gsize) (end - line) : masked->len - begin;

    add_line (self, direction, line, whole > 0 && line[whole - 1] == '\r' ? whole - 1 : whole);
    begin += whole + 1;
  }
  g_string_free (masked, TRUE);
}

/**
 * mw_record_get_n_entries:
 *
 * Returns: how many lines and events it holds
 */
guint
mw_record_get_n_entries (MwRecord *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->entries->len;
}

/**
 * mw_record_get_entry:
 *
 * Returns: (transfer none): for as long as the record lives
 */
const MwRecordEntry *
mw_record_get_entry (MwRecord *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->entries->len, NULL);

  return g_ptr_array_index (self->entries, index);
}

/**
 * mw_record_to_string:
 *
 * Returns: (transfer full): a line for each entry, such as `  0.123 S: 220 mail.example.com`; the
 *   time is in seconds
 */
char *
mw_record_to_string (MwRecord *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->entries->len; i++) {
    const MwRecordEntry *entry = g_ptr_array_index (self->entries, i);
    guint ms = (guint) (entry->time / 1000);

    g_string_append_printf (text,
                            "%3u.%03u %c%s %s\n",
                            ms / 1000,
                            ms % 1000,
                            entry->direction,
                            entry->direction == '-' ? "" : ":",
                            entry->text);
  }

  return g_string_free (text, FALSE);
}
