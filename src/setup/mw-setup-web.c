/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-private.h"

#include "mw-web-look.h"

/* What the web server of the mail domain can tell where a test has failed: what time it is, and
 * whether it can be reached, or something in this network answers in its place. */

#define LIMIT_MS 3000

static gboolean
is_before_sign_in (const MwFinding *finding)
{
  return finding->severity == MW_SEVERITY_ERROR && finding->stage >= MW_STAGE_CONNECT &&
         finding->stage <= MW_STAGE_GREET;
}

static gboolean
failed_early (MwPartRun *run)
{
  GPtrArray *findings = mw_part_run_get_findings (run);

  for (guint i = 0; i < findings->len; i++)
    if (is_before_sign_in (g_ptr_array_index (findings, i)))
      return TRUE;

  return FALSE;
}

/* Who waits at the door of the network comes through nowhere. Of many accounts all would ask the
 * same. */
static gboolean
needs_portal (MwSetup *self)
{
  guint n = 0;

  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++) {
    MwPartRun *run = self->runs[mw_tested_parts[i]];

    if (run != NULL && !failed_early (run))
      return FALSE;
    n += run != NULL;
  }

  return n > 0 && self->scans == NULL;
}

/**
 * mw_setup_needs_web:
 *
 * Returns: whether the web server has to be asked: once
 */
gboolean
mw_setup_needs_web (MwSetup *self)
{
  if (self->asked_web || self->terms.asks_no_others ||
      g_get_monotonic_time () >= self->terms.deadline)
    return FALSE;

  return mw_setup_needs_date (self) || needs_portal (self);
}

/**
 * mw_setup_look_at_web:
 * @callback: called in the end; mw_setup_take_web() takes the result
 *
 * Asks the web server of the mail domain, and nobody who has nothing to do with it.
 */
void
mw_setup_look_at_web (MwSetup *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autofree char *uri = g_strdup_printf ("http://%s/", self->address->domain);

  self->asked_web = TRUE;
  mw_web_look_async (uri, LIMIT_MS, cancellable, callback, user_data);
}

void
mw_setup_take_web (MwSetup *self, GAsyncResult *result)
{
  self->told_date = mw_web_look_finish (result, &self->portal, NULL);
}

/**
 * mw_setup_name_portal:
 * @findings: (element-type MwFinding): those that the network is to blame for tell where it leads,
 *   and nothing else of a server that was never reached
 */
void
mw_setup_name_portal (MwSetup *self, GPtrArray *findings)
{
  for (guint i = 0; self->portal != NULL && i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);
    g_autoptr (MwFinding) named = NULL;

    if (g_strcmp0 (finding->cause, "net.captive-portal") != 0)
      continue;
    named = mw_finding_new (finding->stage, finding->severity, finding->cause, self->portal);
    g_ptr_array_index (findings, i) = mw_finding_new_at (named, finding->part, finding->subject);
    mw_finding_unref (finding);
  }
}
