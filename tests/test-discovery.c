/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scripted-sources.h"

#define NEVER G_MAXUINT
static MwSourceState
get_state (const TestSearch *search, guint row)
{
  g_autoptr (MwSourceResult) result =
    g_list_model_get_item (mw_discovery_get_results (search->discovery), row);

  return mw_source_result_get_state (result);
}

static void
assert_sources (const TestSearch *search, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  GPtrArray *candidates = mw_discovery_get_candidates (search->discovery);

  for (guint i = 0; i < candidates->len; i++)
    g_string_append_printf (found,
                            "%s%s",
                            i > 0 ? " " : "",
                            mw_source_to_string (((MwCandidate *) candidates->pdata[i])->source));
  g_assert_cmpstr (found->str, ==, expected);
}

static void
assert_causes (const TestSearch *search, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  GPtrArray *findings = mw_discovery_get_findings (search->discovery);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    g_string_append_printf (found, "%s%s", i > 0 ? " " : "", finding->cause ? finding->cause : "-");
  }
  g_assert_cmpstr (found->str, ==, expected);
}

/* Of an idle machine; a busy one may take half a second more. */
static void
assert_took (const TestSearch *search, double ms)
{
  g_assert_cmpfloat (search->ms, >=, ms - 5);
  g_assert_cmpfloat (search->ms, <, ms + 500);
  g_assert_cmpfloat (mw_discovery_get_elapsed_ms (search->discovery), <=, search->ms);
}

/* ------ ranking ------ */

static void
test_trust_before_speed (void)
{
  TestSearch search;

  test_set_up ();
  test_name_servers (GUESS, 1, "practice.test");
  test_name_servers (SRV, 10, "practice.test");
  test_name_servers (ISPDB, 20, "practice.test");
  test_name_servers (AUTOCONFIG, 250, "practice.test"); /* late even where all are late */
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 5 });
  assert_sources (&search, "autoconfig ispdb srv guess");
  assert_took (&search, 250);
  g_assert_cmpstr (mw_discovery_get_verdict (search.discovery), ==, "found");
  test_search_clear (&search);
}

static void
test_whom_to_trust (void)
{
  TestSearch search;

  test_set_up ();
  test_name_servers (AUTOCONFIG, 1, "practice.test");
  test_scripts[AUTOCONFIG].trust = MW_TRUST_NONE;
  test_name_servers (SRV, 1, "stranger.example");
  test_scripts[SRV].trust = MW_TRUST_OWN_DOMAIN;
  test_name_servers (ISPDB, 250, "practice.test"); /* late even where all are late */
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 5 });
  assert_sources (&search, "ispdb autoconfig srv");
  test_search_clear (&search);
}

static void
test_waits_for_trust (void)
{
  TestSearch search;

  test_set_up ();
  test_name_servers (AUTOCONFIG, 1, "practice.test");
  test_scripts[AUTOCONFIG].trust = MW_TRUST_NONE;
  test_name_servers (GUESS, 1, "practice.test");
  test_scripts[GUESS].answered = FALSE;
  test_scripts[SRV].ms = NEVER;
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 1 });
  assert_took (&search, 1000);
  assert_sources (&search, "autoconfig guess");
  test_search_clear (&search);
}

/* ------ the end ------ */

static void
test_early_end (void)
{
  TestSearch search;

  test_set_up ();
  test_name_servers (AUTOCONFIG, 10, "practice.test");
  test_scripts[ISPDB].ms = test_scripts[SRV].ms = test_scripts[GUESS].ms = NEVER;
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 5 });
  assert_took (&search, 10);
  g_assert_cmpint (get_state (&search, COMPANY), ==, MW_SOURCE_NOTHING);
  g_assert_cmpint (get_state (&search, AUTOCONFIG), ==, MW_SOURCE_FOUND);
  g_assert_cmpint (get_state (&search, SRV), ==, MW_SOURCE_LEFT);
  test_search_clear (&search);
  g_assert_cmpuint (test_scripts[SRV].n_cancelled, ==, 1);
  g_assert_cmpuint (test_scripts[AUTOCONFIG].n_cancelled, ==, 0);
}

