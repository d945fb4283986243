/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-tls-halves.h"

#define MW_TYPE_TLS_INPUT (mw_tls_input_get_type ())
G_DECLARE_FINAL_TYPE (MwTlsInput, mw_tls_input, MW, TLS_INPUT, GInputStream)
#define MW_TYPE_TLS_OUTPUT (mw_tls_output_get_type ())
G_DECLARE_FINAL_TYPE (MwTlsOutput, mw_tls_output, MW, TLS_OUTPUT, GOutputStream)

struct _MwTlsInput {
  GInputStream parent_instance;

  MwTlsSession *session; /* (owned) */
};

struct _MwTlsOutput {
  GOutputStream parent_instance;

  MwTlsSession *session; /* (owned) */
};

static void mw_tls_input_pollable_init (GPollableInputStreamInterface *iface);
static void mw_tls_output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MwTlsInput,
                               mw_tls_input,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      mw_tls_input_pollable_init))
G_DEFINE_FINAL_TYPE_WITH_CODE (MwTlsOutput,
                               mw_tls_output,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      mw_tls_output_pollable_init))

static gssize
mw_tls_input_read_nonblocking (GPollableInputStream *stream,
                               void *buffer,
                               gsize count,
                               GError **error)
{
  return mw_tls_session_read (MW_TLS_INPUT (stream)->session, buffer, count, error);
}

static gboolean
mw_tls_input_is_readable (GPollableInputStream *stream)
{
  MwTlsSession *session = MW_TLS_INPUT (stream)->session;
  GInputStream *input = g_io_stream_get_input_stream (mw_tls_session_get_base (session));

  return mw_tls_session_has_pending (session) ||
         g_pollable_input_stream_is_readable (G_POLLABLE_INPUT_STREAM (input));
}

static GSource *
mw_tls_input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  MwTlsSession *session = MW_TLS_INPUT (stream)->session;
  g_autoptr (GSource) ready = mw_tls_session_has_pending (session)
                                ? g_timeout_source_new (0)
                                : mw_tls_session_create_read_source (session, NULL);

  return g_pollable_source_new_full (stream, ready, cancellable);
}

static void
mw_tls_input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->read_nonblocking = mw_tls_input_read_nonblocking;
  iface->is_readable = mw_tls_input_is_readable;
  iface->create_source = mw_tls_input_create_source;
}

static void
mw_tls_input_finalize (GObject *object)
{
  mw_tls_session_unref (MW_TLS_INPUT (object)->session);

  G_OBJECT_CLASS (mw_tls_input_parent_class)->finalize (object);
}

static void
mw_tls_input_class_init (MwTlsInputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_tls_input_finalize;
}

static void
mw_tls_input_init (MwTlsInput *self)
{
}

static gssize
mw_tls_output_write_nonblocking (GPollableOutputStream *stream,
                                 const void *buffer,
                                 gsize count,
                                 GError **error)
{
  return mw_tls_session_write (MW_TLS_OUTPUT (stream)->session, buffer, count, error);
}

static gboolean
mw_tls_output_is_writable (GPollableOutputStream *stream)
{
  return mw_tls_session_is_writable (MW_TLS_OUTPUT (stream)->session);
}

static GSource *
mw_tls_output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  MwTlsSession *session = MW_TLS_OUTPUT (stream)->session;
  g_autoptr (GSource) ready = mw_tls_session_create_write_source (session, NULL);

  return g_pollable_source_new_full (stream, ready, cancellable);
}

static void
mw_tls_output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->write_nonblocking = mw_tls_output_write_nonblocking;
  iface->is_writable = mw_tls_output_is_writable;
  iface->create_source = mw_tls_output_create_source;
}

static void
mw_tls_output_finalize (GObject *object)
{
  mw_tls_session_unref (MW_TLS_OUTPUT (object)->session);

  G_OBJECT_CLASS (mw_tls_output_parent_class)->finalize (object);
}

/* No flush: GIO would start a thread for it, and nothing is held back. */
static void
mw_tls_output_class_init (MwTlsOutputClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_tls_output_finalize;
}

static void
mw_tls_output_init (MwTlsOutput *self)
{
}

/**
 * mw_tls_input_new:
 *
 * Returns: (transfer full): what the other side says in @session, decrypted
 */
GInputStream *
mw_tls_input_new (MwTlsSession *session)
{
  MwTlsInput *self = g_object_new (MW_TYPE_TLS_INPUT, NULL);

  self->session = mw_tls_session_ref (session);

  return G_INPUT_STREAM (self);
}

/**
 * mw_tls_output_new:
 *
 * Returns: (transfer full): where to write what @session is to encrypt
 */
GOutputStream *
mw_tls_output_new (MwTlsSession *session)
{
  MwTlsOutput *self = g_object_new (MW_TYPE_TLS_OUTPUT, NULL);

  self->session = mw_tls_session_ref (session);

  return G_OUTPUT_STREAM (self);
}
