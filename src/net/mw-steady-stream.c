/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-steady-stream.h"

/* A stream whose end is an error. GIO's SOCKS client (seen in 2.74) asks for ever for the bytes of
 * an answer that a proxy did not finish, and lets nothing else have its turn. */

typedef struct {
  GFilterInputStream parent_instance;
} MwSteadyInput;

typedef GFilterInputStreamClass MwSteadyInputClass;

GType mw_steady_input_get_type (void);

G_DEFINE_TYPE (MwSteadyInput, mw_steady_input, G_TYPE_FILTER_INPUT_STREAM)

static gssize
judge (gssize n, GError **error)
{
  if (n != 0)
    return n;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED, _ ("it hung up"));

  return -1;
}

static gssize
mw_steady_input_read (GInputStream *input,
                      void *buffer,
                      gsize count,
                      GCancellable *cancellable,
                      GError **error)
{
  GInputStream *base = g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (input));

  return judge (g_input_stream_read (base, buffer, count, cancellable, error), error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  gssize n = judge (g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error), &error);

  if (n > 0)
    g_task_return_int (task, n);
  else
    g_task_return_error (task, error);
}

static void
mw_steady_input_read_async (GInputStream *input,
                            void *buffer,
                            gsize count,
                            int io_priority,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task = g_task_new (input, cancellable, callback, user_data);

  g_task_set_source_tag (task, mw_steady_input_read_async);
  g_task_set_priority (task, io_priority);
  g_input_stream_read_async (g_filter_input_stream_get_base_stream (G_FILTER_INPUT_STREAM (input)),
                             buffer,
                             count,
                             io_priority,
                             cancellable,
                             read_cb,
                             task);
}

static gssize
mw_steady_input_read_finish (GInputStream *input, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static void
mw_steady_input_class_init (MwSteadyInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = mw_steady_input_read;
  G_INPUT_STREAM_CLASS (klass)->read_async = mw_steady_input_read_async;
  G_INPUT_STREAM_CLASS (klass)->read_finish = mw_steady_input_read_finish;
}

static void
mw_steady_input_init (MwSteadyInput *self)
{
}

/* ------ both halves ------ */

typedef struct {
  GIOStream parent_instance;

  GIOStream *base;     /* (owned) */
  GInputStream *input; /* (owned) */
} MwSteadyStream;

typedef GIOStreamClass MwSteadyStreamClass;

GType mw_steady_stream_get_type (void);

G_DEFINE_TYPE (MwSteadyStream, mw_steady_stream, G_TYPE_IO_STREAM)

static GInputStream *
mw_steady_stream_get_input_stream (GIOStream *stream)
{
  return ((MwSteadyStream *) stream)->input;
}

static GOutputStream *
mw_steady_stream_get_output_stream (GIOStream *stream)
{
  return g_io_stream_get_output_stream (((MwSteadyStream *) stream)->base);
}

/* The base goes on being used. */
static gboolean
mw_steady_stream_close (GIOStream *stream, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
mw_steady_stream_finalize (GObject *object)
{
  MwSteadyStream *self = (MwSteadyStream *) object;

  g_object_unref (self->input);
  g_object_unref (self->base);

  G_OBJECT_CLASS (mw_steady_stream_parent_class)->finalize (object);
}

static void
mw_steady_stream_class_init (MwSteadyStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_steady_stream_finalize;
  klass->get_input_stream = mw_steady_stream_get_input_stream;
  klass->get_output_stream = mw_steady_stream_get_output_stream;
  klass->close_fn = mw_steady_stream_close;
}

static void
mw_steady_stream_init (MwSteadyStream *self)
{
}

/**
 * mw_steady_stream_new:
 * @base: is kept, and not closed with this one
 *
 * Returns: (transfer full): the same stream, where an end is an error
 */
GIOStream *
mw_steady_stream_new (GIOStream *base)
{
  MwSteadyStream *self;

  g_return_val_if_fail (G_IS_IO_STREAM (base), NULL);

  self = g_object_new (mw_steady_stream_get_type (), NULL);
  self->base = g_object_ref (base);
  self->input = g_object_new (mw_steady_input_get_type (),
                              "base-stream",
                              g_io_stream_get_input_stream (base),
                              "close-base-stream",
                              FALSE,
                              NULL);

  return G_IO_STREAM (self);
}

/**
 * mw_steady_stream_get_base:
 *
 * Returns: (transfer none): what @self was made of; @self, where it is none of these
 */
GIOStream *
mw_steady_stream_get_base (GIOStream *self)
{
  g_return_val_if_fail (G_IS_IO_STREAM (self), NULL);

  if (G_TYPE_CHECK_INSTANCE_TYPE (self, mw_steady_stream_get_type ()))
    return ((MwSteadyStream *) self)->base;

  return self;
}