static void
test_both_ways (void)
{
  TestSearch search;

  test_set_up ();
  test_name_servers (AUTOCONFIG, 1, "practice.test");
  test_scripts[AUTOCONFIG].outgoing = NULL;
  test_name_servers (SRV, 60, "practice.test");
  test_scripts[GUESS].ms = NEVER;
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 5 });
  assert_took (&search, 60);
  assert_sources (&search, "autoconfig srv");
  test_search_clear (&search);
}

static void
test_silent_source (void)
{
  TestSearch search;

  test_set_up ();
  test_name_servers (SRV, 1, "practice.test");
  test_scripts[AUTOCONFIG].ms = NEVER;
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 8 });
  assert_took (&search, 1600);
  g_assert_cmpint (get_state (&search, AUTOCONFIG), ==, MW_SOURCE_LEFT);
  test_search_clear (&search);
}

static void
test_slow_source (void)
{
  TestSearch search;

  test_set_up ();
  test_name_servers (ISPDB, 1200, "practice.test");
  test_scripts[AUTOCONFIG].ms = 1900;
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 8 });
  assert_took (&search, 1900); /* within the grace of it */
  g_assert_cmpint (get_state (&search, AUTOCONFIG), ==, MW_SOURCE_NOTHING);
  test_search_clear (&search);
}

static void
test_guess_is_patient (void)
{
  TestSearch search;

  test_set_up ();
  test_name_servers (GUESS, 1, "practice.test");
  test_scripts[AUTOCONFIG].ms = NEVER;
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 8 });
  assert_took (&search, 2200);
  g_assert_cmpstr (mw_discovery_get_verdict (search.discovery), ==, "guessed");
  test_search_clear (&search);
}

/* ------ what is left ------ */

static TestSearch
search_rest (const TestSearch *search)
{
  return (TestSearch){ .discovery = mw_discovery_new_rest (search->discovery, 5) };
}

static void
test_rest (void)
{
  TestSearch search, rest;

  test_set_up ();
  test_name_servers (AUTOCONFIG, 20, "practice.test");
  test_scripts[ISPDB].ms = 1;
  test_scripts[SRV].ms = test_scripts[GUESS].ms = NEVER;
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 5 });
  assert_sources (&search, "autoconfig");

  test_name_servers (GUESS, 1, "practice.test");
  test_scripts[SRV].ms = 1;
  rest = search_rest (&search);
  mw_discovery_run_async (rest.discovery, NULL, test_search_done_cb, &rest);
  while (rest.n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_sources (&rest, "guess");
  g_assert_cmpuint (test_scripts[AUTOCONFIG].n_asked, ==, 1);
  g_assert_cmpuint (test_scripts[ISPDB].n_asked, ==, 1);
  g_assert_cmpuint (test_scripts[SRV].n_asked, ==, 2);
  g_assert_cmpuint (test_scripts[GUESS].n_asked, ==, 2);
  test_search_clear (&rest);
  test_search_clear (&search);
}

/* All have answered, or a preset has. */
static void
test_no_rest (void)
{
  TestSearch search;

  test_set_up ();
  test_name_servers (AUTOCONFIG, 1, "practice.test");
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 5, .thorough = TRUE });
  g_assert_null (mw_discovery_new_rest (search.discovery, 5));
  test_search_clear (&search);

  test_set_up ();
  search = test_search_run ("li.na@qq.com", &(MwSearch){ .timeout = 5 });
  g_assert_null (mw_discovery_new_rest (search.discovery, 5));
  test_search_clear (&search);
}

static void
test_deadline (void)
{
  TestSearch search;

  test_set_up ();
  test_scripts[SRV].ms = NEVER;
  test_scripts[GUESS].ms = NEVER;
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 1 });
  assert_took (&search, 1000);
  assert_causes (&search, "discovery.nothing-found");
  g_assert_cmpstr (mw_discovery_get_verdict (search.discovery), ==, "not-found");
  test_search_clear (&search);
}

static void
test_nothing (void)
{
  TestSearch search;
  g_autoptr (MwSourceResult) result = NULL;

  test_set_up ();
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 8 });
  assert_took (&search, 1);
  assert_causes (&search, "discovery.nothing-found");
  result = g_list_model_get_item (mw_discovery_get_results (search.discovery), SRV);
  g_assert_cmpstr (mw_source_result_get_text (result), ==, "It has none");
  test_search_clear (&search);
}

