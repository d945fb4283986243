/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-driver-private.h"

#include "mw-connect.h"
#include "mw-proxy.h"

/* How a driver gets to its server: straight to one address, or through a proxy of the desktop's. */

/* Takes all three. */
static void
go_on (GTask *taken, GIOStream *stream, GError *error)
{
  g_autoptr (GTask) task = taken;
  MwDriver *self = g_task_get_source_object (task);

  if (stream == NULL) {
    mw_driver_fail (g_steal_pointer (&task), error);
    return;
  }

  self->stream = stream;
  self->channel = mw_channel_new (stream);
  if (self->server->security == MW_SECURITY_TLS)
    mw_driver_start_tls (g_steal_pointer (&task));
  else
    mw_driver_proceed (g_steal_pointer (&task));
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwDriver *self = g_task_get_source_object (G_TASK (user_data));
  GError *error = NULL;
  GSocketConnection *connection = mw_connect_finish (result, &error);

  if (connection != NULL)
    self->clock.measures[MW_STAGE_CONNECT].round_trips = 1;
  go_on (G_TASK (user_data), connection != NULL ? G_IO_STREAM (connection) : NULL, error);
}

static void
led_through_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwDriver *self = g_task_get_source_object (G_TASK (user_data));
  GError *error = NULL;
  GIOStream *stream = mw_proxy_connect_finish (result, &error);
  g_autofree char *name = mw_proxy_to_string (self->proxy);

  if (stream != NULL) {
    self->clock.measures[MW_STAGE_CONNECT].round_trips = mw_proxy_count_round_trips (self->proxy);
    mw_driver_find (self, MW_SEVERITY_PASS, NULL, name);
  }
  go_on (G_TASK (user_data), stream, error);
}

/**
 * mw_driver_connect:
 * @task: (transfer full): the run
 *
 * Connects, and begins to talk.
 */
void
mw_driver_connect (GTask *task)
{
  MwDriver *self = g_task_get_source_object (task);

  if (self->proxy != NULL)
    mw_proxy_connect_async (self->proxy,
                            self->server->host,
                            self->server->port,
                            self->cancellable,
                            led_through_cb,
                            task);
  else
    mw_connect_async (self->address, self->cancellable, connected_cb, task);
}

/* (transfer full) (nullable) */
static GSocketAddress *
name_address (MwDriver *self, guint16 port)
{
  GInetAddress *address = mw_driver_get_address (self);

  return address != NULL ? g_inet_socket_address_new (address, port) : NULL;
}

/**
 * mw_driver_new_beside:
 * @driver: whose way is taken
 * @server: (nullable): one of the same machine, perhaps at another port
 * @terms: outlives the driver
 *
 * Another one for the same server, or for @server instead.
 */
MwDriver *
mw_driver_new_beside (MwDriver *driver,
                      const MwServer *server,
                      MwAttempt *attempt,
                      const MwTerms *terms)
{
  g_autoptr (GSocketAddress) address = NULL;

  g_return_val_if_fail (MW_IS_DRIVER (driver), NULL);

  address = name_address (driver, server ? server->port : driver->server->port);

  return mw_driver_new (server ? server : driver->server,
                        driver->mailbox,
                        address,
                        driver->proxy,
                        driver->tls,
                        attempt,
                        terms);
}
