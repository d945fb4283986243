/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-limit.h"

#include "mw-net-error.h"

struct _MwLimit {
  GCancellable *stop;    /* (owned) */
  GSource *timeout;      /* (owned) */
  GCancellable *callers; /* (owned) (nullable) */
  gulong handler;
  gboolean is_reached;
};

static gboolean
time_up_cb (gpointer user_data)
{
  MwLimit *self = user_data;

  self->is_reached = TRUE;
  g_cancellable_cancel (self->stop);

  return G_SOURCE_REMOVE;
}

static void
called_off_cb (GCancellable *cancellable, gpointer user_data)
{
  g_cancellable_cancel (G_CANCELLABLE (user_data));
}

/**
 * mw_limit_new:
 * @limit_ms: from now on
 * @task: whose cancellable and main context count
 */
MwLimit *
mw_limit_new (guint limit_ms, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  MwLimit *self = g_new0 (MwLimit, 1);

  self->stop = g_cancellable_new ();
  self->timeout = g_timeout_source_new (limit_ms);
  g_source_set_priority (self->timeout, MW_NET_LAST_TURN);
  g_source_set_callback (self->timeout, time_up_cb, self, NULL);
  g_source_attach (self->timeout, g_task_get_context (task));
  if (cancellable == NULL)
    return self;

  self->callers = g_object_ref (cancellable);
  self->handler = g_cancellable_connect (cancellable,
                                         G_CALLBACK (called_off_cb),
                                         g_object_ref (self->stop),
                                         g_object_unref);

  return self;
}

void
mw_limit_free (MwLimit *self)
{
  g_cancellable_disconnect (self->callers, self->handler);
  g_clear_object (&self->callers);
  g_source_destroy (self->timeout);
  g_source_unref (self->timeout);
  g_object_unref (self->stop);
  g_free (self);
}

/**
 * mw_limit_get_cancellable:
 *
 * Returns: (transfer none): for every step of the operation
 */
GCancellable *
mw_limit_get_cancellable (MwLimit *self)
{
  return self->stop;
}

/**
 * mw_limit_is_reached:
 *
 * Returns: whether it was the time that ended the operation
 */
gboolean
mw_limit_is_reached (MwLimit *self)
{
  return self->is_reached;
}
