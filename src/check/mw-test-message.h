/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-terms.h"
#include "mw-tls-context.h"

#include "mw-finding.h"
#include "mw-server.h"

/**
 * MwTestMessage:
 *
 * A real message to oneself: handed in, awaited, read for how it came, and taken away again. Only
 * for an account that has passed the test, with the password that was accepted. Made, run once,
 * read. For one main context.
 */
#define MW_TYPE_TEST_MESSAGE (mw_test_message_get_type ())
G_DECLARE_FINAL_TYPE (MwTestMessage, mw_test_message, MW, TEST_MESSAGE, GObject)

/**
 * MwCourse:
 * @incoming: with the user that signed in
 * @outgoing: likewise
 * @mailbox: the address, its domain as A-labels
 * @terms: its letter and its deadline do not count
 *
 * Where the message goes. Copied, but for @terms, which outlives it.
 */
typedef struct {
  const MwServer *incoming;
  const MwServer *outgoing;
  const char *mailbox;
  MwSecret *secret;
  MwTlsContext *tls;
  const MwTerms *terms;
} MwCourse;

MwTestMessage *mw_test_message_new (const MwCourse *course);
void mw_test_message_run_async (MwTestMessage *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean mw_test_message_run_finish (MwTestMessage *self, GAsyncResult *result, GError **error);

GPtrArray *mw_test_message_get_findings (MwTestMessage *self);
gboolean mw_test_message_was_sent (MwTestMessage *self);
gboolean mw_test_message_has_arrived (MwTestMessage *self);
GVariant *mw_test_message_get_details (MwTestMessage *self);
