/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-secret.h"

#include <string.h>
#include <sys/mman.h>

struct _MwSecret {
  gatomicrefcount ref_count;
  gsize mapped; /* bytes */
  gsize length; /* of the text, in bytes */
  char text[];
};

G_DEFINE_BOXED_TYPE (MwSecret, mw_secret, mw_secret_ref, mw_secret_unref)

/**
 * mw_secret_new:
 * @text: a password in UTF-8
 *
 * Returns: (transfer full): a copy of @text that is locked into memory; wiping @text is the
 * caller's
 */
MwSecret *
mw_secret_new (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return mw_secret_new_for_bytes (text, strlen (text));
}

/**
 * mw_secret_new_for_bytes:
 * @bytes: (array length=length): the password, which need not end in NUL
 * @length: in bytes
 *
 * Returns: (transfer full): like mw_secret_new()
 */
MwSecret *
mw_secret_new_for_bytes (const char *bytes, gsize length)
{
  gsize mapped = sizeof (MwSecret) + length + 1;
  MwSecret *self;

  g_return_val_if_fail (bytes != NULL || length == 0, NULL);

  /* A mapping of its own: malloc() would hand the page on, and mlock() works on whole pages. */
  self = mmap (NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (self == MAP_FAILED)
    g_error ("No memory for a secret of %" G_GSIZE_FORMAT " bytes", length);
  mlock (self, mapped); /* over the limit it still works, only less well hidden */
  madvise (self, mapped, MADV_DONTDUMP);

  g_atomic_ref_count_init (&self->ref_count);
  self->mapped = mapped;
  self->length = length;
  if (length > 0)
    memcpy (self->text, bytes, length);
  self->text[length] = '\0';

  return self;
}

MwSecret *
mw_secret_ref (MwSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
mw_secret_unref (MwSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  explicit_bzero (self->text, self->length);
  munmap (self, self->mapped);
}

/**
 * mw_secret_peek:
 *
 * Returns: (transfer none): the text; do not copy it where nobody wipes
 */
const char *
mw_secret_peek (const MwSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * mw_secret_get_length:
 *
 * Returns: in bytes, without the NUL at the end
 */
gsize
mw_secret_get_length (const MwSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * mw_wipe_string:
 * @text: (nullable): somebody else's copy of a secret
 *
 * Overwrites @text in a way that the compiler does not leave out.
 */
void
mw_wipe_string (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
}

/**
 * mw_free_secret_string:
 * @text: (nullable) (transfer full): a copy of a secret from g_malloc()
 *
 * Wipes, then frees.
 */
void
mw_free_secret_string (char *text)
{
  mw_wipe_string (text);
  g_free (text);
}
