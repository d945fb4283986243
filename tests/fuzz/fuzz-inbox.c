/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-inbox.h"

/* Lines and literals out of a stream of bytes. It must not matter in which pieces they come: the
 * first digits say how big these are. Each literal is asked for by a line that ends in `{N}`. */

#define PIECE_MAX 4096

static gsize
get_wanted (GBytes *line)
{
  gsize length;
  const char *bytes = g_bytes_get_data (line, &length);
  g_autofree char *text = g_strndup (bytes, length);
  const char *brace = strrchr (text, '{');

  return brace ? MIN (g_ascii_strtoull (brace + 1, NULL, 10), 8192) : 0;
}

static void
append (GString *taken, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_nonnull (data);
  g_string_append_len (taken, data, length);
  g_string_append_c (taken, '\n');
}

/* Returns all that was taken out, and then all that is left. */
static GString *
read_in_pieces (FuzzInput input, gsize piece)
{
  g_autoptr (MwInbox) inbox = mw_inbox_new ();
  GString *taken = g_string_new (NULL);
  gsize wanted = 0;
  gsize left;
  const char *rest;

  while (input.length > 0 && mw_inbox_check_limits (inbox, wanted, NULL)) {
    gsize n = MIN (piece, input.length);
    GBytes *bytes;

    memcpy (mw_inbox_make_room (inbox, PIECE_MAX), input.bytes, n);
    mw_inbox_fill (inbox, n);
    input.bytes += n;
    input.length -= n;
    while ((bytes = mw_inbox_take (inbox, wanted)) != NULL) {
      append (taken, bytes);
      wanted = wanted > 0 ? 0 : get_wanted (bytes);
      g_bytes_unref (bytes);
    }
  }
  rest = mw_inbox_peek (inbox, &left);
  if (left > 0)
    g_string_append_len (taken, rest, left);

  return taken;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const gsize pieces[] = { 1, 2, 3, 7, 64, PIECE_MAX };
  FuzzInput input = { (const char *) data, size };
  gsize piece = pieces[fuzz_take_choice (&input, G_N_ELEMENTS (pieces))];
  GString *one, *other;

  if (size > 32 * 1024) /* the limits count by whole pieces */
    return -1;
  one = read_in_pieces (input, piece);
  other = read_in_pieces (input, PIECE_MAX);
  g_assert_true (g_string_equal (one, other));
  g_string_free (one, TRUE);
  g_string_free (other, TRUE);

  return 0;
}
