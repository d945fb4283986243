/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-private.h"

/* What the domain of the address says about mail, and what is made of that. */

/**
 * mw_setup_look_at_domain:
 * @callback: called in the end; mw_setup_take_look() takes the result
 *
 * Beside the tests of the servers. Who provides for a known domain needs not be asked.
 */
void
mw_setup_look_at_domain (MwSetup *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (MwDns) dns = mw_dns_get_shared ();

  if (self->domain_looks == NULL)
    self->domain_looks = mw_domain_looks_new (dns, MW_DOMAIN_LOOK_LIMIT_MS);
  self->looks = TRUE;
  mw_domain_looks_ask_async (self->domain_looks,
                             self->address->domain,
                             cancellable,
                             callback,
                             user_data);
}

void
mw_setup_take_look (MwSetup *self, GAsyncResult *result)
{
  self->looks = FALSE;
  self->domain_state =
    mw_domain_looks_ask_finish (self->domain_looks, result, &self->domain_evidence, NULL);
}

/* Why mail cannot be set up for a domain. */
static const char *const causes[] = {
  [MW_DOMAIN_ABSENT] = "dns.no-such-domain",
  [MW_DOMAIN_NULL_MX] = "dns.null-mx",
  [MW_DOMAIN_FAILED] = "dns.servfail",
  [MW_DOMAIN_SILENT] = "dns.timeout",
};

/**
 * mw_setup_is_nothing_found:
 *
 * Returns: whether @finding says that the search for settings had nothing, for whatever reason
 */
gboolean
mw_setup_is_nothing_found (const MwFinding *finding)
{
  static const char *const reasons[] = { "discovery.nothing-found",
                                         "dns.timeout",
                                         "dns.servfail",
                                         NULL };

  return finding->part == MW_PART_DISCOVERY && finding->cause != NULL &&
         g_strv_contains (reasons, finding->cause);
}

/* Servers that nobody named, and that are not there: it is not their fault. What nobody could say
 * of the domain says nothing of a server that does not exist. */
static gboolean
is_about_guess (MwSetup *self, const MwFinding *finding)
{
  gboolean is_sure =
    self->domain_state == MW_DOMAIN_ABSENT || self->domain_state == MW_DOMAIN_NULL_MX;

  if (mw_setup_is_nothing_found (finding))
    return is_sure || g_strcmp0 (finding->cause, "discovery.nothing-found") == 0;

  return is_sure && finding->severity == MW_SEVERITY_ERROR && finding->part >= MW_PART_INCOMING &&
         g_strcmp0 (finding->cause, "dns.no-such-host") == 0 &&
         mw_setup_get_source (self, finding->part) == MW_SOURCE_GUESS;
}

static MwFinding *
blame_domain (MwSetup *self, const MwFinding *finding, const char *cause)
{
  const char *meant = mw_setup_suggest_domain (self);
  g_autoptr (MwFinding) bare =
    mw_finding_new (MW_STAGE_RESOLVE, MW_SEVERITY_ERROR, cause, self->domain_evidence);
  g_autoptr (MwFinding) placed = mw_finding_new_at (bare, finding->part, self->address->domain);
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  if (meant != NULL)
    g_variant_dict_insert (&details, "suggestion", "s", meant);

  return mw_finding_new_with (placed, g_variant_dict_end (&details));
}

/* Somebody may be right about the servers; but nobody can write to the address. */
static void
add_null_mx (MwSetup *self, GPtrArray *findings)
{
  g_autoptr (MwFinding) bare =
    mw_finding_new (MW_STAGE_RESOLVE,
                    mw_setup_is_proven (self) ? MW_SEVERITY_WARNING : MW_SEVERITY_ERROR,
                    "dns.null-mx",
                    self->domain_evidence);

  g_ptr_array_add (findings, mw_finding_new_at (bare, MW_PART_INPUT, self->address->domain));
}

/**
 * mw_setup_blame_domain:
 * @findings: (element-type MwFinding): those that are no fault of a server are replaced: where the
 *   name service says nothing, nothing can be found either
 *
 * RFC 7505, section 4; RFC 5321, section 5.1
 */
void
mw_setup_blame_domain (MwSetup *self, GPtrArray *findings)
{
  const char *cause =
    self->domain_state < G_N_ELEMENTS (causes) ? causes[self->domain_state] : NULL;
  gboolean told = FALSE;

  for (guint i = 0; cause != NULL && i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (!is_about_guess (self, finding))
      continue;
    g_ptr_array_index (findings, i) = blame_domain (self, finding, cause);
    mw_finding_unref (finding);
    told = TRUE;
  }
  if (self->domain_state == MW_DOMAIN_NULL_MX && !told)
    add_null_mx (self, findings);
}
