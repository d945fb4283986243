/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-discovery-private.h"

#include "mw-loop.h"
#include "mw-net-error.h"
#include "mw-ranking.h"
#include "mw-sources.h"

G_DEFINE_FINAL_TYPE (MwDiscovery, mw_discovery, G_TYPE_OBJECT)

static void
add_candidate (MwDiscovery *self, MwCandidate *candidate)
{
  if (self->provider == NULL)
    self->provider = candidate->provider;
  mw_ranking_add (self->candidates, candidate);
}

void
mw_discovery_take (MwDiscovery *self, MwFound *found)
{
  for (guint i = 0; i < found->candidates->len; i++)
    add_candidate (self, mw_candidate_copy (g_ptr_array_index (found->candidates, i)));
  for (guint i = 0; i < found->findings->len; i++)
    g_ptr_array_add (self->findings, mw_finding_ref (g_ptr_array_index (found->findings, i)));
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

  mw_source_result_end (result,
                        first ? MW_SOURCE_FOUND : MW_SOURCE_NOTHING,
                        mw_discovery_measure (self),
                        text);
}

static void
source_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (MwDiscovery) self = asked->discovery;
  g_autoptr (GError) error = NULL;
  g_autoptr (MwFound) found = mw_source_look_finish (MW_LOOKUP (source), result, &error);
  g_autoptr (MwSourceResult) row = g_list_model_get_item (G_LIST_MODEL (self->results), asked->row);

  self->n_pending--;
  if (self->task == NULL)
    return;

  if (found != NULL)
    mw_discovery_take (self, found);
  note (self, row, found, error);
  mw_discovery_go_on (self);
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

  mw_loop_clear (&self->grace);
  mw_loop_clear (&self->deadline);
  mw_loop_clear (&self->caller);
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
  mw_lookup_set_trust (self->lookup, search->ca_file, search->exceptions);
  look_into_presets (self, presets);
  list_sources (self);

  return self;
}

/* Only those for which nobody waited are asked. Returns whether there are any. */
static gboolean
take_over (MwDiscovery *self, MwDiscovery *from)
{
  gboolean are_any = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->results)); i++) {
    g_autoptr (MwSourceResult) before = g_list_model_get_item (G_LIST_MODEL (from->results), i);
    g_autoptr (MwSourceResult) now = g_list_model_get_item (G_LIST_MODEL (self->results), i);

    if (mw_source_result_get_state (before) == MW_SOURCE_LEFT)
      are_any = TRUE;
    else
      mw_source_result_end (now, MW_SOURCE_OFF, 0, NULL);
  }

  return are_any;
}

/**
 * mw_discovery_new_rest:
 * @self: has ended
 * @timeout: in seconds
 *
 * What goes on where @self left off, for who has seen that nothing of what it found works: it asks
 * the sources that were not waited for, and shows nobody a password.
 *
 * Returns: (transfer full) (nullable): %NULL where there are no such sources, or where a preset
 * said how it is
 */
MwDiscovery *
mw_discovery_new_rest (MwDiscovery *self, guint timeout)
{
  const MwSearch search = { .ca_file = mw_lookup_get_ca_file (self->lookup),
                            .exceptions = mw_lookup_get_exceptions (self->lookup),
                            .timeout = timeout };
  const MwCandidate *best = mw_ranking_find (self->candidates, MW_PART_INCOMING);
  g_autoptr (MwDiscovery) rest = NULL;

  g_return_val_if_fail (MW_IS_DISCOVERY (self) && self->task == NULL, NULL);

  if (self->closed || (best != NULL && best->source <= MW_SOURCE_PRESET))
    return NULL;

  rest = mw_discovery_new (mw_lookup_get_address (self->lookup),
                           mw_lookup_get_presets (self->lookup),
                           &search);

  return take_over (rest, self) ? g_steal_pointer (&rest) : NULL;
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
  g_task_set_priority (self->task, mw_net_take_turn ());

  if (self->closed || (mw_discovery_is_known (self) && !self->thorough)) {
    mw_discovery_end (self);
    return;
  }

  mw_discovery_begin_waiting (self, cancellable);
  ask_all (self);
  if (self->n_pending == 0)
    mw_discovery_end (self);
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
 * mw_discovery_get_help:
 *
 * Returns: (nullable) (transfer none): an https address that the best settings name for people,
 *   where they are to be trusted; nobody has looked at what is there
 */
const char *
mw_discovery_get_help (MwDiscovery *self)
{
  const MwCandidate *best;

  g_return_val_if_fail (MW_IS_DISCOVERY (self), NULL);

  best = self->candidates->len > 0 ? self->candidates->pdata[0] : NULL;

  return best != NULL && best->trust == MW_TRUST_FULL ? best->help : NULL;
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
