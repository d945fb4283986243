/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-stream.h"

#include "mw-connect.h"
#include "mw-tls-halves.h"
#include "mw-tls-session.h"
#include "mw-tls-trust.h"

struct _MwTlsStream {
  GIOStream parent_instance;

  MwTlsSession *session; /* (owned) */
  GInputStream *input;   /* (owned) */
  GOutputStream *output; /* (owned) */
};

G_DEFINE_FINAL_TYPE (MwTlsStream, mw_tls_stream, G_TYPE_IO_STREAM)

static void
trust_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (mw_tls_trust_ask_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean base_ready_cb (GObject *base_half, gpointer user_data);

static void
advance_handshake (GTask *task)
{
  MwTlsStream *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;

  if (mw_tls_session_shake_hands (self->session, &error)) {
    mw_tls_trust_ask_async (mw_tls_session_get_facts (self->session),
                            cancellable,
                            trust_asked_cb,
                            g_object_ref (task));
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
    g_autoptr (GSource) source = mw_tls_session_create_read_source (self->session, cancellable);

    g_task_attach_source (task, source, G_SOURCE_FUNC (base_ready_cb));
  } else {
    g_task_return_error (task, g_steal_pointer (&error));
  }
}

static gboolean
advance_cb (gpointer user_data)
{
  GTask *task = G_TASK (user_data);

  if (!g_task_return_error_if_cancelled (task))
    advance_handshake (task);

  return G_SOURCE_REMOVE;
}

/* The source keeps the task alive; it also fires when cancelled. */
static gboolean
base_ready_cb (GObject *base_half, gpointer user_data)
{
  return advance_cb (user_data);
}

static GInputStream *
mw_tls_stream_get_input_stream (GIOStream *stream)
{
  return MW_TLS_STREAM (stream)->input;
}

static GOutputStream *
mw_tls_stream_get_output_stream (GIOStream *stream)
{
  return MW_TLS_STREAM (stream)->output;
}

static gboolean
mw_tls_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  MwTlsStream *self = MW_TLS_STREAM (stream);

  mw_tls_session_say_goodbye (self->session);

  return g_io_stream_close (mw_tls_session_get_base (self->session), cancellable, error);
}

/* GIOStream's own would close in a thread. */
static void
mw_tls_stream_close_async (GIOStream *stream,
                           int io_priority,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  MwTlsStream *self = MW_TLS_STREAM (stream);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, mw_tls_stream_close_async);
  g_task_set_priority (task, io_priority);
  mw_tls_session_say_goodbye (self->session);
  mw_net_close (mw_tls_session_get_base (self->session), task);
}

static gboolean
mw_tls_stream_close_finish (GIOStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
mw_tls_stream_finalize (GObject *object)
{
  MwTlsStream *self = MW_TLS_STREAM (object);

  g_object_unref (self->input);
  g_object_unref (self->output);
  mw_tls_session_unref (self->session);

  G_OBJECT_CLASS (mw_tls_stream_parent_class)->finalize (object);
}

static void
mw_tls_stream_class_init (MwTlsStreamClass *klass)
{
  GIOStreamClass *stream_class = G_IO_STREAM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mw_tls_stream_finalize;
  stream_class->get_input_stream = mw_tls_stream_get_input_stream;
  stream_class->get_output_stream = mw_tls_stream_get_output_stream;
  stream_class->close_fn = mw_tls_stream_close;
  stream_class->close_async = mw_tls_stream_close_async;
  stream_class->close_finish = mw_tls_stream_close_finish;
}

static void
mw_tls_stream_init (MwTlsStream *self)
{
}

/**
 * mw_tls_stream_new:
 * @base: a stream whose halves are pollable; belongs to TLS from now on
 * @host: a name in A-labels, or an IP address: whom we mean to reach
 *
 * Nothing can be read or written before the handshake.
 */
MwTlsStream *
mw_tls_stream_new (GIOStream *base, MwTlsContext *context, const char *host)
{
  MwTlsStream *self;

  g_return_val_if_fail (G_IS_IO_STREAM (base), NULL);
  g_return_val_if_fail (context != NULL, NULL);
  g_return_val_if_fail (host != NULL, NULL);

  self = g_object_new (MW_TYPE_TLS_STREAM, NULL);
  self->session = mw_tls_session_new (base, context, host);
  self->input = mw_tls_input_new (self->session);
  self->output = mw_tls_output_new (self->session);

  return self;
}

/**
 * mw_tls_stream_set_identity:
 * @identity: the client certificate for this server, should it ask
 *
 * To be called before the handshake.
 */
void
mw_tls_stream_set_identity (MwTlsStream *self, MwTlsIdentity *identity)
{
  g_return_if_fail (MW_IS_TLS_STREAM (self));
  g_return_if_fail (identity != NULL);

  mw_tls_session_set_identity (self->session, identity);
}

/**
 * mw_tls_stream_handshake_async:
 *
 * Shakes hands, and does not fail for a certificate: nothing of worth may be sent before the
 * problems in mw_tls_stream_get_facts() were looked at.
 */
void
mw_tls_stream_handshake_async (MwTlsStream *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GSource) source = NULL;

  g_return_if_fail (MW_IS_TLS_STREAM (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_tls_stream_handshake_async);
  g_task_set_priority (task, mw_net_take_turn ());
  source = g_idle_source_new ();
  g_task_attach_source (task, source, advance_cb);
}

/**
 * mw_tls_stream_handshake_finish:
 *
 * Returns: %TRUE, or %FALSE with %MW_NET_ERROR_NOT_TLS, %MW_NET_ERROR_OLD_VERSION,
 *   %MW_NET_ERROR_CLOSED, %MW_NET_ERROR_HANDSHAKE, %G_IO_ERROR_CANCELLED or whatever the base says
 */
gboolean
mw_tls_stream_handshake_finish (MwTlsStream *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_tls_stream_get_facts:
 *
 * Returns: (transfer none): what the handshake showed so far
 */
const MwTlsFacts *
mw_tls_stream_get_facts (MwTlsStream *self)
{
  g_return_val_if_fail (MW_IS_TLS_STREAM (self), NULL);

  return mw_tls_session_get_facts (self->session);
}

/**
 * mw_tls_stream_get_round_trips:
 *
 * Returns: how often we have waited for an answer to something we said
 */
guint
mw_tls_stream_get_round_trips (MwTlsStream *self)
{
  g_return_val_if_fail (MW_IS_TLS_STREAM (self), 0);

  return mw_tls_session_get_round_trips (self->session);
}
