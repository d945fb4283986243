/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <time.h>

#include "mw-net-error.h"
#include "mw-part-view.h"

/* How long the main loop is held while forty tests run in a window that shows one of them, as the
 * program's does. A timer at the priority at which GTK draws wants to be called every 4 ms; what is
 * measured is how much later it is called, how long this thread computed since, and how much of
 * that was no drawing (here no graphics card draws): once with the window alone, once with the
 * tests. Run it in the practice world. */

#define AT_ONCE 40
#define ROUNDS 3
#define TICK_MS 4
#define IDLE_MS 2000

typedef struct {
  GArray *lateness; /* (owned) of double, ms */
  GArray *computed; /* (owned) of double, ms */
  GArray *apart;    /* (owned) of double, ms: of it, what was not drawing */
  gint64 due;       /* µs */
  gint64 cpu;       /* µs of this thread, when it was last called */
  gint64 drawn;     /* likewise, of frames */
} Meter;

static guint n_running;
static gint64 drawn;         /* µs of this thread, all frames together */
static gint64 drawing_since; /* µs of this thread */

static gint64
get_cpu_time (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);

  return (gint64) t.tv_sec * G_USEC_PER_SEC + t.tv_nsec / 1000;
}

static void
meter_init (Meter *meter)
{
  meter->lateness = g_array_new (FALSE, FALSE, sizeof (double));
  meter->computed = g_array_new (FALSE, FALSE, sizeof (double));
  meter->apart = g_array_new (FALSE, FALSE, sizeof (double));
  meter->due = g_get_monotonic_time ();
  meter->cpu = get_cpu_time ();
  meter->drawn = drawn;
}

static void
meter_clear (Meter *meter)
{
  g_array_unref (meter->lateness);
  g_array_unref (meter->computed);
  g_array_unref (meter->apart);
}

static gboolean
ticked_cb (gpointer user_data)
{
  Meter *meter = user_data;
  double late = MAX (g_get_monotonic_time () - meter->due, 0) / 1000.0;
  double computed = (get_cpu_time () - meter->cpu) / 1000.0;
  double apart = computed - (drawn - meter->drawn) / 1000.0;

  g_array_append_val (meter->lateness, late);
  g_array_append_val (meter->computed, computed);
  g_array_append_val (meter->apart, apart);
  meter->due = g_get_monotonic_time () + TICK_MS * 1000;
  meter->cpu = get_cpu_time ();
  meter->drawn = drawn;

  return G_SOURCE_CONTINUE;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
quantile (GArray *values, double share)
{
  return g_array_index (values, double, (guint) (share * (values->len - 1)));
}

static void
report (Meter *meter, const char *what)
{
  GArray *arrays[] = { meter->lateness, meter->computed, meter->apart };
  const char *names[] = { "late", "computed", "not drawn" };

  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++) {
    g_array_sort (arrays[i], compare_doubles);
    printf ("%-22s %-9s median %6.2f ms, 99 %% %6.2f ms, worst %6.2f ms, of %u ticks\n",
            what,
            names[i],
            quantile (arrays[i], 0.5),
            quantile (arrays[i], 0.99),
            quantile (arrays[i], 1),
            arrays[i]->len);
  }
}

static gboolean
time_over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
spin_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, time_over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!mw_setup_run_finish (MW_SETUP (source), result, &error))
    g_printerr ("%s\n", error->message);
  else if (mw_setup_get_verdict (MW_SETUP (source)) == MW_VERDICT_FAILS)
    g_printerr ("a test failed: is this the practice world?\n");
  n_running--;
}

static MwSetup *
new_setup (MwPresets *presets)
{
  g_autoptr (MwAddress) address = mw_address_new ("li.na@example.com", NULL);
  g_autoptr (MwSecret) secret = mw_secret_new ("practice-li-na");
  MwRequest request = {
    .address = address,
    .secret = secret,
    .receiving = MW_PROTOCOL_IMAP,
    .timeout = 60,
  };

  return mw_setup_new (&request, presets, NULL);
}

typedef struct {
  GPtrArray *views; /* MwPartView */
  MwPresets *presets;
  guint n_started;
} Crowd;

/* The first is shown. */
static gboolean
start_one_cb (gpointer user_data)
{
  Crowd *crowd = user_data;
  g_autoptr (MwSetup) setup = new_setup (crowd->presets);

  if (crowd->n_started == 0) {
    mw_part_view_begin (g_ptr_array_index (crowd->views, 0), setup, MW_PART_INCOMING);
    mw_part_view_begin (g_ptr_array_index (crowd->views, 1), setup, MW_PART_OUTGOING);
  }
  crowd->n_started++;
  n_running++;
  mw_setup_run_async (setup, NULL, ended_cb, NULL);

  return G_SOURCE_REMOVE;
}

/* Each test is begun in a turn of its own, as in a window, where the answer of the keyring or of a
 * file begins it. */
static void
run_many (GPtrArray *views, MwPresets *presets)
{
  Crowd crowd = { .views = views, .presets = presets };

  for (guint i = 0; i < AT_ONCE; i++)
    g_idle_add_full (mw_net_take_turn (), start_one_cb, &crowd, NULL);
  while (crowd.n_started < AT_ONCE || n_running > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
before_paint_cb (void)
{
  drawing_since = get_cpu_time ();
}

static void
after_paint_cb (void)
{
  drawn += get_cpu_time () - drawing_since;
}

static GPtrArray *
open_window (void)
{
  GPtrArray *views = g_ptr_array_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GdkFrameClock *clock;

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 720, 640);
  for (guint i = 0; i < 2; i++) {
    GtkWidget *view = g_object_new (MW_TYPE_PART_VIEW, NULL);

    gtk_box_append (GTK_BOX (box), view);
    g_ptr_array_add (views, view);
  }
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (after_paint_cb), NULL);

  return views;
}

int
main (void)
{
  g_autoptr (MwPresets) presets = NULL;
  g_autoptr (GPtrArray) views = NULL;
  Meter idle, busy;
  guint timer;

  adw_init ();
  presets = mw_presets_new ();
  views = open_window ();
  spin_for (500);

  meter_init (&idle);
  timer = g_timeout_add_full (GDK_PRIORITY_REDRAW, TICK_MS, ticked_cb, &idle, NULL);
  spin_for (IDLE_MS);
  g_source_remove (timer);
  report (&idle, "the window alone");

  run_many (views, presets); /* warms up: trust store, icons, fonts */
  meter_init (&busy);
  timer = g_timeout_add_full (GDK_PRIORITY_REDRAW, TICK_MS, ticked_cb, &busy, NULL);
  for (guint i = 0; i < ROUNDS; i++)
    run_many (views, presets);
  g_source_remove (timer);
  report (&busy, "with 40 tests running");
  printf (
    "worst lateness, tests against the window alone: %.1f times; aim: 16 ms computed at most\n",
    quantile (busy.lateness, 1) / MAX (quantile (idle.lateness, 1), 0.01));

  meter_clear (&idle);
  meter_clear (&busy);

  return 0;
}
