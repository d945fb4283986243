/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "mw-secret.h"

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
 * @stranger: (nullable): the first host on the way to it that is of another organisation than the
 *   one that was asked, in A-labels
 * @location: (nullable): to a post, where the server would send us on to, whole
 * @wants_password: it would say more to who shows a password (RFC 7617)
 */
typedef struct {
  char *uri;
  guint status;
  char *type;
  GBytes *body;
  gboolean is_insecure;
  char *stranger;
  char *location;
  gboolean wants_password;
} MwHttpAnswer;

/**
 * MwHttpPost:
 * @type: (nullable): of the @body
 * @body: (nullable): what is sent; none only looks where a server sends on to
 * @user: (nullable): who asks; with @secret
 * @secret: (nullable): is shown to the one server that is asked, over HTTPS and in the first
 * request
 *
 * A request that is made once, to one server: no redirection is followed.
 */
typedef struct {
  const char *type;
  GBytes *body;
  const char *user;
  MwSecret *secret;
} MwHttpPost;

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
void mw_http_post_async (const char *uri,
                         const MwHttpPost *post,
                         guint limit_ms,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
MwHttpAnswer *mw_http_get_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwHttpAnswer, mw_http_answer_free)
