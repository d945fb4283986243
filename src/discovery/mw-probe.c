/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-probe.h"

#include "mw-driver.h"
#include "mw-loop.h"
#include "mw-net-error.h"
#include "mw-proxy.h"

#define ATTEMPT_DELAY 250 /* milliseconds between two addresses: RFC 8305, section 5 */
#define PATIENCE 3000     /* milliseconds for the first packet of an answer: two lost ones */

struct _MwProbe {
  GObject parent_instance;

  MwServer *server;      /* (owned) */
  char *mailbox;         /* (owned) */
  GPtrArray *addresses;  /* (owned) (element-type GInetAddress) */
  MwTlsContext *tls;     /* (owned) */
  GPtrArray *exceptions; /* (owned) (nullable) (element-type MwException) */
  MwAttempt *attempt;    /* (owned) without a secret */
  MwTerms terms;

  GTask *task;               /* (owned) (nullable) while it runs */
  GCancellable *cancellable; /* (owned) of the drivers */
  GSource *caller;           /* (owned) (nullable) */
  GSource *stagger;          /* (owned) (nullable) */
  GSource *patience;         /* (owned) (nullable) */
  guint n_begun;             /* addresses */
  guint n_running;
  gboolean is_connected;
  MwProbeOutcome outcome;
  gint64 began; /* µs */
};

G_DEFINE_FINAL_TYPE (MwProbe, mw_probe, G_TYPE_OBJECT)

/* Once. Who answered well may say goodbye. */
static void
end (MwProbe *self, MwProbeOutcome outcome)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  mw_loop_clear (&self->stagger);
  mw_loop_clear (&self->patience);
  mw_loop_clear (&self->caller);
  self->outcome = outcome;
  if (outcome != MW_PROBE_GOOD)
    g_cancellable_cancel (self->cancellable);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  end (MW_PROBE (user_data), MW_PROBE_CLOSED);

  return G_SOURCE_REMOVE;
}

static gboolean
patience_over_cb (gpointer user_data)
{
  MwProbe *self = MW_PROBE (user_data);

  mw_loop_clear (&self->patience);
  if (!self->is_connected)
    end (self, MW_PROBE_CLOSED);

  return G_SOURCE_REMOVE;
}

/* All is said that does not need a password. */
static void
stage_changed_cb (MwProbe *self, GParamSpec *pspec, MwDriver *driver)
{
  MwStage stage = mw_driver_get_stage (driver);

  self->is_connected = self->is_connected || stage > MW_STAGE_CONNECT;
  if (self->is_connected)
    mw_loop_clear (&self->stagger);
  if (self->task != NULL && stage == MW_STAGE_SIGN_IN && !mw_driver_has_errors (driver))
    end (self, MW_PROBE_GOOD);
}

static void begin_next (MwProbe *self);

static void
driver_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwProbe) self = MW_PROBE (user_data);

  g_signal_handlers_disconnect_by_data (source, self);
  mw_driver_run_finish (MW_DRIVER (source), result, NULL);
  self->n_running--;
  if (self->task == NULL)
    return;

  begin_next (self);
  if (self->n_running == 0)
    end (self, self->is_connected ? MW_PROBE_BAD : MW_PROBE_CLOSED);
}

static void
begin_driver (MwProbe *self, GInetAddress *ip, const char *proxy)
{
  g_autoptr (GSocketAddress) address =
    ip != NULL ? g_inet_socket_address_new (ip, self->server->port) : NULL;
  g_autoptr (MwDriver) driver = mw_driver_new (self->server,
                                               self->mailbox,
                                               address,
                                               proxy,
                                               self->tls,
                                               self->attempt,
                                               &self->terms);

  self->n_running++;
  g_signal_connect_swapped (driver, "notify::stage", G_CALLBACK (stage_changed_cb), self);
  mw_driver_run_async (driver, self->cancellable, driver_done_cb, g_object_ref (self));
}

static gboolean
attempt_delay_over_cb (gpointer user_data)
{
  begin_next (MW_PROBE (user_data));

  return G_SOURCE_REMOVE;
}

static void
begin_next (MwProbe *self)
{
  mw_loop_clear (&self->stagger);
  if (self->n_begun == self->addresses->len)
    return;

  begin_driver (self, g_ptr_array_index (self->addresses, self->n_begun++), NULL);
  if (self->n_begun < self->addresses->len)
    self->stagger =
      mw_loop_attach (g_timeout_source_new (ATTEMPT_DELAY), attempt_delay_over_cb, self, NULL);
}

static void
proxy_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwProbe) self = MW_PROBE (user_data);
  g_autofree char *proxy = NULL;
  gboolean found = mw_proxy_find_finish (result, &proxy, NULL);

  if (self->task == NULL)
    return;
  if (!found)
    end (self, MW_PROBE_CLOSED);
  else if (proxy != NULL)
    begin_driver (self, NULL, proxy);
  else
    begin_next (self);
}

