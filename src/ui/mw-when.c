/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "mw-when.h"

static int
days_between (GDateTime *when, GDateTime *now)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a,
                  g_date_time_get_day_of_month (when),
                  g_date_time_get_month (when),
                  g_date_time_get_year (when));
  g_date_set_dmy (&b,
                  g_date_time_get_day_of_month (now),
                  g_date_time_get_month (now),
                  g_date_time_get_year (now));

  return g_date_days_between (&a, &b);
}

static char *
describe_when (GDateTime *when, GDateTime *now)
{
  g_autoptr (GDateTime) local = g_date_time_to_timezone (when, g_date_time_get_timezone (now));
  int days = days_between (local, now);

  if (days == 0)
    /* Translators: %H:%M is the time of day. */
    return g_date_time_format (local, _ ("tested today at %H:%M"));
  if (days == 1)
    /* Translators: %H:%M is the time of day. */
    return g_date_time_format (local, _ ("tested yesterday at %H:%M"));
  if (g_date_time_get_year (local) == g_date_time_get_year (now))
    /* Translators: %-d is the day of the month, %B the name of the month. */
    return g_date_time_format (local, _ ("tested on %-d %B"));

  /* Translators: %-d is the day of the month, %B the name of the month, %Y the year. */
  return g_date_time_format (local, _ ("tested on %-d %B %Y"));
}

static const char *
describe_verdict (const char *verdict)
{
  if (g_strcmp0 (verdict, "works") == 0)
    return _ ("Works");
  if (g_strcmp0 (verdict, "works-with-warnings") == 0)
    return _ ("Works, with a remark");

  return _ ("Does not work");
}

/**
 * mw_describe_test:
 * @verdict: (nullable): `works`, `works-with-warnings` or `fails`
 * @when: (nullable): when that was found
 * @now: in the time zone of the person
 *
 * Returns: (transfer full): how an account is, in words
 */
char *
mw_describe_test (const char *verdict, GDateTime *when, GDateTime *now)
{
  g_autofree char *tested = NULL;

  g_return_val_if_fail (now != NULL, NULL);

  if (verdict == NULL || when == NULL)
    return g_strdup (_ ("Not tested yet"));

  tested = describe_when (when, now);

  /* Translators: a verdict, and when it was found: "Works · tested today at 14:20" */
  return g_strdup_printf (_ ("%s · %s"), describe_verdict (verdict), tested);
}
