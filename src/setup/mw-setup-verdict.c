/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-setup-private.h"

#include "mw-contrast.h"
#include "mw-diagnosis.h"
#include "mw-network.h"
#include "mw-worked.h"

/* What comes of a run. */

const MwPart mw_tested_parts[] = { MW_PART_INCOMING, MW_PART_OUTGOING };

/* (nullable): the provider's page, or the one that trusted settings name */
static const char *
find_help (MwSetup *self)
{
  if (self->provider != NULL)
    return self->provider->help;
  for (guint i = 0; self->candidates != NULL && i < self->candidates->len; i++) {
    const MwCandidate *candidate = g_ptr_array_index (self->candidates, i);

    if (candidate->trust == MW_TRUST_FULL && candidate->help != NULL)
      return candidate->help;
  }

  return NULL;
}

static void
fill_context (MwSetup *self, MwContext *context)
{
  *context = (MwContext){ .address = self->address->text };
  if (self->secret != NULL)
    context->password_shape = mw_password_shape_of (mw_secret_peek (self->secret));
  context->provider_help = find_help (self);
  if (self->provider == NULL)
    return;

  context->provider_name = self->provider->name;
  context->provider_advice = self->provider->advice;
  context->provider_steps = self->provider->steps;
  context->incoming_owner = mw_setup_find_owner (self, MW_PART_INCOMING);
  context->outgoing_owner = mw_setup_find_owner (self, MW_PART_OUTGOING);
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  return mw_diagnosis_compare (*(MwFinding *const *) a, *(MwFinding *const *) b);
}

gboolean
mw_setup_wants (MwSetup *self, MwPart part)
{
  return part == MW_PART_INCOMING || !self->receiving_only;
}

/* What Exchange said of the password stands for both parts. */
static gboolean
was_refused (MwSetup *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (g_strcmp0 (((MwFinding *) g_ptr_array_index (self->findings, i))->cause,
                   "auth.wrong-password") == 0)
      return TRUE;

  return FALSE;
}

/* Whoever has nothing at all has been told so; who typed a server was not asked. */
static gboolean
drop_nothing_found (MwSetup *self)
{
  gboolean nothing = self->runs[MW_PART_INCOMING] == NULL && self->runs[MW_PART_OUTGOING] == NULL;

  for (guint i = self->findings->len; i > 0; i--) {
    const MwFinding *finding = g_ptr_array_index (self->findings, i - 1);

    if (!mw_setup_is_nothing_found (finding))
      continue;
    if (nothing)
      return TRUE;
    g_ptr_array_remove_index (self->findings, i - 1);
  }

  return FALSE;
}

static void
find_absence (MwSetup *self, MwPart part)
{
  g_autoptr (MwFinding) finding =
    mw_finding_new (MW_STAGE_INPUT, MW_SEVERITY_ERROR, "discovery.service-absent", NULL);

  g_ptr_array_add (self->findings, mw_finding_new_at (finding, part, self->address->domain));
}

/* Who lets no mail program in has nothing for either part: that is one thing. */
static gboolean
is_closed (MwSetup *self)
{
  return self->provider != NULL && g_strcmp0 (self->provider->advice, "no-access") == 0 &&
         self->runs[MW_PART_INCOMING] == NULL && self->runs[MW_PART_OUTGOING] == NULL;
}

static void
find_absent_parts (MwSetup *self)
{
  if (drop_nothing_found (self) || was_refused (self))
    return;
  if (is_closed (self)) {
    find_absence (self, MW_PART_DISCOVERY);
    return;
  }

  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++)
    if (self->runs[mw_tested_parts[i]] == NULL && mw_setup_wants (self, mw_tested_parts[i]))
      find_absence (self, mw_tested_parts[i]);
}

static gboolean
misses_encryption (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    if (g_strcmp0 (((MwFinding *) g_ptr_array_index (findings, i))->cause, "tls.not-offered") == 0)
      return TRUE;

  return FALSE;
}

static void
find_contrasts (MwSetup *self, GPtrArray *findings)
{
  gboolean misses = misses_encryption (findings);

  for (gsize i = 0; misses && i < MW_N_TESTED_PARTS; i++) {
    MwPart part = mw_tested_parts[i];

    if (self->runs[part] != NULL)
      mw_contrast_add (findings,
                       part,
                       mw_setup_get_server (self, part),
                       mw_setup_get_source (self, part),
                       self->kept);
  }
}

/* A guess that was signed in at is one no more. */
static void
confirm_guess (MwSetup *self)
{
  for (guint i = self->findings->len; i > 0 && mw_setup_is_proven (self); i--)
    if (g_strcmp0 (((MwFinding *) g_ptr_array_index (self->findings, i - 1))->cause,
                   "discovery.guessed") == 0)
      g_ptr_array_remove_index (self->findings, i - 1);
}

static void
collect_findings (MwSetup *self)
{
  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  MwContext context;
  GPtrArray *refined;

  find_absent_parts (self);
  confirm_guess (self);
  mw_setup_doubt_input (self);
  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++)
    if (self->runs[mw_tested_parts[i]] != NULL)
      g_ptr_array_extend (self->findings,
                          mw_part_run_get_findings (self->runs[mw_tested_parts[i]]),
                          (GCopyFunc) (void (*) (void)) mw_finding_ref,
                          NULL);

  fill_context (self, &context);
  refined = mw_diagnosis_refine (self->findings, &context);
  mw_network_blame (refined,
                    g_network_monitor_get_network_available (monitor),
                    self->portal ? G_NETWORK_CONNECTIVITY_PORTAL
                                 : g_network_monitor_get_connectivity (monitor));
  mw_setup_name_portal (self, refined);
  find_contrasts (self, refined);
  mw_setup_blame_domain (self, refined);
  mw_network_note_tunnel (refined);
  mw_setup_doubt_clock (self, refined);
  g_ptr_array_sort (refined, compare_findings);
  g_ptr_array_unref (self->findings);
  self->findings = refined;
}

