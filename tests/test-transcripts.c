/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "mw-ticket.h"
#include "transcript.h"

/* Conversations as they were, or might have been: one file a case, in transcripts/PROTOCOL/. What a
 * line of such a file may begin with is in the tables of transcript-*.c; "#" is a remark. What is
 * said, and what is found, has to be as in the file word for word, and nothing else. */

static gboolean
play_kind (Transcript *self, const TranscriptKind *kinds, const char *line)
{
  for (; kinds->prefix != NULL; kinds++)
    if (g_str_has_prefix (line, kinds->prefix)) {
      kinds->play (self, line + strlen (kinds->prefix));
      return TRUE;
    }

  return FALSE;
}

static void
play (Transcript *self, const char *line)
{
  g_autofree char *whole = NULL;

  if (*line == '#' || *line == '\0')
    return;

  /* A line of nothing, as it stands after an editor took the space away. */
  if (g_str_equal (line, "S:") || g_str_equal (line, "C:"))
    line = whole = g_strconcat (line, " ", NULL);
  if (!play_kind (self, transcript_settings, line) && !play_kind (self, transcript_events, line) &&
      !play_kind (self, transcript_expectations, line))
    transcript_fail (self, "what is this? %s", line);
}

static void
play_all (const char *name, char **lines)
{
  Transcript self;

  transcript_init (&self, name);
  for (guint i = 0; lines[i] != NULL; i++) {
    self.number = i + 1;
    play (&self, lines[i]);
  }
  transcript_check_end (&self);
  transcript_clear (&self);
}

static void
test_transcript (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "transcripts", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  if (!mw_ticket_is_supported () && strstr (text, "\nticket") != NULL) {
    g_test_skip ("built without Kerberos");
    return;
  }

  g_setenv (TICKETS, "FILE:/nonexistent", TRUE);
  lines = g_strsplit (text, "\n", -1);
  play_all (name, lines);
}

static void
add_tests (const char *folder)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "transcripts", folder, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) directory = g_dir_open (path, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (directory)) != NULL) {
    g_autofree char *test = NULL;

    if (!g_str_has_suffix (name, ".txt"))
      continue;
    test = g_strdup_printf ("/transcripts/%s/%.*s", folder, (int) strlen (name) - 4, name);
    g_test_add_data_func_full (test,
                               g_build_filename (folder, name, NULL),
                               test_transcript,
                               g_free);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *settings = NULL;

  g_test_init (&argc, &argv, NULL);
  settings = g_test_build_filename (G_TEST_DIST, "kerberos", "krb5.conf", NULL);
  g_setenv ("KRB5_CONFIG", settings, TRUE);

  add_tests ("imap");
  add_tests ("pop3");
  add_tests ("smtp");

  return g_test_run ();
}
