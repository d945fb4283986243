/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-censor.h"

#include <string.h>

#define MASK "***"

/* Shorter ones would black out half of every sentence, and show themselves by that. */
#define LENGTH_MIN 4

/* A server may repeat the beginning only: this much of it is too much. Longer than a usual word, so
 * that "password error" stays readable for whoever uses "password123". In bytes. */
#define TELLING_LENGTH 12

/* One way in which a secret may be written. */
typedef struct {
  MwSecret *text;     /* (owned) */
  gboolean is_base64; /* what hangs together with a find goes too */
} Form;

struct _MwCensor {
  GArray *forms; /* (owned) of Form */
};

static void
clear_form (gpointer data)
{
  mw_secret_unref (((Form *) data)->text);
}

/**
 * mw_censor_new:
 *
 * Returns: (transfer full): one that knows no secret yet, and so hides nothing
 */
MwCensor *
mw_censor_new (void)
{
  MwCensor *self = g_new0 (MwCensor, 1);

  self->forms = g_array_new (FALSE, FALSE, sizeof (Form));
  g_array_set_clear_func (self->forms, clear_form);

  return self;
}

void
mw_censor_free (MwCensor *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->forms);
  g_free (self);
}

static void
add_form (MwCensor *self, const char *text, gsize length, gboolean is_base64)
{
  Form form = { NULL, is_base64 };

  if (length < LENGTH_MIN)
    return;

  form.text = mw_secret_new_for_bytes (text, length);
  g_array_append_val (self->forms, form);
}

/* RFC 9051, section 9: quoted-specials. */
static void
add_quoted (MwCensor *self, const char *secret)
{
  char *quoted;
  char *end;

  if (strpbrk (secret, "\"\\") == NULL)
    return;

  quoted = g_malloc (2 * strlen (secret) + 1);
  end = quoted;
  for (const char *c = secret; *c; c++) {
    if (*c == '"' || *c == '\\')
      *end++ = '\\';
    *end++ = *c;
  }
  *end = '\0';
  add_form (self, quoted, end - quoted, FALSE);
  mw_free_secret_string (quoted);
}

/* In base64 a secret looks different after each number of bytes in front of it, modulo three; what
 * is left of it when the characters shared with the neighbours are cut off is always the same. */
static void
add_base64 (MwCensor *self, const char *secret, gsize n_before)
{
  static const gsize shared_begin[] = { 0, 2, 3 };
  static const gsize shared_end[] = { 0, 3, 2 };
  gsize length = n_before + strlen (secret);
  char *padded = g_malloc0 (length);
  char *base64;
  gsize begin = shared_begin[n_before];
  gsize end;

  memcpy (padded + n_before, secret, length - n_before);
  base64 = g_base64_encode ((const guchar *) padded, length);
  end = strlen (base64) - shared_end[length % 3];
  if (end > begin)
    add_form (self, base64 + begin, end - begin, TRUE);

  explicit_bzero (padded, length);
  g_free (padded);
  mw_free_secret_string (base64);
}

/**
 * mw_censor_add:
 * @secret: a password, or what was made of it to be sent
 *
 * From now on it is taken out: as it is, with its quotes escaped, and in base64, also as a part of
 * something longer; in capitals or not. One of less than four bytes is not.
 */
void
mw_censor_add (MwCensor *self, const char *secret)
{
  gsize length = strlen (secret);

  if (length < LENGTH_MIN)
    return;

  add_form (self, secret, length, FALSE);
  add_quoted (self, secret);
  for (gsize n_before = 0; n_before < 3; n_before++)
    add_base64 (self, secret, n_before);
}

/* How many bytes at the beginning of @bytes are those of @form. Some servers repeat a command in
 * capitals. */
static gsize
measure_match (const Form *form, const char *bytes, gsize length)
{
  const char *text = mw_secret_peek (form->text);
  gsize whole = mw_secret_get_length (form->text);
  gsize n = 0;

  while (n < MIN (whole, length) && g_ascii_tolower (text[n]) == g_ascii_tolower (bytes[n]))
    n++;

  return n >= MIN (whole, TELLING_LENGTH) ? n : 0;
}

static gsize
measure_leak (MwCensor *self, const char *bytes, gsize length, gboolean *is_base64)
{
  gsize longest = 0;

  for (guint i = 0; i < self->forms->len; i++) {
    const Form *form = &g_array_index (self->forms, Form, i);
    gsize n = measure_match (form, bytes, length);

    if (n > longest) {
      longest = n;
      *is_base64 = form->is_base64;
    }
  }

  return longest;
}

static gboolean
is_base64_character (char c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/' || c == '=';
}

/* The first and the last character of a secret in base64 are woven into their neighbours. */
static void
drop_word_before (GString *clean, gsize since)
{
  while (clean->len > since && is_base64_character (clean->str[clean->len - 1]))
    g_string_truncate (clean, clean->len - 1);
}

static gsize
measure_word_behind (const char *bytes, gsize length)
{
  gsize n = 0;

  while (n < length && is_base64_character (bytes[n]))
    n++;

  return n;
}

/**
 * mw_censor_clean:
 * @bytes: (array length=length): what a server said
 * @length: in bytes
 *
 * Returns: (transfer full): @bytes with `***` for each secret in it
 */
GString *
mw_censor_clean (MwCensor *self, const char *bytes, gsize length)
{
  GString *clean = g_string_sized_new (length);
  gsize since = 0; /* in @clean: what stands behind the last mask */

  for (gsize i = 0; i < length;) {
    gboolean is_base64 = FALSE;
    gsize leak = measure_leak (self, bytes + i, length - i, &is_base64);

    if (leak == 0) {
      g_string_append_c (clean, bytes[i++]);
      continue;
    }
    i += leak;
    if (is_base64) {
      drop_word_before (clean, since);
      i += measure_word_behind (bytes + i, length - i);
    }
    g_string_append (clean, MASK);
    since = clean->len;
  }

  return clean;
}
