/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "mw-cli.h"
#include "mw-field.h"
#include "mw-keyring.h"

#define PASSWORD_MAX_BYTES 1024

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

static MwSecret *
make_secret (char *buffer, gsize length, const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;

  length = without_newline (buffer, length);
  buffer[length] = '\0';
  if (strlen (buffer) != length || !mw_field_check_password (buffer, &problem)) {
    g_set_error (error,
                 MW_ERROR,
                 MW_ERROR_FILE,
                 "%s: %s",
                 path,
                 problem ? problem->message : _ ("A password cannot hold this character."));
    return NULL;
  }

  return mw_secret_new_for_bytes (buffer, length);
}

/**
 * mw_cli_read_password:
 * @path: a file, or `-` for standard input
 * @secret: (out):
 *
 * Returns: FALSE with %MW_ERROR_FILE, whose message never holds the password
 */
gboolean
mw_cli_read_password (const char *path, MwSecret **secret, GError **error)
{
  char buffer[PASSWORD_MAX_BYTES + 3];
  gboolean standard_input = strcmp (path, "-") == 0;
  int fd = standard_input ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  gssize length = fd >= 0 ? read_bounded (fd, buffer, sizeof buffer - 1) : -1;

  if (length < 0)
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", path, g_strerror (errno));
  else if (length > PASSWORD_MAX_BYTES + 1)
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, _ ("%s: this is too long for a password"), path);
  else
    *secret = make_secret (buffer, length, path, error);

  explicit_bzero (buffer, sizeof buffer);
  if (fd >= 0 && !standard_input)
    close (fd);

  return *secret != NULL;
}

/**
 * mw_cli_lookup_password:
 *
 * Returns: (nullable) (transfer full): the password in the keyring
 */
MwSecret *
mw_cli_lookup_password (MwAccount *account)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_keyring_lookup_async (account, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
  mw_cli_wait (&result);

  return mw_keyring_lookup_finish (result, NULL);
}

/* What the keys do, since the terminal's own handling of them is off: with it Ctrl+C would leave
 * the terminal without echo. Returns FALSE at the end of the line. */
static gboolean
take_key (char key, char *buffer, gsize *length)
{
  switch (key) {
  case '\003': /* Ctrl+C */
    mw_cli_interrupt ();
    return FALSE;
  case '\n':
  case '\r':
  case '\004': /* Ctrl+D */
    return FALSE;
  case '\025': /* Ctrl+U */
    *length = 0;
    return TRUE;
  case '\b':
  case '\177': /* a character of UTF-8 may have several bytes */
    while (*length > 0 && (buffer[--*length] & 0xc0) == 0x80)
      continue;
    return TRUE;
  default:
    if (*length < PASSWORD_MAX_BYTES)
      buffer[(*length)++] = key;
    return TRUE;
  }
}

static MwSecret *
read_from_terminal (int tty)
{
  char buffer[PASSWORD_MAX_BYTES + 1];
  gsize length = 0;
  MwSecret *secret = NULL;
  char key;

  while (read (tty, &key, 1) == 1 && take_key (key, buffer, &length))
    continue;
  if (length > 0 && !mw_cli_was_interrupted ())
    secret = make_secret (buffer, length, "/dev/tty", NULL);
  explicit_bzero (buffer, sizeof buffer);

  return secret;
}

/**
 * mw_cli_ask_secret:
 * @prompt: what is asked for
 *
 * Asks on the terminal, without echo.
 *
 * Returns: (nullable) (transfer full): %NULL if there is no terminal, or nothing was typed
 */
MwSecret *
mw_cli_ask_secret (const char *prompt)
{
  int tty = open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  MwSecret *secret = NULL;
  struct termios before;
  struct termios silent;

  if (tty < 0)
    return NULL;

  if (tcgetattr (tty, &before) == 0) {
    silent = before;
    silent.c_lflag &= ~(ECHO | ISIG | ICANON);
    silent.c_cc[VMIN] = 1;
    silent.c_cc[VTIME] = 0;
    tcsetattr (tty, TCSAFLUSH, &silent);
    if (write (tty, prompt, strlen (prompt)) > 0)
      secret = read_from_terminal (tty);
    tcsetattr (tty, TCSAFLUSH, &before);
    if (write (tty, "\n", 1) < 0)
      g_debug ("The terminal went away");
  }
  close (tty);

  return secret;
}
