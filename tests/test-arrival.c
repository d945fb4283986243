/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-arrival.h"

#define MS 1000 /* microseconds */

/* The causes of what is found, one after the other. */
static char *
judge (gint64 ms, gboolean is_junk, const char *header)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (MwLetter) letter = mw_letter_new ("li.na@example.com", "Test", "", now, "<1@x>");
  g_autoptr (MwDelivery) delivery = mw_delivery_new_for_header (header);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GString) causes = g_string_new (NULL);

  letter->sent = 7777 * MS;
  letter->arrived = letter->sent + ms * MS;
  letter->is_junk = is_junk;
  findings = mw_arrival_judge (letter, delivery);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);

    g_assert_cmpint (finding->severity,
                     ==,
                     finding->cause ? MW_SEVERITY_WARNING : MW_SEVERITY_PASS);
    g_string_append_printf (causes, "%s%s", i ? " " : "", finding->cause ? finding->cause : "pass");
  }

  return g_strdup (causes->str);
}

static void
test_judges_time_and_place (void)
{
  static const struct {
    gint64 ms;
    gboolean is_junk;
    const char *header;
    const char *causes;
  } rows[] = {
    { 0, FALSE, "Subject: Test\n", "pass" },
    { 60 * 1000, FALSE, "Subject: Test\n", "pass" },
    { 60 * 1000 + 499, FALSE, "Subject: Test\n", "pass" }, /* as the person reads it: 60 s */
    { 60 * 1000 + 500, FALSE, "Subject: Test\n", "delivery.delayed" },
    { 3 * 3600 * 1000, FALSE, "Subject: Test\n", "delivery.delayed" },
    { 1000, TRUE, "Subject: Test\n", "delivery.marked-as-spam" },
    { 1000, FALSE, "X-Spam-Flag: YES\n", "delivery.marked-as-spam" },
    { 61 * 1000, TRUE, "Subject: Test\n", "delivery.marked-as-spam delivery.delayed" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *causes = judge (rows[i].ms, rows[i].is_junk, rows[i].header);

    g_assert_cmpstr (causes, ==, rows[i].causes);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arrival/judges-time-and-place", test_judges_time_and_place);

  return g_test_run ();
}
