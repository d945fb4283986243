/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-discovery-private.h"

#include "mw-autodiscover-password.h"
#include "mw-loop.h"
#include "mw-net-error.h"
#include "mw-ranking.h"
#include "mw-sources.h"
#include "mw-worked.h"

/* What a search still waits for, and what it has to tell when it ends. */

/* How long better sources may still take once there are settings, and how long the search lasts at
 * least before a source that says nothing is left behind, in milliseconds. */
#define GRACE 800
#define PATIENCE 1600
#define PATIENCE_OF_GUESS 2200

/* In milliseconds, since it began. */
double
mw_discovery_measure (MwDiscovery *self)
{
  return (g_get_monotonic_time () - self->began) / 1000.0;
}

/* ------ what could still come ------ */

static gboolean
is_out (MwDiscovery *self, MwSource source)
{
  gsize n_sources;
  const MwSourceClass *sources = mw_sources_list (&n_sources);

  for (gsize i = 0; i < n_sources; i++) {
    g_autoptr (MwSourceResult) result =
      g_list_model_get_item (G_LIST_MODEL (self->results), (guint) i);

    if (mw_source_result_get_state (result) == MW_SOURCE_WAITING && sources[i].source <= source)
      return TRUE;
  }

  return FALSE;
}

/* ------ the end ------ */

static void
leave_others (MwDiscovery *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->results)); i++) {
    g_autoptr (MwSourceResult) result = g_list_model_get_item (G_LIST_MODEL (self->results), i);

    if (mw_source_result_get_state (result) == MW_SOURCE_WAITING)
      mw_source_result_end (result, MW_SOURCE_LEFT, mw_discovery_measure (self), NULL);
  }
}

/* It is no more than that until somebody has signed in. */
static void
tell_guess (MwDiscovery *self)
{
  const MwCandidate *best = self->candidates->len > 0 ? self->candidates->pdata[0] : NULL;
  g_autoptr (MwFinding) finding = NULL;

  if (best == NULL || best->source != MW_SOURCE_GUESS)
    return;

  finding =
    mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_WARNING, "discovery.guessed", best->evidence);
  g_ptr_array_add (self->findings, mw_finding_new_at (finding, MW_PART_DISCOVERY, best->domain));
}

static void
tell_nothing_found (MwDiscovery *self)
{
  const char *domain = mw_lookup_get_domain (self->lookup);
  const char *silence = mw_lookup_blame_names (self->lookup);
  g_autoptr (MwFinding) finding =
    silence != NULL
      ? mw_finding_new (MW_STAGE_RESOLVE, MW_SEVERITY_ERROR, silence, "MX")
      : mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_ERROR, "discovery.nothing-found", NULL);

  g_ptr_array_add (self->findings, mw_finding_new_at (finding, MW_PART_DISCOVERY, domain));
}

/* Where nobody publishes anything, another domain may have been meant. */
static void
tell_slip (MwDiscovery *self)
{
  const char *domain = mw_lookup_get_domain (self->lookup);
  const MwCandidate *best = self->candidates->len > 0 ? self->candidates->pdata[0] : NULL;
  const char *meant = NULL;
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (MwFinding) finding = NULL;
  g_autoptr (MwFinding) placed = NULL;

  if (best == NULL || best->source == MW_SOURCE_GUESS)
    meant = mw_presets_suggest (mw_lookup_get_presets (self->lookup), domain);
  if (meant == NULL || self->provider != NULL)
    return;

  g_variant_dict_insert (&details, "suggestion", "s", meant);
  finding = mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_WARNING, "input.typo-suspected", NULL);
  placed = mw_finding_new_at (finding, MW_PART_INPUT, domain);
  g_ptr_array_add (self->findings, mw_finding_new_with (placed, g_variant_dict_end (&details)));
}

/* Nobody answered who is to be trusted: what worked the last time may still do so. */
static void
remember (MwDiscovery *self)
{
  MwCandidate *worked = NULL;

  if (!self->closed && !mw_ranking_is_enough (self->candidates))
    worked = mw_worked_find (mw_lookup_get_address (self->lookup));
  if (worked != NULL)
    g_ptr_array_insert (self->candidates, 0, worked);
}

