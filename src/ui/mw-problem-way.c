/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-problem-cause.h"
#include "mw-problem-way.h"

/* What the one button may be; the others are one click below. */
static const struct {
  const char *action;
  const char *label; /* (nullable): that of the advice */
} ways[] = {
  { "test.fix", NULL },                /* ours, if it helps */
  { "test.retry", N_ ("_Try Again") }, /* perhaps with another password */
  { "problem.certificate", N_ ("Choose Certif_icate…") },
  { "test.edit", N_ ("_Edit Settings") }, /* what the person can change */
  { "test.help", N_ ("Show Me _How") },
  { "test.copy", N_ ("_Copy for IT") }, /* those who can help */
  { "test.help", N_ ("Learn _More") },  /* where there is nothing to be shown */
};

/**
 * mw_problem_way_choose:
 * @advice: about the problem
 * @cause: (nullable): of it
 * @asks_password: whether a password can be typed beside it
 *
 * Returns: what the one button is
 */
MwProblemWay
mw_problem_way_choose (const MwAdvice *advice, const char *cause, gboolean asks_password)
{
  g_return_val_if_fail (advice != NULL, MW_PROBLEM_WAY_RETRY);

  if (advice->fix_option != NULL && advice->fix_label != NULL &&
      g_str_has_prefix (advice->fix_option, "--")) /* another address is not ours to choose */
    return MW_PROBLEM_WAY_FIX;
  if (asks_password)
    return MW_PROBLEM_WAY_RETRY;
  if (mw_problem_is_about_certificate (cause))
    return MW_PROBLEM_WAY_CERTIFICATE;
  if (mw_problem_is_about_provider (cause) && advice->help_uri != NULL)
    return MW_PROBLEM_WAY_HELP;
  if (g_strcmp0 (cause, "smtp.sender-rejected") == 0 || advice->who == MW_WHO_IT ||
      advice->who == MW_WHO_PROVIDER)
    return MW_PROBLEM_WAY_COPY;

  return mw_problem_is_about_settings (cause) ? MW_PROBLEM_WAY_EDIT : MW_PROBLEM_WAY_RETRY;
}

/**
 * mw_problem_way_choose_second:
 * @first: what the one button is
 * @asks_password: whether a password can be typed beside it
 *
 * Beside the one button: how to do what it is about, or what is behind it; or, where that is the
 * one, to test again.
 *
 * Returns: what the second button is
 */
MwProblemWay
mw_problem_way_choose_second (MwProblemWay first, gboolean asks_password)
{
  if (first == MW_PROBLEM_WAY_HELP)
    return MW_PROBLEM_WAY_RETRY;

  return asks_password ? MW_PROBLEM_WAY_HELP : MW_PROBLEM_WAY_LEARN;
}

/**
 * mw_problem_way_make_target:
 *
 * Returns: (transfer floating) (nullable): what the action of @way is told
 */
GVariant *
mw_problem_way_make_target (MwProblemWay way, const MwAdvice *advice)
{
  g_return_val_if_fail (advice != NULL, NULL);

  if (way == MW_PROBLEM_WAY_FIX)
    return g_variant_new_string (advice->fix_option);
  if (way == MW_PROBLEM_WAY_HELP || way == MW_PROBLEM_WAY_LEARN)
    return g_variant_new_string (advice->help_uri);

  return NULL;
}

/**
 * mw_problem_way_get_action:
 *
 * Returns: the name of the action
 */
const char *
mw_problem_way_get_action (MwProblemWay way)
{
  g_return_val_if_fail ((gsize) way < G_N_ELEMENTS (ways), NULL);

  return ways[way].action;
}

/**
 * mw_problem_way_get_label:
 *
 * Returns: (nullable): what the button says, translated; %NULL for that of the advice
 */
const char *
mw_problem_way_get_label (MwProblemWay way)
{
  g_return_val_if_fail ((gsize) way < G_N_ELEMENTS (ways), NULL);

  return ways[way].label != NULL ? _ (ways[way].label) : NULL;
}
