/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "mw-censor.h"
#include "transcript.h"

/* What the server says or does, and what we say. */

static void
play_line (Transcript *self, const char *text)
{
  g_autoptr (MwCensor) censor = mw_censor_new ();
  g_autoptr (GString) clean = NULL;

  transcript_begin (self);
  mw_censor_add (censor, self->password);
  clean = mw_censor_clean (censor, text, strlen (text));
  g_string_append (self->recorded, clean->str);
  transcript_hear (self, text, strlen (text), 0);
}

static void
play_many_lines (Transcript *self, const char *text)
{
  char *line;
  guint64 n = g_ascii_strtoull (text, &line, 10);

  for (guint64 i = 0; i < n && self->step == MW_STEP_LISTEN; i++)
    play_line (self, line + 1);
}

static void
play_bytes (Transcript *self, const char *text)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (; g_ascii_isxdigit (text[0]) && g_ascii_isxdigit (text[1]); text += 2) {
    guint8 byte = g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]);

    g_byte_array_append (bytes, &byte, 1);
    text += strspn (text + 2, " ");
  }
  transcript_hear (self, (const char *) bytes->data, bytes->len, 0);
}

static void
play_literal (Transcript *self, const char *text)
{
  transcript_hear (self, text, strlen (text), strlen (text));
}

static void
expect_line (Transcript *self, const char *text)
{
  g_autoptr (GString) line = g_string_new (text);

  g_string_replace (line, "@VERSION@", VERSION, 0);
  g_string_append (line, "\r\n");
  transcript_begin (self);
  if (!g_str_has_prefix (self->said->str, line->str))
    transcript_fail (self, "the client should say “%s”, and says “%s”", line->str, self->said->str);
  else
    g_string_erase (self->said, 0, line->len);
}

static void
play_tls (Transcript *self, const char *text)
{
  transcript_begin (self);
  if (self->step != MW_STEP_START_TLS) {
    transcript_fail (self, "wants no TLS now");
    return;
  }
  mw_dialogue_tls_started (self->dialogue);
  mw_dialogue_bind (self->dialogue, &self->binding);
  transcript_advance (self);
}

/* "1": seconds */
static void
play_wait (Transcript *self, const char *text)
{
  guint64 seconds = g_ascii_strtoull (text, NULL, 10);

  if (self->step != MW_STEP_WAIT || mw_dialogue_get_pause (self->dialogue) != seconds) {
    transcript_fail (self, "wants to wait for %u s", mw_dialogue_get_pause (self->dialogue));
    return;
  }
  mw_dialogue_waited (self->dialogue);
  transcript_advance (self);
}

static void
play_hangup (Transcript *self, const char *text)
{
  transcript_begin (self);
  if (self->step == MW_STEP_DONE)
    transcript_fail (self, "has hung up before the server does");
  mw_dialogue_end (self->dialogue, *text ? text : NULL);
  transcript_advance (self);
}

const TranscriptKind transcript_events[] = {
  { "wait ", play_wait },      /* seconds */
  { "S: ", play_line },        /* the server says */
  { "S*", play_many_lines },   /* "S*2001 line": over and over */
  { "H: ", play_bytes },       /* the server says, in hexadecimal */
  { "L: ", play_literal },     /* the server says, in a literal */
  { "C: ", expect_line },      /* we say */
  { "--- TLS ---", play_tls }, /* both encrypt */
  { "hangup", play_hangup },   /* the server hangs up */
  { NULL },
};
