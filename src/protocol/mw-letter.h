/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * MwLetter:
 * @id: the Message-ID with its angle brackets
 * @text: header and body, RFC 5322; in lines that end in CRLF, no dot doubled
 * @patience: how long its arrival is awaited, in seconds
 * @receipt: (nullable): what the server said when it took it
 * @header: (nullable): as it arrived; hostile
 * @sent: when it was taken, and
 * @arrived: when it was seen, in microseconds of the monotonic clock; by whoever has a clock
 * @is_junk: it was found among the unwanted mail
 * @is_removed: it was taken away again
 *
 * One small message to oneself, on its way: handed to the conversation that sends it and to the one
 * that awaits it, which fill in what became of it. Shared by reference; for one main context.
 */
typedef struct {
  char *id;
  char *text;
  guint patience;
  char *receipt;
  char *header;
  gint64 sent;
  gint64 arrived;
  gboolean is_junk;
  gboolean is_removed;
} MwLetter;

MwLetter *mw_letter_new (const char *address,
                         const char *subject,
                         const char *body,
                         GDateTime *date,
                         const char *id);
MwLetter *mw_letter_ref (MwLetter *self);
void mw_letter_unref (MwLetter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwLetter, mw_letter_unref)
