/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "mw-srv.h"

/* SRV records as they come from the network, six bytes of numbers and a name each, in an order that
 * the first byte decides by chance. */

#define MAX_RECORDS 64
#define HEAD_BYTES 6

static GPtrArray *
read_records (const guint8 *data, gsize size)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) mw_dns_record_free);

  while (size > HEAD_BYTES && records->len < MAX_RECORDS) {
    gsize length = HEAD_BYTES;
    g_autoptr (GBytes) bytes = NULL;
    MwDnsRecord *record;

    while (length < size && data[length] != 0)
      length += data[length] + 1u;
    length = MIN (length + 1, size);
    bytes = g_bytes_new (data, length);
    record = mw_dns_record_parse (MW_DNS_SRV, bytes);
    if (record != NULL)
      g_ptr_array_add (records, record);
    data += length;
    size -= length;
  }

  return records;
}

static void
check_server (guint service, const MwDnsRecord *record)
{
  g_autoptr (MwServer) server =
    mw_srv_read_server (mw_srv_get (service), record, "alice@example.com");
  g_autofree char *words = mw_srv_describe ("_imaps._tcp.example.com", record);

  fuzz_assert_utf8 (words);
  if (server != NULL) {
    g_autofree char *uri = mw_server_to_uri (server);

    g_assert_nonnull (uri);
    g_assert_cmpint (server->security, !=, MW_SECURITY_NONE);
    g_assert_false (mw_srv_is_absent (record));
  }
}

static void
check_order (GPtrArray *records)
{
  gboolean weightless = FALSE;

  for (guint i = 0; i < records->len; i++) {
    const MwDnsRecord *record = g_ptr_array_index (records, i);
    const MwDnsRecord *before = i > 0 ? g_ptr_array_index (records, i - 1) : NULL;

    if (before != NULL && before->priority == record->priority)
      g_assert_true (!weightless || record->weight == 0);
    else if (before != NULL)
      g_assert_cmpuint (before->priority, <, record->priority);
    weightless = record->weight == 0;
    check_server (i % MW_N_SRV, record);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (size > 0 ? data[0] : 0);
  g_autoptr (GPtrArray) records = size > 0 ? read_records (data + 1, size - 1) : g_ptr_array_new ();
  g_autoptr (GHashTable) before = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < records->len; i++)
    g_hash_table_add (before, records->pdata[i]);
  mw_srv_sort (records, rand);
  for (guint i = 0; i < records->len; i++)
    g_assert_true (g_hash_table_remove (before, records->pdata[i]));
  g_assert_cmpuint (g_hash_table_size (before), ==, 0);
  check_order (records);

  return 0;
}
