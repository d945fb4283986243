/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-part-run-private.h"

#include "mw-mend.h"

/* What is tried where a server does not work. */

#define TRIES_MAX 8

static gboolean
knows (MwPartRun *self, const MwServer *server)
{
  for (guint i = 0; i < self->tries->len; i++)
    if (mw_server_equal (((MwTry *) g_ptr_array_index (self->tries, i))->choice->server, server))
      return TRUE;
  for (GList *l = self->next.head; l != NULL; l = l->next)
    if (mw_server_equal (((MwTry *) l->data)->choice->server, server))
      return TRUE;

  return FALSE;
}

void
mw_part_run_queue (MwPartRun *self, const MwServer *server, const MwChoice *like, gboolean proof)
{
  if (!knows (self, server) && self->tries->len + self->next.length < TRIES_MAX)
    g_queue_push_tail (&self->next, mw_try_new (self, server, like, proof));
}

void
mw_part_run_drop_queue (MwPartRun *self)
{
  g_queue_clear_full (&self->next, mw_try_free);
}

/* What a person has typed gives way by itself only to another port of the same server, and only
 * where its own is silent. */
static void
queue_ports (MwTry *try, const MwFinding *problem)
{
  gboolean typed = try->choice->source == MW_SOURCE_PERSON;
  g_autoptr (GPtrArray) servers = mw_mend_list_servers (try->choice->server, problem);

  for (guint i = 0; i < servers->len; i++)
    mw_part_run_queue (try->run,
                       g_ptr_array_index (servers, i),
                       try->choice,
                       typed && !mw_mend_is_silence (problem));
}

static void
queue_choices (MwTry *try)
{
  MwPartRun *self = try->run;
  gboolean typed = try->choice->source == MW_SOURCE_PERSON;

  for (guint i = 0; i < self->choices->len; i++) {
    const MwChoice *choice = g_ptr_array_index (self->choices, i);

    mw_part_run_queue (self, choice->server, choice, typed);
  }
}

/* Every silence costs time: another server that somebody names comes before a port that nobody
 * does; but what is only to be offered comes last. */
void
mw_part_run_queue_others (MwTry *try, const MwFinding *problem)
{
  if (mw_mend_is_silence (problem) && try->choice->source != MW_SOURCE_PERSON)
    queue_choices (try);
  queue_ports (try, problem);
  if (mw_mend_is_about_place (problem))
    queue_choices (try);
}

/* Only where the form of the name was guessed. */
gboolean
mw_part_run_queue_other_user (MwTry *try)
{
  MwPartRun *self = try->run;
  const MwChoice *choice = try->choice;
  g_autoptr (MwServer) other = mw_server_new_for_user (choice->server, choice->other_user);

  if (choice->other_user == NULL || mw_attempt_is_spent (self->terms->attempt) ||
      mw_check_get_sign_in (try->check) != MW_SIGN_IN_REFUSED || knows (self, other))
    return FALSE;

  mw_part_run_drop_queue (self);
  mw_part_run_queue (self, other, choice, FALSE);
  /* The other part only gets to use it if it was accepted. */
  mw_attempt_learn_user (self->terms->attempt, choice->server->user, choice->other_user);

  return TRUE;
}

/* ------ what was not looked for yet ------ */

gboolean
mw_part_run_has_time (MwPartRun *self)
{
  return g_get_monotonic_time () < self->terms->terms->deadline;
}

/* All that was published is gone, or silent. What a person has typed is not replaced. */
static gboolean
lacks_servers (MwPartRun *self)
{
  for (guint i = 0; i < self->tries->len; i++) {
    MwTry *try = g_ptr_array_index (self->tries, i);
    const MwFinding *problem = try->done ? mw_try_get_problem (try) : NULL;

    if (try->choice->source == MW_SOURCE_PERSON ||
        (problem != NULL ? !mw_mend_is_about_place (problem) : !try->running || !try->silent))
      return FALSE;
  }

  return self->winner == NULL && self->error == NULL && mw_part_run_has_time (self);
}

void
mw_part_run_want_more (MwPartRun *self)
{
  if (self->asked_for_more || self->terms->find_more == NULL || !lacks_servers (self))
    return;

  self->asked_for_more = TRUE;
  self->awaits_more = TRUE;
  self->n_pending++;
  g_object_ref (self->task);
  if (!self->terms->find_more (self, self->terms->user_data)) {
    self->awaits_more = FALSE;
    self->n_pending--;
    g_object_unref (self->task);
  }
}

void
mw_part_run_leave_more (MwPartRun *self)
{
  if (!self->awaits_more)
    return;

  self->awaits_more = FALSE;
  self->terms->leave_more (self, self->terms->user_data);
  mw_part_run_finish_op (self->task);
}

/**
 * mw_part_run_add_choices:
 * @choices: (element-type MwChoice): perhaps none; copied
 *
 * See #MwPartTerms. To be called once for each time that more servers were wanted.
 */
void
mw_part_run_add_choices (MwPartRun *self, GPtrArray *choices)
{
  g_return_if_fail (MW_IS_PART_RUN (self) && choices != NULL);

  if (!self->awaits_more)
    return;

  self->awaits_more = FALSE;
  for (guint i = 0; i < choices->len; i++) {
    const MwChoice *choice = g_ptr_array_index (choices, i);

    mw_part_run_queue (self, choice->server, choice, FALSE);
  }
  mw_part_run_finish_op (self->task);
}
