/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>

#include <glib/gi18n-lib.h>

#include "mw-connect.h"
#include "mw-loop.h"

#define FILES_MAX 65536

static void
hand_over (GTask *task, GAsyncResult *result)
{
  g_autoptr (GObject) connection = g_async_result_get_source_object (result);
  GError *error = NULL;

  if (g_socket_connection_connect_finish (G_SOCKET_CONNECTION (connection), result, &error))
    g_task_return_pointer (task, g_steal_pointer (&connection), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  mw_loop_take_turn (G_TASK (user_data), result, hand_over);
}

static void
return_no_socket (GTask *task, GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES)) {
    g_error_free (error);
    error = g_error_new_literal (MW_NET_ERROR,
                                 MW_NET_ERROR_TOO_MANY_FILES,
                                 _ ("Too many connections are open on this computer"));
  }
  g_task_return_error (task, error);
}

/* GIO leaves Nagle on. After STARTTLS the first command follows the end of the handshake in a
 * second small segment, and would wait a whole round trip for its acknowledgement. */
static void
disable_nagle (GSocket *socket)
{
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
}

/**
 * mw_connect_async:
 * @address: one address and its port
 *
 * Connects to @address and to no other. Has no limit of its own: cancel it.
 */
void
mw_connect_async (GSocketAddress *address,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketConnection) connection = NULL;
  GError *error = NULL;

  g_return_if_fail (G_IS_SOCKET_ADDRESS (address));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_connect_async);
  g_task_set_priority (task, mw_net_take_turn ());

  socket = g_socket_new (g_socket_address_get_family (address),
                         G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_DEFAULT,
                         &error);
  if (socket == NULL) {
    return_no_socket (task, error);
    return;
  }

  disable_nagle (socket);
  connection = g_socket_connection_factory_create_connection (socket);
  g_socket_connection_connect_async (connection,
                                     address,
                                     cancellable,
                                     connected_cb,
                                     g_steal_pointer (&task));
}

/**
 * mw_connect_finish:
 *
 * Returns: (transfer full): the connection, or %NULL with %MW_NET_ERROR_TOO_MANY_FILES or a code of
 *   #GIOErrorEnum
 */
GSocketConnection *
mw_connect_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (g_io_stream_close_finish (G_IO_STREAM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * mw_net_close:
 * @task: (transfer full): returns whether that went well; its cancellable and priority count
 *
 * Closes @stream.
 */
void
mw_net_close (GIOStream *stream, GTask *task)
{
  g_io_stream_close_async (stream,
                           g_task_get_priority (task),
                           g_task_get_cancellable (task),
                           closed_cb,
                           task);
}

/**
 * mw_net_quicken_acks:
 * @stream: whatever is read from next
 *
 * Has the kernel acknowledge what comes next at once, which a server that waits with its second
 * segment for that needs. The kernel forgets it: to be called before each read.
 */
void
mw_net_quicken_acks (GIOStream *stream)
{
  if (G_IS_SOCKET_CONNECTION (stream))
    g_socket_set_option (g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream)),
                         IPPROTO_TCP,
                         TCP_QUICKACK,
                         1,
                         NULL);
}

/**
 * mw_net_raise_file_limit:
 *
 * Makes room for many connections at once: raises the process's soft limit of open files to the
 * hard one, or to 65,536. To be called once, at start.
 */
void
mw_net_raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= FILES_MAX)
    return;

  limit.rlim_cur = MIN (limit.rlim_max, FILES_MAX);
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_info ("The limit of open files stays as it is: %s", g_strerror (errno));
}
