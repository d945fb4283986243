/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-connect.h"
#include "mw-limit.h"
#include "mw-loop.h"
#include "mw-proxy.h"
#include "mw-resolve.h"
#include "mw-steady-proxy.h"

#define RESOLVE_SECONDS 4
#define CONNECT_PATIENCE 5000 /* milliseconds, for each address of a proxy */
#define FIND_PATIENCE 5000    /* milliseconds: a script of the company's may have to be fetched */

static gboolean
is_direct (const char *uri)
{
  return g_str_has_prefix (uri, "direct:");
}

/* The first that GIO can speak with; if there is none, the first, so that the connection fails
 * rather than goes where it should not. */
static const char *
choose (const char *const *uris)
{
  for (guint i = 0; uris[i] != NULL; i++) {
    g_autofree char *protocol = g_uri_parse_scheme (uris[i]);
    g_autoptr (GProxy) proxy =
      protocol != NULL && !is_direct (uris[i]) ? g_proxy_get_default_for_protocol (protocol) : NULL;

    if (proxy != NULL || is_direct (uris[i]))
      return uris[i];
  }

  return uris[0];
}

static void
hand_over (GTask *task, GAsyncResult *result)
{
  g_autoptr (GObject) resolver = g_async_result_get_source_object (result);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) uris =
    g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (resolver), result, &error);
  const char *uri;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (error != NULL)
    g_info ("The desktop's proxy is not known: %s", error->message);

  uri = uris != NULL && uris[0] != NULL ? choose ((const char *const *) uris) : "direct://";
  g_task_return_pointer (task, is_direct (uri) ? NULL : g_strdup (uri), g_free);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  mw_loop_take_turn (G_TASK (user_data), result, hand_over);
}

/**
 * mw_proxy_prepare:
 *
 * To be called first of all, while there is one thread. GNOME's resolver of proxies ends the
 * program where the desktop's settings are not installed, or `XDG_DATA_DIRS` does not lead to them:
 * then there is no proxy.
 */
void
mw_proxy_prepare (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
    source ? g_settings_schema_source_lookup (source, "org.gnome.system.proxy", TRUE) : NULL;

  if (schema == NULL)
    g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", FALSE);
}

/**
 * mw_proxy_find_async:
 * @resolver: (nullable): the desktop's if none is given
 * @scheme: of the protocol, such as `imap`
 * @host: a name in A-labels, or an IP address: whom we mean to reach
 *
 * Asks the desktop which way to take to a server. May run a script of the company's, in a thread of
 * GIO's. Takes five seconds at most.
 */
void
mw_proxy_find_async (GProxyResolver *resolver,
                     const char *scheme,
                     const char *host,
                     guint16 port,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autofree char *uri = NULL;
  MwLimit *limit;
  GTask *task;

  g_return_if_fail (scheme != NULL && host != NULL);

  if (resolver == NULL)
    resolver = g_proxy_resolver_get_default ();
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_proxy_find_async);
  g_task_set_priority (task, mw_net_take_turn ());
  limit = mw_limit_new (FIND_PATIENCE, task);
  g_task_set_task_data (task, limit, (GDestroyNotify) mw_limit_free);
  uri = g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, host, port, "/", NULL, NULL);
  g_proxy_resolver_lookup_async (resolver,
                                 uri,
                                 mw_limit_get_cancellable (limit),
                                 looked_up_cb,
                                 task);
}

/**
 * mw_proxy_find_finish:
 * @proxy: (out) (nullable) (transfer full): its URI, or %NULL: there is none in between
 *
 * A desktop that does not know is taken for one without a proxy.
 *
 * Returns: %TRUE, or %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
mw_proxy_find_finish (GAsyncResult *result, char **proxy, GError **error)
{
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  *proxy = g_task_propagate_pointer (G_TASK (result), &reason);
  if (reason == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/* The way to a server, as far as it was gone. */
