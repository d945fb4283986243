/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-domain.h"

#include <libpsl.h>

/**
 * mw_domain_dup_organisation:
 * @domain: in A-labels and lower case
 *
 * Returns: (transfer full): what one organisation registered, by the public suffix list that libpsl
 *   carries: `example.co.uk` for `mail.example.co.uk`; @domain itself where there is no such name
 */
char *
mw_domain_dup_organisation (const char *domain)
{
  const char *registered;

  g_return_val_if_fail (domain != NULL, NULL);

  registered = psl_registrable_domain (psl_builtin (), domain);

  return g_strdup (registered ? registered : domain);
}

/**
 * mw_domain_includes:
 * @domain: in A-labels and lower case
 * @host: likewise
 *
 * Returns: whether @host belongs to the organisation of @domain. A public suffix is nobody's
 */
gboolean
mw_domain_includes (const char *domain, const char *host)
{
  g_autofree char *ours = NULL;
  g_autofree char *theirs = NULL;

  g_return_val_if_fail (domain != NULL && host != NULL, FALSE);

  ours = mw_domain_dup_organisation (domain);
  theirs = mw_domain_dup_organisation (host);

  return g_str_equal (ours, theirs);
}
