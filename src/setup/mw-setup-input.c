/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-setup-private.h"

#include "mw-mended.h"

/* What is told about what the person typed. */

static MwFinding *
new_finding (MwSeverity severity,
             const char *cause,
             const char *subject,
             const char *evidence,
             GVariantDict *details)
{
  g_autoptr (MwFinding) bare = mw_finding_new (MW_STAGE_INPUT, severity, cause, evidence);
  g_autoptr (MwFinding) placed = mw_finding_new_at (bare, MW_PART_INPUT, subject);

  return mw_finding_new_with (placed, g_variant_dict_end (details));
}

static void
add_finding (MwSetup *self,
             MwSeverity severity,
             const char *cause,
             const char *subject,
             const char *evidence,
             GVariantDict *details)
{
  g_ptr_array_add (self->findings, new_finding (severity, cause, subject, evidence, details));
}

/**
 * mw_setup_repair_new:
 * @typed: what was typed or pasted
 * @address: what was made of it
 *
 * Returns: (transfer full) (nullable): what was repaired on the way, since nothing is changed
 *   without being told; %NULL where nothing was
 */
MwFinding *
mw_setup_repair_new (const char *typed, const MwAddress *address)
{
  g_autoptr (MwMended) mended = NULL;
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);
  g_auto (GStrv) rules = NULL;
  g_autofree char *sentences = NULL;
  gboolean alike;

  g_return_val_if_fail (typed != NULL && address != NULL, NULL);

  mended = mw_mended_new_address (typed);
  if (mended == NULL)
    return NULL;

  alike = mw_mended_is_look_alike (mended);
  rules = mw_mended_list_rules (mended);
  sentences = mw_mended_describe (mended);
  g_variant_dict_insert (&details, "rules", "^as", rules);
  g_variant_dict_insert (&details, "changes", "s", sentences);

  return new_finding (alike ? MW_SEVERITY_WARNING : MW_SEVERITY_INFO,
                      alike ? "input.look-alike-repaired" : "input.tidied",
                      address->text,
                      mended->characters,
                      &details);
}

void
mw_setup_tell_repairs (MwSetup *self, const char *typed)
{
  MwFinding *repair = typed ? mw_setup_repair_new (typed, self->address) : NULL;

  if (repair != NULL)
    g_ptr_array_add (self->findings, repair);
}

static gboolean
is_proven (MwSetup *self, MwPart part)
{
  MwCheck *check = mw_setup_get_check (self, part);

  return check != NULL && mw_check_get_sign_in (check) == MW_SIGN_IN_ACCEPTED;
}

/* ------ a port that does not go with its encryption ------ */

static const MwServer *
get_typed (MwSetup *self, MwPart part)
{
  const MwCandidate *first =
    self->candidates->len > 0 ? g_ptr_array_index (self->candidates, 0) : NULL;
  GPtrArray *servers;

  if (first == NULL || first->source != MW_SOURCE_PERSON)
    return NULL;
  servers = part == MW_PART_OUTGOING ? first->outgoing : first->incoming;

  return servers->len > 0 ? g_ptr_array_index (servers, 0) : NULL;
}

/* Whoever gets through with an odd pair need not be told; port 25 is for servers all the same. */
static void
doubt_port (MwSetup *self, MwPart part)
{
  const MwServer *typed = get_typed (self, part);
  g_autoptr (MwServer) meant = typed ? mw_server_suggest_pair (typed) : NULL;
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);
  g_autofree char *subject = NULL;
  g_autofree char *typed_uri = NULL;
  g_autofree char *meant_uri = NULL;

  if (meant == NULL || (is_proven (self, part) && typed->port != 25))
    return;

  subject = mw_server_to_host_port (typed);
  typed_uri = mw_server_to_uri (typed);
  meant_uri = mw_server_to_uri (meant);
  g_variant_dict_insert (&details, "host", "s", typed->host);
  g_variant_dict_insert (&details, "port", "q", typed->port);
  g_variant_dict_insert (&details, "usual", "s", meant_uri);
  add_finding (self, MW_SEVERITY_WARNING, "input.port-mismatch", subject, typed_uri, &details);
}

/* ------ a domain that is nearly another one ------ */

/**
 * mw_setup_suggest_domain:
 *
 * Returns: (nullable) (transfer none): the well-known domain that was probably meant
 */
const char *
mw_setup_suggest_domain (MwSetup *self)
{
  return self->provider ? NULL : mw_presets_suggest (self->presets, self->address->domain);
}

/* A mailbox that can be signed in to has no slip in its name. */
static void
doubt_domain (MwSetup *self)
{
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);
  const char *meant;

  if (is_proven (self, MW_PART_INCOMING) || is_proven (self, MW_PART_OUTGOING))
    return;
  meant = mw_setup_suggest_domain (self);
  if (meant == NULL)
    return;

  g_variant_dict_insert (&details, "suggestion", "s", meant);
  add_finding (self,
               MW_SEVERITY_WARNING,
               "input.typo-suspected",
               self->address->domain,
               NULL,
               &details);
}

/* All tests have ended. */
void
mw_setup_doubt_input (MwSetup *self)
{
  for (gsize i = 0; i < MW_N_TESTED_PARTS; i++)
    doubt_port (self, mw_tested_parts[i]);
  doubt_domain (self);
}
