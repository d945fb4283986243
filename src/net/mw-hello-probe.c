/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-hello-probe.h"

#include <string.h>

#include "mw-limit.h"
#include "mw-net-error.h"

#define CHUNK 2048

typedef struct {
  GIOStream *stream; /* (owned) */
  GBytes *hello;     /* (owned) */
  GByteArray *said;  /* (owned) by the server, so far */
  MwLimit *limit;    /* (owned) */
  guint8 chunk[CHUNK];
  MwHelloAnswer answer;
} Probe;

static void
free_probe (gpointer data)
{
  Probe *self = data;

  mw_limit_free (self->limit);
  g_object_unref (self->stream);
  g_bytes_unref (self->hello);
  g_byte_array_unref (self->said);
  g_free (self);
}

static void
return_outcome (GTask *task, MwHelloOutcome outcome)
{
  Probe *self = g_task_get_task_data (task);

  self->answer.outcome = outcome;
  g_task_return_boolean (task, TRUE);
}

/* Why no more could be said or heard: an answer like any other; the task sees whether we were
 * called off. */
static void
return_failure (GTask *task, const GError *error)
{
  return_outcome (task,
                  g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? MW_HELLO_SILENT
                                                                            : MW_HELLO_HUNG_UP);
}

static void read_more (GTask *task);

static void
bytes_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Probe *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n <= 0) {
    return_failure (task, error);
    return;
  }

  g_byte_array_append (self->said, self->chunk, (guint) n);
  if (mw_hello_parse (self->said->data, self->said->len, &self->answer))
    g_task_return_boolean (task, TRUE);
  else
    read_more (g_steal_pointer (&task));
}

static void
read_more (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  Probe *self = g_task_get_task_data (task);

  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream),
                             self->chunk,
                             CHUNK,
                             mw_net_take_turn (),
                             mw_limit_get_cancellable (self->limit),
                             bytes_read_cb,
                             g_object_ref (task));
}

static void
hello_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GError) error = NULL;

  /* Who hung up may have said why before. */
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return_failure (task, error);
  else
    read_more (g_steal_pointer (&task));
}

/**
 * mw_hello_probe_async:
 * @stream: connected, to a port of TLS or behind STARTTLS; of no use afterwards but to be closed
 * @kind: what to offer
 * @host: a name in A-labels, or an IP address: whom we mean to reach
 * @limit_ms: how long to wait
 *
 * Asks the server whether it speaks @kind. Nothing is agreed on: the server is left after its first
 * word.
 */
void
mw_hello_probe_async (GIOStream *stream,
                      MwHelloKind kind,
                      const char *host,
                      guint limit_ms,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  guint8 random[MW_HELLO_RANDOM_BYTES];
  g_autoptr (GTask) task = NULL;
  Probe *self;

  g_return_if_fail (G_IS_IO_STREAM (stream));
  g_return_if_fail (host != NULL && strlen (host) <= 255);
  g_return_if_fail (limit_ms > 0);

  for (gsize i = 0; i < sizeof random; i++)
    random[i] = (guint8) g_random_int (); /* no secret comes of it */

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_hello_probe_async);
  g_task_set_priority (task, mw_net_take_turn ());
  self = g_new0 (Probe, 1);
  self->stream = g_object_ref (stream);
  self->hello = mw_hello_write (kind, host, random);
  self->said = g_byte_array_new ();
  self->answer.alert = -1;
  self->limit = mw_limit_new (limit_ms, task);
  g_task_set_task_data (task, self, free_probe);

  g_output_stream_write_all_async (g_io_stream_get_output_stream (stream),
                                   g_bytes_get_data (self->hello, NULL),
                                   g_bytes_get_size (self->hello),
                                   mw_net_take_turn (),
                                   mw_limit_get_cancellable (self->limit),
                                   hello_sent_cb,
                                   g_steal_pointer (&task));
}

/**
 * mw_hello_probe_finish:
 * @answer: (out): what came of it
 *
 * Returns: %TRUE whatever the server did, or %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
mw_hello_probe_finish (GAsyncResult *result, MwHelloAnswer *answer, GError **error)
{
  Probe *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  self = g_task_get_task_data (G_TASK (result));
  *answer = self->answer;

  return g_task_propagate_boolean (G_TASK (result), error);
}
