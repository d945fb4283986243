/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "mw-address.h"
#include "mw-domain.h"
#include "mw-http.h"
#include "mw-limit.h"
#include "mw-net-error.h"
#include "mw-shared-resolver.h"
#include "mw-shared-trust.h"
#include "mw-steady-proxy.h"

#define USER_AGENT "Mailwright"
#define CHUNK 16384

/* One document on its way, through redirections. */
typedef struct {
  SoupSession *session; /* (owned) of its own: nothing is remembered */
  MwLimit *limit;       /* (owned) */
  GUri *uri;            /* (owned) asked for now */
  gboolean takes_any_certificate;
  gboolean is_insecure;
  char *stranger; /* (owned) (nullable) */
  gboolean is_post;
  char *post_type;   /* (owned) (nullable) */
  GBytes *post_body; /* (owned) (nullable) */
  char *user;        /* (owned) (nullable) */
  MwSecret *secret;  /* (owned) (nullable) */
  char *location;    /* (owned) (nullable) */
  gboolean wants_password;
  guint n_redirects;
  guint status;
  char *type;       /* (owned) (nullable) */
  GByteArray *body; /* (owned) */
} Download;

void
mw_http_answer_free (MwHttpAnswer *self)
{
  g_free (self->uri);
  g_free (self->type);
  g_free (self->stranger);
  g_free (self->location);
  g_bytes_unref (self->body);
  g_free (self);
}

static void
free_download (gpointer data)
{
  Download *self = data;

  mw_limit_free (self->limit);
  g_object_unref (self->session);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->post_body, g_bytes_unref);
  g_clear_pointer (&self->secret, mw_secret_unref);
  g_free (self->post_type);
  g_free (self->user);
  g_free (self->stranger);
  g_free (self->location);
  g_free (self->type);
  g_byte_array_unref (self->body);
  g_free (self);
}

static void
return_answer (GTask *task)
{
  Download *self = g_task_get_task_data (task);
  MwHttpAnswer *answer = g_new0 (MwHttpAnswer, 1);

  answer->uri = g_uri_to_string_partial (self->uri, G_URI_HIDE_PASSWORD);
  answer->status = self->status;
  answer->type = g_steal_pointer (&self->type);
  answer->is_insecure = self->is_insecure;
  answer->stranger = g_steal_pointer (&self->stranger);
  answer->location = g_steal_pointer (&self->location);
  answer->wants_password = self->wants_password;
  answer->body = g_bytes_new (self->body->data, self->body->len);
  g_task_return_pointer (task, answer, (GDestroyNotify) mw_http_answer_free);
}

static void
return_failure (GTask *task, GError *error)
{
  Download *self = g_task_get_task_data (task);

  if (mw_limit_is_reached (self->limit) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_error_free (error);
    error = g_error_new_literal (G_IO_ERROR,
                                 G_IO_ERROR_TIMED_OUT,
                                 _ ("The web server did not answer in time"));
  }
  g_task_return_error (task, error);
}

static void read_more (GTask *taken, GInputStream *input);

static void
bytes_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Download *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes =
    g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize length = bytes != NULL ? g_bytes_get_size (bytes) : 0;

  if (bytes == NULL) {
    return_failure (task, error);
  } else if (length == 0) {
    return_answer (task);
  } else if (self->body->len + length > MW_HTTP_MAX_BYTES) {
    g_task_return_new_error (task,
                             MW_NET_ERROR,
                             MW_NET_ERROR_FLOOD,
                             _ ("The web server sends more than it should"));
  } else {
    g_byte_array_append (self->body, g_bytes_get_data (bytes, NULL), (guint) length);
    read_more (g_steal_pointer (&task), G_INPUT_STREAM (source));
  }
}

static void
read_more (GTask *task, GInputStream *input)
{
  Download *self = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (input,
                                   CHUNK,
                                   mw_net_take_turn (),
                                   mw_limit_get_cancellable (self->limit),
                                   bytes_read_cb,
                                   task);
}

