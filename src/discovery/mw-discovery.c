/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-autodiscover-password.h"
#include "mw-discovery.h"
#include "mw-net-error.h"
#include "mw-ranking.h"
#include "mw-source.h"
#include "mw-worked.h"

/* How long better sources may still take once there are settings, and how long the search lasts at
 * least before a source that says nothing is left behind, in milliseconds. */
#define GRACE 800
#define PATIENCE 1600
#define PATIENCE_OF_GUESS 2200

struct _MwDiscovery {
  GObject parent_instance;

  MwLookup *lookup; /* (owned) */
  GStrv off;        /* (owned) (nullable) */
  gboolean thorough;
  const MwProvider *provider; /* (nullable) of the presets */
  gboolean closed;            /* the provider lets no mail program in */

  GListStore *results;   /* (owned) MwSourceResult, one for each row of the table */
  GPtrArray *candidates; /* (owned) MwCandidate, best first */
  GPtrArray *findings;   /* (owned) MwFinding */

  GTask *task;               /* (owned) (nullable) while it runs */
  GCancellable *cancellable; /* (owned) of the sources */
  GSource *caller;           /* (owned) (nullable) */
  GSource *grace;            /* (owned) (nullable) */
  GSource *deadline;         /* (owned) (nullable) */
  guint timeout;             /* seconds */
  guint n_pending;
  gboolean showed_password; /* to Exchange, after all others had nothing */
  guint n_refusals;         /* of it */
  gint64 began;
  double elapsed_ms;
};

G_DEFINE_FINAL_TYPE (MwDiscovery, mw_discovery, G_TYPE_OBJECT)

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static double
measure (MwDiscovery *self)
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
      mw_source_result_end (result, MW_SOURCE_LEFT, measure (self), NULL);
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
  g_autoptr (MwFinding) finding =
    mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_ERROR, "discovery.nothing-found", NULL);

  g_ptr_array_add (self->findings, mw_finding_new_at (finding, MW_PART_DISCOVERY, domain));
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
static void
end (MwDiscovery *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  clear_source (&self->grace);
  clear_source (&self->deadline);
  clear_source (&self->caller);
  self->elapsed_ms = measure (self);
  leave_others (self);
  g_cancellable_cancel (self->cancellable);
  mw_ranking_tell_conflicts (self->candidates, self->findings);
  remember (self);
  tell_guess (self);
  if (self->candidates->len == 0 && !self->closed && self->n_refusals == 0)
    tell_nothing_found (self);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);
}

static gboolean
time_is_up_cb (gpointer user_data)
{
  end (MW_DISCOVERY (user_data));

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  end (MW_DISCOVERY (user_data));

  return G_SOURCE_REMOVE;
}

