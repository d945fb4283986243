/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#define MW_HTTP_MAX_BYTES (1024 * 1024)
#define MW_HTTP_MAX_REDIRECTS 5

/**
 * MwHttpAnswer:
 * @uri: where it was found in the end
 * @status: of HTTP: 200 is a document
 * @type: (nullable): of the document, as the server says, in lower case and without parameters
 * @body: of at most 1 MiB; empty where @status is not 200
 * @is_insecure: anybody may have written it: some way to it was not encrypted, or led to a server
 *   whose certificate does not fit
 */
typedef struct {
  char *uri;
  guint status;
  char *type;
  GBytes *body;
  gboolean is_insecure;
} MwHttpAnswer;

void mw_http_answer_free (MwHttpAnswer *self);

void mw_http_get_async (const char *uri,
                        guint limit_ms,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
void mw_http_get_anyway_async (const char *uri,
                               guint limit_ms,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
MwHttpAnswer *mw_http_get_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwHttpAnswer, mw_http_answer_free)