/* Proven, or not: a part that never signed in works nowhere. */
gboolean
mw_setup_is_proven (MwSetup *self)
{
  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++) {
    MwCheck *check = mw_setup_get_check (self, mw_tested_parts[i]);

    if (mw_setup_wants (self, mw_tested_parts[i]) &&
        (check == NULL || mw_check_get_sign_in (check) != MW_SIGN_IN_ACCEPTED))
      return FALSE;
  }

  return TRUE;
}

static MwVerdict
name_verdict (MwSetup *self)
{
  MwSeverity worst = MW_SEVERITY_PASS;

  for (guint i = 0; i < self->findings->len; i++)
    worst = MAX (worst, ((MwFinding *) g_ptr_array_index (self->findings, i))->severity);

  if (worst == MW_SEVERITY_ERROR || !mw_setup_is_proven (self))
    return MW_VERDICT_FAILS;

  return worst == MW_SEVERITY_WARNING ? MW_VERDICT_WORKS_WITH_WARNINGS : MW_VERDICT_WORKS;
}

/* What a person typed, or a preset has, needs no memory; what needed consent gets none. */
static void
keep_what_worked (MwSetup *self)
{
  MwSource source = mw_setup_get_source (self, MW_PART_INCOMING);

  if (self->verdict != MW_VERDICT_FAILS && self->runs[MW_PART_OUTGOING] != NULL &&
      source > MW_SOURCE_PRESET && self->accepted_hosts == NULL && self->exceptions->len == 0)
    mw_worked_keep (self->address,
                    source,
                    mw_setup_get_server (self, MW_PART_INCOMING),
                    mw_setup_get_server (self, MW_PART_OUTGOING));
}

/* All tests have ended: names the causes, and the verdict. */
void
mw_setup_judge (MwSetup *self)
{
  collect_findings (self);
  self->verdict = name_verdict (self);
  keep_what_worked (self);
}

/**
 * mw_setup_explain_for:
 * @finding: one with a cause
 * @both: what is said is to stand for receiving and for sending
 *
 * Returns: (transfer full): the finding in plain words, translated
 */
MwAdvice *
mw_setup_explain_for (MwSetup *self, const MwFinding *finding, gboolean both)
{
  MwContext context;

  fill_context (self, &context);
  context.both_parts = both;
  if (finding->part == MW_PART_INCOMING || finding->part == MW_PART_OUTGOING)
    context.server = mw_setup_get_server (self, finding->part);

  return mw_advice_new (finding, &context);
}

/**
 * mw_setup_explain:
 * @finding: one with a cause
 *
 * Returns: (transfer full): the finding in plain words, translated
 */
MwAdvice *
mw_setup_explain (MwSetup *self, const MwFinding *finding)
{
  g_return_val_if_fail (MW_IS_SETUP (self), NULL);
  g_return_val_if_fail (finding != NULL && finding->cause != NULL, NULL);

  return mw_setup_explain_for (self, finding, FALSE);
}

/* How a mail program has to sign in there: with a password, unless it was a ticket. */
static MwServer *
dup_tested_server (MwSetup *self, MwPart part)
{
  const char *mechanism = mw_check_get_mechanism (mw_setup_get_check (self, part));

  return mw_server_new_with_methods (mw_setup_get_server (self, part),
                                     mw_mechanism_is_ticket (mechanism) ? MW_METHOD_GSSAPI : 0);
}

/**
 * mw_setup_make_account:
 * @id: (nullable): of an account that is kept already: so what mail programs were told of it, and
 *   its password, stay its own
 * @name: as others see it
 *
 * Returns: (transfer full): the account as it was tested, with the certificate that was shown
 */
MwAccount *
mw_setup_make_account (MwSetup *self, const char *id, const char *name)
{
  g_autoptr (MwServer) incoming = NULL;
  g_autoptr (MwServer) outgoing = NULL;
  g_autoptr (MwAccount) account = NULL;
  g_autoptr (MwAccount) equipped = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  g_return_val_if_fail (MW_IS_SETUP (self), NULL);
  g_return_val_if_fail (self->runs[MW_PART_INCOMING] && self->runs[MW_PART_OUTGOING], NULL);

  incoming = dup_tested_server (self, MW_PART_INCOMING);
  outgoing = dup_tested_server (self, MW_PART_OUTGOING);
  account = mw_account_new (id, name, self->address, incoming, outgoing);
  equipped = mw_account_new_with_certificate (
    account,
    self->identity ? mw_tls_identity_get_path (self->identity) : NULL);

  return mw_account_new_tested (equipped, mw_verdict_to_string (self->verdict), now);
}

/**
 * mw_verdict_to_string:
 *
 * Returns: the identifier, never translated
 */
const char *
mw_verdict_to_string (MwVerdict verdict)
{
  static const char *const names[] = { "works", "works-with-warnings", "fails" };

  g_return_val_if_fail ((gsize) verdict < G_N_ELEMENTS (names), NULL);

  return names[verdict];
}

/**
 * mw_verdict_describe:
 *
 * Returns: the verdict as a sentence, translated
 */
const char *
mw_verdict_describe (MwVerdict verdict)
{
  switch (verdict) {
  case MW_VERDICT_WORKS:
    return _ ("Mail works.");
  case MW_VERDICT_WORKS_WITH_WARNINGS:
    return _ ("Mail works, with a remark.");
  case MW_VERDICT_FAILS:
  default:
    return _ ("Mail does not work yet.");
  }
}
