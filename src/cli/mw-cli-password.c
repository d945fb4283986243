/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "mw-cli.h"
#include "mw-keyring.h"
#include "mw-password-file.h"

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
  gboolean standard_input = strcmp (path, "-") == 0;
  int fd = standard_input ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0) {
    g_set_error (error, MW_ERROR, MW_ERROR_FILE, "%s: %s", path, g_strerror (errno));
    return FALSE;
  }

  *secret = mw_password_file_read_fd (fd, path, error);
  if (!standard_input)
    close (fd);

  return *secret != NULL;
}

/**
 * mw_cli_lookup_password:
 *
 * Returns: (transfer full): the password in the keyring, or %NULL with %MW_ERROR_NOT_FOUND,
 * %MW_ERROR_KEYRING_LOCKED, %MW_ERROR_KEYRING_UNAVAILABLE or %G_IO_ERROR_CANCELLED
 */
MwSecret *
mw_cli_lookup_password (MwAccount *account, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  mw_keyring_lookup_async (account, mw_cli_get_cancellable (), mw_cli_done_cb, &result);
  mw_cli_wait (&result);

  return mw_keyring_lookup_finish (result, error);
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
    if (*length < MW_PASSWORD_MAX_BYTES)
      buffer[(*length)++] = key;
    return TRUE;
  }
}

static MwSecret *
read_from_terminal (int tty)
{
  char buffer[MW_PASSWORD_MAX_BYTES + 1];
  gsize length = 0;
  MwSecret *secret = NULL;
  char key;

  while (read (tty, &key, 1) == 1 && take_key (key, buffer, &length))
    continue;
  if (length > 0 && !mw_cli_was_interrupted ())
    secret = mw_password_file_make (buffer, length, "/dev/tty", NULL);
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