typedef struct {
  char *scheme; /* (owned) of the proxy */
  char *host;   /* (owned) */
  guint16 port;
  char *user;     /* (owned) (nullable) */
  char *password; /* (owned) (nullable) */
  char *goal;     /* (owned) whom we mean to reach */
  guint16 goal_port;
  GList *addresses; /* (owned) of the proxy: not tried yet, the one being tried first */
  MwLimit *limit;   /* (owned) (nullable) while one is being tried */
} Way;

static void
free_way (gpointer data)
{
  Way *self = data;

  g_clear_pointer (&self->limit, mw_limit_free);
  g_free (self->scheme);
  g_free (self->host);
  g_free (self->user);
  g_free (self->password);
  g_free (self->goal);
  g_resolver_free_addresses (self->addresses);
  g_free (self);
}

/* Consumes @reason. */
static void
return_failure (GTask *task, GError *reason)
{
  Way *self = g_task_get_task_data (task);

  if (!g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    GError *error = g_error_new (MW_NET_ERROR,
                                 MW_NET_ERROR_PROXY,
                                 _ ("The proxy “%s” does not let us through: %s"),
                                 self->host,
                                 reason->message);

    g_error_free (reason);
    reason = error;
  }
  g_task_return_error (task, reason);
}

/* RFC 1928, section 6: what it says of the server is the server's. */
static gboolean
is_about_the_server (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND);
}

static void
led_through_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  GIOStream *stream = g_proxy_connect_finish (G_PROXY (source), result, &error);

  if (stream != NULL)
    g_task_return_pointer (task, stream, g_object_unref);
  else if (is_about_the_server (error))
    g_task_return_error (task, error);
  else
    return_failure (task, error);
}

static GProxyAddress *
describe (Way *self)
{
  return g_object_new (G_TYPE_PROXY_ADDRESS,
                       "address",
                       self->addresses->data,
                       "port",
                       (guint) self->port,
                       "protocol",
                       self->scheme,
                       "destination-hostname",
                       self->goal,
                       "destination-port",
                       (guint) self->goal_port,
                       "username",
                       self->user,
                       "password",
                       self->password,
                       NULL);
}

/* Whoever called us off is told apart from a proxy that is silent. */
static void
end_limit (Way *self, GError **error)
{
  if (*error != NULL && mw_limit_is_reached (self->limit)) {
    g_clear_error (error);
    /* Translators: goes behind "The proxy “…” does not let us through: " */
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _ ("it does not answer"));
  }
  g_clear_pointer (&self->limit, mw_limit_free);
}

static void try_next (GTask *taken);

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Way *self = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (GSocketConnection) connection = mw_connect_finish (result, &error);
  g_autoptr (GProxy) proxy = g_proxy_get_default_for_protocol (self->scheme);
  g_autoptr (GProxyAddress) address = NULL;

  end_limit (self, &error);
  if (connection != NULL) {
    address = describe (self);
    g_proxy_connect_async (proxy,
                           G_IO_STREAM (connection),
                           address,
                           cancellable,
                           led_through_cb,
                           g_steal_pointer (&task));
  } else if (self->addresses->next != NULL && !g_cancellable_is_cancelled (cancellable)) {
    g_error_free (error);
    g_object_unref (self->addresses->data);
    self->addresses = g_list_delete_link (self->addresses, self->addresses);
    try_next (g_steal_pointer (&task));
  } else {
    return_failure (task, error);
  }
}

static void
try_next (GTask *task)
{
  Way *self = g_task_get_task_data (task);
  g_autoptr (GSocketAddress) address =
    g_inet_socket_address_new (self->addresses->data, self->port);

  self->limit = mw_limit_new (CONNECT_PATIENCE, task);
  mw_connect_async (address, mw_limit_get_cancellable (self->limit), connected_cb, task);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Way *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->addresses = mw_resolve_finish (result, &error);
  if (self->addresses == NULL)
    return_failure (task, error);
  else
    try_next (g_steal_pointer (&task));
}

static guint16
guess_port (const char *scheme)
{
  if (g_str_has_prefix (scheme, "socks"))
    return 1080;

  return g_str_equal (scheme, "https") ? 443 : 8080;
}

