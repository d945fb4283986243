/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-net-error.h"
#include "mw-setup-private.h"

/* What it adds to the run: the worst first, as the rest is sorted. */
static void
take_findings (MwSetup *self)
{
  GPtrArray *findings = mw_test_message_get_findings (self->test_message);

  for (guint i = 0; i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);
    gboolean matters = finding->severity >= MW_SEVERITY_WARNING;

    g_ptr_array_insert (self->findings, matters ? 0 : -1, mw_finding_ref (finding));
    if (finding->severity == MW_SEVERITY_ERROR)
      self->verdict = MW_VERDICT_FAILS;
    else if (matters)
      self->verdict = MAX (self->verdict, MW_VERDICT_WORKS_WITH_WARNINGS);
  }
}

static void
message_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MwSetup *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!mw_test_message_run_finish (MW_TEST_MESSAGE (source), result, &error)) {
    g_task_return_error (task, error);
    return;
  }

  take_findings (self);
  g_task_return_boolean (task, TRUE);
}

static gboolean
has_outcome (MwSetup *self)
{
  return self->test_message != NULL && mw_test_message_get_findings (self->test_message)->len > 0;
}

/**
 * mw_setup_send_test_message_async:
 *
 * After a run that did not fail: sends one message to the person's own address, waits until it is
 * there, and takes it away again. What came of it is added to the findings and to the verdict. Once
 * for each run; again only where it was cancelled, and has ended.
 */
void
mw_setup_send_test_message_async (MwSetup *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;
  MwCourse course;

  g_return_if_fail (MW_IS_SETUP (self));
  g_return_if_fail (!has_outcome (self) &&
                    (self->secret != NULL || mw_mechanism_is_ticket (self->mechanism)));
  g_return_if_fail (self->verdict != MW_VERDICT_FAILS);

  course = (MwCourse){
    .incoming = mw_setup_get_server (self, MW_PART_INCOMING),
    .outgoing = mw_setup_get_server (self, MW_PART_OUTGOING),
    .mailbox = self->mailbox,
    .secret = self->secret,
    .tls = self->tls,
    .patience = self->timeout,
    .terms = &self->terms,
  };
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_setup_send_test_message_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_clear_object (&self->test_message);
  self->test_message = mw_test_message_new (&course);
  mw_test_message_run_async (self->test_message, cancellable, message_done_cb, task);
}

/**
 * mw_setup_send_test_message_finish:
 *
 * Returns: FALSE if it was cancelled, or could not be carried out on this machine
 */
gboolean
mw_setup_send_test_message_finish (MwSetup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * mw_setup_get_test_message:
 *
 * Returns: (nullable): what became of it; none was sent
 */
MwTestMessage *
mw_setup_get_test_message (MwSetup *self)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);

  return self->test_message;
}
