/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mw-wildcard.h"

#include <string.h>

#include "mw-dns.h"
#include "mw-resolve.h"

#define PATIENCE 3 /* seconds */

typedef struct {
  char *name;           /* (owned) one that nobody has given to a server */
  GPtrArray *addresses; /* (owned) of the server */
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_free (question->name);
  g_ptr_array_unref (question->addresses);
  g_free (question);
}

static gboolean
shares_address (GPtrArray *addresses, GList *others)
{
  for (GList *l = others; l != NULL; l = l->next)
    for (guint i = 0; i < addresses->len; i++)
      if (g_inet_address_equal (g_ptr_array_index (addresses, i), l->data))
        return TRUE;

  return FALSE;
}

/* That the name does not exist is what ought to be so. */
static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Question *question = g_task_get_task_data (task);
  GList *others = mw_resolve_finish (result, NULL);
  char *name = shares_address (question->addresses, others) ? g_strdup (question->name) : NULL;

  g_resolver_free_addresses (others);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, name, g_free);
  else
    g_free (name);
}

/* A neighbour of the host that nobody can have thought of. */
static char *
invent_name (const char *host)
{
  const char *domain = strchr (host, '.');

  if (domain == NULL || domain[1] == '\0' || g_hostname_is_ip_address (host))
    return NULL;

  return mw_dns_invent_name (domain + 1);
}

/**
 * mw_wildcard_ask_async:
 * @host: a name in A-labels, or an IP address
 * @addresses: (element-type GInetAddress): what it resolves to
 *
 * Asks for a name that does not exist. Where that leads to the same place, the name of the server
 * proves nothing: the resolver, or the domain, answers for every name.
 */
void
mw_wildcard_ask_async (const char *host,
                       GPtrArray *addresses,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;
  Question *question;

  g_return_if_fail (host != NULL && addresses != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, mw_wildcard_ask_async);
  g_task_set_priority (task, mw_net_take_turn ());
  question = g_new0 (Question, 1);
  question->name = invent_name (host);
  question->addresses = g_ptr_array_ref (addresses);
  g_task_set_task_data (task, question, free_question);

  if (question->name != NULL) {
    mw_resolve_async (question->name, PATIENCE, cancellable, resolved_cb, task);
  } else {
    g_task_return_pointer (task, NULL, NULL);
    g_object_unref (task);
  }
}

/**
 * mw_wildcard_ask_finish:
 *
 * Returns: (transfer full) (nullable): the invented name that leads to the server, or %NULL, which
 *   is as it should be, or %NULL with %G_IO_ERROR_CANCELLED
 */
char *
mw_wildcard_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
