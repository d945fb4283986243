/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-clock.h"

#include <glib/gstdio.h>
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

/* By another clock, that is a good deal off, the certificate is in its dates. */
static gboolean
would_fit (const MwFinding *finding, gint64 now, gint64 told)
{
  gint64 from, until;

  return told != 0 && ABS (told - now) > DAY && finding->details != NULL &&
         g_variant_lookup (finding->details, "not-before", "x", &from) &&
         g_variant_lookup (finding->details, "not-after", "x", &until) && from <= told &&
         told <= until;
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
 * @earliest: it is not earlier than that; see mw_clock_get_earliest()
 * @told: what somebody else takes for now, or 0 if nobody was asked
 *
 * Returns: (transfer full) (nullable): that it is rather the clock that is wrong, beside what was
 *   found wrong with the dates of certificates
 */
MwFinding *
mw_clock_doubt (GPtrArray *findings, gint64 now, gint64 earliest, gint64 told)
{
  g_autofree char *clock = format_time (now);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *evidence = NULL;

    if (!is_about (finding, "tls.expired") && !is_about (finding, "tls.not-yet-valid"))
      continue;
    if (now < earliest - DAY) {
      g_autofree char *since = format_time (earliest);

      evidence = g_strdup_printf ("clock: %s; there are files of %s", clock, since);
    } else if (would_fit (finding, now, told)) {
      g_autofree char *time = format_time (told);

      evidence = g_strdup_printf ("clock: %s; by a web server: %s", clock, time);
    } else if (find_second (findings, finding) != NULL) {
      evidence = g_strdup_printf ("clock: %s; %s at more than one server", clock, finding->cause);
    }
    if (evidence != NULL)
      return find_wrong (finding, evidence);
  }

  return NULL;
}

/**
 * mw_clock_is_open:
 * @findings: (element-type MwFinding): of a whole run
 *
 * Returns: whether there is a certificate out of its dates that another clock may speak for
 */
gboolean
mw_clock_is_open (GPtrArray *findings, gint64 now, gint64 earliest)
{
  g_autoptr (MwFinding) doubt = mw_clock_doubt (findings, now, earliest, 0);

  for (guint i = 0; doubt == NULL && i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    if (is_about (finding, "tls.expired") || is_about (finding, "tls.not-yet-valid"))
      return TRUE;
  }

  return FALSE;
}

/* The day on which this program was compiled, or that SOURCE_DATE_EPOCH named then. */
static gint64
get_built (void)
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

/**
 * mw_clock_get_newest:
 * @paths: (array zero-terminated=1): files and folders; what is not there does not count
 *
 * Returns: when the last of them was changed, in Unix seconds
 */
gint64
mw_clock_get_newest (const char *const *paths)
{
  gint64 newest = 0;

  for (gsize i = 0; paths[i] != NULL; i++) {
    GStatBuf about;

    if (g_stat (paths[i], &about) == 0)
      newest = MAX (newest, (gint64) about.st_mtime);
  }

  return newest;
}

/**
 * mw_clock_get_earliest:
 *
 * Now cannot be earlier than the day on which this program was made, nor than the last change of
 * what every system changes often: it has been later already.
 *
 * Returns: in Unix seconds
 */
gint64
mw_clock_get_earliest (void)
{
  const char *const paths[] = {
    "/var/lib/dpkg/status",
    "/var/lib/rpm/rpmdb.sqlite",
    "/var/lib/pacman/local",
    "/var/lib/systemd/timesync/clock",
    "/var/log/wtmp",
    "/etc/ld.so.cache",
    g_get_user_config_dir (),
    g_get_user_cache_dir (),
    NULL,
  };

  return MAX (get_built (), mw_clock_get_newest (paths));
}
