/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-part-run-private.h"

#include "mw-mend.h"

/* What is told of the servers of one part, and what can be read off its run. */

/* How far it came. */
static MwStage
get_reach (MwTry *try)
{
  const MwFinding *problem = mw_try_get_problem (try);

  return problem ? problem->stage : MW_STAGE_SIGN_IN;
}

/* What a person has typed is what they are told about, unless something else could sign in. */
static gboolean
tells_more (MwTry *try, MwTry *than)
{
  if (!try->done || try->proof)
    return FALSE;
  if (!than->done)
    return TRUE;
  if (get_reach (try) >= MW_STAGE_SIGN_IN)
    return get_reach (than) < MW_STAGE_SIGN_IN;

  return than->choice->source != MW_SOURCE_PERSON && get_reach (try) > get_reach (than);
}

static MwTry *
choose (MwPartRun *self)
{
  MwTry *chosen = g_ptr_array_index (self->tries, 0);

  if (self->winner != NULL && !self->winner->proof)
    return self->winner;

  for (guint i = 1; i < self->tries->len; i++)
    if (tells_more (g_ptr_array_index (self->tries, i), chosen))
      chosen = g_ptr_array_index (self->tries, i);

  return chosen;
}

static char *
name_server (const MwServer *server)
{
  g_autoptr (MwServer) nobody = mw_server_new_for_user (server, NULL);

  return mw_server_to_uri (nobody);
}

/* ------ what was changed ------ */

static MwFinding *
note (MwTry *first, MwTry *used, MwSeverity severity, const char *cause)
{
  const MwFinding *problem = mw_try_get_problem (first);
  g_autofree char *host_port = mw_server_to_host_port (first->choice->server);
  g_autofree char *uri = name_server (used->choice->server);
  g_autoptr (MwFinding) found =
    mw_finding_new (problem ? problem->stage : MW_STAGE_CONNECT,
                    severity,
                    cause,
                    problem ? problem->evidence : "No answer while another port answered");
  g_autoptr (MwFinding) placed =
    mw_finding_new_at (found, first->run->part, problem ? problem->subject : host_port);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (problem ? problem->details : NULL);

  g_variant_dict_insert (&details, "problem", "s", problem ? problem->cause : "net.timeout");
  g_variant_dict_insert (&details, "alternative", "s", uri);
  g_variant_dict_insert (&details, "changed", "b", TRUE);

  return mw_finding_new_with (placed, g_variant_dict_end (&details));
}

static gboolean
was_silent (MwTry *try)
{
  return !try->done || mw_mend_is_silence (mw_try_get_problem (try));
}

static MwFinding *
note_change (MwTry *first, MwTry *used)
{
  const MwServer *from = first->choice->server;
  const MwServer *to = used->choice->server;

  if (was_silent (first) && g_str_equal (from->host, to->host))
    return note (first, used, MW_SEVERITY_WARNING, "net.port-blocked");
  /* A guess that was corrected is as good as any. */
  if (first->choice->source == MW_SOURCE_GUESS)
    return note (first, used, MW_SEVERITY_INFO, "discovery.guessed");

  return note (first, used, MW_SEVERITY_WARNING, "discovery.stale-settings");
}

static gboolean
is_same_place (MwTry *one, MwTry *other)
{
  const MwServer *a = one->choice->server;
  const MwServer *b = other->choice->server;

  return a->protocol == b->protocol && a->security == b->security && a->port == b->port &&
         g_str_equal (a->host, b->host);
}

static void
tell_change (MwPartRun *self, MwTry *used)
{
  MwTry *first = g_ptr_array_index (self->tries, 0);

  if (used != first && !is_same_place (used, first) && get_reach (used) >= MW_STAGE_SIGN_IN)
    g_ptr_array_add (self->findings, note_change (first, used));
}

/* ------ what could be changed ------ */

