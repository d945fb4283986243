/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many round trips it takes to be signed in, beside the fewest that the protocols allow.
 * Printed, never judged.
 *
 * Usage (inside tests/lab/world): bench-link ROUND-TRIP-MS bench-trips ROUND-TRIP-MS */

#include <stdlib.h>

#include "mw-check.h"

#define ROUNDS 5
#define TLS13 "mail.practice.example"
#define TLS12 "tls12.example.com"

static const struct {
  const char *name;
  const char *scheme;
} paths[] = {
  { "IMAP 993", "imaps" },                        /* */
  { "IMAP 143 STARTTLS", "imap+starttls" },       /* */
  { "POP3 995", "pop3s" },                        /* */
  { "POP3 110 STLS", "pop3+starttls" },           /* */
  { "SMTP 465", "submissions" },                  /* */
  { "SMTP 587 STARTTLS", "submission+starttls" }, /* */
};

/* Of one run: to being signed in, and of the whole with use and goodbye. */
typedef struct {
  MwTrips *counted; /* (owned) */
  double signed_in; /* ms */
  double whole;     /* ms */
} Trip;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
read_off (MwCheck *check, Trip *trip)
{
  GListModel *stages = mw_check_get_stages (check);

  for (guint i = 0; i < g_list_model_get_n_items (stages); i++) {
    g_autoptr (MwStageResult) stage = g_list_model_get_item (stages, i);
    MwStage number = mw_stage_result_get_stage (stage);

    if (number >= MW_STAGE_CONNECT && number <= MW_STAGE_USE)
      trip->whole += mw_stage_result_get_ms (stage);
    if (number >= MW_STAGE_CONNECT && number <= MW_STAGE_SIGN_IN)
      trip->signed_in += mw_stage_result_get_ms (stage);
  }
  trip->counted = mw_check_dup_trips (check);
}

static Trip
travel (const MwServer *server, MwTlsContext *tls)
{
  g_autoptr (MwSecret) secret = mw_secret_new ("practice-li-na");
  g_autoptr (MwAttempt) attempt = mw_attempt_new (secret, 1);
  MwTerms terms = { .deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC };
  g_autoptr (MwCheck) check = mw_check_new (server, "li.na@example.com", tls, attempt, &terms);
  g_autoptr (GAsyncResult) result = NULL;
  Trip trip = { 0 };

  mw_check_run_async (check, NULL, done_cb, &result);
  wait_for (&result);
  if (!mw_check_run_finish (check, result, NULL) ||
      mw_check_get_sign_in (check) != MW_SIGN_IN_ACCEPTED) {
    g_autofree char *record = mw_check_dup_record (check);

    g_printerr ("bench-trips: %s does not let us in\n%s", server->host, record);
    exit (1);
  }
  read_off (check, &trip);

  return trip;
}

static int
compare_trips (gconstpointer a, gconstpointer b)
{
  const Trip *one = a;
  const Trip *other = b;

  return (one->signed_in > other->signed_in) - (one->signed_in < other->signed_in);
}

static void
show (gsize path, const char *host, double rtt, MwTlsContext *tls)
{
  g_autofree char *uri = g_strdup_printf ("%s://li.na%%40example.com@%s", paths[path].scheme, host);
  g_autoptr (MwServer) server = mw_server_new_for_uri (uri, NULL);
  Trip trips[ROUNDS];
  const Trip *middle = &trips[ROUNDS / 2];
  g_autofree char *causes = NULL;

  for (guint i = 0; i < ROUNDS; i++)
    trips[i] = travel (server, tls);
  qsort (trips, ROUNDS, sizeof *trips, compare_trips);
  causes = g_strjoinv (", ", middle->counted->causes);
  g_print ("%-20s %8u %8u %8.2f %9.2f %9.2f %9.2f  %s\n",
           paths[path].name,
           middle->counted->fewest,
           middle->counted->used,
           (double) middle->counted->used / middle->counted->fewest,
           trips[0].signed_in / rtt / middle->counted->fewest,
           middle->signed_in / rtt / middle->counted->fewest,
           middle->whole / rtt,
           causes);
  for (guint i = 0; i < ROUNDS; i++)
    mw_trips_free (trips[i].counted);
}

int
main (int argc, char *argv[])
{
  double rtt = argc > 1 ? atof (argv[1]) : 0;
  g_autoptr (MwTlsContext) tls = mw_tls_context_new (NULL, NULL);

  if (rtt <= 0 || tls == NULL)
    return 2;

  g_print (
    "Round trips (%.0f ms each), the median of %d: to being signed in, as few as possible, as "
    "counted, and the ratio;\nthe ratio as measured, best and median; and of the whole, with "
    "use\n",
    rtt,
    ROUNDS);
  for (guint old = 0; old < 2; old++) {
    g_print ("\n%-20s %8s %8s %8s %9s %9s %9s\n",
             old ? "TLS 1.2" : "TLS 1.3",
             "fewest",
             "counted",
             "ratio",
             "best",
             "median",
             "whole");
    for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
      show (i, old ? TLS12 : TLS13, rtt, tls);
  }

  return 0;
}
