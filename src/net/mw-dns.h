/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "mw-dns-record.h"

/**
 * MwDns:
 *
 * Questions to the name service that GResolver has no words for: every type of record, why there is
 * no answer, and whether it is signed. Over the system's resolver. For one main context.
 */
typedef struct _MwDns MwDns;

/**
 * MwDnsOutcome:
 * @MW_DNS_FOUND: there are records
 * @MW_DNS_NO_DATA: the name exists, but has no such record
 * @MW_DNS_NO_NAME: it does not exist (NXDOMAIN)
 * @MW_DNS_FAILED: the name service could not say (SERVFAIL and others: see @rcode)
 * @MW_DNS_TIMEOUT: nobody answered in time
 */
typedef enum {
  MW_DNS_FOUND,
  MW_DNS_NO_DATA,
  MW_DNS_NO_NAME,
  MW_DNS_FAILED,
  MW_DNS_TIMEOUT,
} MwDnsOutcome;

/**
 * MwDnsProof:
 * @MW_DNS_UNPROVEN: not signed, not asked for proof, or the resolver here knows nothing of
 *   signatures
 * @MW_DNS_SECURE: signed all the way from the root (RFC 4035, section 4.3); also that there is
 *   nothing
 * @MW_DNS_BOGUS: should be signed, and is not, or wrongly
 */
typedef enum {
  MW_DNS_UNPROVEN,
  MW_DNS_SECURE,
  MW_DNS_BOGUS,
} MwDnsProof;

/**
 * MwDnsAnswer:
 * @rcode: of DNS (RFC 1035, section 4.1.1), or -1 where nobody answered
 * @canonical: (nullable): what the name is an alias of
 * @ttl: in seconds
 * @is_checked: signatures were looked at: what is not %MW_DNS_SECURE then is not signed
 * @why: (nullable): why it is %MW_DNS_BOGUS, in libunbound's words
 * @records: (element-type MwDnsRecord): at most 64; what is malformed is left out
 */
typedef struct {
  MwDnsOutcome outcome;
  MwDnsProof proof;
  int rcode;
  char *canonical;
  guint ttl;
  gboolean is_checked;
  char *why;
  GPtrArray *records;
} MwDnsAnswer;

#define MW_DNS_MAX_RECORDS 64

MwDns *mw_dns_new (const char *server);
MwDns *mw_dns_ref (MwDns *self);
void mw_dns_unref (MwDns *self);
MwDns *mw_dns_get_shared (void);
void mw_dns_set_shared (MwDns *self);

void mw_dns_ask_async (MwDns *self,
                       const char *name,
                       guint type,
                       gboolean with_proof,
                       guint limit_ms,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
MwDnsAnswer *mw_dns_ask_finish (GAsyncResult *result, GError **error);
void mw_dns_answer_free (MwDnsAnswer *self);
char *mw_dns_invent_name (const char *domain);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwDns, mw_dns_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwDnsAnswer, mw_dns_answer_free)
