/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-judge.h"

/* "Too many", and "not now": the server wants fewer of us. */
static const char *const busy_causes[] = {
  "auth.too-many-connections",
  "auth.too-many-attempts",
  "auth.temporary-failure",
  "net.server-unavailable",
  NULL,
};

/* Of a server that was well when it was looked at. */
static const char *const silent_causes[] = {
  "net.refused", "net.reset", "net.timeout", "net.unreachable", "net.closed-before-banner", NULL,
};

/* Many of these, and nothing else, are a wrong file, or a server that does not know anybody. */
static const char *const refusal_causes[] = {
  "auth.wrong-password",
  "auth.unknown",
  "net.closed-after-auth",
  NULL,
};

static const MwFinding *
find_error (MwSetup *setup, MwPart part, const char *const *causes)
{
  GPtrArray *findings = mw_setup_get_findings (setup);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->part == part && finding->severity == MW_SEVERITY_ERROR && finding->cause &&
        (causes == NULL || g_strv_contains (causes, finding->cause)))
      return finding;
  }

  return NULL;
}

/**
 * mw_bulk_judge_main_finding:
 *
 * Returns: (nullable) (transfer none): why it does not work, or works with a remark
 */
const MwFinding *
mw_bulk_judge_main_finding (MwSetup *setup)
{
  GPtrArray *findings;

  g_return_val_if_fail (MW_IS_SETUP (setup), NULL);

  findings = mw_setup_get_findings (setup);
  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->severity >= MW_SEVERITY_WARNING && finding->cause != NULL)
      return finding;
  }

  return NULL;
}

/**
 * mw_bulk_judge_is_open:
 *
 * Returns: whether accounts can sign in at the server of @part
 */
gboolean
mw_bulk_judge_is_open (MwSetup *setup, MwPart part)
{
  g_return_val_if_fail (MW_IS_SETUP (setup), FALSE);

  return find_error (setup, part, NULL) == NULL;
}

/**
 * mw_bulk_judge_is_busy:
 *
 * Returns: whether the server of @part had no time for this account, so that it is worth another
 * try
 */
gboolean
mw_bulk_judge_is_busy (MwSetup *setup, MwPart part)
{
  g_return_val_if_fail (MW_IS_SETUP (setup), FALSE);

  return find_error (setup, part, busy_causes) != NULL;
}

/**
 * mw_bulk_judge_answer:
 *
 * Returns: what the server of @part answered to an account, after it was found in order
 */
MwBulkAnswer
mw_bulk_judge_answer (MwSetup *setup, MwPart part)
{
  MwCheck *check;

  g_return_val_if_fail (MW_IS_SETUP (setup), MW_BULK_ANSWER_NONE);

  check = mw_setup_get_check (setup, part);
  if (check == NULL)
    return MW_BULK_ANSWER_NONE;
  if (mw_check_get_sign_in (check) == MW_SIGN_IN_ACCEPTED)
    return MW_BULK_ANSWER_ACCEPTED;
  if (find_error (setup, part, busy_causes) || find_error (setup, part, silent_causes))
    return MW_BULK_ANSWER_BUSY;
  if (mw_check_get_sign_in (check) == MW_SIGN_IN_REFUSED &&
      find_error (setup, part, refusal_causes))
    return MW_BULK_ANSWER_REFUSED;

  return MW_BULK_ANSWER_NONE;
}
