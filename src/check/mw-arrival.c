/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-arrival.h"

#define DELAYED 60 /* seconds: mail that takes longer is slow */

/**
 * mw_arrival_count_seconds:
 * @letter: that was sent and has arrived
 *
 * Returns: how long it was on its way, in seconds, rounded
 */
guint
mw_arrival_count_seconds (const MwLetter *letter)
{
  g_return_val_if_fail (letter != NULL && letter->arrived >= letter->sent, 0);

  return (letter->arrived - letter->sent + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC;
}

static void
add (GPtrArray *findings, MwSeverity severity, const char *cause, const char *evidence)
{
  g_ptr_array_add (findings, mw_finding_new (MW_STAGE_USE, severity, cause, evidence));
}

/**
 * mw_arrival_judge:
 * @letter: that was sent and has arrived
 * @delivery: what its header tells
 *
 * Returns: (transfer full) (element-type MwFinding): that it came slowly, or was taken for unwanted
 *   mail, or both; otherwise that it came
 */
GPtrArray *
mw_arrival_judge (const MwLetter *letter, const MwDelivery *delivery)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_finding_unref);
  guint seconds = mw_arrival_count_seconds (letter);
  g_autofree char *words = g_strdup_printf ("Arrived after %u s", seconds);

  if (letter->is_junk || delivery->is_spam)
    add (findings, MW_SEVERITY_WARNING, "delivery.marked-as-spam", words);
  if (seconds > DELAYED)
    add (findings, MW_SEVERITY_WARNING, "delivery.delayed", words);
  if (findings->len == 0)
    add (findings, MW_SEVERITY_PASS, NULL, words);

  return findings;
}
