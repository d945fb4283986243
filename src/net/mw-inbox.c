/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-inbox.h"
#include "mw-net-error.h"

#define LINE_MAX_BYTES (64 * 1024)
#define LITERAL_MAX_BYTES (1024 * 1024)
#define TOTAL_MAX_BYTES (4 * 1024 * 1024)

struct _MwInbox {
  GByteArray *bytes; /* (owned) */
  gsize length;      /* of them, without the room */
  gsize total;       /* ever filled in */
};

/**
 * mw_inbox_new:
 *
 * Returns: (transfer full): one with nothing in it; free with mw_inbox_free()
 */
MwInbox *
mw_inbox_new (void)
{
  MwInbox *self = g_new0 (MwInbox, 1);

  self->bytes = g_byte_array_new ();

  return self;
}

void
mw_inbox_free (MwInbox *self)
{
  g_byte_array_unref (self->bytes);
  g_free (self);
}

/**
 * mw_inbox_make_room:
 * @length: in bytes
 *
 * Returns: (transfer none): where the next bytes are to be put, until the next call
 */
guint8 *
mw_inbox_make_room (MwInbox *self, gsize length)
{
  g_byte_array_set_size (self->bytes, (guint) (self->length + length));

  return self->bytes->data + self->length;
}

/**
 * mw_inbox_fill:
 * @length: how many bytes of the room were used
 */
void
mw_inbox_fill (MwInbox *self, gsize length)
{
  g_assert (self->length + length <= self->bytes->len);

  self->length += length;
  self->total += length;
}

static GBytes *
take_out (MwInbox *self, gsize length, gsize n_taken)
{
  GBytes *taken = length > 0 ? g_bytes_new (self->bytes->data, length) : g_bytes_new_static ("", 0);

  g_byte_array_set_size (self->bytes, (guint) self->length);
  g_byte_array_remove_range (self->bytes, 0, (guint) n_taken);
  self->length -= n_taken;

  return taken;
}

/* Takes CRLF and a bare LF alike. */
static GBytes *
take_line (MwInbox *self)
{
  const guint8 *end = NULL;
  gsize length;

  if (self->length > 0)
    end = memchr (self->bytes->data, '\n', MIN (self->length, LINE_MAX_BYTES));
  if (end == NULL)
    return NULL;

  length = (gsize) (end - self->bytes->data);

  return take_out (self, length > 0 && end[-1] == '\r' ? length - 1 : length, length + 1);
}

/**
 * mw_inbox_take:
 * @length: 0 for a line, or how many bytes
 *
 * Returns: (transfer full) (nullable): the line without its end, or the bytes, or %NULL as long as
 *   they are not all here. Their data is never %NULL
 */
GBytes *
mw_inbox_take (MwInbox *self, gsize length)
{
  if (length == 0)
    return take_line (self);

  return self->length >= length ? take_out (self, length, length) : NULL;
}

/**
 * mw_inbox_check_limits:
 * @length: what mw_inbox_take() did not find
 *
 * Returns: whether to read on for it, or %FALSE with %MW_NET_ERROR_LINE_TOO_LONG or
 *   %MW_NET_ERROR_FLOOD
 */
gboolean
mw_inbox_check_limits (MwInbox *self, gsize length, GError **error)
{
  if (length == 0 && self->length >= LINE_MAX_BYTES)
    g_set_error (error,
                 MW_NET_ERROR,
                 MW_NET_ERROR_LINE_TOO_LONG,
                 _ ("No end of line in %d bytes"),
                 LINE_MAX_BYTES);
  else if (length > LITERAL_MAX_BYTES)
    g_set_error (error,
                 MW_NET_ERROR,
                 MW_NET_ERROR_FLOOD,
                 _ ("One item of more than %d bytes"),
                 LITERAL_MAX_BYTES);
  else if (self->total >= TOTAL_MAX_BYTES)
    g_set_error (error,
                 MW_NET_ERROR,
                 MW_NET_ERROR_FLOOD,
                 _ ("More than %d bytes"),
                 TOTAL_MAX_BYTES);
  else
    return TRUE;

  return FALSE;
}

/**
 * mw_inbox_has_bytes:
 *
 * Returns: whether something came that nobody has taken yet
 */
gboolean
mw_inbox_has_bytes (MwInbox *self)
{
  return self->length > 0;
}

/**
 * mw_inbox_peek:
 * @length: (out): in bytes
 *
 * Returns: (transfer none) (nullable): all that is here
 */
const char *
mw_inbox_peek (MwInbox *self, gsize *length)
{
  *length = self->length;

  return (const char *) self->bytes->data;
}

/**
 * mw_inbox_get_total:
 *
 * Returns: how many bytes have ever come
 */
gsize
mw_inbox_get_total (MwInbox *self)
{
  return self->total;
}