static MwFinding *
add_offer (MwPartRun *self, const MwFinding *problem)
{
  g_autofree char *uri = name_server (self->winner->choice->server);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "alternative", "s", uri);
  g_variant_dict_insert (&details, "changed", "b", FALSE);
  if (self->suggestion != NULL)
    g_variant_dict_insert (&details, "suggestion", "s", self->suggestion);

  return mw_finding_new_with (problem, g_variant_dict_end (&details));
}

static void
tell (MwPartRun *self, MwTry *chosen)
{
  GPtrArray *findings = mw_check_get_findings (chosen->check);
  const MwFinding *problem = mw_try_get_problem (chosen);
  gboolean offers = self->winner != NULL && self->winner->proof;

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    g_ptr_array_add (self->findings,
                     finding == problem && offers ? add_offer (self, finding)
                                                  : mw_finding_ref (finding));
  }
}

/* ------ the user name ------ */

/* The other form was accepted: what was guessed was no mistake of anybody's. */
static void
tell_user (MwPartRun *self, MwTry *chosen)
{
  MwTry *first = g_ptr_array_index (self->tries, 0);
  const char *user = chosen->choice->server->user;
  g_autoptr (MwFinding) finding = NULL;

  if (self->winner != chosen || !is_same_place (chosen, first) || chosen == first)
    return;

  finding = mw_finding_new (MW_STAGE_SIGN_IN, MW_SEVERITY_INFO, "auth.other-user-name", user);
  g_ptr_array_add (self->findings,
                   mw_finding_new_at (finding, self->part, chosen->choice->server->host));
}

/**
 * mw_part_run_collect_findings:
 *
 * What was found at the server that was used, or that tells most; what was changed to come there;
 * and what could be.
 */
void
mw_part_run_collect_findings (MwPartRun *self)
{
  MwTry *chosen = choose (self);

  tell (self, chosen);
  tell_change (self, chosen);
  tell_user (self, chosen);
  mw_part_run_show (self, chosen);
}

/* ------ what can be read off a run ------ */

/**
 * mw_part_run_get_check:
 *
 * Returns: (transfer none): the test of the server that is shown
 */
MwCheck *
mw_part_run_get_check (MwPartRun *self)
{
  g_return_val_if_fail (MW_IS_PART_RUN (self), NULL);

  return self->shown->check;
}

/**
 * mw_part_run_get_server:
 *
 * Returns: (transfer none): the server that is shown, in the end the one that works; lives until
 *   another one is shown
 */
const MwServer *
mw_part_run_get_server (MwPartRun *self)
{
  g_return_val_if_fail (MW_IS_PART_RUN (self), NULL);

  return self->server;
}

/**
 * mw_part_run_get_source:
 *
 * Returns: where the server that is shown is from
 */
MwSource
mw_part_run_get_source (MwPartRun *self)
{
  g_return_val_if_fail (MW_IS_PART_RUN (self), MW_SOURCE_GUESS);

  return self->shown->choice->source;
}

/**
 * mw_part_run_get_stages:
 *
 * Returns: (transfer none): a list of [class@Mw.StageResult], of whichever server is shown
 */
GListModel *
mw_part_run_get_stages (MwPartRun *self)
{
  g_return_val_if_fail (MW_IS_PART_RUN (self), NULL);

  return G_LIST_MODEL (self->stages);
}

/**
 * mw_part_run_get_checks:
 *
 * Returns: (transfer container) (element-type MwCheck): all tests, in the order in which they began
 */
GPtrArray *
mw_part_run_get_checks (MwPartRun *self)
{
  GPtrArray *checks;

  g_return_val_if_fail (MW_IS_PART_RUN (self), NULL);

  checks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->tries->len; i++)
    g_ptr_array_add (checks, g_object_ref (((MwTry *) g_ptr_array_index (self->tries, i))->check));

  return checks;
}

/**
 * mw_part_run_get_findings:
 *
 * Returns: (transfer none) (element-type MwFinding): complete when the run has ended
 */
GPtrArray *
mw_part_run_get_findings (MwPartRun *self)
{
  g_return_val_if_fail (MW_IS_PART_RUN (self), NULL);

  return self->findings;
}
