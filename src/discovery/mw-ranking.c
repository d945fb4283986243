/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-ranking.h"

static int
compare (gconstpointer a, gconstpointer b)
{
  return mw_candidate_compare (*(const MwCandidate *const *) a, *(const MwCandidate *const *) b);
}

/**
 * mw_ranking_add:
 * @candidate: (transfer full): takes its place by how far it is to be trusted
 */
void
mw_ranking_add (GPtrArray *candidates, MwCandidate *candidate)
{
  g_return_if_fail (candidates != NULL && candidate != NULL);

  g_ptr_array_add (candidates, candidate);
  g_ptr_array_sort (candidates, compare);
}

static gboolean
has (const MwCandidate *candidate, MwPart part)
{
  return (part == MW_PART_OUTGOING ? candidate->outgoing : candidate->incoming)->len > 0;
}

/**
 * mw_ranking_find:
 *
 * Returns: (transfer none) (nullable): the best that has servers for @part
 */
const MwCandidate *
mw_ranking_find (GPtrArray *candidates, MwPart part)
{
  g_return_val_if_fail (candidates != NULL, NULL);

  for (guint i = 0; i < candidates->len; i++)
    if (has (g_ptr_array_index (candidates, i), part))
      return g_ptr_array_index (candidates, i);

  return NULL;
}

static gboolean
is_usable (const MwCandidate *candidate)
{
  return candidate != NULL && mw_candidate_is_trusted (candidate) &&
         (candidate->source != MW_SOURCE_GUESS || candidate->answered);
}

/**
 * mw_ranking_is_enough:
 *
 * Returns: whether both ways are known, from sources to be trusted
 */
gboolean
mw_ranking_is_enough (GPtrArray *candidates)
{
  return is_usable (mw_ranking_find (candidates, MW_PART_INCOMING)) &&
         is_usable (mw_ranking_find (candidates, MW_PART_OUTGOING));
}

/**
 * mw_ranking_get_worst_source:
 *
 * Returns: where that way comes from whose source is the worse one; only where both are known
 */
MwSource
mw_ranking_get_worst_source (GPtrArray *candidates)
{
  const MwCandidate *incoming = mw_ranking_find (candidates, MW_PART_INCOMING);
  const MwCandidate *outgoing = mw_ranking_find (candidates, MW_PART_OUTGOING);

  g_return_val_if_fail (incoming != NULL && outgoing != NULL, MW_SOURCE_GUESS);

  return MAX (incoming->source, outgoing->source);
}

/* ------ conflicts ------ */

static gboolean
names_same (const MwCandidate *a, const MwCandidate *b, MwProtocol protocol)
{
  const MwServer *one = mw_candidate_pick (a, protocol);
  const MwServer *other = mw_candidate_pick (b, protocol);

  return one == NULL || other == NULL || g_str_equal (one->host, other->host);
}

static gboolean
differ (const MwCandidate *a, const MwCandidate *b)
{
  return !names_same (a, b, MW_PROTOCOL_IMAP) || !names_same (a, b, MW_PROTOCOL_POP3) ||
         !names_same (a, b, MW_PROTOCOL_SMTP);
}

static MwFinding *
describe_conflict (const MwCandidate *best, const MwCandidate *other)
{
  g_autofree char *evidence = g_strdup_printf ("%s (%s) ≠ %s (%s)",
                                               mw_source_to_string (best->source),
                                               best->evidence,
                                               mw_source_to_string (other->source),
                                               other->evidence);
  g_autoptr (MwFinding) finding = mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_INFO, NULL, evidence);
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding, MW_PART_DISCOVERY, best->domain);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "note", "s", "sources-differ");

  return mw_finding_new_with (placed, g_variant_dict_end (&details));
}

/**
 * mw_ranking_tell_conflicts:
 * @findings: (element-type MwFinding): gets one for each source that names other servers than the
 *   best. Nobody has to decide that, but IT wants to know
 */
void
mw_ranking_tell_conflicts (GPtrArray *candidates, GPtrArray *findings)
{
  const MwCandidate *best;

  g_return_if_fail (candidates != NULL && findings != NULL);

  best = candidates->len > 0 ? g_ptr_array_index (candidates, 0) : NULL;
  for (guint i = 1; i < candidates->len; i++) {
    const MwCandidate *other = g_ptr_array_index (candidates, i);

    if (other->source != MW_SOURCE_GUESS && differ (best, other))
      g_ptr_array_add (findings, describe_conflict (best, other));
  }
}