static GSource *
create_timer (MwDiscovery *self, guint ms)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_priority (source, MW_NET_PRIORITY);
  g_source_set_callback (source, time_is_up_cb, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

/* Who is silent is not waited for to the end. */
static void
give_grace (MwDiscovery *self)
{
  gboolean guessed = mw_ranking_get_worst_source (self->candidates) == MW_SOURCE_GUESS;
  double left = (guessed ? PATIENCE_OF_GUESS : PATIENCE) - measure (self);

  clear_source (&self->grace);
  self->grace = create_timer (self, (guint) MAX (left, guessed ? 1 : GRACE));
}

static void
add_candidate (MwDiscovery *self, MwCandidate *candidate)
{
  if (self->provider == NULL)
    self->provider = candidate->provider;
  mw_ranking_add (self->candidates, candidate);
}

static void
take (MwDiscovery *self, MwFound *found)
{
  for (guint i = 0; i < found->candidates->len; i++)
    add_candidate (self, mw_candidate_copy (g_ptr_array_index (found->candidates, i)));
  for (guint i = 0; i < found->findings->len; i++)
    g_ptr_array_add (self->findings, mw_finding_ref (g_ptr_array_index (found->findings, i)));
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
    take (self, found);
  end (self);
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

/* ------ the sources ------ */

static void
go_on_or_end (MwDiscovery *self)
{
  if (self->n_pending == 0 && wants_password_shown (self))
    show_password (self);
  else if (self->n_pending == 0)
    end (self);
  else if (self->thorough || !mw_ranking_is_enough (self->candidates))
    return;
  else if (!is_out (self, mw_ranking_get_worst_source (self->candidates)))
    end (self);
  else
    give_grace (self);
}

/* One source on its way. */
typedef struct {
  MwDiscovery *discovery; /* (owned) */
  guint row;
} Asked;

static void
note (MwDiscovery *self, MwSourceResult *result, MwFound *found, const GError *error)
{
  const MwCandidate *first =
    found != NULL && found->candidates->len > 0 ? found->candidates->pdata[0] : NULL;
  const MwFinding *told =
    found != NULL && found->findings->len > 0 ? found->findings->pdata[0] : NULL;
  const char *text = first != NULL  ? first->evidence
                     : told != NULL ? told->evidence
                     : error        ? error->message
                                    : NULL;

  mw_source_result_end (result, first ? MW_SOURCE_FOUND : MW_SOURCE_NOTHING, measure (self), text);
}

static void
source_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (MwDiscovery) self = asked->discovery;
  gsize n_sources;
  const MwSourceClass *class = &mw_sources_list (&n_sources)[asked->row];
  g_autoptr (GError) error = NULL;
  g_autoptr (MwFound) found = class->look_finish (MW_LOOKUP (source), result, &error);
  g_autoptr (MwSourceResult) row = g_list_model_get_item (G_LIST_MODEL (self->results), asked->row);

  self->n_pending--;
  if (self->task == NULL)
    return;

  if (found != NULL)
    take (self, found);
  note (self, row, found, error);
  go_on_or_end (self);
}

static void
ask (MwDiscovery *self, guint row)
{
  gsize n_sources;
  const MwSourceClass *class = &mw_sources_list (&n_sources)[row];
  Asked *asked = g_new (Asked, 1);

  *asked = (Asked){ .discovery = g_object_ref (self), .row = row };
  self->n_pending++;
  class->look_async (self->lookup, self->cancellable, source_answered_cb, asked);
}

static gboolean
says_off (MwDiscovery *self, MwSource source)
{
  return self->off != NULL &&
         g_strv_contains ((const char *const *) self->off, mw_source_to_string (source));
}

/* The public database is asked by mail exchanger, too. */
static gboolean
is_off (MwDiscovery *self, const MwSourceClass *class)
{
  return !class->is_local && (says_off (self, class->source) ||
                              (class->source == MW_SOURCE_MX && says_off (self, MW_SOURCE_ISPDB)));
}

static void
list_sources (MwDiscovery *self)
{
  gsize n_sources;
  const MwSourceClass *sources = mw_sources_list (&n_sources);

  for (gsize i = 0; i < n_sources; i++) {
    MwSourceState state = is_off (self, &sources[i]) ? MW_SOURCE_OFF : MW_SOURCE_WAITING;
    g_autoptr (MwSourceResult) result = mw_source_result_new (sources[i].source, state);

    g_list_store_append (self->results, result);
  }
}

static void
ask_all (MwDiscovery *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->results)); i++) {
    g_autoptr (MwSourceResult) result = g_list_model_get_item (G_LIST_MODEL (self->results), i);

    if (mw_source_result_get_state (result) == MW_SOURCE_WAITING)
      ask (self, i);
  }
}

/* What is known without asking anybody. */
static void
look_into_presets (MwDiscovery *self, MwPresets *presets)
{
  const MwAddress *address = mw_lookup_get_address (self->lookup);
  const MwProvider *provider = mw_presets_find (presets, address->domain);
  MwSource source = MW_SOURCE_PRESET;

  self->provider = provider;
  self->closed = provider != NULL && g_strcmp0 (provider->advice, "no-access") == 0;
  if (provider == NULL || self->closed)
    return;
  if (mw_presets_is_company (presets, provider))
    source = MW_SOURCE_COMPANY;
  add_candidate (self,
                 mw_candidate_new_for_provider (provider,
                                                address,
                                                source,
                                                provider->file ? provider->file : provider->id));
}

static void
mw_discovery_finalize (GObject *object)
{
  MwDiscovery *self = MW_DISCOVERY (object);

  clear_source (&self->grace);
  clear_source (&self->deadline);
  clear_source (&self->caller);
  g_object_unref (self->cancellable);
  g_clear_object (&self->lookup);
  g_strfreev (self->off);
  g_object_unref (self->results);
  g_ptr_array_unref (self->candidates);
  g_ptr_array_unref (self->findings);

  G_OBJECT_CLASS (mw_discovery_parent_class)->finalize (object);
}

static void
mw_discovery_class_init (MwDiscoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mw_discovery_finalize;
}

static void
mw_discovery_init (MwDiscovery *self)
{
  self->cancellable = g_cancellable_new ();
  self->results = g_list_store_new (MW_TYPE_SOURCE_RESULT);
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_candidate_free);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
}

/**
 * mw_discovery_new:
 * @search: copied
 *
 * Looks into the presets. Nothing leaves this computer yet.
 */
