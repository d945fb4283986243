/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-offer-scan.h"

#include "mw-driver-private.h"

#define PATIENCE (8 * G_USEC_PER_SEC) /* for all hellos together */
#define AT_ONCE 3                     /* connections: a server is not to be stormed */

/* What matters most is asked first. */
static const MwHelloKind order[] = { MW_HELLO_TLS_1_0, MW_HELLO_TLS_1_1, MW_HELLO_SM,
                                     MW_HELLO_TLCP,    MW_HELLO_TLS_1_2, MW_HELLO_TLS_1_3,
                                     MW_HELLO_BROKEN,  MW_HELLO_SSL_3 };

typedef struct {
  MwDriver *driver;      /* (owned) whose server it is */
  MwAttempt *no_attempt; /* (owned) */
  MwTerms terms;
  MwOffered offered;
  gsize n_begun; /* of @order */
  guint n_running;
} Scan;

/* One question of it. */
typedef struct {
  GTask *task; /* (owned) */
  MwHelloKind hello;
} Question;

static void
free_scan (gpointer data)
{
  Scan *scan = data;

  g_object_unref (scan->driver);
  g_object_unref (scan->no_attempt);
  g_free (scan);
}

static gboolean
may_ask (Scan *scan, GCancellable *cancellable)
{
  while (scan->n_begun < G_N_ELEMENTS (order) &&
         scan->offered.hellos[order[scan->n_begun]] != MW_OFFER_UNKNOWN)
    scan->n_begun++;

  return scan->n_begun < G_N_ELEMENTS (order) && scan->n_running < AT_ONCE &&
         !g_cancellable_is_cancelled (cancellable) &&
         g_get_monotonic_time () < scan->terms.deadline;
}

static void ask_more (GTask *taken);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  Scan *scan = g_task_get_task_data (question->task);

  scan->n_running--;
  if (mw_driver_run_finish (MW_DRIVER (source), result, NULL))
    scan->offered.hellos[question->hello] =
      mw_offer_judge (question->hello, mw_driver_get_hello (MW_DRIVER (source)));
  ask_more (question->task);
}

static void
ask (GTask *task, MwHelloKind hello)
{
  Scan *scan = g_task_get_task_data (task);
  Question *question = g_new (Question, 1);
  g_autoptr (MwDriver) driver =
    mw_driver_new_beside (scan->driver, NULL, scan->no_attempt, &scan->terms);

  *question = (Question){ g_object_ref (task), hello };
  scan->n_running++;
  mw_driver_ask_hello (driver, hello);
  mw_driver_run_async (driver, g_task_get_cancellable (task), answered_cb, question);
}

/* Takes @taken. */
static void
ask_more (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  Scan *scan = g_task_get_task_data (task);

  while (may_ask (scan, g_task_get_cancellable (task)))
    ask (task, order[scan->n_begun++]);
  if (scan->n_running == 0)
    g_task_return_boolean (task, TRUE);
}

/**
 * mw_offer_scan_async:
 * @driver: one that has come to terms with its server
 * @cancellable: what was found out until then is kept
 *
 * Asks the same address what else it speaks, in one connection for each question, three of them at
 * once. Nothing is agreed on, and nobody signs in.
 */
void
mw_offer_scan_async (MwDriver *driver,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  const MwTlsFacts *facts = mw_driver_get_tls (driver);
  Scan *scan = g_new0 (Scan, 1);

  g_task_set_source_tag (task, mw_offer_scan_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_check_cancellable (task, FALSE);
  scan->driver = g_object_ref (driver);
  scan->no_attempt = mw_attempt_new (NULL, 0);
  scan->terms =
    (MwTerms){ .deadline = MIN (driver->terms->deadline, g_get_monotonic_time () + PATIENCE) };
  if (facts != NULL)
    mw_offered_note_version (&scan->offered, facts->version);
  g_task_set_task_data (task, scan, free_scan);
  ask_more (task);
}

/**
 * mw_offer_scan_finish:
 * @offered: (out): what was found out, also of a scan that was cancelled
 */
void
mw_offer_scan_finish (GAsyncResult *result, MwOffered *offered)
{
  g_return_if_fail (g_task_is_valid (result, NULL));

  *offered = ((Scan *) g_task_get_task_data (G_TASK (result)))->offered;
}
