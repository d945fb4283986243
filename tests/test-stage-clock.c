/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-net-error.h"
#include "mw-stage-clock.h"

#define FLOOD 1000

static gboolean
happened_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* With a program that was held up until both were there. */
static void
test_answer_comes_first (void)
{
  for (guint i = 0; i < 2 * MW_NET_TURNS; i++) {
    MwStageClock clock = { .deadline = g_get_monotonic_time () };
    gboolean answered = FALSE;
    gboolean limited = FALSE;

    mw_stage_clock_enter (&clock, MW_STAGE_GREET, 0);
    mw_stage_clock_limit (&clock, happened_cb, &limited);
    g_idle_add_full (mw_net_take_turn (), happened_cb, &answered, NULL);
    while (!limited)
      g_main_context_iteration (NULL, TRUE);
    g_assert_true (answered);
    mw_stage_clock_clear_limit (&clock);
  }
}

/* There is always one more. */
static gboolean
flood_cb (gpointer user_data)
{
  guint *n_left = user_data;

  if (--*n_left > 0)
    g_idle_add_full (mw_net_take_turn (), flood_cb, n_left, NULL);

  return G_SOURCE_REMOVE;
}

static void
test_flood_keeps_no_limit_away (void)
{
  MwStageClock clock = { .deadline = g_get_monotonic_time () };
  guint n_left = FLOOD;
  gboolean limited = FALSE;

  mw_stage_clock_enter (&clock, MW_STAGE_GREET, 0);
  mw_stage_clock_limit (&clock, happened_cb, &limited);
  flood_cb (&n_left);
  while (!limited)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_left, >, FLOOD - 2 * MW_NET_TURNS);

  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  mw_stage_clock_clear_limit (&clock);
}

static void
test_forgives (void)
{
  gint64 now = g_get_monotonic_time ();
  MwStageClock clock = { .deadline = G_MAXINT64 };

  mw_stage_clock_enter (&clock, MW_STAGE_SIGN_IN, 0);
  clock.began = now - 60 * G_USEC_PER_SEC;
  mw_stage_clock_forgive (&clock, now - 50 * G_USEC_PER_SEC);
  mw_stage_clock_stop (&clock, 0);
  g_assert_cmpfloat (clock.measures[MW_STAGE_SIGN_IN].ms, >=, 10000);
  g_assert_cmpfloat (clock.measures[MW_STAGE_SIGN_IN].ms, <, 50000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stage-clock/answer-comes-first", test_answer_comes_first);
  g_test_add_func ("/stage-clock/flood-keeps-no-limit-away", test_flood_keeps_no_limit_away);
  g_test_add_func ("/stage-clock/forgives", test_forgives);

  return g_test_run ();
}
