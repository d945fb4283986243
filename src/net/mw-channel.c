/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "mw-channel-private.h"

#include "mw-connect.h"

#define CHUNK 2048

G_DEFINE_FINAL_TYPE (MwChannel, mw_channel, G_TYPE_OBJECT)

/* All that was hidden in one line. */
static void
tell_hidden (MwChannel *self)
{
  g_autofree char *text = NULL;

  if (self->n_hidden == 0)
    return;

  text = g_strdup_printf ("[%" G_GSIZE_FORMAT " bytes]", self->n_hidden);
  self->n_hidden = 0;
  mw_record_add (self->record, 'S', text, strlen (text));
}

static void
record (MwChannel *self, char direction, const char *text, gsize length)
{
  tell_hidden (self);
  mw_record_add (self->record, direction, text, length);
}

void
mw_channel_remark (MwChannel *self, const char *text)
{
  record (self, '-', text, strlen (text));
}

/* What is asked for, if it is here already. */
static GBytes *
take (MwChannel *self)
{
  GBytes *bytes = mw_inbox_take (self->inbox, self->wanted);

  if (bytes != NULL && self->hides)
    self->n_hidden += g_bytes_get_size (bytes);
  else if (bytes != NULL)
    record (self, 'S', g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  return bytes;
}

/* The piece of a line at the end may tell who is there, but half of a secret is not recognised. */
void
mw_channel_return_failure (GTask *task, GError *error)
{
  MwChannel *self = g_task_get_source_object (task);

  gsize length;
  const char *piece = mw_inbox_peek (self->inbox, &length);

  if (length > 0 && self->hides)
    self->n_hidden += length;
  else if (length > 0 && !self->discreet)
    record (self, 'S', piece, length);
  mw_channel_remark (self, error->message);
  g_task_return_error (task, error);
}

static void read_more (GTask *task);

static void
bytes_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwChannel *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);
  GBytes *bytes;

  mw_inbox_fill (self->inbox, (gsize) MAX (n, 0));
  if (n == 0)
    error = g_error_new_literal (MW_NET_ERROR,
                                 MW_NET_ERROR_CLOSED,
                                 _ ("The server closed the connection"));

  if (n <= 0)
    mw_channel_return_failure (task, error);
  else if ((bytes = take (self)) != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    read_more (g_steal_pointer (&task));
}

/* The first wait after something was said is a round trip; over TLS its stream counts them. */
static void
count_wait (MwChannel *self)
{
  if (self->tls != NULL)
    return;

  mw_net_quicken_acks (self->stream);
  if (self->spoke)
    self->round_trips++;
  self->spoke = FALSE;
}

static void
read_more (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  MwChannel *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!mw_inbox_check_limits (self->inbox, self->wanted, &error)) {
    mw_channel_return_failure (task, error);
    return;
  }

  count_wait (self);
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream),
                             mw_inbox_make_room (self->inbox, CHUNK),
                             CHUNK,
                             mw_net_take_turn (),
                             g_task_get_cancellable (task),
                             bytes_read_cb,
                             g_object_ref (task));
}

static void
line_sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwChannel *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error)) {
    g_task_return_boolean (task, TRUE);
  } else {
    mw_channel_remark (self, error->message);
    g_task_return_error (task, error);
  }
}

static void
mw_channel_finalize (GObject *object)
{
  MwChannel *self = MW_CHANNEL (object);

  g_object_unref (self->stream);
  g_clear_pointer (&self->identity, mw_tls_identity_unref);
  mw_inbox_free (self->inbox);
  mw_record_unref (self->record);

  G_OBJECT_CLASS (mw_channel_parent_class)->finalize (object);
}

static void
mw_channel_class_init (MwChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_channel_finalize;
}

static void
mw_channel_init (MwChannel *self)
{
  self->inbox = mw_inbox_new ();
  self->record = mw_record_new ();
  self->spoke = TRUE; /* the greeting of a clear port is a wait of its own */
}

/**
 * mw_channel_new:
 * @stream: a connection, whose halves are pollable
 */
MwChannel *
mw_channel_new (GIOStream *stream)
{
  MwChannel *self;

  g_return_val_if_fail (G_IS_IO_STREAM (stream), NULL);

  self = g_object_new (MW_TYPE_CHANNEL, NULL);
  self->stream = g_object_ref (stream);

  return self;
}

