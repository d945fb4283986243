/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static char *home;

static void
remove_tree (const char *path)
{
  GDir *folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *below = g_build_filename (path, name, NULL);

    remove_tree (below);
  }
  g_clear_pointer (&folder, g_dir_close);
  g_remove (path);
}

static void
remove_home (void)
{
  remove_tree (home);
}

/**
 * fuzz_get_home:
 *
 * Returns: the home folder of the process: its own, and gone when it ends
 */
const char *
fuzz_get_home (void)
{
  return home;
}

/* No fuzzer may meet the person's own files, programs or keyring. */
static void
move_house (void)
{
  static const char *const dirs[] = { "XDG_CONFIG_HOME",
                                      "XDG_DATA_HOME",
                                      "XDG_CACHE_HOME",
                                      "XDG_STATE_HOME" };

  home = g_dir_make_tmp ("mw-fuzz-XXXXXX", NULL);
  g_assert_nonnull (home);
  atexit (remove_home);

  g_setenv ("HOME", home, TRUE);
  g_setenv ("KRB5CCNAME", "FILE:/nonexistent", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (dirs); i++)
    g_unsetenv (dirs[i]);
  g_setenv ("XDG_DATA_DIRS", home, TRUE);
  g_setenv ("PATH", home, TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  /* Not a warning of GLib 2.74 itself, which sets an error twice for two bad escapes in a value. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_log_set_fatal_mask (G_LOG_DOMAIN, G_LOG_LEVEL_WARNING | G_LOG_FATAL_MASK);
  move_house ();

  return 0;
}

/**
 * fuzz_take_choice:
 * @n: divides 48, so that the digits stand for themselves: an input can be read and written by hand
 *
 * Returns: a number below @n; 0 where the input has ended
 */
guint
fuzz_take_choice (FuzzInput *self, guint n)
{
  guint choice;

  g_assert (n > 0 && '0' % n == 0);
  if (self->length == 0)
    return 0;

  choice = (guint8) self->bytes[0] % n;
  self->bytes++;
  self->length--;

  return choice;
}

/**
 * fuzz_take_until:
 *
 * Returns: (transfer full): what stands before @mark, or all; it is cut short at a NUL
 */
char *
fuzz_take_until (FuzzInput *self, const char *mark)
{
  const char *end = memmem (self->bytes, self->length, mark, strlen (mark));
  gsize length = end ? (gsize) (end - self->bytes) : self->length;
  gsize taken = end ? length + strlen (mark) : length;
  char *text = g_strndup (self->length > 0 ? self->bytes : "", length);

  self->bytes += taken;
  self->length -= taken;

  return text;
}

char *
fuzz_take_line (FuzzInput *self)
{
  return fuzz_take_until (self, "\n");
}

/**
 * fuzz_take_text:
 *
 * Returns: (transfer full): all that is left, cut short at a NUL
 */
char *
fuzz_take_text (FuzzInput *self)
{
  char *text = g_strndup (self->length > 0 ? self->bytes : "", self->length);

  self->bytes += self->length;
  self->length = 0;

  return text;
}

/**
 * fuzz_write_file:
 * @name: below the home folder; the folders on the way are made
 *
 * Returns: (transfer full): its path
 */
char *
fuzz_write_file (const char *name, const char *bytes, gsize length)
{
  char *path = g_build_filename (home, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  FILE *file;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  file = g_fopen (path, "w");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (length > 0 ? bytes : "", 1, length, file), ==, length);
  fclose (file);

  return path;
}

void
fuzz_assert_utf8 (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
}