MwDiscovery *
mw_discovery_new (const MwAddress *address, MwPresets *presets, const MwSearch *search)
{
  MwDiscovery *self;

  g_return_val_if_fail (address != NULL && search != NULL, NULL);
  g_return_val_if_fail (MW_IS_PRESETS (presets), NULL);

  self = g_object_new (MW_TYPE_DISCOVERY, NULL);
  self->timeout = search->timeout > 0 ? search->timeout : MW_DISCOVERY_TIMEOUT;
  self->thorough = search->thorough;
  self->off = g_strdupv ((GStrv) search->off);
  self->lookup = mw_lookup_new (address, presets, self->timeout * 1000);
  mw_lookup_set_secret (self->lookup, search->secret);
  look_into_presets (self, presets);
  list_sources (self);

  return self;
}

/**
 * mw_discovery_is_known:
 *
 * Returns: whether the presets know it all, so that nobody needs to be asked
 */
gboolean
mw_discovery_is_known (MwDiscovery *self)
{
  g_return_val_if_fail (MW_IS_DISCOVERY (self), FALSE);

  return self->closed || mw_ranking_is_enough (self->candidates);
}

/**
 * mw_discovery_run_async:
 *
 * Asks all sources, unless the presets know it all.
 */
void
mw_discovery_run_async (MwDiscovery *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (MW_IS_DISCOVERY (self));
  g_return_if_fail (self->began == 0);

  self->began = g_get_monotonic_time ();
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, mw_discovery_run_async);
  g_task_set_priority (self->task, MW_NET_PRIORITY);

  if (self->closed || (mw_discovery_is_known (self) && !self->thorough)) {
    end (self);
    return;
  }

  self->deadline = create_timer (self, self->timeout * 1000);
  if (cancellable != NULL) {
    self->caller = g_cancellable_source_new (cancellable);
    g_source_set_callback (self->caller, G_SOURCE_FUNC (cancelled_cb), self, NULL);
    g_source_attach (self->caller, g_main_context_get_thread_default ());
  }
  ask_all (self);
  if (self->n_pending == 0)
    end (self);
}

/**
 * mw_discovery_run_finish:
 *
 * Returns: FALSE if it was cancelled. That nothing was found is a finding.
 */
gboolean
mw_discovery_run_finish (MwDiscovery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_discovery_get_address:
 *
 * Returns: (transfer none): whose settings were looked for
 */
const MwAddress *
mw_discovery_get_address (MwDiscovery *self)
{
  g_return_val_if_fail (MW_IS_DISCOVERY (self), NULL);

  return mw_lookup_get_address (self->lookup);
}

/**
 * mw_discovery_get_provider:
 *
 * Returns: (nullable) (transfer none): who provides the mail, where the presets know; lives as long
 *   as they
 */
const MwProvider *
mw_discovery_get_provider (MwDiscovery *self)
{
  g_return_val_if_fail (MW_IS_DISCOVERY (self), NULL);

  return self->provider;
}

/**
 * mw_discovery_get_results:
 *
 * Returns: (transfer none): of #MwSourceResult, one for each source, in the order of their trust
 */
GListModel *
mw_discovery_get_results (MwDiscovery *self)
{
  g_return_val_if_fail (MW_IS_DISCOVERY (self), NULL);

  return G_LIST_MODEL (self->results);
}

/**
 * mw_discovery_get_candidates:
 *
 * Returns: (transfer none) (element-type MwCandidate): what was found, best first
 */
GPtrArray *
mw_discovery_get_candidates (MwDiscovery *self)
{
  g_return_val_if_fail (MW_IS_DISCOVERY (self), NULL);

  return self->candidates;
}

/**
 * mw_discovery_get_findings:
 *
 * Returns: (transfer none) (element-type MwFinding): what is to be told of the sources
 */
GPtrArray *
mw_discovery_get_findings (MwDiscovery *self)
{
  g_return_val_if_fail (MW_IS_DISCOVERY (self), NULL);

  return self->findings;
}

/**
 * mw_discovery_get_n_refusals:
 *
 * Returns: how often the password was refused during the search: so much less is left for the test
 */
guint
mw_discovery_get_n_refusals (MwDiscovery *self)
{
  g_return_val_if_fail (MW_IS_DISCOVERY (self), 0);

  return self->n_refusals;
}

/**
 * mw_discovery_get_elapsed_ms:
 *
 * Returns: how long it took, in milliseconds
 */
double
mw_discovery_get_elapsed_ms (MwDiscovery *self)
{
  g_return_val_if_fail (MW_IS_DISCOVERY (self), 0);

  return self->elapsed_ms;
}

/**
 * mw_discovery_get_verdict:
 *
 * Returns: the identifier, never translated: `found`, `guessed`, `not-found`
 */
const char *
mw_discovery_get_verdict (MwDiscovery *self)
{
  const MwCandidate *best;

  g_return_val_if_fail (MW_IS_DISCOVERY (self), NULL);

  best = self->candidates->len > 0 ? self->candidates->pdata[0] : NULL;
  if (best == NULL)
    return "not-found";

  return best->source == MW_SOURCE_GUESS ? "guessed" : "found";
}
