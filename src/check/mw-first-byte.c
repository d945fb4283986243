/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-first-byte.h"

#include "mw-driver-private.h"

#define PATIENCE (6 * G_USEC_PER_SEC)

/* Is there a port beside this one that is encrypted from the first byte? RFC 8314, section 3, would
 * have mail programs use that: there is no clear beginning that anybody could meddle with. */

typedef struct {
  MwDriver *driver;      /* (owned) to the other port */
  MwServer *server;      /* (owned) what it is there */
  MwAttempt *no_attempt; /* (owned) */
  MwTerms terms;
} Look;

static void
free_look (gpointer data)
{
  Look *look = data;

  g_clear_object (&look->driver);
  g_object_unref (look->no_attempt);
  mw_server_free (look->server);
  g_free (look);
}

static MwServer *
name_other (const MwServer *server)
{
  return mw_server_new (server->protocol,
                        MW_SECURITY_TLS,
                        server->host,
                        mw_server_get_default_port (server->protocol, MW_SECURITY_TLS),
                        server->user);
}

static MwFinding *
tell (Look *look)
{
  g_autoptr (MwServer) anyone = mw_server_new_for_user (look->server, NULL);
  g_autofree char *uri = mw_server_to_uri (anyone);
  g_autofree char *subject = mw_driver_dup_subject (look->driver);
  g_autoptr (MwFinding) finding = mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_INFO, NULL, uri);
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding, finding->part, subject);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "note", "s", "better-port");
  g_variant_dict_insert (&details, "better-port", "u", look->server->port);

  return mw_finding_new_with (placed, g_variant_dict_end (&details));
}

/* It let us come as far as the password. */
static gboolean
works (MwDriver *driver)
{
  return mw_driver_get_stage (driver) == MW_STAGE_LEAVE && !mw_driver_has_errors (driver);
}

static void
driver_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Look *look = g_task_get_task_data (task);
  gboolean ran = mw_driver_run_finish (MW_DRIVER (source), result, NULL);

  g_task_return_pointer (task,
                         ran && works (look->driver) ? tell (look) : NULL,
                         (GDestroyNotify) mw_finding_unref);
}

/**
 * mw_first_byte_can_ask:
 *
 * Returns: whether the server of @driver begins in the clear, so that there may be a better port
 */
gboolean
mw_first_byte_can_ask (MwDriver *driver)
{
  return driver->server->security == MW_SECURITY_STARTTLS;
}

/**
 * mw_first_byte_ask_async:
 * @driver: one that has come to terms with its server
 *
 * Goes to the usual port of the same address that is encrypted from the first byte, up to the
 * sign-in, and signs in nowhere.
 */
void
mw_first_byte_ask_async (MwDriver *driver,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Look *look = g_new0 (Look, 1);

  g_task_set_source_tag (task, mw_first_byte_ask_async);
  g_task_set_priority (task, mw_net_take_turn ());
  look->server = name_other (driver->server);
  look->no_attempt = mw_attempt_new (NULL, 0);
  look->terms = *driver->terms;
  look->terms.asks_no_others = TRUE;
  look->terms.is_brief = TRUE;
  look->terms.deadline = MIN (look->terms.deadline, g_get_monotonic_time () + PATIENCE);
  look->driver = mw_driver_new_beside (driver, look->server, look->no_attempt, &look->terms);
  g_task_set_task_data (task, look, free_look);
  mw_driver_run_async (look->driver, cancellable, driver_done_cb, task);
}

/**
 * mw_first_byte_ask_finish:
 *
 * Returns: (transfer full) (nullable): what is worth knowing about the better port, if it works
 */
MwFinding *
mw_first_byte_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
