/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-check-private.h"

/* What the name service proves of the addresses. Nobody waits for it; but where it says that they
 * are wrong, nothing goes on. */

/**
 * mw_check_is_distrusted:
 *
 * Returns: whether the addresses are wrong, and are none of this network's own either
 */
gboolean
mw_check_is_distrusted (MwCheck *self)
{
  return self->proof == MW_PROOF_BOGUS && !mw_proof_is_inside (self->addresses);
}

/**
 * mw_check_heed_proof:
 *
 * RFC 7673, section 3.2: nobody connects to an address that is known to be wrong, or goes on to.
 * To be called when that, or the addresses themselves, are news.
 */
void
mw_check_heed_proof (MwCheck *self)
{
  if (!mw_check_is_distrusted (self))
    return;

  self->n_begun = self->addresses->len;
  for (guint i = 0; i < self->drivers->len; i++)
    mw_driver_drop (g_ptr_array_index (self->drivers, i));
  mw_stage_result_set_state (mw_check_get_stage (self, MW_STAGE_RESOLVE), MW_STATE_ERROR);
}

static void
tell (MwCheck *self, MwSeverity severity, const char *cause, const char *words, GVariant *details)
{
  g_autoptr (MwFinding) bare = mw_finding_new (MW_STAGE_RESOLVE, severity, cause, words);
  g_autoptr (MwFinding) finding = mw_finding_new_with (bare, details);

  mw_check_add_finding (self, finding, NULL);
}

/* That the name cannot be looked up is then but a consequence. */
static void
drop_failures (MwCheck *self)
{
  for (guint i = self->findings->len; i > 0; i--) {
    const MwFinding *finding = g_ptr_array_index (self->findings, i - 1);

    if (finding->stage == MW_STAGE_RESOLVE && finding->severity == MW_SEVERITY_ERROR)
      g_ptr_array_remove_index (self->findings, i - 1);
  }
}

/**
 * mw_check_tell_proof:
 *
 * What was proven of the addresses, if anything was.
 */
void
mw_check_tell_proof (MwCheck *self)
{
  if (self->proof == MW_PROOF_SECURE) {
    tell (self, MW_SEVERITY_PASS, NULL, "DNSSEC: secure", g_variant_new ("a{sv}", NULL));
  } else if (mw_check_is_distrusted (self)) {
    drop_failures (self);
    tell (self,
          MW_SEVERITY_ERROR,
          "dns.servfail",
          self->proof_fault,
          g_variant_new_parsed ("{'problem': <'bogus'>}"));
  } else if (self->proof == MW_PROOF_BOGUS) {
    tell (self,
          MW_SEVERITY_INFO,
          NULL,
          self->proof_fault,
          g_variant_new_parsed ("{'note': <'names-of-its-own'>}"));
  }
}
