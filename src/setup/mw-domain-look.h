/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-dns.h"

/**
 * MwDomainState:
 * @MW_DOMAIN_UNKNOWN: nobody was asked
 * @MW_DOMAIN_TAKES_MAIL: it has a server for mail, or is one (RFC 5321, section 5.1)
 * @MW_DOMAIN_ABSENT: there is no such name, or nothing that mail could be brought to
 * @MW_DOMAIN_NULL_MX: it declares that it takes no mail (RFC 7505)
 * @MW_DOMAIN_FAILED: the name service could not say
 * @MW_DOMAIN_SILENT: the name service did not answer in time
 */
typedef enum {
  MW_DOMAIN_UNKNOWN,
  MW_DOMAIN_TAKES_MAIL,
  MW_DOMAIN_ABSENT,
  MW_DOMAIN_NULL_MX,
  MW_DOMAIN_FAILED,
  MW_DOMAIN_SILENT,
} MwDomainState;

#define MW_DOMAIN_LOOK_LIMIT_MS 2000 /* of each question */

void mw_domain_look_async (MwDns *dns,
                           const char *domain,
                           guint limit_ms,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
MwDomainState mw_domain_look_finish (GAsyncResult *result, char **evidence, GError **error);
