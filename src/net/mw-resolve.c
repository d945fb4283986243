/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "mw-dns.h"
#include "mw-resolve.h"

#define MAX_ADDRESSES 64
#define WHY_LIMIT_MS 3000

/* One question to the resolver, shared by all who ask the same at the same time: it has ten threads
 * for everybody, and a bulk run asks for one name two thousand times. */
typedef struct {
  char *host;                /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GPtrArray *waiting;        /* (owned) (element-type GTask) (transfer none) */
  GError *error;             /* (owned) (nullable) what the system said */
} MwQuery;

/* Who waits for it; lives as long as its task. */
typedef struct {
  MwQuery *query;      /* (nullable) none once answered */
  GSource *limit;      /* (owned) */
  GSource *cancelling; /* (owned) (nullable) */
} MwWaiter;

/* (element-type utf8 MwQuery) what is being asked now; for one main context */
static GHashTable *queries;

static void
stop_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
free_waiter (gpointer data)
{
  MwWaiter *waiter = data;

  g_clear_pointer (&waiter->limit, stop_source);
  g_clear_pointer (&waiter->cancelling, stop_source);
  g_free (waiter);
}

static void
free_query (gpointer data)
{
  MwQuery *query = data;

  g_free (query->host);
  g_object_unref (query->cancellable);
  g_ptr_array_unref (query->waiting);
  g_clear_error (&query->error);
  g_free (query);
}

/* Once nobody is left, the question is taken back; a new one may be asked at once, although libc's
 * thread goes on until it gives up. */
static void
leave_query (GTask *task)
{
  MwWaiter *waiter = g_task_get_task_data (task);
  MwQuery *query = g_steal_pointer (&waiter->query);

  g_clear_pointer (&waiter->limit, stop_source);
  g_clear_pointer (&waiter->cancelling, stop_source);
  g_ptr_array_remove (query->waiting, task);
  if (query->waiting->len == 0 && g_hash_table_lookup (queries, query->host) == query) {
    g_hash_table_steal (queries, query->host);
    g_cancellable_cancel (query->cancellable);
  }
}

static gboolean
limit_reached_cb (gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  leave_query (task);
  g_task_return_new_error (task,
                           MW_NET_ERROR,
                           MW_NET_ERROR_RESOLVER_TIMEOUT,
                           _ ("The name service did not answer in time"));

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);

  leave_query (task);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

/* The system lumps together that a name is not there and that it has no address, and a name service
 * that fails and one that does not answer. */
static MwNetError
find_code (const GError *error, const MwDnsAnswer *answer)
{
  gboolean is_certain = g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND);
  MwNetError code = is_certain ? MW_NET_ERROR_NO_SUCH_HOST : MW_NET_ERROR_RESOLVER_FAILED;

  if (answer == NULL)
    return code;
  if (answer->outcome == MW_DNS_NO_DATA)
    return MW_NET_ERROR_NO_ADDRESS;
  if (!is_certain && answer->outcome == MW_DNS_NO_NAME)
    return MW_NET_ERROR_NO_SUCH_HOST;
  if (!is_certain && answer->outcome == MW_DNS_TIMEOUT)
    return MW_NET_ERROR_RESOLVER_TIMEOUT;

  return code;
}

static void
free_addresses (gpointer data)
{
  g_resolver_free_addresses (data);
}

static GList *
copy_addresses (GList *addresses)
{
  GList *copy = NULL;
  guint n = 0;

  for (GList *l = addresses; l != NULL && n < MAX_ADDRESSES; l = l->next, n++)
    copy = g_list_prepend (copy, g_object_ref (l->data));

  return g_list_reverse (copy);
}

