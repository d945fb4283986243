/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/* Types of records (RFC 1035, section 3.2.2; RFC 3596; RFC 2782; RFC 6698). */
#define MW_DNS_A 1
#define MW_DNS_NS 2
#define MW_DNS_SOA 6
#define MW_DNS_MX 15
#define MW_DNS_TXT 16
#define MW_DNS_AAAA 28
#define MW_DNS_SRV 33
#define MW_DNS_DS 43
#define MW_DNS_TLSA 52

/**
 * MwDnsRecord:
 * @bytes: as on the wire
 * @priority: of an MX or SRV record: the lowest first
 * @weight: of an SRV record
 * @port: of an SRV record
 * @target: (nullable): of an MX or SRV record, in lower case and without the dot at the end; empty
 *   where it says that there is no such service
 * @text: (nullable): of a TXT record, put together, as it is
 * @address: (nullable): of an A or AAAA record
 * @usage: of a TLSA record, as @selector and @matching
 * @data: (nullable): of a TLSA record
 *
 * One record of an answer. Other types have @bytes alone.
 */
typedef struct {
  GBytes *bytes;
  guint16 priority;
  guint16 weight;
  guint16 port;
  char *target;
  GBytes *text;
  GInetAddress *address;
  guint8 usage;
  guint8 selector;
  guint8 matching;
  GBytes *data;
} MwDnsRecord;

MwDnsRecord *mw_dns_record_parse (guint type, GBytes *bytes);
void mw_dns_record_free (MwDnsRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MwDnsRecord, mw_dns_record_free)
