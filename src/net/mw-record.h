/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-secret.h"

/**
 * MwRecord:
 *
 * What was said on a connection, line by line and with its time, for people to read. Bounded, safe
 * to show, and without the password, also where a server repeats it.
 */
typedef struct _MwRecord MwRecord;

/**
 * MwRecordEntry:
 * @time: microseconds since the record was begun
 * @direction: `C` said by us, `S` said by the server, `-` a remark
 * @text: valid UTF-8 in one line; no markup
 */
typedef struct {
  gint64 time;
  char direction;
  char *text;
} MwRecordEntry;

MwRecord *mw_record_new (void);
void mw_record_unref (MwRecord *self);
void mw_record_set_secret (MwRecord *self, MwSecret *secret);
void mw_record_add (MwRecord *self, char direction, const char *text, gsize length);
guint mw_record_get_n_entries (MwRecord *self);
const MwRecordEntry *mw_record_get_entry (MwRecord *self, guint index);
char *mw_record_to_string (MwRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwRecord, mw_record_unref)
