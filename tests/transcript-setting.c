/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "transcript.h"

/* What is so before the conversation begins. */

static void
set_server (Transcript *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_strconcat (text, "://mail.example.org", NULL);

  mw_server_free (self->server);
  self->server = mw_server_new_for_uri (uri, &error);
  g_assert_no_error (error);
}

static void
replace (char **field, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
set_user (Transcript *self, const char *text)
{
  replace (&self->user, text);
}

static void
set_password (Transcript *self, const char *text)
{
  replace (&self->password, text);
}

/* What no line of a file can hold, with the escapes of C. */
static void
set_odd_password (Transcript *self, const char *text)
{
  g_autofree char *plain = g_strcompress (text);

  replace (&self->password, plain);
}

static void
set_mailbox (Transcript *self, const char *text)
{
  replace (&self->mailbox, text);
}

static void
set_trial (Transcript *self, const char *text)
{
  replace (&self->trial, text);
}

static void
set_mechanism (Transcript *self, const char *text)
{
  replace (&self->mechanism, text);
}

/* "tls-exporter bytes" */
static void
set_binding (Transcript *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);

  self->binding.type = g_intern_string (words[0]);
  self->binding.bytes = g_bytes_new (words[1], strlen (words[1]));
}

/* A letter is on its way, and is awaited for so many seconds. */
static void
set_letter (Transcript *self, const char *text)
{
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 11, 24, 8, 37, 9);

  self->letter = mw_letter_new (self->mailbox, "Täst", "Hällo", date, "<letter@example.org>");
  self->letter->patience = g_ascii_strtoull (text, NULL, 10);
}

static void
set_certificate (Transcript *self, const char *text)
{
  self->binding.has_certificate = TRUE;
}

static void
set_leave (Transcript *self, const char *text)
{
  replace (&self->leave, text);
}

static void
allow_ticket (Transcript *self, const char *text)
{
  self->takes_ticket = TRUE;
}

static void
show_ticket (Transcript *self, const char *text)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "kerberos", text, NULL);
  g_autofree char *cache = g_strconcat ("FILE:", path, NULL);

  allow_ticket (self, text);
  g_setenv (TICKETS, cache, TRUE);
}

const TranscriptKind transcript_settings[] = {
  { "server: ", set_server },             /* the scheme of a URI */
  { "user: ", set_user },                 /* alice */
  { "password: ", set_password },         /* wonderland */
  { "odd-password: ", set_odd_password }, /* with \n, \t, \303\274 */
  { "mailbox: ", set_mailbox },           /* alice@example.org */
  { "mechanism: ", set_mechanism },       /* and no other */
  { "trial: ", set_trial },               /* smuggle, unasked, stay */
  { "leave: ", set_leave },               /* no, without-password; never: nobody asks for it */
  { "binding: ", set_binding },           /* tls-exporter and the bytes: what TLS has for it */
  { "letter: ", set_letter },             /* what is carried, and the patience in seconds */
  { "certificate", set_certificate },     /* the server has seen ours */
  { "ticket: ", show_ticket },            /* the one of that name in kerberos is there */
  { "ticket", allow_ticket },             /* one may be asked for; there is none */
  { NULL },
};
