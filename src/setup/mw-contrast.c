/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-contrast.h"

/* Was it there at another time? */
static gboolean
has_had_encryption (MwAccount *account, MwPart part, const MwServer *server)
{
  const MwServer *kept = part == MW_PART_OUTGOING ? mw_account_get_outgoing (account)
                                                  : mw_account_get_incoming (account);
  const char *verdict = mw_account_get_verdict (account);

  return verdict != NULL && g_str_has_prefix (verdict, "works") &&
         kept->security == MW_SECURITY_STARTTLS && kept->protocol == server->protocol &&
         kept->port == server->port && g_str_equal (kept->host, server->host);
}

/* Who else says that it ought to be there. */
static const char *
find_contrast (MwPart part, const MwServer *server, MwSource source, MwAccount *account)
{
  if (server->security != MW_SECURITY_STARTTLS)
    return NULL;
  if (account != NULL && has_had_encryption (account, part, server))
    return "It was offered when this account was last tested";
  if (source == MW_SOURCE_PRESET || source == MW_SOURCE_COMPANY)
    return "The provider says that this server offers it";

  return NULL;
}

static MwFinding *
add_contrast (const MwFinding *finding, const char *contrast)
{
  g_auto (GVariantDict) details = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&details, "problem", "s", "stripped");
  g_variant_dict_insert (&details, "contrast", "s", contrast);

  return mw_finding_new_with (finding, g_variant_dict_end (&details));
}

/**
 * mw_contrast_add:
 * @findings: (element-type MwFinding): those of @part that miss encryption are replaced
 * @server: where it is missing
 * @source: where the settings come from
 * @account: (nullable): as it was kept when it was last tested
 *
 * Encryption that is missing here, and is known to have been there, looks as if somebody on the way
 * took it out (RFC 3207, section 6).
 */
void
mw_contrast_add (GPtrArray *findings,
                 MwPart part,
                 const MwServer *server,
                 MwSource source,
                 MwAccount *account)
{
  const char *contrast = find_contrast (part, server, source, account);

  for (guint i = 0; contrast != NULL && i < findings->len; i++) {
    MwFinding *finding = g_ptr_array_index (findings, i);

    if (finding->part != part || finding->severity != MW_SEVERITY_ERROR ||
        g_strcmp0 (finding->cause, "tls.not-offered") != 0)
      continue;
    g_ptr_array_index (findings, i) = add_contrast (finding, contrast);
    mw_finding_unref (finding);
  }
}
