/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-finding.h"

static GVariant *
new_details (const char *host, const char *suggestion)
{
  GVariantDict details = G_VARIANT_DICT_INIT (NULL);

  if (host != NULL)
    g_variant_dict_insert (&details, "host", "s", host);
  if (suggestion != NULL)
    g_variant_dict_insert (&details, "suggestion", "s", suggestion);
  g_variant_dict_insert (&details, "changed", "b", TRUE);

  return g_variant_dict_end (&details);
}

static void
test_details_are_merged (void)
{
  g_autoptr (MwFinding) bare =
    mw_finding_new (MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.refused", "No");
  g_autoptr (MwFinding) first = mw_finding_new_with (bare, new_details ("a.example", NULL));
  g_autoptr (MwFinding) second = mw_finding_new_with (first, new_details (NULL, "b.example"));
  g_autoptr (MwFinding) third = mw_finding_new_with (second, new_details ("c.example", NULL));

  g_assert_null (bare->details);
  g_assert_cmpstr (mw_finding_get_text (first, "host"), ==, "a.example");
  g_assert_null (mw_finding_get_text (first, "suggestion"));
  g_assert_cmpstr (mw_finding_get_text (second, "host"), ==, "a.example");
  g_assert_cmpstr (mw_finding_get_text (third, "host"), ==, "c.example");
  g_assert_cmpstr (mw_finding_get_text (third, "suggestion"), ==, "b.example");
  g_assert_cmpstr (third->evidence, ==, "No");
  g_assert_cmpstr (third->cause, ==, "net.refused");
  g_assert_cmpint (third->stage, ==, MW_STAGE_CONNECT);
}

/* Whoever hands in a variant of their own keeps it. */
static void
test_details_are_sunk (void)
{
  g_autoptr (GVariant) details = g_variant_ref_sink (new_details ("a.example", NULL));
  g_autoptr (MwFinding) bare =
    mw_finding_new (MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.reset", "");
  g_autoptr (MwFinding) finding = mw_finding_new_with (bare, details);

  g_clear_pointer (&bare, mw_finding_unref);
  g_assert_false (g_variant_is_floating (details));
  g_assert_true (g_variant_is_of_type (details, G_VARIANT_TYPE_VARDICT));
  g_assert_cmpstr (mw_finding_get_text (finding, "host"), ==, "a.example");
}

static void
test_details_stay (void)
{
  g_autoptr (MwFinding) bare =
    mw_finding_new (MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.reset", "");
  g_autoptr (MwFinding) finding = mw_finding_new_with (bare, new_details ("a.example", NULL));
  g_autoptr (MwFinding) placed = mw_finding_new_at (finding, MW_PART_OUTGOING, "a.example:465");
  g_autoptr (MwFinding) better = mw_finding_new_because (placed, "net.timeout");

  g_assert_cmpstr (mw_finding_get_text (placed, "host"), ==, "a.example");
  g_assert_cmpstr (mw_finding_get_text (better, "host"), ==, "a.example");
  g_assert_true (mw_finding_get_flag (better, "changed"));
  g_assert_cmpint (better->part, ==, MW_PART_OUTGOING);
}

static void
test_absent_details (void)
{
  g_autoptr (MwFinding) bare =
    mw_finding_new (MW_STAGE_CONNECT, MW_SEVERITY_ERROR, "net.reset", "");
  g_autoptr (MwFinding) finding = mw_finding_new_with (bare, new_details ("a.example", NULL));

  g_assert_null (mw_finding_get_text (bare, "host"));
  g_assert_null (mw_finding_get_texts (bare, "names"));
  g_assert_false (mw_finding_get_flag (bare, "changed"));
  g_assert_null (mw_finding_get_text (finding, "changed"));
  g_assert_null (mw_finding_get_texts (finding, "host"));
  g_assert_false (mw_finding_get_flag (finding, "host"));
}

/* Each stage has one turn, and behind STARTTLS the greeting comes before encryption. */
static void
test_stages_in_turn (void)
{
  for (guint turn = 0; turn < MW_N_STAGES; turn++) {
    MwStage stage = mw_stage_in_turn (turn, MW_SECURITY_STARTTLS);

    g_assert_cmpint (mw_stage_in_turn (turn, MW_SECURITY_TLS), ==, turn);
    g_assert_cmpint (mw_stage_in_turn (stage, MW_SECURITY_STARTTLS), ==, turn);
  }
  g_assert_cmpint (mw_stage_in_turn (MW_STAGE_ENCRYPT, MW_SECURITY_STARTTLS), ==, MW_STAGE_GREET);
  g_assert_cmpint (mw_stage_in_turn (MW_STAGE_GREET, MW_SECURITY_STARTTLS), ==, MW_STAGE_ENCRYPT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/finding/details-are-merged", test_details_are_merged);
  g_test_add_func ("/finding/details-are-sunk", test_details_are_sunk);
  g_test_add_func ("/finding/details-stay", test_details_stay);
  g_test_add_func ("/finding/stages-in-turn", test_stages_in_turn);
  g_test_add_func ("/finding/absent-details", test_absent_details);

  return g_test_run ();
}
