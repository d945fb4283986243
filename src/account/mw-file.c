/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mw-file.h"

/* Room for all of it at once: what grows leaves copies behind. */
static GByteArray *
make_room (const struct stat *status, gsize max_bytes)
{
  return g_byte_array_sized_new ((guint) MIN ((gsize) MAX (status->st_size, 0), max_bytes) + 2);
}

static gboolean
read_all (int fd, GByteArray *bytes, gsize max_bytes)
{
  guint8 buffer[8192];
  gssize n;
  do {
    n = read (fd, buffer, sizeof buffer);
    if (n > 0)
      g_byte_array_append (bytes, buffer, n);
  } while ((n > 0 && bytes->len <= max_bytes) || (n < 0 && errno == EINTR));
  explicit_bzero (buffer, sizeof buffer); /* it may be a secret */

  return n >= 0;
}

static void
set_errno (GError **error, int number)
{
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (number), g_strerror (number));
}

/**
 * mw_file_read:
 * @max_bytes: a bigger file is refused
 * @length: (out) (optional): in bytes
 *
 * Reads a whole file. Does not wait, whatever stands in the place of the file. Blocks for the disk.
 *
 * Returns: (transfer full): the bytes and a NUL, or %NULL with an error of %G_FILE_ERROR, or with
 * %MW_ERROR_FILE; the message does not name the file
 */
char *
mw_file_read (const char *path, gsize max_bytes, gsize *length, GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  struct stat status = { 0 };
  gboolean is_file;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  /* A pipe would hold up the program. */
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd < 0) {
    set_errno (error, errno);
    return NULL;
  }

  is_file = fstat (fd, &status) == 0 && S_ISREG (status.st_mode);
  bytes = make_room (&status, max_bytes);
  if (!is_file)
    g_set_error_literal (error, MW_ERROR, MW_ERROR_FILE, _ ("it is not a file"));
  else if (!read_all (fd, bytes, max_bytes))
    set_errno (error, errno);
  else if (bytes->len > max_bytes)
    g_set_error_literal (error, MW_ERROR, MW_ERROR_FILE, _ ("it is too big"));
  else {
    close (fd);
    if (length != NULL)
      *length = bytes->len;
    g_byte_array_append (bytes, (const guint8 *) "", 1);
    return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
  }
  close (fd);

  return NULL;
}

/**
 * mw_file_write:
 * @length: in bytes, or -1 where a NUL ends @contents
 * @mode: who may read a file that is new
 *
 * Writes a whole file or none: a new one beside the old one, which takes its place once it is on
 * the disk. Blocks for that.
 *
 * Returns: %FALSE with %MW_ERROR_NOT_WRITABLE and a message that names the file
 */
gboolean
mw_file_write (const char *path, const char *contents, gssize length, int mode, GError **error)
{
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (path != NULL && contents != NULL, FALSE);

  if (g_file_set_contents_full (path,
                                contents,
                                length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                mode,
                                &cause))
    return TRUE;

  g_set_error (error,
               MW_ERROR,
               MW_ERROR_NOT_WRITABLE,
               _ ("“%s” cannot be written: %s."),
               path,
               cause->message);

  return FALSE;
}
