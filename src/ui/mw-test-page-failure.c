/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-test-page-private.h"

/* Where mail does not work: the problem of each part, and which one the person turns to. */

static gboolean
is_error (const MwFinding *finding)
{
  return finding != NULL && finding->severity == MW_SEVERITY_ERROR && finding->cause != NULL;
}

/* Of the part itself; receiving also stands for what belongs to no part. */
const MwFinding *
mw_test_page_find_problem (MwTestPage *self, MwPart part)
{
  GPtrArray *findings = mw_setup_get_findings (self->setup);

  for (guint i = 0; i < findings->len; i++) {
    const MwFinding *finding = g_ptr_array_index (findings, i);
    gboolean fits =
      finding->part == part || (part == MW_PART_INCOMING && finding->part != MW_PART_OUTGOING);

    if (fits && is_error (finding))
      return finding;
  }

  return NULL;
}

static const char *
describe_failure (const MwFinding *receiving, const MwFinding *sending)
{
  if (receiving != NULL)
    return _ ("Your mail does not work yet");
  if (sending != NULL)
    return _ ("Receiving works, sending does not yet");

  return _ ("The test did not finish");
}

static gboolean
has_signed_in (MwTestPage *self, MwPart part)
{
  MwCheck *check = mw_setup_get_check (self->setup, part);

  return check != NULL && mw_check_get_sign_in (check) == MW_SIGN_IN_ACCEPTED;
}

/* Enter presses the button of the problem that has the focus. */
void
mw_test_page_turn_to (MwTestPage *self, MwProblemView *problem)
{
  g_object_set (self, "default-widget", mw_problem_view_get_button (problem), NULL);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    mw_problem_view_focus (problem);
}

static void
turn_to_first (MwTestPage *self, MwPartView *part)
{
  MwProblemView *problem = mw_part_view_get_problem (part);

  mw_test_page_turn_to (self, problem);
  if (self->draft->certificate != NULL && self->draft->identity == NULL)
    mw_problem_view_try_certificate (problem, self->draft->certificate);
}

gboolean
mw_test_page_is_same_problem (MwTestPage *self,
                              const MwFinding *receiving,
                              const MwFinding *sending)
{
  g_autoptr (GPtrArray) alike = NULL;

  if (receiving == NULL || sending == NULL)
    return FALSE;

  alike = mw_setup_list_alike (self->setup, receiving);

  return g_ptr_array_find (alike, sending, NULL);
}

void
mw_test_page_show_failure (MwTestPage *self)
{
  const MwFinding *receiving = mw_test_page_find_problem (self, MW_PART_INCOMING);
  const MwFinding *sending = mw_test_page_find_problem (self, MW_PART_OUTGOING);
  gboolean same = mw_test_page_is_same_problem (self, receiving, sending);

  gtk_label_set_label (self->status_label, describe_failure (receiving, sending));
  if (receiving != NULL)
    mw_part_view_show_finding (self->receiving_view, self->setup, receiving);
  if (same)
    mw_part_view_show_same (self->sending_view);
  else if (sending != NULL)
    mw_part_view_show_finding (self->sending_view, self->setup, sending);
  else if (receiving != NULL && !has_signed_in (self, MW_PART_OUTGOING))
    mw_part_view_show_waiting (self->sending_view);

  if (receiving != NULL && sending != NULL && !same)
    mw_problem_view_set_secondary (mw_part_view_get_problem (self->sending_view));
  gtk_widget_set_visible (self->again_button, !receiving && !sending);
  if (receiving != NULL || sending != NULL)
    turn_to_first (self, receiving ? self->receiving_view : self->sending_view);
}
