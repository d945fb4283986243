/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-bulk-host.h"

#define SECOND G_USEC_PER_SEC
#define NOT_YET G_MAXINT64

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwBulkHost, mw_bulk_host_free)

/* One account with one connection, begun and answered at @now. */
static void
answer (MwBulkHost *host, MwBulkAnswer what, gint64 now)
{
  mw_bulk_host_enter (host, 1, now, 0);
  mw_bulk_host_leave (host, 1);
  mw_bulk_host_hear (host, what, now, now);
}

static void
test_limits_connections (void)
{
  g_autoptr (MwBulkHost) host = mw_bulk_host_new ("mail.example.com", 3, 0);

  mw_bulk_host_enter (host, 2, 0, 0);
  g_assert_cmpint (mw_bulk_host_get_turn (host, 1), ==, 0);
  g_assert_cmpint (mw_bulk_host_get_turn (host, 2), ==, NOT_YET);
  mw_bulk_host_leave (host, 2);
  g_assert_cmpint (mw_bulk_host_get_turn (host, 2), ==, 0);
}

static void
test_lets_a_big_one_in (void)
{
  g_autoptr (MwBulkHost) host = mw_bulk_host_new ("mail.example.com", 1, 0);

  g_assert_cmpint (mw_bulk_host_get_turn (host, 2), ==, 0);
}

static void
test_spaces_sign_ins (void)
{
  g_autoptr (MwBulkHost) host = mw_bulk_host_new ("mail.example.com", 10, SECOND);

  mw_bulk_host_enter (host, 1, 5 * SECOND, 0);
  g_assert_cmpint (mw_bulk_host_get_turn (host, 1), ==, 6 * SECOND);
  mw_bulk_host_enter (host, 2, 6 * SECOND, 1.0);
  g_assert_cmpint (mw_bulk_host_get_turn (host, 1), ==, 6 * SECOND + 24 * SECOND / 10);
}

static void
test_guards_first_accounts (void)
{
  g_autoptr (MwBulkHost) host = mw_bulk_host_new ("mail.example.com", 100, 0);

  for (guint i = 0; i < MW_BULK_GUARD; i++) {
    g_assert_cmpint (host->stop, ==, MW_BULK_STOP_NONE);
    answer (host, MW_BULK_ANSWER_REFUSED, 0);
  }

  g_assert_cmpint (host->stop, ==, MW_BULK_STOP_GUARD);
  g_assert_cmpint (mw_bulk_host_get_turn (host, 1), ==, NOT_YET);
}

/* However many may go at once, no more are on their way than may all be refused. */
static void
test_probation (void)
{
  g_autoptr (MwBulkHost) host = mw_bulk_host_new ("mail.example.com", 100, 0);

  answer (host, MW_BULK_ANSWER_REFUSED, 0);
  for (guint i = 0; i < MW_BULK_GUARD - 1; i++) {
    g_assert_cmpint (mw_bulk_host_get_turn (host, 1), ==, 0);
    mw_bulk_host_enter (host, 1, 0, 0);
  }
  g_assert_cmpint (mw_bulk_host_get_turn (host, 1), ==, NOT_YET);

  mw_bulk_host_leave (host, 1);
  mw_bulk_host_hear (host, MW_BULK_ANSWER_ACCEPTED, 0, 0);
  for (guint i = 0; i < 50; i++)
    mw_bulk_host_enter (host, 1, 0, 0);
  g_assert_cmpint (mw_bulk_host_get_turn (host, 1), ==, 0);
}

static void
test_guards_later (void)
{
  g_autoptr (MwBulkHost) host = mw_bulk_host_new ("mail.example.com", 100, 0);

  answer (host, MW_BULK_ANSWER_ACCEPTED, 0);
  for (guint i = 0; i < MW_BULK_GUARD_LATER - 1; i++)
    answer (host, MW_BULK_ANSWER_REFUSED, 0);
  answer (host, MW_BULK_ANSWER_NONE, 0);
  g_assert_cmpint (host->stop, ==, MW_BULK_STOP_NONE);
  answer (host, MW_BULK_ANSWER_ACCEPTED, 0);
  for (guint i = 0; i < MW_BULK_GUARD_LATER - 1; i++)
    answer (host, MW_BULK_ANSWER_REFUSED, 0);
  g_assert_cmpint (host->stop, ==, MW_BULK_STOP_NONE);
  answer (host, MW_BULK_ANSWER_REFUSED, 0);
  g_assert_cmpint (host->stop, ==, MW_BULK_STOP_GUARD);
}

static void
test_backs_off (void)
{
  g_autoptr (MwBulkHost) host = mw_bulk_host_new ("mail.example.com", 8, 0);

  answer (host, MW_BULK_ANSWER_BUSY, 0);
  g_assert_cmpint (mw_bulk_host_get_turn (host, 1), ==, 10 * SECOND);
  g_assert_cmpuint (host->limit, ==, 4);
  answer (host, MW_BULK_ANSWER_BUSY, 10 * SECOND);
  g_assert_cmpint (mw_bulk_host_get_turn (host, 1), ==, 30 * SECOND);
  g_assert_cmpint (host->stop, ==, MW_BULK_STOP_NONE);
  answer (host, MW_BULK_ANSWER_BUSY, 30 * SECOND);
  g_assert_cmpint (host->stop, ==, MW_BULK_STOP_BUSY);
}

/* Ten that were on their way when it said so are one such answer. */
static void
test_counts_a_burst_once (void)
{
  g_autoptr (MwBulkHost) host = mw_bulk_host_new ("mail.example.com", 20, 0);

  for (guint i = 0; i < 10; i++)
    mw_bulk_host_hear (host, MW_BULK_ANSWER_BUSY, 1 * SECOND, (2 + i) * SECOND);

  g_assert_cmpuint (host->n_busy, ==, 1);
  g_assert_cmpuint (host->total_busy, ==, 10);
  g_assert_cmpuint (host->limit, ==, 10);
}

static void
test_forgives (void)
{
  g_autoptr (MwBulkHost) host = mw_bulk_host_new ("mail.example.com", 8, 0);

  answer (host, MW_BULK_ANSWER_BUSY, 0);
  answer (host, MW_BULK_ANSWER_BUSY, 20 * SECOND);
  answer (host, MW_BULK_ANSWER_ACCEPTED, 60 * SECOND);
  answer (host, MW_BULK_ANSWER_BUSY, 61 * SECOND);
  answer (host, MW_BULK_ANSWER_BUSY, 80 * SECOND);
  g_assert_cmpint (host->stop, ==, MW_BULK_STOP_NONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bulk-host/limits-connections", test_limits_connections);
  g_test_add_func ("/bulk-host/lets-a-big-one-in", test_lets_a_big_one_in);
  g_test_add_func ("/bulk-host/spaces-sign-ins", test_spaces_sign_ins);
  g_test_add_func ("/bulk-host/guards-the-first-accounts", test_guards_first_accounts);
  g_test_add_func ("/bulk-host/begins-with-few", test_probation);
  g_test_add_func ("/bulk-host/guards-later", test_guards_later);
  g_test_add_func ("/bulk-host/backs-off", test_backs_off);
  g_test_add_func ("/bulk-host/counts-a-burst-once", test_counts_a_burst_once);
  g_test_add_func ("/bulk-host/forgives", test_forgives);

  return g_test_run ();
}
