/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-secret.h"

/**
 * MwLine:
 * @wire: the bytes to send
 * @record: what a record may show of them
 *
 * What is said next, to a server and to the record, built together: a secret cannot reach the
 * record by accident. The wire copy is wiped when freed.
 */
typedef struct {
  GString *wire;
  GString *record;
} MwLine;

MwLine *mw_line_new (void);
void mw_line_free (MwLine *self);
void mw_line_add (MwLine *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void mw_line_add_secret (MwLine *self, const char *text);
void mw_line_clear (MwLine *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwLine, mw_line_free)
