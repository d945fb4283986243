/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

/* Runs a fuzzer's code on what is in the folders that are named: whole, and cut short at many
 * places, as by a server that hangs up. A unit test, and the way to look at an input that broke
 * something. */

#define CUTS 24

/* In a copy of its own, so that reading behind its end is noticed. */
static void
run (const char *bytes, gsize length)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, length);

  LLVMFuzzerTestOneInput (copy, length);
}

static void
test_file (gconstpointer data)
{
  const char *path = data;
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  run (bytes, length);
  for (gsize i = 1; i < CUTS; i++)
    run (bytes, length * i / CUTS);
}

static void
test_nothing (void)
{
  run (NULL, 0);
}

static void
add_path (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *test = g_strconcat ("/fuzz/seed/", base, NULL);
  const char *name;

  if (folder == NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    g_test_add_data_func_full (test, g_strdup (path), test_file, g_free);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL) {
    g_autofree char *below = g_build_filename (path, name, NULL);

    add_path (below);
  }
}

int
main (int argc, char **argv)
{
  LLVMFuzzerInitialize (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fuzz/nothing", test_nothing);
  for (int i = 1; i < argc; i++)
    add_path (argv[i]);

  return g_test_run ();
}
