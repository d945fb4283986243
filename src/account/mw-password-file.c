/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mw-field.h"
#include "mw-password-file.h"

/* Into a buffer of our own, so that no stream keeps a copy. Returns -1 with errno. */
static gssize
read_bounded (int fd, char *buffer, gsize size)
{
  gsize total = 0;

  while (total < size) {
    gssize n = read (fd, buffer + total, size - total);

    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return -1;
    if (n == 0)
      break;
    total += n;
  }

  return total;
}

/* One end of line at the end is not part of the password. */
static gsize
without_newline (const char *text, gsize length)
{
  if (length > 0 && text[length - 1] == '\n')
    length--;
  if (length > 0 && text[length - 1] == '\r')
    length--;

  return length;
}

/* The byte order mark that editors on Windows put in front is not part of the password either. */
static gsize
count_mark (const char *text, gsize length)
{
  static const char mark[] = "\xef\xbb\xbf";

  return length >= strlen (mark) && memcmp (text, mark, strlen (mark)) == 0 ? strlen (mark) : 0;
}

/**
 * mw_password_file_make:
 * @buffer: has room for a NUL behind @length bytes; wiping it is the caller's
 * @name: where it comes from
 *
 * Returns: (transfer full): the password, or %NULL with %MW_ERROR_FILE if it can be none; the
 *   message never holds it
 */
MwSecret *
mw_password_file_make (char *buffer, gsize length, const char *name, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gsize mark;

  g_return_val_if_fail (buffer != NULL && name != NULL, NULL);

  mark = count_mark (buffer, length);
  buffer += mark;
  length = without_newline (buffer, length - mark);
  buffer[length] = '\0';
  if (strlen (buffer) != length || !mw_field_check_password (buffer, &problem)) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_FILE,
                 "%s: %s",
                 name,
                 problem ? problem->message : _ ("A password cannot hold this character."));
    return NULL;
  }

  return mw_secret_new_for_bytes (buffer, length);
}

/**
 * mw_password_file_read_fd:
 * @fd: stays open
 * @name: of the file, for the message
 *
 * Blocks until the end of the file, or until there is more than a password can be.
 *
 * Returns: (transfer full): the password, or %NULL with %MW_ERROR_FILE
 */
MwSecret *
mw_password_file_read_fd (int fd, const char *name, GError **error)
{
  char buffer[MW_PASSWORD_MAX_BYTES + 3];
  gssize length = read_bounded (fd, buffer, sizeof buffer - 1);
  MwSecret *secret = NULL;

  if (length < 0)
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", name, g_strerror (errno));
  else if (length > MW_PASSWORD_MAX_BYTES + 1)
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("%s: this is too long for a password"), name);
  else
    secret = mw_password_file_make (buffer, length, name, error);

  explicit_bzero (buffer, sizeof buffer);

  return secret;
}

/**
 * mw_password_file_read:
 *
 * Does not wait, whatever stands in the place of the file. Blocks for the disk.
 *
 * Returns: (transfer full): the password, or %NULL with %MW_ERROR_FILE
 */
MwSecret *
mw_password_file_read (const char *path, GError **error)
{
  MwSecret *secret = NULL;
  struct stat status;
  int fd;

  g_return_val_if_fail (path != NULL, NULL);

  /* A pipe would hold up the program. */
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd < 0 || fstat (fd, &status) != 0)
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", path, g_strerror (errno));
  else if (!S_ISREG (status.st_mode))
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", path, _ ("it is not a file"));
  else
    secret = mw_password_file_read_fd (fd, path, error);
  if (fd >= 0)
    close (fd);

  return secret;
}
