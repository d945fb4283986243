/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-part-run-private.h"

#include "mw-loop.h"

/* How long a port may say nothing before another one has its turn, in milliseconds: the first, and
 * those after it. Nobody is hung up on before one of them answers. */
#define SILENCE 3000
#define SILENCE_OF_OTHERS 1000

/* One server of a part, and what becomes of it. */

/**
 * mw_try_new:
 * @like: where @server comes from
 * @proof: without the password
 */
MwTry *
mw_try_new (MwPartRun *run, const MwServer *server, const MwChoice *like, gboolean proof)
{
  MwTry *self = g_new0 (MwTry, 1);

  self->run = run;
  self->choice = mw_choice_new (server, like);
  self->cancellable = g_cancellable_new ();
  self->proof = proof || !like->trusted;

  return self;
}

void
mw_try_free (gpointer data)
{
  MwTry *self = data;
  GListModel *stages = self->check ? mw_check_get_stages (self->check) : NULL;

  mw_loop_clear (&self->silence);
  for (guint i = 0; stages != NULL && i < g_list_model_get_n_items (stages); i++) {
    g_autoptr (GObject) result = g_list_model_get_item (stages, i);

    g_signal_handlers_disconnect_by_data (result, self);
  }
  g_clear_object (&self->check);
  g_object_unref (self->cancellable);
  mw_choice_free (self->choice);
  g_free (self);
}

static gboolean
silence_over_cb (gpointer user_data)
{
  MwTry *self = user_data;

  mw_loop_clear (&self->silence);
  if (mw_check_is_connecting (self->check)) {
    self->silent = TRUE;
    self->silent_cb (self);
  }

  return G_SOURCE_REMOVE;
}

static void
begin_silence (MwTry *self)
{
  gboolean is_first = g_ptr_array_index (self->run->tries, 0) == self;

  if (self->silence != NULL || self->silent)
    return;

  self->silence = mw_loop_attach (g_timeout_source_new (is_first ? SILENCE : SILENCE_OF_OTHERS),
                                  silence_over_cb,
                                  self,
                                  NULL);
}

static void
state_changed_cb (MwTry *self, GParamSpec *pspec, MwStageResult *result)
{
  if (mw_stage_result_get_stage (result) == MW_STAGE_CONNECT &&
      mw_stage_result_get_state (result) == MW_STATE_RUNNING)
    begin_silence (self);

  self->stage_cb (self, result);
}

/**
 * mw_try_make_check:
 * @stage_cb: called for each stage whose state changes
 * @silent_cb: called once, if the port says nothing for a while
 */
void
mw_try_make_check (MwTry *self, MwTryStageFunc stage_cb, MwTryFunc silent_cb)
{
  const MwPartTerms *terms = self->run->terms;
  GListModel *stages;

  self->stage_cb = stage_cb;
  self->silent_cb = silent_cb;
  self->check = mw_check_new (self->choice->server,
                              terms->mailbox,
                              terms->tls,
                              self->proof ? self->run->no_attempt : terms->attempt,
                              terms->terms);
  mw_check_set_scans (self->check, terms->scans);
  stages = mw_check_get_stages (self->check);
  for (guint i = 0; i < g_list_model_get_n_items (stages); i++) {
    g_autoptr (GObject) result = g_list_model_get_item (stages, i);

    g_signal_connect_swapped (result, "notify::state", G_CALLBACK (state_changed_cb), self);
  }
}

/**
 * mw_try_end:
 *
 * Its check has come to its end.
 */
void
mw_try_end (MwTry *self)
{
  mw_loop_clear (&self->silence);
  self->running = FALSE;
}

/**
 * mw_try_get_problem:
 *
 * Returns: (nullable) (transfer none): what keeps mail from working there, the first of it
 */
const MwFinding *
mw_try_get_problem (MwTry *self)
{
  GPtrArray *findings = mw_check_get_findings (self->check);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity == MW_SEVERITY_ERROR)
      return finding;
  }

  return NULL;
}

/**
 * mw_try_works:
 *
 * Returns: whether everything went well, up to the sign-in where there was to be one
 */
gboolean
mw_try_works (MwTry *self)
{
  gboolean signs_in = !self->proof && mw_attempt_signs_in (self->run->terms->attempt);

  return self->done && mw_try_get_problem (self) == NULL &&
         (!signs_in || mw_check_get_sign_in (self->check) == MW_SIGN_IN_ACCEPTED);
}
