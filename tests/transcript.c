/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "transcript.h"

#include "mw-judge.h"

#define NEVER "never"

/* SCRAM with dice that always fall the same way; libgsasl calls this one instead of its own. */
int gsasl_nonce (char *data, size_t length);

int
gsasl_nonce (char *data, size_t length)
{
  for (size_t i = 0; i < length; i++)
    data[i] = '0' + i;

  return 0;
}

void
transcript_fail (Transcript *self, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  g_test_message ("%s:%u: %s", self->name, self->number, message);
  g_test_fail ();
}

void
transcript_init (Transcript *self, const char *name)
{
  *self = (Transcript){
    .name = name,
    .user = g_strdup ("alice"),
    .password = g_strdup ("wonderland"),
    .mailbox = g_strdup ("alice@example.org"),
    .leave = g_strdup ("yes"),
    .sign_in = "not-tried",
    .said = g_string_new (NULL),
    .recorded = g_string_new (NULL),
  };
}

void
transcript_clear (Transcript *self)
{
  g_clear_pointer (&self->server, mw_server_free);
  g_clear_pointer (&self->dialogue, mw_dialogue_free);
  g_clear_pointer (&self->binding.bytes, g_bytes_unref);
  g_clear_pointer (&self->letter, mw_letter_unref);
  g_free (self->user);
  g_free (self->password);
  g_free (self->mailbox);
  g_free (self->mechanism);
  g_free (self->leave);
  g_free (self->trial);
  g_string_free (self->said, TRUE);
  g_string_free (self->recorded, TRUE);
}

static MwTrial
find_trial (const char *name)
{
  static const char *const names[] = { "smuggle", "unasked", "stay" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return i;

  g_error ("there is no trial “%s”", name);
}

static void
answer_leave (Transcript *self)
{
  g_autoptr (MwSecret) secret = NULL;

  if (self->was_asked || g_str_equal (self->leave, NEVER))
    transcript_fail (self, "asked for leave to sign in");
  self->was_asked = TRUE;

  secret = mw_secret_new (self->password);
  if (g_str_equal (self->leave, "no"))
    mw_dialogue_skip_sign_in (self->dialogue);
  else if (g_str_equal (self->leave, "without-password"))
    mw_dialogue_sign_in_as (self->dialogue, self->user, NULL);
  else
    mw_dialogue_sign_in_as (self->dialogue, self->user, secret);
}

static void
think (Transcript *self)
{
  MwSasl *sasl = mw_dialogue_lend_sasl (self->dialogue);

  mw_sasl_think (sasl);
  mw_dialogue_return_sasl (self->dialogue, sasl);
}

/* Lets the dialogue go on until it wants something from the server. */
void
transcript_advance (Transcript *self)
{
  for (guint i = 0; i < 100; i++) {
    g_autoptr (MwLine) line = mw_line_new ();

    self->step = mw_dialogue_next (self->dialogue, line, &self->literal);
    g_string_append (self->said, line->wire->str);
    g_string_append (self->recorded, line->record->str);
    if (self->step == MW_STEP_ASK_LEAVE)
      answer_leave (self);
    else if (self->step == MW_STEP_THINK)
      think (self);
    else if (self->step != MW_STEP_SEND)
      return;
  }
  transcript_fail (self, "says more and more");
}

void
transcript_begin (Transcript *self)
{
  if (self->dialogue != NULL)
    return;

  self->dialogue = mw_dialogue_new (self->server, self->mailbox);
  mw_dialogue_force_mechanism (self->dialogue, self->mechanism);
  mw_dialogue_set_judge (self->dialogue, mw_judge_blames_password);
  if (self->takes_ticket)
    mw_dialogue_take_ticket (self->dialogue);
  if (self->letter != NULL)
    mw_dialogue_carry (self->dialogue, self->letter);
  if (self->trial != NULL)
    mw_dialogue_try (self->dialogue, find_trial (self->trial));
  if (self->server->security == MW_SECURITY_TLS)
    mw_dialogue_bind (self->dialogue, &self->binding);
  transcript_advance (self);
}

void
transcript_hear (Transcript *self, const char *bytes, gsize length, gsize literal)
{
  transcript_begin (self);
  if (self->said->len > 0)
    transcript_fail (self, "the client has also said: %s", self->said->str);
  if (self->step != MW_STEP_LISTEN || self->literal != literal) {
    transcript_fail (self,
                     "does not listen for that, but for step %d, %zu bytes",
                     self->step,
                     self->literal);
    return;
  }

  mw_dialogue_hear (self->dialogue, bytes, length);
  transcript_advance (self);
}