/* What is still out holds us until it knows that it was cancelled; nobody waits for that. */
void
mw_discovery_end (MwDiscovery *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  mw_loop_clear (&self->grace);
  mw_loop_clear (&self->deadline);
  mw_loop_clear (&self->caller);
  self->elapsed_ms = mw_discovery_measure (self);
  leave_others (self);
  g_cancellable_cancel (self->cancellable);
  mw_ranking_tell_conflicts (self->candidates, self->findings);
  remember (self);
  tell_slip (self);
  tell_guess (self);
  if (self->candidates->len == 0 && !self->closed && self->n_refusals == 0)
    tell_nothing_found (self);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static gboolean
time_is_up_cb (gpointer user_data)
{
  mw_discovery_end (MW_DISCOVERY (user_data));

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  mw_discovery_end (MW_DISCOVERY (user_data));

  return G_SOURCE_REMOVE;
}

static GSource *
create_timer (MwDiscovery *self, guint ms)
{
  return mw_loop_attach (g_timeout_source_new (ms), time_is_up_cb, self, NULL);
}

/* Until the time is up, or the caller calls it off. */
void
mw_discovery_begin_waiting (MwDiscovery *self, GCancellable *cancellable)
{
  self->deadline = create_timer (self, self->timeout * 1000);
  if (cancellable == NULL)
    return;

  self->caller = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->caller, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->caller, g_main_context_get_thread_default ());
}

/* Who is silent is not waited for to the end. */
static void
give_grace (MwDiscovery *self)
{
  gboolean guessed = mw_ranking_get_worst_source (self->candidates) == MW_SOURCE_GUESS;
  double left = (guessed ? PATIENCE_OF_GUESS : PATIENCE) - mw_discovery_measure (self);

  mw_loop_clear (&self->grace);
  self->grace = create_timer (self, (guint) MAX (left, guessed ? 1 : GRACE));
}

/* ------ the last resort ------ */

static void
tell_refusal (MwDiscovery *self)
{
  g_autoptr (MwFinding) finding =
    mw_finding_new (MW_STAGE_SIGN_IN, MW_SEVERITY_ERROR, "auth.wrong-password", NULL);

  self->n_refusals++;
  g_ptr_array_add (
    self->findings,
    mw_finding_new_at (finding, MW_PART_DISCOVERY, mw_lookup_get_guarded (self->lookup)));
}

static void
password_shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MwDiscovery) self = MW_DISCOVERY (user_data);
  gboolean is_refused = FALSE;
  g_autoptr (MwFound) found =
    mw_autodiscover_ask_with_password_finish (MW_LOOKUP (source), result, &is_refused, NULL);

  if (self->task == NULL)
    return;

  if (is_refused)
    tell_refusal (self);
  if (found != NULL)
    mw_discovery_take (self, found);
  mw_discovery_end (self);
}

/* Only where nobody has told anything without it. */
static gboolean
wants_password_shown (MwDiscovery *self)
{
  const MwCandidate *best = mw_ranking_find (self->candidates, MW_PART_INCOMING);

  return !self->showed_password && mw_lookup_get_secret (self->lookup) != NULL &&
         mw_lookup_get_guarded (self->lookup) != NULL &&
         (best == NULL || (best->source == MW_SOURCE_GUESS && !best->answered));
}

static void
show_password (MwDiscovery *self)
{
  self->showed_password = TRUE;
  mw_autodiscover_ask_with_password_async (self->lookup,
                                           self->cancellable,
                                           password_shown_cb,
                                           g_object_ref (self));
}

/* ------ whether it goes on ------ */

/* After everything that a source may have changed. */
void
mw_discovery_go_on (MwDiscovery *self)
{
  if (self->n_pending == 0 && wants_password_shown (self))
    show_password (self);
  else if (self->n_pending == 0)
    mw_discovery_end (self);
  else if (self->thorough || !mw_ranking_is_enough (self->candidates))
    return;
  else if (!is_out (self, mw_ranking_get_worst_source (self->candidates)))
    mw_discovery_end (self);
  else
    give_grace (self);
}
