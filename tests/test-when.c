/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-when.h"

static void
assert_words (const char *verdict, const char *when, const char *words)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("+08:00");
  g_autoptr (GDateTime) now = g_date_time_new (zone, 2026, 3, 1, 0, 30, 0);
  g_autoptr (GDateTime) then = when ? g_date_time_new_from_iso8601 (when, NULL) : NULL;
  g_autofree char *described = mw_describe_test (verdict, then, now);

  g_assert_cmpstr (described, ==, words);
}

static void
test_untested (void)
{
  assert_words (NULL, NULL, "Not tested yet");
}

/* Half an hour after midnight in the person's zone: the day changes there, not in UTC. */
static void
test_days (void)
{
  assert_words ("works", "2026-02-28T16:10:00Z", "Works · tested today at 00:10");
  assert_words ("works", "2026-02-28T15:59:00Z", "Works · tested yesterday at 23:59");
  assert_words ("works", "2026-02-26T16:00:00Z", "Works · tested on 27 February");
  assert_words ("works", "2025-12-31T12:00:00Z", "Works · tested on 31 December 2025");
}

static void
test_verdicts (void)
{
  assert_words ("works-with-warnings",
                "2026-02-28T16:10:00Z",
                "Works, with a remark · tested today at 00:10");
  assert_words ("fails", "2026-02-28T16:10:00Z", "Does not work · tested today at 00:10");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/when/untested", test_untested);
  g_test_add_func ("/when/days", test_days);
  g_test_add_func ("/when/verdicts", test_verdicts);

  return g_test_run ();
}