/* (transfer full): the address that the server sends us on to, where we may go */
static GUri *
follow (Download *self, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  g_autoptr (GUri) next = NULL;

  if (location != NULL && self->n_redirects < MW_HTTP_MAX_REDIRECTS)
    next = g_uri_parse_relative (self->uri, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (next == NULL || g_uri_get_host (next) == NULL || *g_uri_get_host (next) == '\0')
    return NULL;

  /* What was asked for under encryption is not taken without. */
  if (g_strcmp0 (g_uri_get_scheme (next), "https") != 0 &&
      (g_strcmp0 (g_uri_get_scheme (next), "http") != 0 ||
       g_strcmp0 (g_uri_get_scheme (self->uri), "http") != 0))
    return NULL;
  self->n_redirects++;

  return g_steal_pointer (&next);
}

/* Where the server would have us go, and whether it wants to know who we are. */
static void
note_refusal (Download *self, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  const char *challenge = soup_message_headers_get_list (headers, "WWW-Authenticate");
  g_autoptr (GUri) next = NULL;

  if (location != NULL && SOUP_STATUS_IS_REDIRECTION (self->status))
    next = g_uri_parse_relative (self->uri, location, SOUP_HTTP_URI_FLAGS, NULL);
  if (next != NULL)
    self->location = g_uri_to_string_partial (next, G_URI_HIDE_PASSWORD);
  self->wants_password =
    self->status == SOUP_STATUS_UNAUTHORIZED && challenge != NULL &&
    g_regex_match_simple ("(^|,)\\s*basic(\\s|,|$)", challenge, G_REGEX_CASELESS, 0);
}

/* The copy that the request had is overwritten; those of the TLS library are its own. */
static void
wipe_password (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  char *value = (char *) soup_message_headers_get_one (headers, "Authorization");

  if (value != NULL)
    mw_wipe_string (value);
}

/* One leaves for good: whoever sends us back has chosen where to. */
static void
note_stranger (Download *self, GUri *next)
{
  g_autofree char *from = mw_domain_to_ascii (g_uri_get_host (self->uri), NULL);
  g_autofree char *to = mw_domain_to_ascii (g_uri_get_host (next), NULL);

  if (self->stranger == NULL && (from == NULL || to == NULL || !mw_domain_includes (from, to)))
    self->stranger = g_strdup (to != NULL ? to : g_uri_get_host (next));
}

static void ask (GTask *taken);

static void
follow_or_return (GTask *taken, SoupMessage *message)
{
  g_autoptr (GTask) task = taken;
  Download *self = g_task_get_task_data (task);
  GUri *next = follow (self, message);

  if (next == NULL) {
    g_task_return_new_error (task,
                             MW_NET_ERROR,
                             MW_NET_ERROR_REDIRECT,
                             _ ("The web server sends on to where nobody should go"));
    return;
  }

  note_stranger (self, next);
  g_uri_unref (self->uri);
  self->uri = next;
  ask (g_steal_pointer (&task));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Download *self = g_task_get_task_data (task);
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);
  GError *error = NULL;
  g_autoptr (GInputStream) input = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  SoupMessageHeaders *headers;
  const char *type;

  wipe_password (message);
  if (input == NULL) {
    return_failure (task, error);
    return;
  }

  headers = soup_message_get_response_headers (message);
  self->status = soup_message_get_status (message);
  if (self->is_post)
    note_refusal (self, message);
  if (SOUP_STATUS_IS_REDIRECTION (self->status) && !self->is_post) {
    follow_or_return (g_steal_pointer (&task), message);
  } else if (self->status != SOUP_STATUS_OK) {
    return_answer (task);
  } else {
    type = soup_message_headers_get_content_type (headers, NULL);
    self->type = type != NULL ? g_ascii_strdown (type, -1) : NULL;
    read_more (g_steal_pointer (&task), input);
  }
}

/* Asked only about a certificate that does not fit. */
static gboolean
certificate_refused_cb (SoupMessage *message,
                        GTlsCertificate *certificate,
                        GTlsCertificateFlags problems,
                        gpointer user_data)
{
  Download *self = user_data;

  self->is_insecure = TRUE;

  return TRUE;
}

/* RFC 7617 */
static void
show_password (Download *self, SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  char *pair = g_strdup_printf ("%s:%s", self->user, mw_secret_peek (self->secret));
  char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  char *value = g_strconcat ("Basic ", encoded, NULL);

  soup_message_headers_replace (headers, "Authorization", value);
  mw_free_secret_string (pair);
  mw_free_secret_string (encoded);
  mw_free_secret_string (value);
}

static void
ask (GTask *task)
{
  Download *self = g_task_get_task_data (task);
  g_autoptr (SoupMessage) message =
    soup_message_new_from_uri (self->post_body != NULL ? SOUP_METHOD_POST : SOUP_METHOD_GET,
                               self->uri);

  if (self->post_body != NULL)
    soup_message_set_request_body_from_bytes (message, self->post_type, self->post_body);
  if (self->secret != NULL)
    show_password (self, message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (g_strcmp0 (g_uri_get_scheme (self->uri), "https") != 0)
    self->is_insecure = TRUE;
  if (self->takes_any_certificate)
    g_signal_connect (message, "accept-certificate", G_CALLBACK (certificate_refused_cb), self);
  soup_session_send_async (self->session,
                           message,
                           mw_net_take_turn (),
                           mw_limit_get_cancellable (self->limit),
                           answered_cb,
                           task);
}

/* No cookies and no cache are there unless one asks for them. Nothing is unpacked: a small answer
 * could be a big one. */
static SoupSession *
create_session (void)
{
  SoupSession *session = soup_session_new ();

  mw_shared_resolver_register ();
  mw_shared_trust_register ();
  mw_steady_proxy_register ();
  soup_session_set_user_agent (session, USER_AGENT);
  soup_session_set_timeout (session, 0); /* ours counts */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);

  return session;
}

