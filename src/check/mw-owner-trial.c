/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-owner-trial.h"

#include "mw-driver-private.h"

#define PATIENCE (6 * G_USEC_PER_SEC)
#define OLD_PORT 25

/* What is tried on a server only where the person says that it is theirs: nothing breaks by it, but
 * nobody likes to find it in a log that did not ask for it. */

typedef struct {
  MwDriver *driver;      /* (owned) of the trial */
  MwAttempt *no_attempt; /* (owned) */
  MwTerms terms;
  MwTrial trial;
} Trial;

static void
free_trial (gpointer data)
{
  Trial *trial = data;

  g_clear_object (&trial->driver);
  g_object_unref (trial->no_attempt);
  g_free (trial);
}

static const MwFinding *
find_note (Trial *trial, const char *word)
{
  GPtrArray *findings = mw_driver_get_findings (trial->driver);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (g_strcmp0 (mw_finding_get_text (finding, "note"), word) == 0)
      return finding;
  }

  return NULL;
}

/* Only what the server has shown: one that was silent, hung up early or put us off has shown
 * nothing. */
static gboolean
is_all_well (Trial *trial)
{
  if (trial->trial == MW_TRIAL_UNASKED)
    return find_note (trial, "mail-refused") != NULL;

  return mw_dialogue_is_encrypted (trial->driver->dialogue) &&
         !mw_driver_has_errors (trial->driver);
}

/* For the record of who asked. */
static MwFinding *
tell_all_is_well (Trial *trial)
{
  gboolean smuggled = trial->trial == MW_TRIAL_SMUGGLE;

  return mw_finding_new (smuggled ? MW_STAGE_ENCRYPT : MW_STAGE_USE,
                         MW_SEVERITY_INFO,
                         NULL,
                         smuggled ? "no command is taken from before the encryption"
                                  : "no mail is relayed without a sign-in");
}

static MwFinding *
tell (Trial *trial)
{
  gboolean smuggled = trial->trial == MW_TRIAL_SMUGGLE;
  const MwFinding *note = find_note (trial, smuggled ? "smuggled-command" : "unasked-mail");
  g_autoptr (MwFinding) well = NULL;
  g_autofree char *subject = mw_driver_dup_subject (trial->driver);

  if (note == NULL && !is_all_well (trial))
    return NULL;
  if (note == NULL)
    well = tell_all_is_well (trial);

  return mw_finding_new_at (note ? note : well, mw_driver_get_part (trial->driver), subject);
}

static void
driver_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Trial *trial = g_task_get_task_data (task);
  gboolean ran = mw_driver_run_finish (MW_DRIVER (source), result, NULL);

  g_task_return_pointer (task, ran ? tell (trial) : NULL, (GDestroyNotify) mw_finding_unref);
}

/**
 * mw_owner_trial_can_run:
 * @driver: one that has come to terms with its server
 *
 * Returns: whether the person owns the server, and @trial makes sense there
 */
gboolean
mw_owner_trial_can_run (MwDriver *driver, MwTrial trial)
{
  const char *const *owned = driver->terms->owned_hosts;
  const MwServer *server = driver->server;

  if (owned == NULL || !g_strv_contains (owned, server->host))
    return FALSE;

  return trial == MW_TRIAL_SMUGGLE
           ? server->security == MW_SECURITY_STARTTLS
           : server->protocol == MW_PROTOCOL_SMTP && server->port != OLD_PORT;
}

/**
 * mw_owner_trial_async:
 * @driver: one that has come to terms with its server: so what differs is due to the trial
 *
 * Tries it at the same address, in a connection of its own.
 */
void
mw_owner_trial_async (MwDriver *driver,
                      MwTrial trial,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Trial *data = g_new0 (Trial, 1);

  g_task_set_source_tag (task, mw_owner_trial_async);
  g_task_set_priority (task, mw_net_take_turn ());
  data->trial = trial;
  data->no_attempt = mw_attempt_new (NULL, 0);
  data->terms = *driver->terms;
  data->terms.asks_no_others = TRUE;
  data->terms.is_brief = TRUE;
  data->terms.deadline = MIN (data->terms.deadline, g_get_monotonic_time () + PATIENCE);
  data->driver = mw_driver_new_beside (driver, NULL, data->no_attempt, &data->terms);
  mw_dialogue_try (data->driver->dialogue, trial);
  g_task_set_task_data (task, data, free_trial);
  mw_driver_run_async (data->driver, cancellable, driver_done_cb, task);
}

/**
 * mw_owner_trial_finish:
 *
 * Returns: (transfer full) (nullable): what came of it; %NULL if the server has shown neither
 */
MwFinding *
mw_owner_trial_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