static void
test_thorough (void)
{
  TestSearch search;

  test_set_up ();
  test_name_servers (AUTOCONFIG, 1, "practice.test");
  test_name_servers (GUESS, 120, "practice.test");
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 8, .thorough = TRUE });
  assert_took (&search, 120);
  assert_sources (&search, "autoconfig guess");
  test_search_clear (&search);

  test_set_up ();
  test_name_servers (AUTOCONFIG, 1, "practice.test");
  test_scripts[GUESS].ms = NEVER;
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 1, .thorough = TRUE });
  assert_took (&search, 1000);
  test_search_clear (&search);
}

/* ------ who is asked ------ */

static guint
count_asked (void)
{
  guint n = 0;

  for (gsize i = 0; i < N_SCRIPTS; i++)
    n += test_scripts[i].n_asked;

  return n;
}

static void
test_preset (void)
{
  TestSearch search;

  test_set_up ();
  search = test_search_run ("li.na@qq.com", &(MwSearch){ .timeout = 8 });
  g_assert_cmpuint (count_asked (), ==, 0);
  assert_sources (&search, "preset");
  g_assert_cmpstr (mw_discovery_get_provider (search.discovery)->id, ==, "qq.com");
  test_search_clear (&search);

  search = test_search_run ("li.na@qq.com", &(MwSearch){ .timeout = 8, .thorough = TRUE });
  g_assert_cmpuint (count_asked (), ==, N_SCRIPTS);
  test_search_clear (&search);
}

static void
test_closed_provider (void)
{
  TestSearch search;

  test_set_up ();
  search = test_search_run ("li.na@hey.com", &(MwSearch){ .timeout = 8, .thorough = TRUE });
  g_assert_cmpuint (count_asked (), ==, 0);
  g_assert_cmpstr (mw_discovery_get_verdict (search.discovery), ==, "not-found");
  assert_causes (&search, "");
  test_search_clear (&search);
}

static void
test_switched_off (void)
{
  static const char *const off[] = { "srv", "guess", "company", NULL };
  TestSearch search;

  test_set_up ();
  test_name_servers (SRV, 1, "practice.test");
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 8, .off = off });
  g_assert_cmpuint (test_scripts[SRV].n_asked, ==, 0);
  g_assert_cmpuint (test_scripts[GUESS].n_asked, ==, 0);
  g_assert_cmpuint (test_scripts[COMPANY].n_asked, ==, 1); /* nothing leaves this computer */
  g_assert_cmpuint (test_scripts[ISPDB].n_asked, ==, 1);
  g_assert_cmpint (get_state (&search, SRV), ==, MW_SOURCE_OFF);
  assert_sources (&search, "");
  test_search_clear (&search);
}

static void
test_all_off (void)
{
  static const char *const off[] = { "autoconfig", "ispdb", "srv", "guess", NULL };
  TestSearch search;

  test_set_up ();
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 8, .off = off });
  g_assert_cmpuint (count_asked (), ==, 1);
  assert_causes (&search, "discovery.nothing-found");
  test_search_clear (&search);
}

/* ------ what is told ------ */

static void
test_conflict (void)
{
  static const struct {
    guint row;
    const char *domain;
    const char *causes;
  } rows[] = {
    { SRV, "practice.test", "" },
    { SRV, "other.test", "-" },
    { GUESS, "other.test", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    TestSearch search;

    test_set_up ();
    test_name_servers (AUTOCONFIG, 1, "practice.test");
    test_name_servers (rows[i].row, 5, rows[i].domain);
    search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 8, .thorough = TRUE });
    assert_causes (&search, rows[i].causes);
    if (*rows[i].causes != '\0') {
      const MwFinding *finding = mw_discovery_get_findings (search.discovery)->pdata[0];

      g_assert_cmpstr (finding->evidence, ==, "autoconfig (autoconfig) ≠ srv (srv)");
      g_assert_cmpint (finding->severity, ==, MW_SEVERITY_INFO);
    }
    test_search_clear (&search);
  }
}

static void
test_findings (void)
{
  TestSearch search;

  test_set_up ();
  test_scripts[AUTOCONFIG].cause = "discovery.malformed-document";
  test_name_servers (SRV, 10, "practice.test");
  search = test_search_run (ADDRESS, &(MwSearch){ .timeout = 8 });
  assert_causes (&search, "discovery.malformed-document");
  g_assert_cmpint (get_state (&search, AUTOCONFIG), ==, MW_SOURCE_NOTHING);
  test_search_clear (&search);
}

