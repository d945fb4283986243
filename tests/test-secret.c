/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-line.h"
#include "mw-password-file.h"

#include <stdio.h>
#include <string.h>

static void
test_keeps_text (void)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("Gr ün#\"1'\\$%x");

  g_assert_cmpstr (mw_secret_peek (secret), ==, "Gr ün#\"1'\\$%x");
  g_assert_cmpuint (mw_secret_get_length (secret), ==, strlen ("Gr ün#\"1'\\$%x"));
}

static void
test_outlives_one_owner (void)
{
  g_autoptr (MwSecret) secret = mw_secret_new_for_bytes ("abcdef", 3);
  MwSecret *other = mw_secret_ref (secret);

  mw_secret_unref (other);
  g_assert_cmpstr (mw_secret_peek (secret), ==, "abc");
}

/* VmFlags of the page that holds the secret: "dd" is do-not-dump, "lo" is locked. */
static void
test_not_in_core_file (void)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("canary");
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean inside = FALSE;
  gboolean found = FALSE;

  g_assert_true (g_file_get_contents ("/proc/self/smaps", &maps, NULL, NULL));
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    guint64 from, to;

    if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x ", &from, &to) == 2)
      inside = from <= (guint64) secret && (guint64) secret < to;
    if (inside && g_str_has_prefix (lines[i], "VmFlags:"))
      found = strstr (lines[i], " dd") != NULL;
  }

  g_assert_true (found);
}

static void
test_line_hides_secret (void)
{
  g_autoptr (MwLine) line = mw_line_new ();
  g_autofree char *long_secret = g_strnfill (5000, 'x');

  mw_line_add (line, "PASS ");
  mw_line_add_secret (line, long_secret);
  mw_line_add (line, "\r\n");

  g_assert_cmpstr (line->record->str, ==, "PASS ***\r\n");
  g_assert_cmpuint (line->wire->len, ==, 5007);
  g_assert_true (g_str_has_prefix (line->wire->str, "PASS xxx"));
}

static void
test_line_clear (void)
{
  g_autoptr (MwLine) line = mw_line_new ();

  mw_line_add_secret (line, "canary");
  mw_line_clear (line);

  g_assert_cmpuint (line->wire->len, ==, 0);
  g_assert_cmpuint (line->record->len, ==, 0);
  g_assert_cmpint (line->wire->str[1], ==, '\0');
}

/* One end of line, and the mark that editors on Windows put in front, are not part of it. */
static void
test_file (void)
{
  static const struct {
    const char *text;
    const char *password; /* (nullable) */
  } rows[] = {
    { "canary", "canary" },
    { "canary\n", "canary" },
    { "canary\r\n", "canary" },
    { "\xef\xbb\xbf"
      "canary\r\n",
      "canary" },
    { " canary \n", " canary " },
    { "\xef\xbb\xbf\n", NULL },
    { "\n", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    char buffer[32];
    gsize length = g_strlcpy (buffer, rows[i].text, sizeof buffer);
    g_autoptr (GError) error = NULL;
    g_autoptr (MwSecret) secret = mw_password_file_make (buffer, length, "file", &error);

    if (rows[i].password == NULL)
      g_assert_error (error, MW_ERROR, MW_ERROR_FILE);
    else
      g_assert_cmpstr (mw_secret_peek (secret), ==, rows[i].password);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret/keeps-text", test_keeps_text);
  g_test_add_func ("/secret/outlives-one-owner", test_outlives_one_owner);
  g_test_add_func ("/secret/not-in-core-file", test_not_in_core_file);
  g_test_add_func ("/secret/file", test_file);
  g_test_add_func ("/line/hides-secret", test_line_hides_secret);
  g_test_add_func ("/line/clear", test_line_clear);

  return g_test_run ();
}
