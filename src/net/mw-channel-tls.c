/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-channel-private.h"

/* How a channel turns to TLS. */

/* RFC 3207, section 6 and RFC 9051, section 6.2.1: bytes in the clear must not be taken for an
 * answer under TLS. They may be in our buffer or still in the kernel's; a server never speaks first
 * in TLS. */
static gboolean
has_clear_bytes (MwChannel *self)
{
  GInputStream *input = g_io_stream_get_input_stream (self->stream);
  char byte;

  return mw_inbox_has_bytes (self->inbox) ||
         g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (input),
                                                   &byte,
                                                   sizeof byte,
                                                   NULL,
                                                   NULL) > 0;
}

static GError *
create_injection_error (void)
{
  return g_error_new_literal (MW_NET_ERROR,
                              MW_NET_ERROR_INJECTION,
                              _ ("Unencrypted bytes where only encrypted ones may come"));
}

static void
record_handshake (MwChannel *self)
{
  const MwTlsFacts *facts = mw_tls_stream_get_facts (self->tls);
  g_autofree char *text = g_strdup_printf ("%s %s %s",
                                           facts->version ? facts->version : "TLS",
                                           facts->cipher ? facts->cipher : "",
                                           facts->group ? facts->group : "");

  mw_channel_remark (self, g_strstrip (text));
}

static void
handshake_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwChannel *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (mw_tls_stream_handshake_finish (MW_TLS_STREAM (source), result, &error)) {
    record_handshake (self);
    g_task_return_boolean (task, TRUE);
    return;
  }

  /* No TLS after its "go ahead" is the same injection, that came a moment later. */
  if (mw_inbox_get_total (self->inbox) > 0 &&
      g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_NOT_TLS)) {
    g_error_free (error);
    error = create_injection_error ();
  }
  mw_channel_return_failure (task, error);
}

/**
 * mw_channel_start_tls_async:
 * @host: a name in A-labels, or an IP address, that the certificate is compared with
 *
 * Turns to TLS, once, at the start or after the server agreed to STARTTLS. Succeeds whatever is
 * wrong with the certificate: nothing of worth may be sent before the problems in
 * mw_channel_get_tls() were looked at.
 */
void
mw_channel_start_tls_async (MwChannel *self,
                            MwTlsContext *context,
                            const char *host,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MW_IS_CHANNEL (self));
  g_return_if_fail (self->tls == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_channel_start_tls_async);
  g_task_set_priority (task, mw_net_take_turn ());

  if (mw_inbox_get_total (self->inbox) > 0 && has_clear_bytes (self)) {
    mw_channel_return_failure (task, create_injection_error ());
    return;
  }

  self->tls = mw_tls_stream_new (self->stream, context, host);
  g_object_unref (self->stream);
  self->stream = G_IO_STREAM (self->tls);
  self->spoke = FALSE;
  if (self->identity != NULL)
    mw_tls_stream_set_identity (self->tls, self->identity);
  g_clear_pointer (&self->identity, mw_tls_identity_unref);
  mw_tls_stream_handshake_async (self->tls,
                                 cancellable,
                                 handshake_done_cb,
                                 g_steal_pointer (&task));
}

/**
 * mw_channel_start_tls_finish:
 *
 * Returns: %TRUE, or %FALSE with %MW_NET_ERROR_INJECTION or an error of
 *   mw_tls_stream_handshake_finish()
 */
gboolean
mw_channel_start_tls_finish (MwChannel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_channel_get_tls:
 *
 * Returns: (transfer none) (nullable): what the handshake showed, also of a failed one, or %NULL
 *   before there was one
 */
const MwTlsFacts *
mw_channel_get_tls (MwChannel *self)
{
  g_return_val_if_fail (MW_IS_CHANNEL (self), NULL);

  return self->tls != NULL ? mw_tls_stream_get_facts (self->tls) : NULL;
}
