/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-clock.h"

#include <stdio.h>
#include <string.h>

#define DAY (24 * 60 * 60)

static gboolean
is_about (const MwFinding *finding, const char *cause)
{
  return finding->severity == MW_SEVERITY_ERROR && g_strcmp0 (finding->cause, cause) == 0;
}

static gboolean
differ (const MwFinding *a, const MwFinding *b, const char *key)
{
  const char *one = mw_finding_get_text (a, key);
  const char *other = mw_finding_get_text (b, key);

  return one != NULL && other != NULL && strcmp (one, other) != 0;
}

/* Two servers with certificates of their own that are both out of their dates, on the same side. */
static const MwFinding *
find_second (GPtrArray *findings, const MwFinding *first)
{
  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (is_about (finding, first->cause) && differ (finding, first, "host") &&
        differ (finding, first, "fingerprint"))
      return finding;
  }

  return NULL;
}

static MwFinding *
find_wrong (const MwFinding *because, const char *evidence)
{
  g_autoptr (MwFinding) finding =
    mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_WARNING, "tls.clock-wrong", evidence);

  return mw_finding_new_at (finding, because->part, because->subject);
}

static char *
format_time (gint64 seconds)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (seconds);

  return when ? g_date_time_format (when, "%Y-%m-%d %H:%M UTC") : g_strdup ("?");
}

/**
 * mw_clock_doubt:
 * @findings: (element-type MwFinding): of a whole run
 * @now: what the clock of this computer says, in Unix seconds
 * @built: when this program was made: it is not earlier than that
 *
 * Returns: (transfer full) (nullable): that it is rather the clock that is wrong, beside what was
 *   found wrong with the dates of certificates
 */
MwFinding *
mw_clock_doubt (GPtrArray *findings, gint64 now, gint64 built)
{
  g_autofree char *clock = format_time (now);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *evidence = NULL;

    if (!is_about (finding, "tls.expired") && !is_about (finding, "tls.not-yet-valid"))
      continue;
    if (now < built - DAY) {
      g_autofree char *made = format_time (built);

      evidence = g_strdup_printf ("clock: %s; Mailwright is of %s", clock, made);
    } else if (find_second (findings, finding) != NULL) {
      evidence = g_strdup_printf ("clock: %s; %s at more than one server", clock, finding->cause);
    }
    if (evidence != NULL)
      return find_wrong (finding, evidence);
  }

  return NULL;
}

/**
 * mw_clock_get_built:
 *
 * Returns: the day on which this program was compiled, or that SOURCE_DATE_EPOCH named then, in
 * Unix seconds
 */
gint64
mw_clock_get_built (void)
{
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  g_autoptr (GDateTime) when = NULL;
  char name[4] = "";
  const char *month;
  int day = 0;
  int year = 0;

  if (sscanf (__DATE__, "%3s %d %d", name, &day, &year) != 3)
    return 0;
  month = strstr (months, name);
  if (month == NULL)
    return 0;
  when = g_date_time_new_utc (year, (int) (month - months) / 3 + 1, day, 0, 0, 0);

  return when ? g_date_time_to_unix (when) : 0;
}
