/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

#include "mw-crowd-trial.h"
#include "mw-dane.h"
#include "mw-first-byte.h"
#include "mw-loop.h"
#include "mw-offer-scan.h"
#include "mw-owner-trial.h"

#define GRACE 1000        /* milliseconds for what is not needed to sign in */
#define TRIAL_GRACE 10500 /* and for what the owner wants to know: longer than any trial takes */

/* What is found out beside a test: it is in nobody's way, and is not waited for. */

static void
begin (MwCheck *self, GTask *task)
{
  g_object_ref (task);
  self->n_pending++;
  self->n_beside++;
}

static void
end (MwCheck *self, GTask *task)
{
  self->n_beside--;
  mw_check_finish_op (task);
}

/* Over, or the caller wants no more. */
static gboolean
grace_over_cb (gpointer user_data)
{
  MwCheck *self = MW_CHECK (user_data);

  mw_check_end_beside (self);
  g_cancellable_cancel (self->beside);

  return G_SOURCE_REMOVE;
}

/**
 * mw_check_end_beside:
 *
 * Nobody waits any longer.
 */
void
mw_check_end_beside (MwCheck *self)
{
  mw_loop_clear (&self->beside_grace);
}

/**
 * mw_check_await_beside:
 *
 * The test itself is over: what goes on beside it has a moment more.
 */
void
mw_check_await_beside (MwCheck *self, GCancellable *cancellable)
{
  g_autoptr (GSource) stop = NULL;

  if (self->beside_grace != NULL)
    return;

  self->beside_grace = g_timeout_source_new (self->is_on_trial ? TRIAL_GRACE : GRACE);
  g_source_set_priority (self->beside_grace, MW_NET_LAST_TURN);
  g_source_set_callback (self->beside_grace, grace_over_cb, self, NULL);
  if (cancellable != NULL) {
    stop = g_cancellable_source_new (cancellable);
    g_source_set_dummy_callback (stop);
    g_source_add_child_source (self->beside_grace, stop);
  }
  g_source_attach (self->beside_grace, g_main_context_get_thread_default ());
}

static void
dane_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwCheck *self = g_task_get_source_object (task);

  self->tlsa = mw_dane_ask_finish (result, NULL);
  end (self, task);
}

/**
 * mw_check_begin_dane:
 *
 * Asks what is published about the server's certificate.
 */
void
mw_check_begin_dane (GTask *task)
{
  MwCheck *self = g_task_get_source_object (task);

  if (self->server->security == MW_SECURITY_NONE || g_hostname_is_ip_address (self->server->host))
    return;

  begin (self, task);
  mw_dane_ask_async (self->server, self->beside, dane_asked_cb, task);
}

static void
proof_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwCheck *self = g_task_get_source_object (task);

  self->proof = mw_proof_ask_finish (result, &self->proof_fault);
  mw_check_heed_proof (self);
  end (self, task);
}

/**
 * mw_check_begin_proof:
 *
 * Asks whether the server's addresses are signed.
 */
void
mw_check_begin_proof (GTask *task)
{
  MwCheck *self = g_task_get_source_object (task);

  if (g_hostname_is_ip_address (self->server->host))
    return;

  begin (self, task);
  mw_proof_ask_async (self->server->host, self->beside, proof_asked_cb, task);
}

static void
offers_scanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwCheck *self = g_task_get_source_object (task);

  mw_offer_scan_finish (result, &self->offered);
  end (self, task);
}

static void
first_byte_asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  MwCheck *self = g_task_get_source_object (task);

  self->better = mw_first_byte_ask_finish (result);
  end (self, task);
}

/* Takes @finding. */
static void
end_trial (GTask *task, MwFinding *finding)
{
  MwCheck *self = g_task_get_source_object (task);

  if (finding != NULL)
    g_ptr_array_add (self->trials, finding);
  end (self, task);
}

static void
trial_over_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  end_trial (G_TASK (user_data), mw_owner_trial_finish (result));
}

static void
begin_trial (GTask *task, MwDriver *driver, MwTrial trial)
{
  MwCheck *self = g_task_get_source_object (task);

  if (!mw_owner_trial_can_run (driver, trial))
    return;

  self->is_on_trial = TRUE;
  begin (self, task);
  mw_owner_trial_async (driver, trial, self->beside, trial_over_cb, task);
}

static void
crowd_over_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  end_trial (G_TASK (user_data), mw_crowd_trial_finish (result));
}

/**
 * mw_check_begin_crowd:
 *
 * Once @driver has signed in at a server of the person's own.
 */
void
mw_check_begin_crowd (GTask *task, MwDriver *driver)
{
  MwCheck *self = g_task_get_source_object (task);

  if (self->terms->letter != NULL || !mw_crowd_trial_can_run (driver))
    return;

  self->is_on_trial = TRUE;
  begin (self, task);
  mw_crowd_trial_async (driver, self->beside, crowd_over_cb, task);
}

static MwDriver *
find_encrypted (MwCheck *self)
{
  for (guint i = 0; i < self->drivers->len; i++) {
    MwDriver *driver = g_ptr_array_index (self->drivers, i);
    const MwTlsFacts *facts = mw_driver_get_tls (driver);

    if (facts != NULL && facts->version != NULL &&
        mw_driver_get_stage (driver) > MW_STAGE_ENCRYPT && !mw_driver_has_errors (driver))
      return driver;
  }

  return NULL;
}

/**
 * mw_check_begin_offers:
 *
 * As soon as an address has come to terms with us, it is asked what else it speaks, and at which
 * other port: once, and by nobody who has that from elsewhere, or only carries a letter.
 */
void
mw_check_begin_offers (GTask *task)
{
  MwCheck *self = g_task_get_source_object (task);
  MwDriver *driver = self->asked_for_offers ? NULL : find_encrypted (self);

  if (driver == NULL || self->scan != NULL || self->terms->letter != NULL)
    return;

  self->asked_for_offers = TRUE;
  begin (self, task);
  mw_offer_scan_async (driver, self->beside, offers_scanned_cb, task);
  if (mw_first_byte_can_ask (driver)) {
    begin (self, task);
    mw_first_byte_ask_async (driver, self->beside, first_byte_asked_cb, task);
  }
  begin_trial (task, driver, MW_TRIAL_SMUGGLE);
  begin_trial (task, driver, MW_TRIAL_UNASKED);
}