static GUri *
parse_uri (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);

  if (parsed == NULL || g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0' ||
      (g_strcmp0 (g_uri_get_scheme (parsed), "http") != 0 &&
       g_strcmp0 (g_uri_get_scheme (parsed), "https") != 0))
    return NULL;

  return g_steal_pointer (&parsed);
}

static Download *
create_download (const char *uri, guint limit_ms, GTask *task)
{
  Download *self = g_new0 (Download, 1);

  g_task_set_priority (task, mw_net_take_turn ());
  self->session = create_session ();
  self->limit = mw_limit_new (limit_ms, task);
  self->uri = parse_uri (uri);
  self->body = g_byte_array_new ();
  g_task_set_task_data (task, self, free_download);

  return self;
}

/* No password goes where everybody can read it. */
static gboolean
may_begin (Download *self)
{
  return self->uri != NULL &&
         (self->secret == NULL || g_strcmp0 (g_uri_get_scheme (self->uri), "https") == 0);
}

static void
begin (GTask *taken)
{
  g_autoptr (GTask) task = taken;

  if (!may_begin (g_task_get_task_data (task)))
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_INVALID_ARGUMENT,
                             _ ("This is no address of a web page"));
  else
    ask (g_steal_pointer (&task));
}

/**
 * mw_http_get_async:
 * @uri: `https://…`; or `http://…`, where it does not matter who wrote what is found
 * @limit_ms: how long it may take in all
 *
 * Fetches one document, through the desktop's proxy. Up to five redirections are followed, never
 * from HTTPS to HTTP. There are no cookies and no cache, and no password is ever sent.
 */
void
mw_http_get_async (const char *uri,
                   guint limit_ms,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task;

  g_return_if_fail (uri != NULL);
  g_return_if_fail (limit_ms > 0);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_http_get_async);
  create_download (uri, limit_ms, task);
  begin (task);
}

/**
 * mw_http_get_anyway_async:
 * @uri: which tells nothing about a person
 * @limit_ms: how long it may take in all
 *
 * The same, but a server whose certificate does not fit is listened to all the same, and the answer
 * says so: only for what nobody relies on without asking the person.
 */
void
mw_http_get_anyway_async (const char *uri,
                          guint limit_ms,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (uri != NULL);
  g_return_if_fail (limit_ms > 0);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_http_get_anyway_async);
  create_download (uri, limit_ms, task)->takes_any_certificate = TRUE;
  begin (task);
}

/**
 * mw_http_post_async:
 * @uri: `https://…`; or `http://…` where no password is shown
 * @post: copied
 * @limit_ms: how long it may take in all
 *
 * Sends something to one server, or only sees where that would send us on to. The answer is that of
 * mw_http_get_finish(). Where a password is to be shown and @uri is not encrypted, the error is
 * %G_IO_ERROR_INVALID_ARGUMENT, and nothing was sent.
 */
void
mw_http_post_async (const char *uri,
                    const MwHttpPost *post,
                    guint limit_ms,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  Download *self;
  GTask *task;

  g_return_if_fail (uri != NULL && post != NULL);
  g_return_if_fail (limit_ms > 0);
  g_return_if_fail ((post->user == NULL) == (post->secret == NULL));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_http_post_async);
  self = create_download (uri, limit_ms, task);
  self->is_post = TRUE;
  self->post_type = g_strdup (post->type);
  self->post_body = post->body != NULL ? g_bytes_ref (post->body) : NULL;
  self->user = g_strdup (post->user);
  self->secret = post->secret != NULL ? mw_secret_ref (post->secret) : NULL;
  begin (task);
}

/**
 * mw_http_get_finish:
 *
 * Returns: (transfer full): what the web server said, be it a refusal, or %NULL with
 *   %MW_NET_ERROR_FLOOD, %MW_NET_ERROR_REDIRECT, %G_IO_ERROR_TIMED_OUT, %G_IO_ERROR_CANCELLED, a
 *   #GTlsError, a #GResolverError, or another code of #GIOErrorEnum
 */
MwHttpAnswer *
mw_http_get_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