static Way *
parse (const char *uri)
{
  GUriFlags flags = G_URI_FLAGS_HAS_PASSWORD;
  g_autoptr (GUri) parsed = g_uri_parse (uri, flags, NULL);
  Way *self = g_new0 (Way, 1);

  self->host = g_strdup (strrchr (uri, '@') != NULL ? strrchr (uri, '@') + 1 : uri);
  if (parsed == NULL || g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0')
    return self;

  g_free (self->host);
  self->host = g_strdup (g_uri_get_host (parsed));
  self->scheme = g_strdup (g_uri_get_scheme (parsed));
  self->port =
    g_uri_get_port (parsed) > 0 ? (guint16) g_uri_get_port (parsed) : guess_port (self->scheme);
  self->user = g_strdup (g_uri_get_user (parsed));
  self->password = g_strdup (g_uri_get_password (parsed));

  return self;
}

static gboolean
can_speak (const Way *self)
{
  g_autoptr (GProxy) proxy =
    self->scheme != NULL ? g_proxy_get_default_for_protocol (self->scheme) : NULL;

  return proxy != NULL;
}

/**
 * mw_proxy_connect_async:
 * @proxy: what mw_proxy_find_finish() found: `socks5://…`, `http://…` (CONNECT) and others of GIO's
 * @host: a name in A-labels, or an IP address: whom we mean to reach. The name is the proxy's to
 *   look up
 *
 * Connects to a server through a proxy. Has no limit of its own: cancel it.
 */
void
mw_proxy_connect_async (const char *proxy,
                        const char *host,
                        guint16 port,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Way *self;

  g_return_if_fail (proxy != NULL && host != NULL);

  mw_steady_proxy_register ();
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_proxy_connect_async);
  g_task_set_priority (task, mw_net_take_turn ());
  self = parse (proxy);
  self->goal = g_strdup (host);
  self->goal_port = port;
  g_task_set_task_data (task, self, free_way);

  if (!can_speak (self))
    return_failure (
      task,
      g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("nobody knows its protocol")));
  else
    mw_resolve_async (self->host,
                      RESOLVE_SECONDS,
                      cancellable,
                      resolved_cb,
                      g_steal_pointer (&task));
}

/**
 * mw_proxy_connect_finish:
 *
 * Returns: (transfer full): the way to the server, whose halves are pollable; or %NULL with
 *   %MW_NET_ERROR_PROXY, which names the proxy, with %G_IO_ERROR_CANCELLED, or with what the proxy
 *   says of the server: %G_IO_ERROR_CONNECTION_REFUSED, %G_IO_ERROR_HOST_UNREACHABLE,
 *   %G_IO_ERROR_NETWORK_UNREACHABLE, %G_IO_ERROR_HOST_NOT_FOUND
 */
GIOStream *
mw_proxy_connect_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * mw_proxy_to_string:
 * @proxy: what mw_proxy_find_finish() found
 *
 * Returns: (transfer full): such as `socks5://proxy.example.com:1080`: for people, without the name
 *   and the password that it may have
 */
char *
mw_proxy_to_string (const char *proxy)
{
  Way *way;
  char *text;

  g_return_val_if_fail (proxy != NULL, NULL);

  way = parse (proxy);
  text = way->port != 0
           ? g_uri_join (G_URI_FLAGS_NONE, way->scheme, NULL, way->host, way->port, "", NULL, NULL)
           : g_strdup (way->host);
  free_way (way);

  return text;
}

/**
 * mw_proxy_count_round_trips:
 * @proxy: what mw_proxy_find_finish() found
 *
 * Returns: how often bytes turn round until a server behind it is connected: to the proxy (TCP),
 * and with it (RFC 9110, section 9.3.6: once; RFC 1928: twice, and RFC 1929: once more for a
 * password)
 */
guint
mw_proxy_count_round_trips (const char *proxy)
{
  g_return_val_if_fail (proxy != NULL, 0);

  if (!g_str_has_prefix (proxy, "socks5:"))
    return 2;

  return strchr (proxy, '@') != NULL ? 4 : 3;
}
