/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-private.h"

/* What is the same for receiving and for sending is said once. */

/* What mends it may be another option for each: that is told beside each. */
static gboolean
says_the_same (const MwAdvice *a, const MwAdvice *b)
{
  return g_str_equal (a->title, b->title) && g_str_equal (a->explanation, b->explanation) &&
         g_str_equal (a->remedy, b->remedy);
}

static gboolean
is_tested_part (const MwFinding *finding)
{
  return finding->part == MW_PART_INCOMING || finding->part == MW_PART_OUTGOING;
}

/* Of different parts only in words that stand for both of them. */
static gboolean
is_alike (MwSetup *self, const MwFinding *a, const MwFinding *b, gboolean both)
{
  g_autoptr (MwAdvice) ours = NULL;
  g_autoptr (MwAdvice) theirs = NULL;

  if (a == b)
    return TRUE;
  if (a->cause != b->cause || a->severity != b->severity)
    return FALSE;
  if (a->part != b->part && (!both || !is_tested_part (a) || !is_tested_part (b)))
    return FALSE;

  ours = mw_setup_explain_for (self, a, both);
  theirs = mw_setup_explain_for (self, b, both);

  return says_the_same (ours, theirs);
}

/* Is there anything in the other part that stands for both? */
static gboolean
is_of_both (MwSetup *self, const MwFinding *finding)
{
  for (guint i = 0; i < self->findings->len; i++) {
    const MwFinding *other = g_ptr_array_index (self->findings, i);

    if (other->part != finding->part && is_alike (self, finding, other, TRUE))
      return TRUE;
  }

  return FALSE;
}

/**
 * mw_setup_list_alike:
 * @finding: one of the run's, with a cause
 *
 * Returns: (transfer container) (element-type MwFinding): the findings that need the same words as
 *   @finding, itself among them, in their order: those of receiving and of sending together
 */
GPtrArray *
mw_setup_list_alike (MwSetup *self, const MwFinding *finding)
{
  GPtrArray *alike;
  gboolean both;

  g_return_val_if_fail (MW_IS_SETUP (self), NULL);
  g_return_val_if_fail (finding != NULL && finding->cause != NULL, NULL);

  alike = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  both = is_of_both (self, finding);
  for (guint i = 0; i < self->findings->len; i++) {
    MwFinding *other = g_ptr_array_index (self->findings, i);

    if (is_alike (self, finding, other, both))
      g_ptr_array_add (alike, mw_finding_ref (other));
  }

  return alike;
}

/**
 * mw_setup_explain_alike:
 * @alike: (element-type MwFinding): what mw_setup_list_alike() has put together
 *
 * Returns: (transfer full): all of them in plain words, translated
 */
MwAdvice *
mw_setup_explain_alike (MwSetup *self, GPtrArray *alike)
{
  const MwFinding *first;
  const MwFinding *last;

  g_return_val_if_fail (MW_IS_SETUP (self), NULL);
  g_return_val_if_fail (alike != NULL && alike->len > 0, NULL);

  first = g_ptr_array_index (alike, 0);
  last = g_ptr_array_index (alike, alike->len - 1);

  return mw_setup_explain_for (self, first, first->part != last->part);
}