/**
 * mw_channel_set_secret:
 * @secret: what the record must not show, should the server repeat it
 *
 * To be called before the first line with @secret is sent.
 */
void
mw_channel_set_secret (MwChannel *self, MwSecret *secret)
{
  g_return_if_fail (MW_IS_CHANNEL (self));

  self->discreet = TRUE;
  mw_record_set_secret (self->record, secret);
}

/**
 * mw_channel_set_hides:
 * @hides: whether what comes next is a person's mail
 *
 * From now on the record tells only how many bytes have come, or everything again.
 */
void
mw_channel_set_hides (MwChannel *self, gboolean hides)
{
  g_return_if_fail (MW_IS_CHANNEL (self));

  self->hides = hides;
}

/**
 * mw_channel_set_identity:
 * @identity: the client certificate for the server at the other end, should it ask
 *
 * To be called before mw_channel_start_tls_async(), and for a server that the person chose it for.
 */
void
mw_channel_set_identity (MwChannel *self, MwTlsIdentity *identity)
{
  g_return_if_fail (MW_IS_CHANNEL (self));
  g_return_if_fail (identity != NULL);
  g_return_if_fail (self->identity == NULL && self->tls == NULL);

  self->identity = mw_tls_identity_ref (identity);
}

/**
 * mw_channel_send_async:
 * @line: (transfer full): one or more lines with their ends; wiped afterwards
 */
void
mw_channel_send_async (MwChannel *self,
                       MwLine *line,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (MW_IS_CHANNEL (self));
  g_return_if_fail (line != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_channel_send_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, line, (GDestroyNotify) mw_line_free);

  record (self, 'C', line->record->str, line->record->len);
  self->spoke = self->tls == NULL;
  g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                   line->wire->str,
                                   line->wire->len,
                                   mw_net_take_turn (),
                                   cancellable,
                                   line_sent_cb,
                                   task);
}

/**
 * mw_channel_send_finish:
 *
 * Returns: %TRUE if all was handed over to the network, or %FALSE with %G_IO_ERROR_CANCELLED or
 *   what the connection failed with
 */
gboolean
mw_channel_send_finish (MwChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_channel_read_async:
 * @length: 0 for one line, or how many bytes to read, up to 1 MiB
 *
 * A line has 64 KiB at most, and a connection 4 MiB in all.
 */
void
mw_channel_read_async (MwChannel *self,
                       gsize length,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GBytes *bytes;

  g_return_if_fail (MW_IS_CHANNEL (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_channel_read_async);
  g_task_set_priority (task, mw_net_take_turn ());

  self->wanted = length;
  bytes = take (self);
  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    read_more (g_steal_pointer (&task));
}

/**
 * mw_channel_read_finish:
 *
 * Returns: (transfer full): the line without its end, or the bytes; its data is never %NULL. Or
 *   %NULL with %MW_NET_ERROR_CLOSED, %MW_NET_ERROR_LINE_TOO_LONG, %MW_NET_ERROR_FLOOD, or whatever
 *   the stream says
 */
GBytes *
mw_channel_read_finish (MwChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mw_channel_close_async:
 * @callback: (nullable): nobody needs to know
 *
 * Closes, with TLS's goodbye but without waiting for the other side's. The channel may be dropped
 * meanwhile. Cannot be cancelled, and does not block.
 */
void
mw_channel_close_async (MwChannel *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (MW_IS_CHANNEL (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, mw_channel_close_async);
  tell_hidden (self);
  g_task_set_priority (task, mw_net_take_turn ());
  mw_net_close (self->stream, task);
}

/**
 * mw_channel_close_finish:
 *
 * Returns: %FALSE with an error if the connection could not be closed in order; it is closed anyway
 */
gboolean
mw_channel_close_finish (MwChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_channel_get_round_trips:
 *
 * Returns: how often we have waited for an answer to something we said; connecting is not counted
 */
guint
mw_channel_get_round_trips (MwChannel *self)
{
  g_return_val_if_fail (MW_IS_CHANNEL (self), 0);

  return self->round_trips + (self->tls != NULL ? mw_tls_stream_get_round_trips (self->tls) : 0);
}

/**
 * mw_channel_get_record:
 *
 * Returns: (transfer none): what was said so far; keep a reference to have it longer
 */
MwRecord *
mw_channel_get_record (MwChannel *self)
{
  g_return_val_if_fail (MW_IS_CHANNEL (self), NULL);

  return self->record;
}
