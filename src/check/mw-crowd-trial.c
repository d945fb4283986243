/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-crowd-trial.h"

#include "mw-driver-private.h"

#define CROWD 3 /* as many as one person's programs may well have */
#define PATIENCE (10 * G_USEC_PER_SEC)

/* How many programs of one person may be signed in at the same time. Only with a password that was
 * accepted already: nothing is counted against anybody. */

typedef struct {
  GPtrArray *drivers; /* (owned) */
  MwTerms terms;
  guint n_running;
} Crowd;

static void begin_one (GTask *task, MwDriver *driver);

static void
free_crowd (gpointer data)
{
  Crowd *crowd = data;

  g_ptr_array_unref (crowd->drivers);
  g_free (crowd);
}

static const char *
find_refusal (MwDriver *driver)
{
  GPtrArray *findings = mw_driver_get_findings (driver);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity == MW_SEVERITY_ERROR)
      return finding->evidence;
  }

  return NULL;
}

static MwFinding *
tell (Crowd *crowd)
{
  MwDriver *first = g_ptr_array_index (crowd->drivers, 0);
  g_autofree char *subject = mw_driver_dup_subject (first);
  g_autofree char *evidence = NULL;
  g_autoptr (MwFinding) finding = NULL;
  const char *refusal = NULL;
  guint n_in = 0;

  for (guint i = 0; i < crowd->drivers->len; i++) {
    MwDriver *driver = g_ptr_array_index (crowd->drivers, i);

    n_in += mw_driver_get_sign_in (driver) == MW_SIGN_IN_ACCEPTED;
    refusal = refusal ? refusal : find_refusal (driver);
  }

  evidence = g_strdup_printf ("signed in %u of %u times at once%s%s",
                              n_in,
                              crowd->drivers->len,
                              refusal ? ": " : "",
                              refusal ? refusal : "");
  finding = mw_finding_new (MW_STAGE_SIGN_IN, MW_SEVERITY_INFO, NULL, evidence);

  return mw_finding_new_at (finding, mw_driver_get_part (first), subject);
}

static void
driver_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Crowd *crowd = g_task_get_task_data (task);

  mw_driver_run_finish (MW_DRIVER (source), result, NULL);
  if (--crowd->n_running == 0)
    g_task_return_pointer (task, tell (crowd), (GDestroyNotify) mw_finding_unref);
}

/**
 * mw_crowd_trial_can_run:
 *
 * Returns: whether @driver has signed in at a server of the person's own. A POP3 mailbox is for one
 *   at a time: RFC 1939, section 4
 */
gboolean
mw_crowd_trial_can_run (MwDriver *driver)
{
  const char *const *owned = driver->terms->owned_hosts;

  return owned != NULL && g_strv_contains (owned, driver->server->host) &&
         driver->server->protocol == MW_PROTOCOL_IMAP &&
         mw_driver_get_sign_in (driver) == MW_SIGN_IN_ACCEPTED;
}

/* The next one comes when this one is in: of those who come at the same moment, a server may let
 * in more than it wants (seen with Dovecot 2.3). */
static void
stage_changed_cb (MwDriver *one, GParamSpec *pspec, GTask *task)
{
  Crowd *crowd = g_task_get_task_data (task);
  guint n_begun = crowd->drivers->len;

  if (n_begun < CROWD && g_ptr_array_index (crowd->drivers, n_begun - 1) == one &&
      mw_driver_get_sign_in (one) == MW_SIGN_IN_ACCEPTED)
    begin_one (task, one);
}

static void
begin_one (GTask *task, MwDriver *driver)
{
  Crowd *crowd = g_task_get_task_data (task);
  g_autoptr (MwAttempt) attempt = mw_attempt_new (mw_attempt_get_secret (driver->attempt), 1);
  MwDriver *one = mw_driver_new_beside (driver, NULL, attempt, &crowd->terms);

  if (mw_attempt_get_secret (driver->attempt) == NULL)
    mw_attempt_go_without_password (attempt); /* with a ticket or a certificate, as before */
  mw_dialogue_try (one->dialogue, MW_TRIAL_STAY);
  g_ptr_array_add (crowd->drivers, one);
  crowd->n_running++;
  g_signal_connect_object (one, "notify::stage", G_CALLBACK (stage_changed_cb), task, 0);
  mw_driver_run_async (one, g_task_get_cancellable (task), driver_done_cb, g_object_ref (task));
}

/**
 * mw_crowd_trial_async:
 * @driver: one that has signed in
 *
 * Signs in three times at the same address, each time beside those who stay for a moment.
 */
void
mw_crowd_trial_async (MwDriver *driver,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Crowd *crowd = g_new0 (Crowd, 1);

  g_task_set_source_tag (task, mw_crowd_trial_async);
  g_task_set_priority (task, mw_net_take_turn ());
  crowd->drivers = g_ptr_array_new_with_free_func (g_object_unref);
  crowd->terms = *driver->terms;
  crowd->terms.asks_no_others = TRUE;
  crowd->terms.is_brief = TRUE;
  crowd->terms.deadline = MIN (crowd->terms.deadline, g_get_monotonic_time () + PATIENCE);
  g_task_set_task_data (task, crowd, free_crowd);
  begin_one (task, driver);
}

/**
 * mw_crowd_trial_finish:
 *
 * Returns: (transfer full) (nullable): how many were let in
 */
MwFinding *
mw_crowd_trial_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
