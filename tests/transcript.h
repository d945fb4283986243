/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-dialogue.h"

#define TICKETS "KRB5CCNAME" /* where they are kept */

/* A conversation that is played, as a file of transcripts/ has it. */
typedef struct {
  const char *name; /* "imap/wrong-password.txt" */
  guint number;     /* of the line that is played, from 1 */

  MwServer *server;
  char *user;
  char *password;
  char *mailbox;
  char *mechanism; /* (nullable) */
  char *leave;
  MwBinding binding;
  MwLetter *letter; /* (owned) (nullable) */
  char *trial;      /* (nullable) */

  MwDialogue *dialogue; /* (nullable) until it begins */
  MwStep step;
  gsize literal;
  gboolean was_asked;
  gboolean takes_ticket;
  GString *said;     /* what is not yet accounted for */
  GString *recorded; /* what a record may show */

  guint n_verdicts;
  gboolean works;
  const char *sign_in; /* "not-tried" */
} Transcript;

/* What a line may begin with, and what is done with the rest; ended by an empty one. */
typedef struct {
  const char *prefix;
  void (*play) (Transcript *self, const char *text);
} TranscriptKind;

extern const TranscriptKind transcript_settings[];
extern const TranscriptKind transcript_events[];
extern const TranscriptKind transcript_expectations[];

void transcript_init (Transcript *self, const char *name);
void transcript_clear (Transcript *self);

void transcript_fail (Transcript *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void transcript_begin (Transcript *self);
void transcript_advance (Transcript *self);
void transcript_hear (Transcript *self, const char *bytes, gsize length, gsize literal);
void transcript_check_end (Transcript *self);
