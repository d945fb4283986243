/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-dns.h"
#include "mw-domain.h"
#include "mw-exchange-record.h"
#include "mw-exchange.h"
#include "mw-net-error.h"
#include "mw-srv.h"

#define PROOF_LIMIT_MS 1500

/* One question, perhaps asked twice; lives as long as its task. */
typedef struct {
  MwDns *dns;    /* (owned) */
  char *name;    /* (owned) of the record */
  char *uri;     /* (owned) (nullable) what it says */
  MwTrust trust; /* in what is said there by somebody else */
  guint limit_ms;
} Question;

static void
free_question (gpointer data)
{
  Question *self = data;

  mw_dns_unref (self->dns);
  g_free (self->name);
  g_free (self->uri);
  g_free (self);
}

/* The record that counts. (transfer full) (nullable): the host; and its @port */
static char *
read_records (const MwDnsAnswer *answer, guint16 *port)
{
  g_autoptr (GRand) rand = g_rand_new ();
  const MwDnsRecord *first;

  if (answer == NULL || answer->outcome != MW_DNS_FOUND)
    return NULL;
  mw_srv_sort (answer->records, rand);
  first = g_ptr_array_index (answer->records, 0);
  *port = first->port;

  return mw_srv_is_absent (first) ? NULL : mw_domain_to_ascii (first->target, NULL);
}

static char *
make_uri (const char *host, guint16 port)
{
  return port == 443 || port == 0 ? g_strconcat ("https://", host, MW_EXCHANGE_PATH, NULL)
                                  : g_strdup_printf ("https://%s:%u" MW_EXCHANGE_PATH, host, port);
}

static void
return_uri (GTask *task)
{
  Question *self = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&self->uri), g_free);
}

/* ------ whether it is signed ------ */

/* Who signs the records may send us to anybody; who forges signed ones, to nobody. */
static void
proven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Question *self = g_task_get_task_data (task);
  g_autoptr (MwDnsAnswer) answer = mw_dns_ask_finish (result, NULL);
  guint16 port;
  g_autofree char *host = read_records (answer, &port);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (answer != NULL && answer->proof == MW_DNS_BOGUS) {
    self->trust = MW_TRUST_NONE;
  } else if (host != NULL && answer->proof == MW_DNS_SECURE) {
    self->trust = MW_TRUST_FULL;
    g_free (self->uri);
    self->uri = make_uri (host, port);
  }
  return_uri (task);
}

/* ------ the question ------ */

static void
ask (GTask *task, gboolean with_proof, GAsyncReadyCallback callback)
{
  Question *self = g_task_get_task_data (task);

  mw_dns_ask_async (self->dns,
                    self->name,
                    MW_DNS_SRV,
                    with_proof,
                    MIN (self->limit_ms, with_proof ? PROOF_LIMIT_MS : G_MAXUINT),
                    g_task_get_cancellable (task),
                    callback,
                    task);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Question *self = g_task_get_task_data (task);
  const char *domain = mw_lookup_get_domain (g_task_get_source_object (task));
  g_autoptr (MwDnsAnswer) answer = mw_dns_ask_finish (result, NULL);
  guint16 port;
  g_autofree char *host = read_records (answer, &port);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (host == NULL) {
    g_task_return_new_error (task,
                             MW_NET_ERROR,
                             MW_NET_ERROR_NO_SUCH_HOST,
                             _ ("The domain publishes no servers in the name service"));
    return;
  }

  self->uri = make_uri (host, port);
  if (mw_domain_includes (domain, host))
    return_uri (task);
  else
    ask (g_steal_pointer (&task), TRUE, proven_cb);
}

/**
 * mw_exchange_record_find_async:
 * @limit_ms: for each question
 *
 * Asks for the record; and whether it is signed, where that spares the person a question.
 */
void
mw_exchange_record_find_async (MwLookup *lookup,
                               guint limit_ms,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;
  Question *self;

  g_return_if_fail (MW_IS_LOOKUP (lookup) && limit_ms > 0);

  task = g_task_new (lookup, cancellable, callback, user_data);
  self = g_new0 (Question, 1);
  g_task_set_source_tag (task, mw_exchange_record_find_async);
  g_task_set_priority (task, mw_net_take_turn ());
  g_task_set_task_data (task, self, free_question);
  self->dns = mw_dns_get_shared ();
  self->name = g_strconcat ("_autodiscover._tcp.", mw_lookup_get_domain (lookup), NULL);
  self->trust = MW_TRUST_OWN_DOMAIN;
  self->limit_ms = limit_ms;
  ask (task, FALSE, answered_cb);
}

/**
 * mw_exchange_record_find_finish:
 * @trust: (out): in what is said there, where that is outside the organisation of the mail domain
 *
 * Returns: (transfer full): the address where to ask, encrypted; or %NULL with %MW_NET_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
char *
mw_exchange_record_find_finish (MwLookup *lookup,
                                GAsyncResult *result,
                                MwTrust *trust,
                                GError **error)
{
  Question *self;

  g_return_val_if_fail (g_task_is_valid (result, lookup), NULL);
  g_return_val_if_fail (trust != NULL, NULL);

  self = g_task_get_task_data (G_TASK (result));
  *trust = self->trust;

  return g_task_propagate_pointer (G_TASK (result), error);
}
