/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-driver-private.h"

#include "mw-hello-probe.h"
#include "mw-tls-issuer.h"
#include "mw-trust.h"

#define ISSUER_PATIENCE 4000 /* milliseconds, for whoever has the issuer's certificate */
#define HELLO_PATIENCE 2000  /* milliseconds */

/* How a driver turns to TLS, and whom it trusts. */

/* What the connection has to tie a sign-in to: RFC 9266 for TLS 1.3, RFC 5929 for older ones. */
static void
bind_sign_in (MwDriver *self)
{
  const MwTlsFacts *facts = mw_channel_get_tls (self->channel);
  MwBinding binding = { NULL, NULL, facts->sent_certificate };

  if (facts->tls_exporter != NULL) {
    binding.type = "tls-exporter";
    binding.bytes = facts->tls_exporter;
  } else if (facts->tls_unique != NULL) {
    binding.type = "tls-unique";
    binding.bytes = facts->tls_unique;
  } else if (facts->server_end_point != NULL) {
    binding.type = "tls-server-end-point";
    binding.bytes = facts->server_end_point;
  }
  mw_dialogue_bind (self->dialogue, &binding);
}

/* No password before the certificate is accepted. */
static void
judge (GTask *taken_task)
{
  g_autoptr (GTask) task = taken_task;
  MwDriver *self = g_task_get_source_object (task);

  if (!mw_trust_accepts (mw_channel_get_tls (self->channel),
                         self->server,
                         self->terms,
                         mw_dialogue_get_findings (self->dialogue))) {
    mw_driver_finish (self, task);
    return;
  }

  if (self->server->security == MW_SECURITY_STARTTLS)
    mw_dialogue_tls_started (self->dialogue);
  bind_sign_in (self);
  mw_driver_proceed (g_steal_pointer (&task));
}

/* Whatever came of it stands in the facts. */
static void
issuer_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  mw_tls_fetch_issuer_finish (result, NULL);
  judge (G_TASK (user_data));
}

static void
tls_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwDriver *self = g_task_get_source_object (task);
  const MwTlsFacts *facts = mw_channel_get_tls (self->channel);
  GError *error = NULL;

  if (!mw_channel_start_tls_finish (MW_CHANNEL (source), result, &error))
    mw_driver_fail (g_steal_pointer (&task), error);
  else if (!self->terms->asks_no_others && mw_trust_wonders (facts, self->server, self->terms))
    mw_tls_fetch_issuer_async (facts,
                               self->tls,
                               ISSUER_PATIENCE,
                               self->cancellable,
                               issuer_fetched_cb,
                               g_steal_pointer (&task));
  else
    judge (g_steal_pointer (&task));
}

static void
hello_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwDriver *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (mw_hello_probe_finish (result, &self->hello_answer, &error))
    mw_driver_finish (self, task);
  else
    mw_driver_fail (g_steal_pointer (&task), error);
}

/**
 * mw_driver_start_tls:
 * @task: (transfer full): the run
 *
 * Shakes hands, and goes on if the server is the right one.
 */
void
mw_driver_start_tls (GTask *task)
{
  MwDriver *self = g_task_get_source_object (task);

  mw_driver_enter (self, MW_STAGE_ENCRYPT);
  if (self->asks_hello) {
    mw_hello_probe_async (self->stream,
                          self->hello,
                          self->server->host,
                          HELLO_PATIENCE,
                          self->cancellable,
                          hello_answered_cb,
                          task);
    return;
  }

  if (self->terms->identity != NULL)
    mw_channel_set_identity (self->channel, self->terms->identity);
  mw_channel_start_tls_async (self->channel,
                              self->tls,
                              self->server->host,
                              self->cancellable,
                              tls_started_cb,
                              task);
}
