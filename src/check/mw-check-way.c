/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

#include "mw-line-up.h"
#include "mw-net-error.h"
#include "mw-proxy.h"
#include "mw-resolve.h"
#include "mw-scans.h"

#define RESOLVE_PATIENCE 10 /* seconds */
#define ADDRESSES_MAX 64

/* Which ways lead to a server: its addresses, the desktop's proxy, or what is known of it. */

static const char *
cause_of_resolver (const GError *error)
{
  if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_NO_SUCH_HOST) ||
      g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_NO_ADDRESS))
    return "dns.no-such-host";
  if (g_error_matches (error, MW_NET_ERROR, MW_NET_ERROR_RESOLVER_TIMEOUT))
    return "dns.timeout";

  return "dns.servfail";
}

static void
close_resolve (MwCheck *self, const GError *error)
{
  MwStageResult *result = mw_check_get_stage (self, MW_STAGE_RESOLVE);
  g_autoptr (MwFinding) finding = NULL;

  mw_stage_result_set_measure (result, (g_get_monotonic_time () - self->began) / 1000.0, 0);
  mw_stage_result_set_state (result, error ? MW_STATE_ERROR : MW_STATE_PASS);
  if (error == NULL)
    return;

  finding =
    mw_finding_new (MW_STAGE_RESOLVE, MW_SEVERITY_ERROR, cause_of_resolver (error), error->message);
  mw_check_add_finding (self, finding, NULL);
}

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwCheck *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  GList *list = mw_resolve_finish (result, &error);

  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task))) {
    close_resolve (self, error);
    g_ptr_array_unref (self->addresses);
    self->addresses = mw_line_up_new (list, ADDRESSES_MAX);
    mw_check_heed_proof (self);
    mw_check_begin_next (task);
  }
  g_resolver_free_addresses (list);

  mw_check_finish_op (task);
}

static void
take_stage (MwCheck *self, MwStage stage)
{
  MwStageResult *known = mw_check_get_stage (self->scan, stage);
  MwStageResult *result = mw_check_get_stage (self, stage);

  mw_stage_result_set_measure (result,
                               mw_stage_result_get_ms (known),
                               mw_stage_result_get_round_trips (known));
  mw_stage_result_set_state (result, mw_stage_result_get_state (known));
}

/* One way that is in order is enough to sign in; where there is none, nobody need see that again.
 */
static void
follow_scan (MwCheck *self, GTask *task)
{
  take_stage (self, MW_STAGE_RESOLVE);
  self->proxy = g_strdup (self->scan->proxy);
  if (mw_check_is_passable (self->scan) && mw_attempt_signs_in (self->attempt)) {
    mw_check_begin_driver (task, mw_check_get_address (self->scan));
    return;
  }

  for (MwStage stage = MW_STAGE_CONNECT; stage < MW_STAGE_LEAVE; stage++)
    take_stage (self, stage);
}

static void
scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwCheck *self = g_task_get_source_object (task);

  self->scan = mw_scans_ask_finish (MW_SCANS (source), result, &self->error);
  if (self->scan != NULL && !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    follow_scan (self, task);

  mw_check_finish_op (task);
}

/* The name is the proxy's to look up. */
static void
proxy_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwCheck *self = g_task_get_source_object (task);
  gint64 left = (self->terms->deadline - g_get_monotonic_time ()) / G_USEC_PER_SEC;

  if (!mw_proxy_find_finish (result, &self->proxy, NULL)) {
    mw_check_finish_op (task);
  } else if (self->proxy != NULL) {
    mw_stage_result_set_state (mw_check_get_stage (self, MW_STAGE_RESOLVE), MW_STATE_SKIPPED);
    mw_check_begin_driver (task, NULL);
    mw_check_finish_op (task);
  } else {
    mw_check_begin_dane (task);
    mw_check_begin_proof (task);
    mw_resolve_async (self->server->host,
                      (guint) CLAMP (left, 1, RESOLVE_PATIENCE),
                      g_task_get_cancellable (task),
                      resolved_cb,
                      task);
  }
}

/**
 * mw_check_find_way:
 * @task: (transfer full): the run
 *
 * Finds out which ways there are, and begins to test them.
 */
void
mw_check_find_way (GTask *task)
{
  MwCheck *self = g_task_get_source_object (task);

  mw_stage_result_set_state (mw_check_get_stage (self, MW_STAGE_RESOLVE), MW_STATE_RUNNING);
  if (self->scans != NULL)
    mw_scans_ask_async (self->scans,
                        self->server,
                        self->mailbox,
                        self->tls,
                        g_task_get_cancellable (task),
                        scanned_cb,
                        task);
  else
    mw_proxy_find_async (NULL,
                         mw_protocol_to_string (self->server->protocol),
                         self->server->host,
                         self->server->port,
                         g_task_get_cancellable (task),
                         proxy_found_cb,
                         task);
}
