/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-srv.h"

#include "mw-address.h"

/* In the order in which they are to be tried: encrypted from the first byte before STARTTLS (RFC
 * 8314, section 5.1), mail that stays on the server before mail that is fetched. */
static const MwSrv services[MW_N_SRV] = {
  { "_imaps._tcp", MW_PROTOCOL_IMAP, MW_SECURITY_TLS },
  { "_imap._tcp", MW_PROTOCOL_IMAP, MW_SECURITY_STARTTLS },
  { "_pop3s._tcp", MW_PROTOCOL_POP3, MW_SECURITY_TLS },
  { "_pop3._tcp", MW_PROTOCOL_POP3, MW_SECURITY_STARTTLS },
  { "_submissions._tcp", MW_PROTOCOL_SMTP, MW_SECURITY_TLS },
  { "_submission._tcp", MW_PROTOCOL_SMTP, MW_SECURITY_STARTTLS },
};

/**
 * mw_srv_get:
 * @n: less than %MW_N_SRV
 *
 * Returns: (transfer none): a service, the best first
 */
const MwSrv *
mw_srv_get (gsize n)
{
  g_return_val_if_fail (n < MW_N_SRV, NULL);

  return &services[n];
}

static int
compare_priorities (gconstpointer a, gconstpointer b)
{
  const MwDnsRecord *one = *(const MwDnsRecord *const *) a;
  const MwDnsRecord *other = *(const MwDnsRecord *const *) b;

  return (int) one->priority - (int) other->priority;
}

static void
swap (GPtrArray *records, guint a, guint b)
{
  gpointer record = records->pdata[a];

  records->pdata[a] = records->pdata[b];
  records->pdata[b] = record;
}

static const MwDnsRecord *
get (GPtrArray *records, guint i)
{
  return g_ptr_array_index (records, i);
}

/* Whose turn it is among those from @first up to, and without, @end. */
static guint
draw (GPtrArray *records, guint first, guint end, GRand *rand)
{
  guint sum = 0;
  guint drawn;

  for (guint i = first; i < end; i++)
    sum += get (records, i)->weight;
  if (sum == 0)
    return (guint) g_rand_int_range (rand, (gint32) first, (gint32) end);

  drawn = (guint) g_rand_int_range (rand, 0, (gint32) sum);
  for (guint i = first; i < end; i++) {
    if (drawn < get (records, i)->weight)
      return i;
    drawn -= get (records, i)->weight;
  }

  return first;
}

/**
 * mw_srv_sort:
 * @records: (element-type MwDnsRecord): of one name; at most 64
 *
 * Puts servers into the order in which they are to be tried: the lowest priority first; among the
 * like by chance, as often as their weights have it, and those without weight last (RFC 2782).
 */
void
mw_srv_sort (GPtrArray *records, GRand *rand)
{
  guint end;

  g_return_if_fail (records != NULL && rand != NULL);

  g_ptr_array_sort (records, compare_priorities);
  for (guint i = 0; i < records->len; i++) {
    for (end = i; end < records->len; end++)
      if (get (records, end)->priority != get (records, i)->priority)
        break;
    swap (records, i, draw (records, i, end, rand));
  }
}

/**
 * mw_srv_is_absent:
 *
 * Returns: whether @record says that there decidedly is no such service: a target of "." (RFC 2782)
 */
gboolean
mw_srv_is_absent (const MwDnsRecord *record)
{
  g_return_val_if_fail (record != NULL && record->target != NULL, FALSE);

  return *record->target == '\0';
}

/* Many publish the port of one kind under the label of the other. Neither is ever plain text. */
static MwSecurity
read_security (const MwSrv *self, guint16 port)
{
  if (port == mw_server_get_default_port (self->protocol, MW_SECURITY_TLS))
    return MW_SECURITY_TLS;
  if (port == mw_server_get_default_port (self->protocol, MW_SECURITY_STARTTLS))
    return MW_SECURITY_STARTTLS;

  return self->security;
}

/**
 * mw_srv_read_server:
 * @user: the address, which is what one signs in with at first (RFC 6186, section 4)
 *
 * Returns: (transfer full) (nullable): or %NULL where @record names none
 */
MwServer *
mw_srv_read_server (const MwSrv *self, const MwDnsRecord *record, const char *user)
{
  g_autofree char *host = NULL;

  g_return_val_if_fail (self != NULL && record != NULL, NULL);

  if (mw_srv_is_absent (record))
    return NULL;
  host = mw_domain_to_ascii (record->target, NULL);
  if (host == NULL)
    return NULL;

  return mw_server_new (self->protocol,
                        read_security (self, record->port),
                        host,
                        record->port,
                        user);
}

/**
 * mw_srv_describe:
 * @name: of the record
 *
 * Returns: (transfer full): the record as a zone file has it
 */
char *
mw_srv_describe (const char *name, const MwDnsRecord *record)
{
  g_return_val_if_fail (name != NULL && record != NULL, NULL);

  return g_strdup_printf ("%s %u %u %u %s",
                          name,
                          record->priority,
                          record->weight,
                          record->port,
                          mw_srv_is_absent (record) ? "." : record->target);
}
