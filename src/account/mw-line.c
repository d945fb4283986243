/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-line.h"

#include <string.h>

#define USUAL_LENGTH 1024

/**
 * mw_line_new:
 *
 * Returns: (transfer full): an empty line; free with mw_line_free(), which wipes it
 */
MwLine *
mw_line_new (void)
{
  MwLine *self = g_new0 (MwLine, 1);

  /* Roomy from the start: a string that grows leaves its old copy behind, unwiped. */
  self->wire = g_string_sized_new (USUAL_LENGTH);
  self->record = g_string_new (NULL);

  return self;
}

void
mw_line_free (MwLine *self)
{
  if (self == NULL)
    return;

  explicit_bzero (self->wire->str, self->wire->allocated_len);
  g_string_free (self->wire, TRUE);
  g_string_free (self->record, TRUE);
  g_free (self);
}

static void
make_room (MwLine *self, gsize length)
{
  GString *roomier;

  if (self->wire->len + length + 1 <= self->wire->allocated_len)
    return;

  roomier = g_string_sized_new (2 * (self->wire->len + length));
  g_string_append_len (roomier, self->wire->str, self->wire->len);
  explicit_bzero (self->wire->str, self->wire->allocated_len);
  g_string_free (self->wire, TRUE);
  self->wire = roomier;
}

/**
 * mw_line_add:
 * @format: as for printf(); the wire and the record get the same
 */
void
mw_line_add (MwLine *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);

  make_room (self, strlen (text));
  g_string_append (self->wire, text);
  g_string_append (self->record, text);
}

/**
 * mw_line_add_secret:
 * @text: what only the server may see; the record gets `***`
 */
void
mw_line_add_secret (MwLine *self, const char *text)
{
  make_room (self, strlen (text));
  g_string_append (self->wire, text);
  g_string_append (self->record, "***");
}

/**
 * mw_line_clear:
 *
 * Takes back what was added.
 */
void
mw_line_clear (MwLine *self)
{
  explicit_bzero (self->wire->str, self->wire->allocated_len);
  g_string_truncate (self->wire, 0);
  g_string_truncate (self->record, 0);
}
