/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-second-look.h"

#include "mw-driver-private.h"

#define PATIENCE (6 * G_USEC_PER_SEC) /* for all hellos together */
#define TLS_1_2 0x0303

/* What is offered, one connection each. A server that would go on with TLS 1.2 is not too old. */
static const struct {
  MwHelloKind hellos[7];
  guint n_hellos;
} questions[] = {
  [MW_DOUBT_VERSION] = { { MW_HELLO_TLS_1_2,
                           MW_HELLO_TLS_1_1,
                           MW_HELLO_TLS_1_0,
                           MW_HELLO_SSL_3,
                           MW_HELLO_SM,
                           MW_HELLO_TLCP },
                         6 },
  [MW_DOUBT_PLAIN] = { { MW_HELLO_TLS_1_2 }, 1 },
};

typedef struct {
  MwDriver *driver;      /* (owned) whose server it is */
  MwServer *server;      /* (owned) as it is asked */
  MwAttempt *no_attempt; /* (owned) */
  MwTerms terms;
  MwDoubt doubt;
  guint n_asked;
  MwInsight insight;
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  g_object_unref (look->driver);
  g_object_unref (look->no_attempt);
  mw_server_free (look->server);
  g_free (look);
}

static gboolean
is_old (const MwHelloAnswer *answer)
{
  return answer->outcome == MW_HELLO_SPOKE && answer->version >= 0x0300 &&
         answer->version < TLS_1_2;
}

/* The answer to SM and TLCP tells why nobody here comes to terms with the server. */
static const char *
conclude (MwDoubt doubt, MwHelloKind hello, const MwHelloAnswer *answer)
{
  gboolean speaks_tls = answer->outcome == MW_HELLO_SPOKE || answer->outcome == MW_HELLO_REFUSED;

  if (doubt == MW_DOUBT_PLAIN)
    return speaks_tls ? "tls.tls-on-plain-port" : NULL;
  if (is_old (answer))
    return "tls.version-too-old";

  return answer->outcome == MW_HELLO_SPOKE && hello >= MW_HELLO_SM ? "tls.handshake-failed" : NULL;
}

static gboolean
is_settled (Look *look, const MwHelloAnswer *answer)
{
  return look->insight.cause != NULL || answer->outcome == MW_HELLO_SPOKE ||
         look->n_asked == questions[look->doubt].n_hellos ||
         g_get_monotonic_time () >= look->terms.deadline;
}

static void ask_next (GTask *task);

static void
driver_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Look *look = g_task_get_task_data (task);
  MwHelloKind hello = questions[look->doubt].hellos[look->n_asked - 1];
  const MwHelloAnswer *answer = mw_driver_get_hello (MW_DRIVER (source));
  GError *error = NULL;

  if (!mw_driver_run_finish (MW_DRIVER (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }

  look->insight.cause = conclude (look->doubt, hello, answer);
  if (answer->version != 0)
    look->insight.version = mw_hello_version_to_string (answer->version);
  if (is_settled (look, answer))
    g_task_return_boolean (task, TRUE);
  else
    ask_next (g_steal_pointer (&task));
}

/* Takes @task. */
static void
ask_next (GTask *task)
{
  Look *look = g_task_get_task_data (task);
  g_autoptr (MwDriver) driver =
    mw_driver_new_beside (look->driver, look->server, look->no_attempt, &look->terms);

  mw_driver_ask_hello (driver, questions[look->doubt].hellos[look->n_asked++]);
  mw_driver_run_async (driver, g_task_get_cancellable (task), driver_done_cb, task);
}

/**
 * mw_second_look_async:
 * @driver: one that has failed, or is about to
 *
 * Asks the same address again, by hand and without saying more than a hello.
 */
void
mw_second_look_async (MwDriver *driver,
                      MwDoubt doubt,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  const MwServer *server = driver->server;
  MwSecurity security = doubt == MW_DOUBT_PLAIN ? MW_SECURITY_TLS : server->security;
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Look *look = g_new0 (Look, 1);

  g_task_set_source_tag (task, mw_second_look_async);
  g_task_set_priority (task, mw_net_take_turn ());
  look->driver = g_object_ref (driver);
  look->server =
    mw_server_new (server->protocol, security, server->host, server->port, server->user);
  look->no_attempt = mw_attempt_new (NULL, 0);
  look->terms = *driver->terms;
  look->terms.deadline = MIN (look->terms.deadline, g_get_monotonic_time () + PATIENCE);
  look->doubt = doubt;
  g_task_set_task_data (task, look, free_look);
  ask_next (task);
}

/**
 * mw_second_look_finish:
 * @insight: (out): its cause is %NULL if the doubt was unfounded
 *
 * Returns: FALSE if cancelled
 */
gboolean
mw_second_look_finish (GAsyncResult *result, MwInsight *insight, GError **error)
{
  Look *look;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  look = g_task_get_task_data (G_TASK (result));
  *insight = look->insight;

  return g_task_propagate_boolean (G_TASK (result), error);
}