/* Consumes @query. @addresses are %NULL where there are none, for @code. */
static void
end_query (MwQuery *query, GList *addresses, MwNetError code)
{
  if (g_hash_table_lookup (queries, query->host) == query)
    g_hash_table_steal (queries, query->host);

  while (query->waiting->len > 0) {
    g_autoptr (GTask) task = g_ptr_array_index (query->waiting, 0);

    leave_query (task);
    if (addresses == NULL)
      g_task_return_new_error (task, MW_NET_ERROR, (int) code, "%s", query->error->message);
    else
      g_task_return_pointer (task, copy_addresses (addresses), free_addresses);
  }
  free_query (query);
}

static void
explained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwQuery *query = user_data;
  g_autoptr (MwDnsAnswer) answer = mw_dns_ask_finish (result, NULL);

  end_query (query, NULL, find_code (query->error, answer));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MwQuery *query = user_data;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &query->error);
  g_autoptr (MwDns) dns = NULL;

  if (addresses != NULL || query->waiting->len == 0) {
    end_query (query, addresses, MW_NET_ERROR_RESOLVER_FAILED);
    g_resolver_free_addresses (addresses);
    return;
  }

  dns = mw_dns_get_shared ();
  mw_dns_ask_async (dns,
                    query->host,
                    MW_DNS_A,
                    FALSE,
                    WHY_LIMIT_MS,
                    query->cancellable,
                    explained_cb,
                    query);
}

static MwQuery *
ask (const char *host)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  MwQuery *query;

  if (queries == NULL)
    queries = g_hash_table_new (g_str_hash, g_str_equal);

  query = g_hash_table_lookup (queries, host);
  if (query != NULL)
    return query;

  query = g_new0 (MwQuery, 1);
  query->host = g_strdup (host);
  query->cancellable = g_cancellable_new ();
  query->waiting = g_ptr_array_new ();
  g_hash_table_insert (queries, query->host, query);
  g_resolver_lookup_by_name_async (resolver, host, query->cancellable, answered_cb, query);

  return query;
}

/* In the last turn, so that a full loop does not turn an answer that is here into a time-out. The
 * task belongs to whichever of them, or the query, fires first. */
static GSource *
attach (GSource *source, GSourceFunc callback, GTask *task)
{
  g_source_set_priority (source, MW_NET_LAST_TURN);
  g_source_set_callback (source, callback, task, NULL);
  g_source_attach (source, g_task_get_context (task));

  return source;
}

/**
 * mw_resolve_async:
 * @host: a name in A-labels, or an IP address, which is passed through
 * @limit_seconds: how long to wait
 *
 * Asks the system for the addresses of @host: hosts file, multicast and all; and, where it has
 * none, the name service why. GResolver has no limit of its own in GLib 2.74. For one main context.
 */
void
mw_resolve_async (const char *host,
                  guint limit_seconds,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  MwWaiter *waiter;
  GTask *task;

  g_return_if_fail (host != NULL);
  g_return_if_fail (limit_seconds > 0);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_resolve_async);
  g_task_set_priority (task, mw_net_take_turn ());

  waiter = g_new0 (MwWaiter, 1);
  waiter->query = ask (host);
  waiter->limit = attach (g_timeout_source_new (limit_seconds * 1000), limit_reached_cb, task);
  if (cancellable != NULL)
    waiter->cancelling =
      attach (g_cancellable_source_new (cancellable), G_SOURCE_FUNC (cancelled_cb), task);
  g_task_set_task_data (task, waiter, free_waiter);
  g_ptr_array_add (waiter->query->waiting, task);
}

/**
 * mw_resolve_finish:
 *
 * Returns: (transfer full) (element-type GInetAddress): at least one address, at most 64, in the
 *   system's order; free with g_resolver_free_addresses(). Or %NULL with
 *   %MW_NET_ERROR_NO_SUCH_HOST, %MW_NET_ERROR_NO_ADDRESS, %MW_NET_ERROR_RESOLVER_FAILED,
 *   %MW_NET_ERROR_RESOLVER_TIMEOUT or %G_IO_ERROR_CANCELLED
 */
GList *
mw_resolve_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
