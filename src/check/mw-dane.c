/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-dane.h"

#include "mw-dns.h"
#include "mw-net-error.h"
#include "mw-tls-dane.h"

#define PATIENCE 4000 /* milliseconds */

/* RFC 7671, section 4.1: what is not signed, or wrongly, says nothing. */
static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr (MwDnsAnswer) answer = mw_dns_ask_finish (result, &error);

  if (answer == NULL)
    g_task_return_error (task, error);
  else if (answer->outcome == MW_DNS_FOUND && answer->proof == MW_DNS_SECURE)
    g_task_return_pointer (task,
                           g_ptr_array_ref (answer->records),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * mw_dane_ask_async:
 * @server: one that has a name
 *
 * Asks for the TLSA records of a server (RFC 6698, section 3: `_993._tcp.imap.example.com`).
 */
void
mw_dane_ask_async (const MwServer *server,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (MwDns) dns = mw_dns_get_shared ();
  g_autofree char *name = NULL;
  GTask *task;

  g_return_if_fail (server != NULL && !g_hostname_is_ip_address (server->host));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_dane_ask_async);
  g_task_set_priority (task, mw_net_take_turn ());
  name = g_strdup_printf ("_%u._tcp.%s", server->port, server->host);
  mw_dns_ask_async (dns, name, MW_DNS_TLSA, TRUE, PATIENCE, cancellable, answered_cb, task);
}

/**
 * mw_dane_ask_finish:
 *
 * Returns: (transfer full) (nullable) (element-type MwDnsRecord): what is published and signed all
 *   the way from the root; %NULL if nothing is, or with an error if that cannot be told
 */
GPtrArray *
mw_dane_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static char *
describe (GPtrArray *records)
{
  GString *text = g_string_new ("TLSA");

  for (guint i = 0; i < records->len; i++) {
    const MwDnsRecord *record = g_ptr_array_index (records, i);

    g_string_append_printf (text,
                            "%s %u %u %u",
                            i > 0 ? "," : "",
                            record->usage,
                            record->selector,
                            record->matching);
  }

  return g_string_free (text, FALSE);
}

/**
 * mw_dane_find:
 * @facts: of a handshake
 * @records: (element-type MwDnsRecord): what mw_dane_ask_finish() has found
 *
 * Returns: (transfer full) (nullable): a pass, or a warning, or nothing
 */
MwFinding *
mw_dane_find (const MwTlsFacts *facts, GPtrArray *records)
{
  g_autofree char *words = NULL;
  g_autofree char *evidence = NULL;
  MwTlsDane result;

  g_return_val_if_fail (facts != NULL && records != NULL, NULL);

  result = mw_tls_dane_compare (facts, records);
  if (result == MW_TLS_DANE_SILENT)
    return NULL;

  words = describe (records);
  if (result == MW_TLS_DANE_MATCH)
    return mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_PASS, NULL, words);

  evidence = g_strdup_printf ("%s; sha256: %s", words, facts->fingerprint);

  return mw_finding_new (MW_STAGE_ENCRYPT, MW_SEVERITY_WARNING, "tls.dane-mismatch", evidence);
}
