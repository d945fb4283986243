/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-censor.h"

#include <string.h>

/* Shorter ones would black out half of every sentence, and show themselves by that. */
#define LENGTH_MIN 4

/* A server may repeat the beginning only: this much of it is too much. Longer than a usual word, so
 * that "password error" stays readable for whoever uses "password123". In bytes. */
#define TELLING_LENGTH 12

struct _MwCensor {
  GPtrArray *secrets; /* (owned) of MwSecret */
};

MwCensor *
mw_censor_new (void)
{
  MwCensor *self = g_new0 (MwCensor, 1);

  self->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_secret_unref);

  return self;
}

void
mw_censor_free (MwCensor *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->secrets);
  g_free (self);
}

/**
 * mw_censor_add:
 * @secret: a password, or a form in which it was sent
 */
void
mw_censor_add (MwCensor *self, const char *secret)
{
  if (strlen (secret) >= LENGTH_MIN)
    g_ptr_array_add (self->secrets, mw_secret_new (secret));
}

/* How many bytes at the beginning of @text tell of a secret. */
static gsize
measure_leak (MwCensor *self, const char *text)
{
  gsize longest = 0;

  for (guint i = 0; i < self->secrets->len; i++) {
    MwSecret *secret = g_ptr_array_index (self->secrets, i);
    const char *bytes = mw_secret_peek (secret);
    gsize n = 0;

    while (bytes[n] != '\0' && bytes[n] == text[n])
      n++;
    if (n >= MIN (mw_secret_get_length (secret), TELLING_LENGTH))
      longest = MAX (longest, n);
  }

  return longest;
}

/**
 * mw_censor_clean:
 *
 * Returns: (transfer full): @text with `***` for each secret in it
 */
char *
mw_censor_clean (MwCensor *self, const char *text)
{
  GString *clean = g_string_new (NULL);

  while (*text != '\0') {
    gsize leak = measure_leak (self, text);

    if (leak > 0)
      g_string_append (clean, "***");
    else
      g_string_append_c (clean, *text);
    text += MAX (leak, 1);
  }

  return g_string_free (clean, FALSE);
}
