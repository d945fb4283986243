/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-steady-proxy.h"

#include "mw-steady-stream.h"

/* GIO's SOCKS client (seen in 2.74) asks for ever for the bytes of an answer that a proxy did not
 * finish, and lets nothing else have its turn. This one is asked instead of it, by whoever connects
 * in this program, libsoup too, and lets it work on a stream whose end is an error. */

#define PRIORITY 100 /* GIO's own has 0 */

typedef struct {
  GObject parent_instance;
} MwSteadyProxy;

typedef GObjectClass MwSteadyProxyClass;

GType mw_steady_proxy_get_type (void);

static void mw_steady_proxy_init_iface (GProxyInterface *iface);

G_DEFINE_TYPE_WITH_CODE (MwSteadyProxy,
                         mw_steady_proxy,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_PROXY, mw_steady_proxy_init_iface))

/* SOCKS 4 is told an address, not a name. */
typedef MwSteadyProxy MwSteadyProxy4;
typedef MwSteadyProxyClass MwSteadyProxy4Class;

GType mw_steady_proxy4_get_type (void);

static void mw_steady_proxy4_init_iface (GProxyInterface *iface);

G_DEFINE_TYPE_WITH_CODE (MwSteadyProxy4,
                         mw_steady_proxy4,
                         mw_steady_proxy_get_type (),
                         G_IMPLEMENT_INTERFACE (G_TYPE_PROXY, mw_steady_proxy4_init_iface))

/* (transfer full): GIO's own */
static GProxy *
find_base (const char *protocol)
{
  GIOExtensionPoint *point = g_io_extension_point_lookup (G_PROXY_EXTENSION_POINT_NAME);
  GList *extensions = g_io_extension_point_get_extensions (point);

  for (GList *l = extensions; l != NULL; l = l->next)
    if (g_strcmp0 (g_io_extension_get_name (l->data), protocol) == 0 &&
        !g_type_is_a (g_io_extension_get_type (l->data), mw_steady_proxy_get_type ()))
      return g_object_new (g_io_extension_get_type (l->data), NULL);

  g_return_val_if_reached (NULL);
}

static GIOStream *
mw_steady_proxy_connect (GProxy *proxy,
                         GIOStream *connection,
                         GProxyAddress *address,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GProxy) base = find_base (g_proxy_address_get_protocol (address));
  g_autoptr (GIOStream) steady = mw_steady_stream_new (connection);
  g_autoptr (GIOStream) led = g_proxy_connect (base, steady, address, cancellable, error);

  return led ? g_object_ref (mw_steady_stream_get_base (led)) : NULL;
}

static void
led_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr (GIOStream) led = g_proxy_connect_finish (G_PROXY (source), result, &error);

  if (led != NULL)
    g_task_return_pointer (task, g_object_ref (mw_steady_stream_get_base (led)), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
mw_steady_proxy_connect_async (GProxy *proxy,
                               GIOStream *connection,
                               GProxyAddress *address,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (proxy, cancellable, callback, user_data);
  g_autoptr (GProxy) base = find_base (g_proxy_address_get_protocol (address));
  g_autoptr (GIOStream) steady = mw_steady_stream_new (connection);

  g_task_set_source_tag (task, mw_steady_proxy_connect_async);
  g_proxy_connect_async (base, steady, address, cancellable, led_cb, task);
}

static GIOStream *
mw_steady_proxy_connect_finish (GProxy *proxy, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
takes_name (GProxy *proxy)
{
  return TRUE;
}

static gboolean
takes_address (GProxy *proxy)
{
  return FALSE;
}

static void
mw_steady_proxy_init_iface (GProxyInterface *iface)
{
  iface->connect = mw_steady_proxy_connect;
  iface->connect_async = mw_steady_proxy_connect_async;
  iface->connect_finish = mw_steady_proxy_connect_finish;
  iface->supports_hostname = takes_name;
}

static void
mw_steady_proxy4_init_iface (GProxyInterface *iface)
{
  mw_steady_proxy_init_iface (iface);
  iface->supports_hostname = takes_address;
}

static void
mw_steady_proxy_class_init (MwSteadyProxyClass *klass)
{
}

static void
mw_steady_proxy_init (MwSteadyProxy *self)
{
}

static void
mw_steady_proxy4_class_init (MwSteadyProxy4Class *klass)
{
}

static void
mw_steady_proxy4_init (MwSteadyProxy4 *self)
{
}

static void
implement (const char *name, GType type)
{
  g_io_extension_point_implement (G_PROXY_EXTENSION_POINT_NAME, type, name, PRIORITY);
}

/**
 * mw_steady_proxy_register:
 *
 * To be called before anything is connected through a proxy; again does nothing.
 */
void
mw_steady_proxy_register (void)
{
  static gsize once;
  g_autoptr (GProxy) first = NULL;

  if (!g_once_init_enter (&once))
    return;

  first = g_proxy_get_default_for_protocol ("direct"); /* loads GIO's own */
  implement ("socks4", mw_steady_proxy4_get_type ());
  implement ("socks4a", mw_steady_proxy_get_type ());
  implement ("socks5", mw_steady_proxy_get_type ());
  g_once_init_leave (&once, 1);
}
