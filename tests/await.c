/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "await.h"

/* How a test waits for what is asynchronous. How long it may take is for meson to say. */

/* Until a callback sets @done. */
void
test_await (gboolean *done)
{
  while (!*done)
    g_main_context_iteration (NULL, TRUE);
}

/* Until the main loop has nothing left to do at once. */
void
test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_autoptr (GCancellable) cancellable = g_weak_ref_get (user_data);

  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);

  return G_SOURCE_REMOVE;
}

/* 0 cancels at once. Holds no reference, so that a test can tell who does. */
void
test_cancel_after (GCancellable *cancellable, guint ms)
{
  GWeakRef *ref;

  if (ms == 0) {
    g_cancellable_cancel (cancellable);
    return;
  }

  ref = g_new (GWeakRef, 1);
  g_weak_ref_init (ref, cancellable);
  g_timeout_add_full (G_PRIORITY_DEFAULT, ms, cancel_cb, ref, free_weak_ref);
}

/* Puts the result of one call into the place that it is given. */
void
test_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

/* Returns: (transfer none): what test_result_cb() put there */
GAsyncResult *
test_await_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}