/* ------ cancelling ------ */

static void
cancel_after (guint ms, gboolean is_deaf)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TestSearch search;

  test_set_up ();
  test_name_servers (SRV, 3, "practice.test");
  test_scripts[AUTOCONFIG].ms = NEVER;
  test_scripts[GUESS].ms = is_deaf ? 600 : NEVER;
  test_scripts[GUESS].is_deaf = is_deaf;
  search = test_search_begin (ADDRESS, &(MwSearch){ .timeout = 8 });
  if (ms == 0)
    g_cancellable_cancel (cancellable);
  mw_discovery_run_async (search.discovery, cancellable, test_search_done_cb, &search);
  test_spin (ms - (ms > 0));
  g_assert_cmpuint (search.n_answers, ==, 0);
  g_cancellable_cancel (cancellable);
  test_spin (30); /* that is at once */
  g_assert_cmpuint (search.n_answers, ==, 1);
  g_assert_error (search.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (test_n_under_way, ==, is_deaf);
  test_search_clear (&search);
}

/* Before it begins, before a source was heard, while they answer, and while only the silent are
 * out. */
static void
test_cancel (void)
{
  for (guint ms = 0; ms < 8; ms++) {
    cancel_after (ms, FALSE);
    cancel_after (ms, TRUE);
  }
}

static void
test_cancel_preset (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TestSearch search;

  test_set_up ();
  search = test_search_begin ("li.na@qq.com", &(MwSearch){ .timeout = 8 });
  g_cancellable_cancel (cancellable);
  mw_discovery_run_async (search.discovery, cancellable, test_search_done_cb, &search);
  test_spin (10);
  g_assert_error (search.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  test_search_clear (&search);
}

/* Cancelled from within its own answer, and given up by its owner there. */
static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *n_answers = user_data;

  ++*n_answers;
  mw_discovery_run_finish (MW_DISCOVERY (source), result, NULL);
  g_object_unref (source);
}

static void
test_dropped (void)
{
  MwDiscovery *discovery = NULL;
  guint n_answers = 0;
  TestSearch search;

  test_set_up ();
  test_name_servers (AUTOCONFIG, 1, "practice.test");
  test_scripts[GUESS].ms = 60;
  test_scripts[GUESS].is_deaf = TRUE;
  search = test_search_begin (ADDRESS, &(MwSearch){ .timeout = 8 });
  discovery = search.discovery;
  g_object_add_weak_pointer (G_OBJECT (discovery), (gpointer *) &discovery);
  mw_discovery_run_async (discovery, NULL, dropped_cb, &n_answers);
  test_spin (40);
  g_assert_cmpuint (n_answers, ==, 1);
  while (test_n_under_way > 0)
    test_spin (10);
  test_spin (5);
  g_assert_null (discovery);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/discovery/trust-before-speed", test_trust_before_speed);
  g_test_add_func ("/discovery/whom-to-trust", test_whom_to_trust);
  g_test_add_func ("/discovery/waits-for-trust", test_waits_for_trust);
  g_test_add_func ("/discovery/early-end", test_early_end);
  g_test_add_func ("/discovery/both-ways", test_both_ways);
  g_test_add_func ("/discovery/silent-source", test_silent_source);
  g_test_add_func ("/discovery/slow-source", test_slow_source);
  g_test_add_func ("/discovery/guess-is-patient", test_guess_is_patient);
  g_test_add_func ("/discovery/deadline", test_deadline);
  g_test_add_func ("/discovery/nothing", test_nothing);
  g_test_add_func ("/discovery/thorough", test_thorough);
  g_test_add_func ("/discovery/preset", test_preset);
  g_test_add_func ("/discovery/closed-provider", test_closed_provider);
  g_test_add_func ("/discovery/switched-off", test_switched_off);
  g_test_add_func ("/discovery/all-off", test_all_off);
  g_test_add_func ("/discovery/conflict", test_conflict);
  g_test_add_func ("/discovery/findings", test_findings);
  g_test_add_func ("/discovery/cancel", test_cancel);
  g_test_add_func ("/discovery/cancel-preset", test_cancel_preset);
  g_test_add_func ("/discovery/dropped", test_dropped);
  g_test_add_func ("/discovery/rest", test_rest);
  g_test_add_func ("/discovery/no-rest", test_no_rest);

  return g_test_run ();
}