static void
mw_probe_finalize (GObject *object)
{
  MwProbe *self = MW_PROBE (object);

  g_assert (self->task == NULL); /* it holds a reference to us */
  g_object_unref (self->cancellable);
  g_object_unref (self->attempt);
  mw_tls_context_unref (self->tls);
  g_clear_pointer (&self->exceptions, g_ptr_array_unref);
  g_ptr_array_unref (self->addresses);
  mw_server_free (self->server);
  g_free (self->mailbox);

  G_OBJECT_CLASS (mw_probe_parent_class)->finalize (object);
}

static void
mw_probe_class_init (MwProbeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_probe_finalize;
}

static void
mw_probe_init (MwProbe *self)
{
  self->cancellable = g_cancellable_new ();
  self->attempt = mw_attempt_new (NULL, 0);
  self->terms.is_brief = TRUE;
}

/**
 * mw_probe_new:
 * @server: with or without a user, who is not told
 * @mailbox: an address, which is not told either
 * @addresses: (element-type GInetAddress): of its name, the best first; at least one
 */
MwProbe *
mw_probe_new (const MwServer *server, const char *mailbox, GPtrArray *addresses, MwTlsContext *tls)
{
  MwProbe *self;

  g_return_val_if_fail (server != NULL && mailbox != NULL && tls != NULL, NULL);
  g_return_val_if_fail (addresses != NULL && addresses->len > 0, NULL);

  self = g_object_new (MW_TYPE_PROBE, NULL);
  self->server = mw_server_new_for_user (server, mailbox);
  self->mailbox = g_strdup (mailbox);
  self->addresses = g_ptr_array_ref (addresses);
  self->tls = mw_tls_context_ref (tls);

  return self;
}

/**
 * mw_probe_set_exceptions:
 * @exceptions: (element-type MwException): certificates that fit although nobody vouches for them;
 *   not changed any more
 */
void
mw_probe_set_exceptions (MwProbe *self, GPtrArray *exceptions)
{
  g_return_if_fail (MW_IS_PROBE (self) && exceptions != NULL);
  g_return_if_fail (self->exceptions == NULL);

  self->exceptions = g_ptr_array_ref (exceptions);
  self->terms.exceptions = self->exceptions;
}

/**
 * mw_probe_run_async:
 * @limit_ms: how long it may take in all; one that is silent is given up earlier
 *
 * Connects, encrypts and listens to the greeting.
 */
void
mw_probe_run_async (MwProbe *self,
                    guint limit_ms,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_return_if_fail (MW_IS_PROBE (self));
  g_return_if_fail (self->outcome == MW_PROBE_WAITING);

  self->outcome = MW_PROBE_RUNNING;
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, mw_probe_run_async);
  g_task_set_priority (self->task, mw_net_take_turn ());
  self->began = g_get_monotonic_time ();
  self->terms.deadline = self->began + limit_ms * G_TIME_SPAN_MILLISECOND;
  self->patience = mw_loop_attach (g_timeout_source_new (PATIENCE), patience_over_cb, self, NULL);
  if (cancellable != NULL)
    self->caller = mw_loop_attach (g_cancellable_source_new (cancellable),
                                   G_SOURCE_FUNC (cancelled_cb),
                                   self,
                                   NULL);
  mw_proxy_find_async (NULL,
                       mw_protocol_to_string (self->server->protocol),
                       self->server->host,
                       self->server->port,
                       self->cancellable,
                       proxy_found_cb,
                       g_object_ref (self));
}

/**
 * mw_probe_run_finish:
 *
 * Returns: FALSE if it was cancelled
 */
gboolean
mw_probe_run_finish (MwProbe *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_probe_get_outcome:
 *
 * Returns: what came of it; %MW_PROBE_WAITING until then
 */
MwProbeOutcome
mw_probe_get_outcome (MwProbe *self)
{
  g_return_val_if_fail (MW_IS_PROBE (self), MW_PROBE_WAITING);

  return self->outcome;
}

/**
 * mw_probe_is_connected:
 *
 * Returns: whether somebody is there
 */
gboolean
mw_probe_is_connected (MwProbe *self)
{
  g_return_val_if_fail (MW_IS_PROBE (self), FALSE);

  return self->is_connected;
}

/**
 * mw_probe_get_ms:
 *
 * Returns: for how many milliseconds it has been running; 0 before that
 */
double
mw_probe_get_ms (MwProbe *self)
{
  g_return_val_if_fail (MW_IS_PROBE (self), 0);

  return self->began > 0 ? (g_get_monotonic_time () - self->began) / 1000.0 : 0;
}
