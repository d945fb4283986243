/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fuzz.h"
#include "mw-dns-record.h"

/* One record of an answer: its type is chosen by the first byte, the rest is what it holds. */

#define NAME_MAX_BYTES 1024 /* 255 on the wire, each of which may have to be escaped */

static const guint types[] = { MW_DNS_A,    MW_DNS_NS,  MW_DNS_MX, MW_DNS_TXT,
                               MW_DNS_AAAA, MW_DNS_SRV, MW_DNS_DS, MW_DNS_TLSA };

static void
check (const MwDnsRecord *record, guint type, gsize size)
{
  gboolean has_target = type == MW_DNS_MX || type == MW_DNS_SRV;

  g_assert_true ((record->target != NULL) == has_target);
  g_assert_true ((record->address != NULL) == (type == MW_DNS_A || type == MW_DNS_AAAA));
  g_assert_true ((record->text != NULL) == (type == MW_DNS_TXT));
  g_assert_true ((record->data != NULL) == (type == MW_DNS_TLSA));
  g_assert_cmpuint (g_bytes_get_size (record->bytes), ==, size);
  if (record->target != NULL) {
    g_assert_cmpuint (strlen (record->target), <=, NAME_MAX_BYTES);
    fuzz_assert_utf8 (record->target);
  }
  if (record->text != NULL)
    g_assert_cmpuint (g_bytes_get_size (record->text), <=, size);
  if (record->data != NULL)
    g_assert_cmpuint (g_bytes_get_size (record->data), <=, size);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  FuzzInput input = { (const char *) data, size };
  guint type = types[fuzz_take_choice (&input, G_N_ELEMENTS (types))];
  g_autoptr (GBytes) bytes = g_bytes_new (input.bytes, input.length);
  g_autoptr (MwDnsRecord) record = mw_dns_record_parse (type, bytes);

  if (record != NULL)
    check (record, type, input.length);

  return 0;
}
